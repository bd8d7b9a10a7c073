"""A practice hands in files from its record system; what is not sound is refused with its place."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import Invalid
from portal.integrations.fhir.reading import Raw, Rejected, find_files, fold, read_bytes, read_file

CAPS = {"max_bytes": 100_000, "max_depth": 20}
PATIENT = {"resourceType": "Patient", "id": "alice"}


def read(text: str | bytes, name: str = "record.json", **caps: int) -> list[Raw | Rejected]:
    data = text.encode() if isinstance(text, str) else text
    return read_bytes(name, data, **{**CAPS, **caps})


def bundle(*entries: object) -> str:
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": list(entries)})


def refusal(found: list[Raw | Rejected]) -> str:
    """The reason of a file refused as a whole."""
    assert len(found) == 1
    assert isinstance(found[0], Rejected)
    assert found[0].entry is None
    return found[0].reason


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("  \n ", "empty"),
        ("hello", "not JSON"),
        ('{"resourceType": "Patient"', "not JSON: it breaks at line 1, column 27"),
        ('{"resourceType": "Patient",}', "not JSON"),
        ("{'resourceType': 'Patient'}", "not JSON"),
        ('{"resourceType": "Patient"} more', "more text after its end"),
        ('{"resourceType": "Patient", "id": "a\tb"}', "not JSON"),
        ('{"resourceType": "Patient" "id": "a"}', "not JSON"),
        ('{"resourceType"}', "not JSON"),
        ('{"resourceType": }', "not JSON"),
        ('{"resourceType": "Bundle", "entry": [{"resource": {}},]}', "not JSON"),
        ('{"resourceType": "Bundle", "entry": [', "not JSON"),
        ("[]", "not FHIR"),
        ("17", "not FHIR"),
        ('{"name": "Alice"}', "not FHIR: it has no resourceType"),
        ('{"resourceType": 5}', "not FHIR: it has no resourceType"),
        ('{"resourceType": "Bundle", "entry": {}}', "Bundle.entry is not a list"),
        ('{"resourceType": "Bundle", "entry": null}', "Bundle.entry is not a list"),
        ('{"resourceType": "Observation", "valueQuantity": {"value": NaN}}', "NaN is not a number"),
        (
            '{"resourceType": "Bundle", "entry": [{"resource": {"value": -Infinity}}]}',
            "-Infinity is not a number",
        ),
        ('{"resourceType": "Patient", "id": "a", "id": "b"}', '"id" is given twice'),
        (
            '{"resourceType": "Bundle", "entry": [{"resource": {"name": [{"text": "A", "text": "B"}]}}]}',
            "twice",
        ),
        (
            '{"resourceType": "Bundle", "entry": [{"fullUrl": "a", "fullUrl": "b"}]}',
            '"fullUrl" is given twice',
        ),
        ('{"resourceType": "Patient", "n": ' + "9" * 5000 + "}", "too many digits"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_as_a_whole(text: str, why: str) -> None:
    assert why in refusal(read(text))


def test_text_that_is_not_utf_8_is_refused() -> None:
    assert refusal(read('{"resourceType": "Patient"}'.encode("utf-16"))) == "The file is not UTF-8 text."
    assert refusal(read(b'{"resourceType": "Patient", "id": "\xff"}')) == "The file is not UTF-8 text."
    assert refusal(read(b"\xed\xa0\x80")) == "The file is not UTF-8 text."


@pytest.mark.parametrize("opening", ['{"a":', "[", '{"resourceType":"Bundle","entry":[{"resource":{"a":['])
def test_a_file_nested_without_end_is_refused_and_nothing_falls_over(opening: str) -> None:
    assert "nested" in refusal(read(opening * 30_000, max_bytes=10_000_000))


def test_nesting_is_counted_from_the_outside_of_the_file() -> None:
    deep = '{"resourceType": "Patient", "a": ' + "[" * 4 + "]" * 4 + "}"
    assert isinstance(read(deep, max_depth=5)[0], Raw)
    assert "nested more than 4 levels" in refusal(read(deep, max_depth=4))
    in_bundle = f'{{"resourceType": "Bundle", "entry": [{{"resource": {deep}}}]}}'
    assert isinstance(read(in_bundle, max_depth=8)[0], Raw)
    assert "nested more than 7 levels" in refusal(read(in_bundle, max_depth=7))


def test_a_file_over_the_cap_is_refused(tmp_path: Path) -> None:
    text = json.dumps({**PATIENT, "language": "x" * 1000})
    assert "larger than 0.001 MB" in refusal(read(text, max_bytes=1000))
    file = tmp_path / "big.json"
    file.write_text(text)
    assert "larger than" in refusal(list(read_file(file, max_bytes=1000, max_depth=20)))
    assert isinstance(read(text, max_bytes=len(text))[0], Raw)


def test_a_gzip_bomb_is_refused_at_the_cap() -> None:
    bomb = gzip.compress(b" " * 20_000_000)
    assert len(bomb) < 30_000
    assert "larger than" in refusal(read(bomb, "bomb.json.gz"))


@pytest.mark.parametrize("cut", [5, 20, -9, -3])
def test_gzip_that_is_damaged_is_refused(cut: int) -> None:
    packed = gzip.compress(json.dumps(PATIENT).encode())
    assert "gzip" in refusal(read(packed[:cut], "record.json.gz"))


def test_a_file_we_may_not_read_is_refused_with_the_reason(tmp_path: Path) -> None:
    found = list(read_file(tmp_path, max_bytes=1000, max_depth=20))
    assert refusal(found) == "The file cannot be read: Is a directory."


def test_one_bad_entry_is_reported_with_its_place_and_the_rest_is_read() -> None:
    found = read(
        bundle(
            {"resource": PATIENT},
            {"resource": ["a list"]},
            {"resource": {"id": "untyped"}},
            {"resource": {"resourceType": ""}},
            "not an entry",
            {"resource": {"resourceType": "Bundle", "entry": [{"resource": PATIENT}]}},
            {"request": {"method": "DELETE", "url": "Patient/alice"}},
            {"request": {"method": "DELETE"}, "resource": PATIENT},
            {"request": {"method": "PATCH"}, "resource": {"resourceType": "Parameters"}},
            {"request": {"method": "POST", "url": "Patient"}},
            {"resource": None},
            {"resource": {"resourceType": "Practitioner", "id": "nia"}},
        )
    )
    assert [(raw.entry, raw.type, raw.id) for raw in found if isinstance(raw, Raw)] == [
        (0, "Patient", "alice"),
        (11, "Practitioner", "nia"),
    ]
    reasons = {bad.entry: bad.reason for bad in found if isinstance(bad, Rejected)}
    assert sorted(reason for reason in reasons if reason is not None) == list(range(1, 11))
    assert reasons[1] == "The entry's resource is not an object."
    assert reasons[2] == reasons[3] == "The entry's resource has no resourceType."
    assert reasons[4] == "The entry is not an object."
    assert reasons[5] == "A Bundle inside a Bundle is not read."
    assert reasons[6] == reasons[7] == "The entry asks for DELETE; only whole resources are imported."
    assert reasons[8] == "The entry asks for PATCH; only whole resources are imported."
    assert reasons[9] == "The entry asks for POST but holds no resource."
    assert reasons[10] == "The entry's resource is not an object."


def test_half_a_character_is_refused_where_it_stands() -> None:
    whole = '{"resource": {"resourceType": "Patient", "name": [{"text": "\\ud83d\\ude00"}]}}'
    half = '{"resource": {"resourceType": "Patient", "name": [{"text": "\\ud83d"}]}}'
    name = '{"resource": {"resourceType": "Patient", "\\udc00": 1}}'
    address = '{"fullUrl": "\\udc00", "resource": {"resourceType": "Patient"}}'
    found = read(f'{{"resourceType": "Bundle", "entry": [{whole}, {half}, {name}, {address}]}}')
    assert isinstance(found[0], Raw)
    assert found[0].data["name"][0]["text"] == "😀"
    assert found[1:] == [
        Rejected("record.json", 1, "Patient.name[0].text holds half a character."),
        Rejected("record.json", 2, "Patient holds half a character."),
        Rejected("record.json", 3, "fullUrl holds half a character."),
    ]
    alone = read('{"resourceType": "Patient", "id": "\\ud800"}')
    assert refusal(alone) == "Patient.id holds half a character."


def test_answers_to_a_search_without_a_resource_are_not_counted() -> None:
    found = read(bundle({"search": {"mode": "match"}}, {"response": {"status": "201 Created"}}, {}))
    assert found == []
    assert read('{"resourceType": "Bundle", "type": "searchset"}') == []


def test_each_resource_keeps_the_exact_text_it_came_in() -> None:
    own = '{ "resourceType" : "Observation",\r\n\t"valueQuantity": {"value": 1.50, "unit": "\\u00b5g ¡é😀"} }'
    text = (
        f'\ufeff {{"entry": [ {{"resource":{own} ,"fullUrl": "urn:uuid:1"}}\n], "resourceType":"Bundle"}} \n'
    )
    [raw] = read(text)
    assert isinstance(raw, Raw)
    assert raw.text == own.encode()
    assert (raw.full_url, raw.id, raw.entry) == ("urn:uuid:1", "", 0)
    assert raw.data["valueQuantity"]["value"] == 1.5


def test_a_single_resource_may_have_an_entry_of_its_own() -> None:
    text = '\n{"resourceType": "List", "id": "l", "entry": [{"item": {"reference": "Patient/alice"}}]}\n'
    [raw] = read(text)
    assert isinstance(raw, Raw)
    assert (raw.entry, raw.type, raw.text) == (None, "List", text.strip().encode())
    assert raw.data["entry"][0]["item"]["reference"] == "Patient/alice"


def test_numbers_too_large_for_a_float_are_left_to_the_check() -> None:
    [raw] = read('{"resourceType": "Observation", "valueQuantity": {"value": 1e999}}')
    assert isinstance(raw, Raw)
    assert b"1e999" in raw.text


@pytest.mark.parametrize("name", ["all.ndjson", "all.jsonl", "all.NDJSON", "all.ndjson.gz", "all.txt"])
def test_one_resource_a_line_is_read_and_a_bad_line_is_reported(name: str) -> None:
    lines = [json.dumps(PATIENT), "", "{broken", bundle({"resource": PATIENT}, {"resource": 1}), "[]", " "]
    data = "\r\n".join(lines).encode()
    found = read(gzip.compress(data) if name.endswith("gz") else data, name)
    assert [item.entry for item in found] == [1, 3, 4, 4, 5]
    assert [isinstance(item, Raw) for item in found] == [True, False, True, False, False]
    assert isinstance(found[0], Raw)
    assert found[0].text == lines[0].encode()


def test_a_bad_first_line_does_not_stop_the_rest() -> None:
    found = read('{"a": 1, "a": 2}\n' + json.dumps(PATIENT), "all.ndjson")
    assert [(type(item), item.entry) for item in found] == [(Rejected, 1), (Raw, 2)]


def test_lines_without_one_good_one_are_one_refusal() -> None:
    assert "not JSON" in refusal(read("a\nb\nc\n", "all.ndjson"))
    assert "empty" in refusal(read("\n\n", "all.ndjson"))


def test_gzip_is_known_by_content_not_by_name() -> None:
    [raw] = read(gzip.compress(json.dumps(PATIENT).encode()), "record.json")
    assert isinstance(raw, Raw)


def test_folders_are_searched_and_a_missing_path_is_named(tmp_path: Path) -> None:
    inner = tmp_path / "b"
    inner.mkdir()
    for name in (
        "z.json",
        "b/a.ndjson.gz",
        "b/c.JSONL",
        "notes.txt",
        "b/x.json.gz",
        "b/y.jsonl.gz",
        "b/q.ndjson",
    ):
        (tmp_path / name).write_text("{}")
    (tmp_path / "folder.json").mkdir()
    named = tmp_path / "notes.txt"
    found = find_files([tmp_path, named, tmp_path / "z.json"])
    shown = [file.relative_to(tmp_path).as_posix() for file in found]
    assert shown == [
        "b/a.ndjson.gz",
        "b/c.JSONL",
        "b/q.ndjson",
        "b/x.json.gz",
        "b/y.jsonl.gz",
        "z.json",
        "notes.txt",
    ]
    with pytest.raises(Invalid, match=r'There is no file or folder ".*gone\.json"'):
        find_files([tmp_path / "gone.json"])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(json_values, st.sampled_from([None, 1, "\t", " \r\n "]), st.booleans())
def test_folding_takes_out_white_space_and_nothing_else(
    value: object, indent: int | str, ascii_only: bool
) -> None:
    written = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    tight = json.dumps(value, separators=(",", ":"), ensure_ascii=ascii_only)
    assert fold(written.encode("utf-8", "surrogatepass")) == tight.encode("utf-8", "surrogatepass")


def test_folding_keeps_number_literals_and_order() -> None:
    assert fold(b'{ "b" : 1.50 ,\n "a": [ 1e2, " \\" : \\\\" ] }') == b'{"b":1.50,"a":[1e2," \\" : \\\\"]}'


@given(st.lists(st.dictionaries(st.text(), json_values, max_size=3), max_size=4), st.sampled_from([None, 2]))
def test_every_entry_of_any_bundle_comes_out_as_it_went_in(
    resources: list[dict[str, object]], indent: int | None
) -> None:
    typed = [{**resource, "resourceType": "Basic"} for resource in resources]
    text = json.dumps(
        {"resourceType": "Bundle", "entry": [{"resource": one} for one in typed]}, indent=indent
    )
    found = read(text)
    assert [json.loads(raw.text) for raw in found if isinstance(raw, Raw)] == typed
    assert [raw.data for raw in found if isinstance(raw, Raw)] == typed


@given(st.binary(max_size=200) | st.text(alphabet='{}[]":,\\ \n1eu-', max_size=80).map(str.encode))
def test_no_bytes_whatever_make_the_reader_fall_over(data: bytes) -> None:
    for name in ("x.json", "x.ndjson"):
        assert all(isinstance(item, Raw | Rejected) for item in read(data, name))
