"""C-CDA documents nobody here wrote: each is read, shown and imported twice; the broken one is refused."""

import json
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import select

from portal.access import keys
from portal.access.actor import operator
from portal.access.charts import binding
from portal.db import reading
from portal.errors import Invalid
from portal.integrations.ccda.reading import looks_like_cda, read_cda
from portal.integrations.ccda.reading.html import to_html
from portal.integrations.fhir.reading import Raw
from portal.integrations.fhir.validating import check
from portal.integrations.fhir.wording.origin import source_words
from portal.models.patient import Patient
from portal.models.record import Record, text_of
from portal.services.importing import import_paths
from portal.vault import sealing
from tests.interop.shared import SHARED, needs_shared

pytestmark = [pytest.mark.interop, needs_shared]
FOLDER = SHARED / "ccda"
BROKEN = "NEGATIVE_onc_NT_BadXml_r11_v2.xml"
HELD = {
    "onc_gold_sample1_v6.xml": {
        "Patient": 1, "DocumentReference": 1, "AllergyIntolerance": 1, "MedicationStatement": 6,
        "Condition": 6, "Encounter": 1, "Procedure": 2, "Immunization": 2, "Observation": 9,
        "DiagnosticReport": 2,
    },
    "onc_cures_sample3.xml": {
        "Patient": 1, "DocumentReference": 1, "AllergyIntolerance": 2, "MedicationStatement": 3,
        "Condition": 5, "Encounter": 1, "Procedure": 3, "Observation": 11,
    },
    "hl7_ccd2.xml": {
        "Patient": 1, "DocumentReference": 1, "AllergyIntolerance": 1, "Procedure": 3, "Observation": 9,
        "DiagnosticReport": 1,
    },
}  # fmt: skip


def raws(name: str) -> list[Raw]:
    found = read_cda(name, (FOLDER / name).read_bytes(), max_bytes=10_000_000, max_depth=64)
    assert all(isinstance(one, Raw) for one in found), found
    return [one for one in found if isinstance(one, Raw)]


@pytest.mark.parametrize("name", HELD)
def test_what_each_holds_is_read_and_is_valid_fhir(name: str) -> None:
    found = raws(name)
    assert looks_like_cda((FOLDER / name).read_bytes()[:1024])
    assert Counter(one.type for one in found) == HELD[name]
    assert [check(one.data) for one in found] == [None] * len(found)
    assert len({(one.type, one.id) for one in found}) == len(found)
    assert all(source_words(one.data) for one in found if one.type != "DocumentReference")


@pytest.mark.parametrize("name", HELD)
def test_each_is_shown_with_its_sections_and_tables(name: str) -> None:
    page = to_html((FOLDER / name).read_bytes())
    assert page.count("<h2>") >= 5 and page.count("<table>") >= 3
    assert " style=" not in page and "<script" not in page


def test_the_broken_one_is_refused_with_its_line() -> None:
    with pytest.raises(Invalid, match="line 59"):
        to_html((FOLDER / BROKEN).read_bytes())


def test_all_of_them_twice_change_nothing_the_second_time(home: Path) -> None:
    first = import_paths(operator(), [FOLDER])
    again = import_paths(operator(), [FOLDER])
    total = sum(sum(held.values()) for held in HELD.values())

    assert (first.files, first.patients, first.created, first.updated) == (4, 3, total, 0)
    assert [Path(item.file).name for item in first.rejected] == [BROKEN]
    assert first.rejected[0].entry is None and "line 59" in first.rejected[0].reason
    assert (again.created, again.updated, again.unchanged) == (0, 0, total)


def test_no_fact_is_said_that_the_document_denies(home: Path) -> None:
    """The gold sample rules out diabetes and tells of a flu vaccine refused; another knows no allergy."""
    gold = {one.id: one.data for one in raws("onc_gold_sample1_v6.xml")}.values()
    diabetes = [one for one in gold if "Diabetes" in json.dumps(one.get("code", ""))]
    assert [one["verificationStatus"]["coding"][0]["code"] for one in diabetes] == ["refuted"]
    flu = [one for one in gold if "influenza" in json.dumps(one.get("vaccineCode", ""))]
    assert [one["status"] for one in flu] == ["not-done"]
    none = [one.data for one in raws("hl7_ccd2.xml") if one.type == "AllergyIntolerance"]
    assert [one["code"]["coding"][0]["code"] for one in none] == ["716186003"]


def test_what_is_on_file_is_what_was_read(home: Path) -> None:
    import_paths(operator(), [FOLDER / "onc_gold_sample1_v6.xml"])
    with reading() as db:
        (patient,) = db.exec(select(Patient)).all()
        key = keys.open_key(db, patient.id)
        held = {
            text_of(sealing.unseal(key, row.sealed, binding("record", row.id, patient.id)))
            for row in db.exec(select(Record))
        }
    assert held == {one.text for one in raws("onc_gold_sample1_v6.xml")}
