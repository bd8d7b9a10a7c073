"""A summary from another hospital comes in: for the right person, or for nobody."""

import gzip
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from portal.access import keys
from portal.access.actor import operator
from portal.access.patient_index import unseal_patient
from portal.db import reading, unit_of_work
from portal.errors import NotPermitted
from portal.models.account import Role
from portal.models.audit import AuditEntry
from portal.models.patient import Patient
from portal.models.record import Record, RecordVersion
from portal.services import door, records
from portal.services.exporting import export
from portal.services.importing import Report, import_paths, import_upload
from portal.settings import get_settings
from tests import people
from tests.charts import facts_of, listed, shown
from tests.integrations.ccda.reading.cda import (
    ALICE,
    HOSPITAL,
    allergy,
    coded,
    document,
    medication,
    problem,
    result,
    results,
    section,
)
from tests.services.importing.fhir import PATIENT, bundle, write
from tests.services.importing.fhir import result as potassium

pytestmark = pytest.mark.usefixtures("home")

LATER = {"id": f'root="{HOSPITAL}" extension="D2"', "version": 2, "when": "20251201"}


def take(data: bytes, name: str = "summary.xml") -> Report:
    return import_upload(operator(), name, data)


def counts(done: Report) -> tuple[int, int, int, int]:
    return done.created, done.updated, done.unchanged, len(done.rejected)


def on_file() -> tuple[int, int]:
    """How many patients and records there are."""
    with reading() as db:
        return len(db.exec(select(Patient)).all()), len(db.exec(select(Record)).all())


def whose(done: Report) -> str:
    """The one patient a report is about."""
    (patient,) = done.seen
    return patient


def about(
    given: str = "Alice",
    family: str = "Ames",
    *,
    born: str = "19840309",
    sex: str = "F",
    zip: str = "04101",
    number: str = f'<id root="{HOSPITAL}" extension="H-77"/>',
    phone: str = "",
) -> str:
    """A patientRole."""
    names = "".join(f"<given>{one}</given>" for one in given.split())
    reached = f'<telecom value="tel:{phone}"/>' if phone else ""
    return f"""{number}<addr use="HP"><postalCode>{zip}</postalCode></addr>{reached}
<patient><name use="L">{names}<family>{family}</family></name>
<administrativeGenderCode code="{sex}"/><birthTime value="{born}"/></patient>"""


def ehr(**more: object) -> None:
    """Alice as the practice's own EHR knows her: MRN LF-1, born March 9, 1984, ZIP 04101."""
    done = import_upload(operator(), "ehr.json", bundle({**PATIENT, "gender": "female", **more}).encode())
    assert done.created == 1


def test_alice_reads_what_another_hospital_wrote_and_where_it_comes_from():
    alice = people.alice()
    done = take(
        document(
            section(
                problem(),
                allergy(),
                medication(),
                results(result('<value xsi:type="PQ" value="4.1" unit="mmol/L"/>')),
            )
        )
    )
    assert counts(done) == (6, 0, 0, 0)
    assert on_file()[0] == 1
    asthma = shown(alice, "conditions", "Asthma")
    assert facts_of(asthma)["Source"] == "Summary from Community Health, Nov 3, 2025"
    for kind, title in (
        ("allergies", "Penicillin"),
        ("medications", "Metformin 500 MG Oral Tablet"),
        ("results", "Comprehensive metabolic panel"),
    ):
        (row,) = listed(alice, kind).rows
        assert (row.title, "from an outside document" in row.line) == (title, True)
        assert "Community Health" in facts_of(shown(alice, kind, title))["Source"]


def test_the_document_itself_is_hers_to_download_as_it_came():
    alice, data = people.alice(), document(section(problem()))
    take(data)
    paper = shown(alice, "documents", "Summary of care")
    assert (facts_of(paper)["From"], facts_of(paper)["Written by"]) == ("Community Health", "Henry Seven")
    assert "Source" not in facts_of(paper)
    record_id = UUID(paper.files[0].href.split("/")[-2])
    assert door.in_chart(alice.token, records.read_file, 0, record_id=record_id).data == data


def test_each_thing_is_counted_once_and_the_second_time_unchanged(tmp_path: Path):
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "summary.xml"
    file.write_bytes(document(section(problem(), allergy())))
    assert counts(import_paths(operator(), [file])) == (4, 0, 0, 0)
    assert counts(import_paths(operator(), [tmp_path / "in"])) == (0, 0, 4, 0)


