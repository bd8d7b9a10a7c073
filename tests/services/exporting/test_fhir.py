"""What came in goes out again, to the letter."""

import json
from pathlib import Path

import pytest

from portal.access.actor import operator
from portal.access.patient_index import find_by_fhir_id
from portal.db import reading
from portal.errors import NotPermitted
from portal.services import door, exporting
from portal.services.importing import import_paths
from tests import people
from tests.services.importing.fhir import PATIENT, bundle, result, write

DOCTOR = {"resourceType": "Practitioner", "id": "okafor", "name": [{"family": "Okafor"}]}
ROLE = {"resourceType": "PractitionerRole", "id": "r1", "practitioner": {"reference": "Practitioner/okafor"}}
STRANGER = {"resourceType": "Practitioner", "id": "stranger", "name": [{"family": "Stranger"}]}
OTHER = {**PATIENT, "id": "bob", "identifier": [{"value": "LF-2"}], "name": [{"family": "Brown"}]}


def export(fhir_id: str) -> bytes:
    with reading() as db:
        patient = find_by_fhir_id(db, fhir_id)
    assert patient is not None
    return door.as_actor(operator(), exporting.export, patient_id=patient.id, form="fhir")


def test_numbers_order_and_unknown_members_stay_as_they_were(home: Path, tmp_path: Path) -> None:
    odd = result("k1", "1.50", extension=[{"url": "https://ehr.example.org/x", "valueDecimal": "@1e-2@"}])
    text = bundle(PATIENT, odd)
    import_paths(operator(), [write(tmp_path, "a.json", text)])

    exported = export("alice").decode()
    came = text[text.index('{"resourceType": "Observation"') : text.rindex("}]}")]
    assert came in exported
    assert '"value": 1.50' in exported
    assert '"valueDecimal": 1e-2' in exported


def test_the_people_referred_to_come_along_and_nobody_else(home: Path, tmp_path: Path) -> None:
    mine = result("k1", performer=[{"reference": "PractitionerRole/r1"}])
    theirs = result("k9", subject={"reference": "Patient/bob"})
    file = write(tmp_path, "a.json", bundle(PATIENT, OTHER, DOCTOR, ROLE, STRANGER, mine, theirs))
    import_paths(operator(), [file])

    entries = json.loads(export("alice"))["entry"]
    names = {f"{entry['resource']['resourceType']}/{entry['resource']['id']}" for entry in entries}
    assert names == {"Patient/alice", "Observation/k1", "PractitionerRole/r1", "Practitioner/okafor"}
    assert len({entry["fullUrl"] for entry in entries}) == len(entries)


def test_an_export_comes_in_again_unchanged(home: Path, tmp_path: Path) -> None:
    import_paths(operator(), [write(tmp_path, "a.json", bundle(PATIENT, DOCTOR, result("k1")))])

    again = write(tmp_path, "again.json", export("alice").decode())
    done = import_paths(operator(), [again])
    assert (done.created, done.updated, done.unchanged, done.rejected) == (0, 0, 2, [])


def test_nobody_exports_another_patients_record(home: Path) -> None:
    alice, bob = people.alice(), people.bob()

    with pytest.raises(NotPermitted):
        door.in_chart(bob.token, exporting.export, patient_id=alice.patient_id, form="fhir")
