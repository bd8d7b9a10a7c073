"""Alice downloads the files in her documents, and nobody else does."""

import base64
import io
from uuid import UUID

import pytest
from PIL import Image

from portal.api.documents import disposition
from portal.models.account import Role
from tests import people
from tests.charts import listed, on_file, opened, paper
from tests.web import Browser

pytestmark = pytest.mark.usefixtures("home")

PDF = b"%PDF-1.7\n%made up\n"
FILES: list[tuple[str, bytes, str, str]] = [
    ("application/pdf", PDF, "application/pdf", "pdf"),
    ("image/png", b"\x89PNG\r\n\x1a\n....", "image/png", "png"),
    ("text/html", b"<html><script>alert(1)</script></html>", "text/html; charset=utf-8", "html"),
    ("application/pdf", b"<!doctype html><script>alert(1)</script>", "text/html; charset=utf-8", "html"),
    ("image/svg+xml", b"<svg onload='alert(1)'/>", "text/plain; charset=utf-8", "txt"),
    ("text/plain", "Grüße".encode(), "text/plain; charset=utf-8", "txt"),
    ("text/plain", b"\xff\xfe\x00\x01", "application/octet-stream", "bin"),
    ("application/dicom", b"\x00" * 128 + b"DICM", "application/dicom", "dcm"),
]


@pytest.mark.parametrize(("claimed", "data", "media_type", "ending"), FILES)
def test_a_file_is_an_attachment_of_the_type_it_really_has(
    claimed: str, data: bytes, media_type: str, ending: str
) -> None:
    alice = people.alice()

    answer = Browser(token=alice.token).get(_document(alice, data, claimed))

    assert (answer.status_code, answer.content) == (200, data)
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="Letter.{ending}"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_without_a_session_or_for_someone_else_there_is_nothing() -> None:
    alice, bob = people.alice(), people.bob()
    address = _document(alice, PDF, "application/pdf")

    assert Browser().get(address).status_code == 401
    answer = Browser(token=bob.token).get(address)
    assert answer.status_code == 404
    assert PDF not in answer.content


@pytest.mark.parametrize("place", ["1", "-1", "999", "1000", "x", "0.0", "9" * 40, "%00"])
def test_a_place_where_no_file_is_is_not_found(place: str) -> None:
    alice = people.alice()
    address = _document(alice, PDF, "application/pdf").rpartition("/")[0]

    assert Browser(token=alice.token).get(f"{address}/{place}").status_code == 404


@pytest.mark.parametrize("record_id", ["1", "not-an-id", str(UUID(int=7))])
def test_a_document_there_is_none_of_is_not_found(record_id: str) -> None:
    alice = people.alice()

    assert Browser(token=alice.token).get(f"/api/documents/{record_id}/0").status_code == 404


@pytest.mark.parametrize(
    ("title", "header"),
    [
        ("Heart scan.pdf", "attachment; filename=\"Heart scan.pdf\"; filename*=UTF-8''Heart%20scan.pdf"),
        ("Überweisung.pdf", "attachment; filename=\"berweisung.pdf\"; filename*=UTF-8''%C3%9Cberweisung.pdf"),
        ("診断.pdf", "attachment; filename=\".pdf\"; filename*=UTF-8''%E8%A8%BA%E6%96%AD.pdf"),
    ],
)
def test_names_of_files_survive_every_alphabet(title: str, header: str) -> None:
    assert disposition(title) == header


def test_a_title_cannot_break_out_of_the_header() -> None:
    alice = people.alice()
    title = 'x"; filename="evil.exe\r\nSet-Cookie: a=b ../../etc/passwd'

    answer = Browser(token=alice.token).get(_document(alice, PDF, "application/pdf", title=title))

    assert "set-cookie" not in answer.headers
    assert answer.headers["content-disposition"].count('"') == 2
    assert "/" not in answer.headers["content-disposition"].replace("UTF-8''", "")


def _document(person: people.Person, data: bytes, claimed: str, *, title: str = "") -> str:
    on_file(person, paper("Letter", base64.b64encode(data).decode(), claimed, title=title))
    return f"/api/documents/{listed(person, 'documents').rows[0].href.rpartition('/')[2]}/0"


def picture() -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (20, 10), "teal").save(into, "PNG")
    return into.getvalue()


@pytest.mark.parametrize(
    ("data", "shows", "media_type"), [(PDF, "pdf", "application/pdf"), (picture(), "picture", "image/png")]
)
def test_what_a_page_can_show_is_shown_within_our_own_pages_only(data, shows, media_type) -> None:
    alice = people.alice()
    on_file(alice, paper("Letter", base64.b64encode(data).decode(), "application/octet-stream"))
    (file,) = opened(alice, "documents", listed(alice, "documents").rows[0].href).files

    assert file.shows == shows
    answer = Browser(token=alice.token).get(file.view)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert answer.headers["content-disposition"].startswith("inline; ")
    assert Browser(token=people.bob().token).get(file.view).status_code == 403
    assert Browser().get(file.view).status_code == 401


@pytest.mark.parametrize(
    "data", [b"<!doctype html><script>alert(1)</script>", b"<svg/>", b"\xff\x00", b"PK\x03\x04"]
)
def test_anything_else_is_a_download_alone(data) -> None:
    alice = people.alice()
    assert (
        Browser(token=alice.token).get(f"{_document(alice, data, 'application/pdf')}/view").status_code == 404
    )


def test_a_damaged_picture_is_said_in_words() -> None:
    alice = people.alice()
    address = _document(alice, b"\x89PNG\r\n\x1a\n....", "image/png")
    answer = Browser(token=alice.token).get(f"{address}/view")
    assert answer.status_code == 422 and "damaged" in answer.json()["message"]


def test_staff_read_a_patients_file_and_a_patient_no_other_one() -> None:
    alice, bob = people.alice(), people.bob()
    address = _document(alice, PDF, "application/pdf")
    whose = f"{address}?patient={alice.patient_id}"

    assert Browser(token=people.nia().token).get(whose).content == PDF
    assert Browser(token=people.nia(role=Role.FRONT_DESK).token).get(whose).status_code == 403
    assert Browser(token=bob.token).get(whose).status_code == 403
    assert Browser(token=alice.token).get(f"{address}?patient={bob.patient_id}").status_code == 403
    assert Browser(token=alice.token).get(f"{address}?patient=x").status_code == 404


CDA = (
    '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2.3" extension="7"/>'
    "<title>Summary</title><recordTarget><patientRole><id root='1.2' extension='9'/><patient><name>"
    "<given>Ann</given><family>Ames</family></name><birthTime value='19840309'/></patient></patientRole>"
    "</recordTarget><component><structuredBody><component><section><title>Allergies</title><text>"
    "<paragraph>Penicillin <linkHtml href='javascript:alert(1)'>more</linkHtml>"
    "<content styleCode='xss'>&lt;script&gt;</content></paragraph></text></section></component>"
    "</structuredBody></component></ClinicalDocument>"
)


def test_a_clinical_document_is_words_in_a_frame_that_runs_nothing() -> None:
    alice = people.alice()
    on_file(alice, paper("Summary", base64.b64encode(CDA.encode()).decode(), "application/xml"))
    (file,) = opened(alice, "documents", listed(alice, "documents").rows[0].href).files

    assert file.shows == "page"
    answer = Browser(token=alice.token).get(file.view)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Penicillin" in answer.text and "&lt;script&gt;" in answer.text
    assert "javascript:" not in answer.text and "<script" not in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-") and policy.endswith("; sandbox")
    assert Browser(token=alice.token).get(file.href).content == CDA.encode()
