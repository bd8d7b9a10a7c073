"""Patients with accounts, sessions and real records, for measuring."""

import json
from dataclasses import replace
from datetime import date

from portal.access.actor import operator
from portal.access.grants import grant_self
from portal.access.patient_index import find_by_mrn
from portal.db import reading, unit_of_work
from portal.demo.people import dumps, heavy, make_practice, patient_in
from portal.services.importing import import_upload
from tests import people
from tests.people import Person

DAY = date(2026, 1, 15)


def with_heavy_chart(resources: int) -> Person:
    """One patient with that many resources on file, signed in."""
    bundle = heavy(resources, seed=1)
    _take_in(dumps(bundle))
    return _signed_in(patient_in(bundle)["identifier"][0]["value"], "Theodora Longacre")


def many(count: int, *, first: int = 0) -> list[Person]:
    """That many patients, each with the demonstration's fullest record under an id and MRN of their own.

    `first` is the number of the first, for those who ask twice.
    """
    bundle = make_practice(today=DAY)[0]
    patient = patient_in(bundle)
    text, own_id, mrn = dumps(bundle), patient["id"], patient["identifier"][0]["value"]
    found = []
    for number in range(first, first + count):
        _take_in(text.replace(own_id, f"bench-{number}").replace(mrn, f"BN-{number:04}"))
        found.append(_signed_in(f"BN-{number:04}", f"Number{number} Benchmark"))
    return found


def _take_in(text: str) -> None:
    json.loads(text)
    report = import_upload(operator("bench"), "bench.json", text.encode())
    if report.rejected:
        raise RuntimeError(report.rejected[0].reason)


def _signed_in(mrn: str, name: str) -> Person:
    with reading() as db:
        [patient] = find_by_mrn(db, mrn)
    person = people.account(Person(name=name, mrn=mrn))
    person = replace(person, patient_id=patient.id)
    with unit_of_work() as db:
        assert person.account_id is not None
        grant_self(db, person.account_id, patient.id)
    return people.sign_in(person)
