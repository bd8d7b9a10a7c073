"""A summary from another hospital belongs to the right person, or to nobody."""

from pathlib import Path

import pytest
from sqlmodel import select

from portal.access import keys
from portal.access.actor import operator
from portal.db import reading, unit_of_work
from portal.models.audit import AuditEntry
from portal.models.patient import Patient
from portal.services import door
from portal.services.exporting import export
from portal.services.importing import import_upload
from tests.integrations.ccda.reading.cda import (
    HOSPITAL,
    allergy,
    document,
    problem,
    section,
)
from tests.services.importing.fhir import PATIENT, bundle
from tests.services.importing.outside import LATER, about, counts, ehr, on_file, take, whose

pytestmark = pytest.mark.usefixtures("home")


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
