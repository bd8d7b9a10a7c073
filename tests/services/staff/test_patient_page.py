"""What Nia sees of a patient before any record is opened, what each role may not, and who reads of it."""

import pytest

from portal.access import patient_index
from portal.access.actor import operator
from portal.db import reading, unit_of_work
from portal.errors import NotFound, NotPermitted
from portal.models.account import Role
from portal.models.patient import PatientContents
from portal.services import audit_words, door, importing
from portal.services.staff import patient, trail
from tests import people
from tests.charts import listed

pytestmark = pytest.mark.usefixtures("home")

NEWBORN = b"""{"resourceType": "Patient", "id": "new", "birthDate": "2026-11-21"}"""
GRACE = b"""{"resourceType": "Bundle", "type": "collection", "entry": [
  {"resource": {"resourceType": "Patient", "id": "grace", "gender": "female",
    "deceasedDateTime": "2020-01-02", "name": [{"given": ["Grace"], "family": "Hopper"}],
    "birthDate": "1940-12-09"}},
  {"resource": {"resourceType": "Immunization", "id": "i1", "status": "completed",
    "vaccineCode": {"text": "Influenza"}, "patient": {"reference": "Patient/grace"},
    "occurrenceDateTime": "2018-10-01"}},
  {"resource": {"resourceType": "Immunization", "id": "i2", "status": "completed",
    "vaccineCode": {"text": "Influenza"}, "patient": {"reference": "Patient/grace"},
    "occurrenceDateTime": "2019-10-01"}},
  {"resource": {"resourceType": "Condition", "id": "c1", "subject": {"reference": "Patient/grace"},
    "code": {"text": "Hypertension"}}}
]}"""


def brought_in(text, fhir_id):
    report = importing.import_upload(operator(), "file.json", text)
    assert report.rejected == []
    with reading() as db:
        found = patient_index.find_by_fhir_id(db, fhir_id)
    return found.id


def trail_of(who, patient_id, **more):
    return door.in_practice(who.token, trail.list_entries, patient_id=patient_id, **more)


def test_nia_sees_who_it_is_and_how_they_are_reached():
    contents = PatientContents(
        fhir_id="m",
        mrn="LF-1",
        name="Mathilda O’Keefe",
        email="m@example.org",
        phone="555-0101",
        sex="Female",
    )
    with unit_of_work() as db:
        row = patient_index.put_patient(db, contents)
    nia = people.nia()
    card = door.in_practice(nia.token, patient.look_up, patient_id=row.id).card
    assert (card.name, card.mrn, card.email) == ("Mathilda O’Keefe", "LF-1", "m@example.org")
    assert (card.birth_date, card.deceased, card.line) == ("", "", "Birth date not on file · MRN LF-1")
    assert (card.may_read, card.may_import, card.may_audit) == (True, True, True)


def test_what_is_on_file_is_counted_by_kind_with_the_latest_date():
    grace = brought_in(GRACE, "grace")
    nia = people.nia()
    card = door.in_practice(nia.token, patient.look_up, patient_id=grace).card
    assert card.deceased == "Died Jan 2, 2020"
    kinds = door.in_chart(nia.token, patient.on_file, patient_id=grace)
    told = {row.title: row.line for row in kinds}
    assert told["Immunizations"] == "2 on file · latest Oct 1, 2019"
    assert told["Conditions"] == "1 on file"
    assert "Results" not in told


def test_a_newborn_with_nothing_on_file_reads_well():
    new = brought_in(NEWBORN, "new")
    nia = people.nia()
    card = door.in_practice(nia.token, patient.look_up, patient_id=new).card
    assert card.name
    assert not [
        row for row in door.in_chart(nia.token, patient.on_file, patient_id=new) if "result" in row.title
    ]


@pytest.mark.parametrize(
    ("role", "look", "read", "audit"),
    [
        (Role.FRONT_DESK, True, False, False),
        (Role.BILLER, False, False, False),
        (Role.CLINICIAN, True, True, True),
        (Role.ADMINISTRATOR, True, True, True),
    ],
)
def test_each_role_gets_what_its_work_needs_and_the_service_refuses_the_rest(role, look, read, audit):
    alice, nia = people.alice(), people.nia(role=role)

    def allowed(call):
        try:
            call()
        except NotPermitted:
            return False
        return True

    who = alice.patient_id
    assert allowed(lambda: door.in_practice(nia.token, patient.look_up, patient_id=who)) is look
    assert allowed(lambda: door.in_chart(nia.token, patient.on_file, patient_id=who)) is read
    assert allowed(lambda: trail_of(nia, who)) is audit
    if look:
        card = door.in_practice(nia.token, patient.look_up, patient_id=who).card
        assert (card.may_read, card.may_import, card.may_audit) == (read, read, audit)


@pytest.mark.parametrize("number", [people.uuid4(), people.UUID(int=0)])
def test_a_patient_who_is_not_on_file_is_not_found(number):
    nia = people.nia()
    with pytest.raises(NotFound):
        door.in_practice(nia.token, patient.look_up, patient_id=number)
    with pytest.raises(NotFound):
        door.in_chart(nia.token, patient.on_file, patient_id=number)
    with pytest.raises(NotFound):
        trail_of(nia, number)


def test_the_trail_tells_in_words_who_looked_newest_first_and_of_its_own_reading():
    alice, nia = people.alice(), people.nia()
    door.in_practice(nia.token, patient.look_up, patient_id=alice.patient_id)
    door.in_chart(nia.token, patient.on_file, patient_id=alice.patient_id)
    listed(alice, "results")
    said = [row.title for row in trail_of(nia, alice.patient_id).rows]
    assert said == [
        "Nia Novak, clinician, read who has seen or changed this record",
        "Alice Ames, the patient, looked at a list of records (Results)",
        "Nia Novak, clinician, looked at what kinds of records are on file",
        "Nia Novak, clinician, opened the patient's page",
        "Alice Ames, the patient, signed in",
    ]


def test_a_refusal_is_in_the_trail_and_marked():
    alice, bob, nia = people.alice(), people.bob(), people.nia()
    with pytest.raises(NotPermitted):
        door.in_chart(bob.token, patient.on_file, patient_id=alice.patient_id)
    (row,) = trail_of(nia, alice.patient_id, kind="refused").rows
    assert row.title.startswith(
        "Bob Brown tried to look at what kinds of records are on file and was refused"
    )
    assert (row.tag, row.tone) == ("Refused", "danger")


def test_the_trail_is_narrowed_by_kind_and_paged():
    alice, nia = people.alice(), people.nia()
    for _ in range(25):
        door.in_practice(nia.token, patient.look_up, patient_id=alice.patient_id)
    signed_in = trail_of(nia, alice.patient_id, kind="signed-in")
    assert [row.title for row in signed_in.rows] == ["Alice Ames, the patient, signed in"]
    looked = trail_of(nia, alice.patient_id, kind="looked", page=2)
    assert (len(looked.rows), looked.total, looked.pages) == (7, 27, 2)
    assert trail_of(nia, alice.patient_id, kind="no such kind").rows == []
    assert trail_of(nia, alice.patient_id, page=10**30).rows == []
    assert trail_of(nia, alice.patient_id, page=-1).page == 1


def test_every_kind_offered_has_words_for_each_of_its_actions():
    for kind, _ in audit_words.groups():
        assert all(audit_words.has_words(action) for action in audit_words.actions_of(kind))
