"""What comes from outside is hostile until read: each of these is refused in words, with nothing taken."""

import codecs

import pytest

from portal.errors import Invalid
from portal.integrations.ccda.reading import LARGEST, looks_like_cda, parse, read_cda
from portal.integrations.ccda.reading.html import to_html
from portal.integrations.fhir.reading import Rejected
from tests.integrations.ccda.reading.cda import document, problem, read, refusal, section

LAUGHS = """<!DOCTYPE ClinicalDocument [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>"""
OUTSIDE = '<!DOCTYPE ClinicalDocument [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("before", [LAUGHS, OUTSIDE, "<!DOCTYPE x>", "<!-- a --><?b c?>\n<!DOCTYPE x>"])
@pytest.mark.parametrize("title", ["&d;", "&x;", "plain"])
def test_a_doctype_is_refused_before_anything_in_it_is_read(before, title):
    data = document(section(problem()), before=before, title=title)
    assert "DOCTYPE" in refusal(data)
    with pytest.raises(Invalid, match="DOCTYPE"):
        to_html(data)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_doctype_does_not_hide_in_another_encoding(encoding):
    data = document(before=OUTSIDE, title="&x;").decode().replace("UTF-8", "UTF-16")
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    assert "DOCTYPE" in refusal(mark + data.encode(encoding))


def test_an_entity_nobody_declared_is_no_xml():
    assert "well-formed" in refusal(document(title="&x;"))


def test_broken_xml_is_told_with_its_line():
    data = document(section(problem())).replace(b"</title>", b"</titel>", 1)
    assert "line 7" in refusal(data)


@pytest.mark.parametrize("depth", [300, 10_000, 200_000])
def test_deep_nesting_is_refused(depth):
    deep = section(text="<content>" * depth + "x" + "</content>" * depth)
    assert refusal(document(deep))
    with pytest.raises(Invalid):
        to_html(document(deep))


def test_a_single_text_of_many_megabytes_is_told_as_what_it_is():
    body = f"<nonXMLBody><text>{'A' * 11_000_000}</text></nonXMLBody>"
    assert "too long" in refusal(document(body=body), max_bytes=100_000_000)


def test_the_depth_allowed_is_the_importers():
    deep = section(text="<content>" * 60 + "x" + "</content>" * 60)
    assert "64 levels" in refusal(document(deep))


def test_a_file_of_200_mb_is_refused_by_its_size_before_it_is_parsed(monkeypatch):
    monkeypatch.setattr("portal.integrations.ccda.reading.xml._tree", lambda _: pytest.fail("it was parsed"))
    huge = b"<" * 200_000_000
    assert "larger than 25 MB" in refusal(huge, max_bytes=2_000_000_000)
    assert "larger than 1 MB" in refusal(huge[: LARGEST - 1], max_bytes=1_000_000)


def test_the_encoding_it_declares_must_be_the_one_it_is_in():
    data = document(title="Zoë").decode()
    assert "not the kind of text" in refusal(data.encode("latin-1"))
    assert "not the kind of text" in refusal(data.replace("UTF-8", "US-ASCII").encode())
    assert "encoding we do not read" in refusal(data.replace("UTF-8", "UTF-7").encode())
    assert "encoding we do not read" in refusal(data.replace("UTF-8", "EBCDIC-CP-US").encode())


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "utf-16"])
def test_other_common_encodings_are_read(encoding):
    raws = read(document(title="Zoë").decode().replace("UTF-8", encoding).encode(encoding))
    assert raws[1].data["description"] == "Zoë"


def test_null_bytes_are_refused():
    assert refusal(document().replace(b"Summary of care", b"Summary\x00of care"))
    assert refusal(b"\x00" * 5000)


def test_other_xml_and_other_files_are_told_apart():
    assert "another kind" in refusal(b"<html><body>hi</body></html>")
    assert "another kind" in refusal(b'<Bundle xmlns="http://hl7.org/fhir"/>')
    for other in (b"", b"%PDF-1.7", b"{}", b'<?xml version="1.0"?>'):
        with pytest.raises(Invalid):
            parse(other)


def test_a_document_must_be_about_one_patient_and_say_which():
    assert "no id" in refusal(document(id=""))
    twice = document().replace(b"<author>", b"<recordTarget><patientRole/></recordTarget><author>", 1)
    assert "exactly one patient" in refusal(twice)
    nobody = document(patient='<id nullFlavor="UNK"/><patient><name>Someone</name></patient>')
    assert "no number for its patient" in refusal(nobody)


@pytest.mark.parametrize(
    ("start", "is_one"),
    [
        (document()[:300], True),
        (b"<?xml version='1.0'?><!--" + b"x" * 2000, True),
        (b"<ClinicalDoc", True),
        (b"<v3:ClinicalDocument xmlns:v3='urn:hl7-org:v3'>", True),
        ("<ClinicalDocument>".encode("utf-16"), True),
        (b"<!DOCTYPE ClinicalDocument [", True),
        (b"<!DOCTYPE html><html>", False),
        (b"<html>", False),
        (b"<ClinicalDocuments>", False),
        (b'{"resourceType": "Bundle"}', False),
        (b"", False),
        (b"%PDF", False),
    ],
)
def test_a_document_is_known_by_how_it_begins(start, is_one):
    assert looks_like_cda(start) is is_one


def test_nothing_in_any_document_makes_the_reader_stumble():
    """Every attribute emptied, every element dropped in turn: read or refused, never an error of ours."""
    whole = document(section(problem(), text="<paragraph>Asthma</paragraph>")).decode()
    pieces = whole.split("<")
    for at in range(1, len(pieces)):
        left = "<".join(pieces[:at] + pieces[at + 1 :]).encode()
        for item in read_cda("x.xml", left, max_bytes=10**7, max_depth=64):
            assert not isinstance(item, Rejected) or item.reason