def test_folders_and_packed_files_are_read_and_the_ehr_goes_first(tmp_path: Path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.xml.gz").write_bytes(gzip.compress(document(section(problem()))))
    write(folder, "z.json", bundle({**PATIENT, "gender": "female"}, potassium("k1")))
    done = import_paths(operator(), [folder])
    assert counts(done) == (4, 0, 0, 0)
    assert (on_file()[0], done.seen) == (1, {"Patient/alice"})


def test_a_newer_version_updates_and_an_older_one_changes_nothing():
    old, new = document(section(problem())), document(section(problem(status="completed")), **LATER)
    take(old)
    assert counts(take(new)) == (0, 3, 0, 0)
    assert counts(take(old)) == (0, 0, 3, 0)
    with reading() as db:
        assert len(db.exec(select(RecordVersion)).all()) == 3
    assert on_file() == (1, 3)


def test_a_version_is_known_by_its_number_though_the_day_is_the_same():
    old, new = document(section(problem())), document(section(problem(status="completed")), version=2)
    take(new)
    assert counts(take(old)) == (0, 0, 3, 0)
    assert counts(take(new)) == (0, 0, 3, 0)


def test_an_older_document_does_not_bring_back_an_old_name():
    take(document(patient=about("Alice", "Ames-Jones"), **LATER))
    take(document(patient=about("Alice", "Ames"), set_id="", id='root="1.2.3"', when="20240101"))
    with reading() as db:
        (patient,) = db.exec(select(Patient)).all()
        held = keys.open_key(db, patient.id)
    assert unseal_patient(patient, held).family == "Ames-Jones"


def test_what_the_practice_knows_about_her_stays_as_it_is():
    ehr()
    done = take(document(section(problem()), patient=about("Alice Jane", "Ames", zip="04101")))
    assert (whose(done), counts(done)) == ("Patient/alice", (2, 0, 0, 0))
    with reading() as db:
        (patient,) = db.exec(select(Patient)).all()
    whole = door.as_actor(operator(), export, form="fhir", patient_id=patient.id).decode()
    assert "Alice Jane" not in whole and '"Patient/cda-' not in whole and '"Patient/alice"' in whole


@pytest.mark.parametrize(
    "patient",
    [
        about(),
        about("alice", "AMES"),
        about("Alice Jane"),
        about(sex="UN"),
        about(zip=""),
        about(zip="04101-1234"),
        about(zip="99999", number='<id root="1.2.840.99" extension="LF-1"/>'),
    ],
)
def test_alice_is_found_by_name_birth_date_and_one_more(patient: str):
    ehr()
    assert whose(take(document(section(problem()), patient=patient))) == "Patient/alice"
    assert on_file()[0] == 1


def test_alice_is_found_by_her_number_though_she_married():
    oid = {"system": f"urn:oid:{HOSPITAL}", "value": "H-77", "type": {"coding": [{"code": "MR"}]}}
    ehr(identifier=[oid])
    done = take(document(section(problem()), patient=about("Alice", "Newman", zip="90210")))
    assert whose(done) == "Patient/alice"


@pytest.mark.parametrize(
    ("patient", "why"),
    [
        (about(sex="M"), "not everything fits"),
        (about(zip="90210"), "not everything fits"),
        (about(sex="UN", zip=""), "not everything fits"),
        (about("A", "Ames"), "not everything fits"),
        (about("Ames", "Alice"), "not everything fits"),
        (about("Alice", "Ames-Jones"), "not everything fits"),
        (about(number='<id root="1.2.840.1" extension="X"/>'), "not everything fits"),
        (
            about(born="19840310", number='<id root="1.2.840.1" extension="LF-2"/>'),
            "another name or birth date",
        ),
        (
            about("Zoe", "Quist", number='<id root="1.2.840.1" extension="LF-2"/>'),
            "another name or birth date",
        ),
        (about(born="", number='<id root="1.2.3" extension="9"/>'), "no new record"),
        (about("", "", number='<id root="1.2.3" extension="9"/>'), "no new record"),
    ],
)
def test_in_doubt_nothing_is_taken(patient: str, why: str):
    ehr(identifier=[{"system": "urn:oid:1.2.840.1", "value": "LF-2", "type": {"coding": [{"code": "MR"}]}}])
    before = on_file()
    done = take(document(section(problem()), patient=patient))
    assert (counts(done), on_file()) == ((0, 0, 0, 1), before)
    assert (done.rejected[0].entry, why in done.rejected[0].reason) == (None, True), done.rejected
    assert "Ames" not in done.rejected[0].reason


@pytest.mark.parametrize(
    "patient",
    [
        about("Bertha", "Ames"),
        about("Alice", "Quist"),
        about(born="19840310"),
        about("Zoe", "Quist", number='<id root="1.2.840.99" extension="LF-1"/>'),
    ],
)
def test_someone_else_is_someone_new_whatever_their_number_elsewhere(patient: str):
    ehr()
    done = take(document(section(problem()), patient=patient))
    assert (counts(done), on_file()[0]) == ((3, 0, 0, 0), 2)


def test_it_is_the_same_on_either_database(any_home: Path):
    ehr()
    old, new = document(section(problem(), allergy())), document(section(problem()), **LATER)
    assert whose(take(old)) == "Patient/alice"
    assert counts(take(new)) == (0, 2, 0, 0)
    assert counts(take(old)) == (0, 0, 4, 0)
    assert on_file() == (1, 4)


def test_two_who_fit_are_one_too_many():
    ehr()
    import_upload(
        operator(), "b.json", bundle({**PATIENT, "id": "b", "gender": "female", "identifier": []}).encode()
    )
    done = take(document(section(problem())))
    assert "more than one patient" in done.rejected[0].reason
    assert on_file()[0] == 2


def test_twins_are_two_and_not_even_one_number_makes_them_one():
    take(document(patient=about("Zoe", "Ames", born="20180601")))
    mia, other = about("Mia", "Ames", born="20180601"), {"set_id": "", "id": 'root="1.2.9"'}
    assert "another name" in take(document(patient=mia, **other)).rejected[0].reason
    own = about("Mia", "Ames", born="20180601", number='<id root="1.2.840.7" extension="5"/>')
    assert counts(take(document(patient=own, **other)))[3] == 0
    assert on_file()[0] == 2


def test_someone_erased_stays_erased():
    take(document(section(problem())))
    with unit_of_work() as db:
        (patient,) = db.exec(select(Patient)).all()
        keys.erase_key(db, patient.id)
    assert "erased" in take(document(section(problem()))).rejected[0].reason


def test_a_record_opened_to_compare_is_in_its_audit_trail_even_when_refused():
    ehr()
    take(document(section(problem()), patient=about(sex="M")))
    with reading() as db:
        actions = [entry.action for entry in db.exec(select(AuditEntry))]
    assert "importing.compared" in actions


def test_a_clinician_may_and_the_front_desk_may_not():
    nia = people.nia()
    assert import_upload(nia.actor, "x.xml", document(section(problem()))).created == 3
    with pytest.raises(NotPermitted):
        import_upload(people.nia(role=Role.FRONT_DESK).actor, "x.xml", document())


@pytest.mark.parametrize(
    "data",
    [
        document(section(problem()))[:-40],
        document(section(problem()), before="<!DOCTYPE x>"),
        document(section(problem())).replace(b"Asthma", b"As\x00thma"),
        b"<html><body>Alice</body></html>",
        gzip.compress(document(section(problem())))[:-20],
    ],
)
def test_a_bad_file_gets_one_refusal_and_leaves_nothing(data: bytes):
    done = take(data)
    assert (counts(done), done.rejected[0].entry, on_file()) == ((0, 0, 0, 1), None, (0, 0))


def test_a_small_file_that_unpacks_into_a_huge_one_is_refused(monkeypatch):
    monkeypatch.setenv("PORTAL_IMPORT_MAX_MB", "1")
    get_settings.cache_clear()
    bomb = gzip.compress(document(title="x" * 5_000_000))
    assert len(bomb) < 20_000
    assert "larger than 1 MB" in take(bomb, "bomb.xml.gz").rejected[0].reason
    assert on_file() == (0, 0)


def test_an_allergy_ruled_out_reads_so_in_the_list():
    alice = people.alice()
    take(document(section(allergy(coded("7982", "Penicillin", tag="code"), negated=True)), patient=ALICE))
    (row,) = listed(alice, "allergies").rows
    assert "Ruled out" in row.line
    assert (row.tag, row.tone) == ("Not active", "plain")
