"""An operator takes in a patient's record from the EHR, and gives it back."""

import gzip
import json
import stat

import pytest

from tests import people

PATIENT = {
    "resourceType": "Patient",
    "id": "a-1",
    "identifier": [
        {"type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}]},
         "system": "urn:ehr", "value": "MRN-77"}
    ],
    "name": [{"family": "O'Brien", "given": ["Zoë"]}],
    "gender": "female",
    "birthDate": "1984-03-09",
}  # fmt: skip
WEIGHT = """{"resourceType": "Observation", "id": "w-1", "status": "final",
  "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7", "display": "Body weight"}]},
  "subject": {"reference": "Patient/a-1"}, "effectiveDateTime": "2026-05-01",
  "valueQuantity": {"value": 71.50, "unit": "kg"}}"""


@pytest.fixture
def bundle(tmp_path):
    """A file as an EHR would write it."""
    entries = f'{{"resource": {json.dumps(PATIENT)}}}, {{"resource": {WEIGHT}}}'
    path = tmp_path / "zoe.json"
    path.write_text(f'{{"resourceType": "Bundle", "type": "collection", "entry": [{entries}]}}')
    return path


def test_importing_says_what_came_and_the_same_again_changes_nothing(portal, home, bundle):
    first = portal("import", bundle, "--json")
    counts = {"files": 1, "patients": 1, "created": 2, "updated": 0, "unchanged": 0, "rejected": []}
    assert (first.code, first.json, first.err) == (0, counts, "")
    again = portal("import", bundle, "--json")
    assert again.json == {**counts, "created": 0, "unchanged": 2}
    assert portal("import", bundle).out == (
        "Read 1 file about 1 patient: 0 new, 0 updated, 2 unchanged, 0 not taken.\n"
    )


def test_a_folder_with_packed_files_is_read_whole(portal, home, bundle):
    lines = f"{json.dumps(PATIENT)}\n{json.dumps(json.loads(WEIGHT))}\n"
    folder = bundle.parent / "from-ehr"
    folder.mkdir()
    (folder / "all.ndjson.gz").write_bytes(gzip.compress(lines.encode()))
    said = portal("import", folder, "--json")
    assert (said.code, said.json["created"]) == (0, 2)


def test_one_bad_resource_is_told_with_its_place_and_the_rest_is_taken(portal, home, bundle):
    data = json.loads(bundle.read_text())
    data["entry"].insert(1, {"resource": {"resourceType": "Observation", "id": "bad", "status": "perhaps"}})
    bundle.write_text(json.dumps(data))
    said = portal("import", bundle)
    assert said.code == 0
    assert "2 new" in said.out
    assert said.err.startswith(f"{bundle}: 1: ")
    in_json = portal("import", bundle, "--json")
    assert in_json.json["rejected"][0]["file"] == str(bundle)
    assert in_json.json["rejected"][0]["entry"] == 1
    assert in_json.err == ""


@pytest.mark.parametrize("text", ["", "not json", "[1, 2]", '{"hello": "world"}', "[" * 3000])
def test_a_file_that_is_no_fhir_is_refused_whole_and_leaves_nothing(portal, home, tmp_path, text):
    path = tmp_path / "odd.json"
    path.write_text(text)
    said = portal("import", path, "--json")
    assert said.code == 1
    assert (said.json["created"], said.json["patients"]) == (0, 0)
    assert [(item["file"], item["entry"]) for item in said.json["rejected"]] == [(str(path), None)]
    assert said.json["rejected"][0]["reason"].endswith(".")


def test_nothing_to_import_is_no_success(portal, home, tmp_path):
    missing = portal("import", tmp_path / "gone.json")
    assert (missing.code, missing.err.count("\n")) == (1, 1)
    assert "gone.json" in missing.err
    (tmp_path / "empty").mkdir()
    assert portal("import", tmp_path / "empty", "--json").code == 1


def test_a_record_goes_out_as_it_came_in_by_mrn_or_fhir_id(portal, home, bundle, tmp_path):
    portal("import", bundle)
    out = tmp_path / "out.json"
    said = portal("export", "MRN-77", "--format", "fhir", "--out", out, "--json")
    assert (said.code, said.json) == (0, {"file": str(out), "bytes": out.stat().st_size})
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    text = out.read_text()
    assert WEIGHT in text
    assert json.loads(text)["entry"][0]["resource"] == PATIENT
    by_id = portal("export", "Patient/a-1", "--out", "-")
    assert by_id.code == 0
    assert json.loads(by_id.out)["entry"] == json.loads(text)["entry"]


def test_an_export_that_cannot_be_made_is_one_line(portal, home, bundle, tmp_path):
    portal("import", bundle)
    unknown = portal("export", "MRN-78", "--out", tmp_path / "x.json")
    assert (unknown.code, unknown.err) == (1, "portal: Nobody on file has that MRN or FHIR id.\n")
    no_folder = portal("export", "MRN-77", "--out", tmp_path / "none" / "x.json")
    assert (no_folder.code, no_folder.err.count("\n")) == (1, 1)
    other = portal("export", "MRN-77", "--format", "docx", "--out", tmp_path / "x.json")
    assert other.code == 1
    assert other.err == "portal: There is no export as docx. There are: pdf, text, ccda, fhir, zip.\n"
    for wrong in (["--from", "yesterday"], ["--to", "2026-13-01"], ["--kinds", "results,secrets"]):
        said = portal("export", "MRN-77", "--out", tmp_path / "x.json", *wrong)
        assert (said.code, said.err.count("\n")) == (1, 1) and said.err.startswith("portal: ")
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize("form", ["pdf", "text", "ccda", "fhir", "zip"])
def test_a_record_goes_out_in_every_form(portal, home, bundle, tmp_path, form):
    portal("import", bundle)
    out = tmp_path / "out"
    done = portal("export", "MRN-77", "--format", form, "--out", out, "--from", "2000-01-01")
    assert (done.code, done.err) == (0, "")
    assert out.stat().st_size > 300 and out.stat().st_mode & 0o077 == 0
    assert not (tmp_path / "x.json").exists()


def test_two_patients_with_one_mrn_are_told_apart_by_fhir_id(portal, home, tmp_path):
    people.patient("Alice Ames", mrn="MRN-5")
    people.patient("Anna Ames", mrn="MRN-5")
    said = portal("export", "MRN-5", "--out", tmp_path / "x.json")
    assert (said.code, said.err) == (1, "portal: Several patients have that MRN. Use the FHIR id.\n")


def test_without_a_portal_nothing_is_imported(portal, tmp_path, bundle, monkeypatch):
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path / "none"))
    from portal.settings import get_settings

    get_settings.cache_clear()
    said = portal("import", bundle)
    get_settings.cache_clear()
    assert (said.code, said.out) == (1, "")
    assert "Run: portal migrate" in said.err
