"""A patient whose every private word can be searched for: each holds `zyq`, her birth date or her value."""

import base64
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import select

from portal.access.actor import operator
from portal.access.patient_index import find_by_fhir_id
from portal.db import unit_of_work
from portal.models.record import Record
from portal.services.importing import import_upload
from tests import people
from tests.services.importing.fhir import bundle, literal

BORN = date(1961, 7, 23)
VALUE = "7731.9317"
BORN_IN_WORDS = ("1961-07-23", "Jul 23, 1961", "07/23/1961")
ABOUT_HER = ("zyqann", "zyqames", "zyq-mrn", "zyqstreet", "zyqmail", *BORN_IN_WORDS)
IN_HER_RECORD = ("zyqrec", VALUE)
ALICE = {"reference": "Patient/zyqalice"}
WHEN = "2026-11-20T08:00:00Z"


@dataclass(frozen=True)
class Planted:
    """Alice, the ids of her records, and what must never be seen of her."""

    alice: people.Person
    records: tuple[UUID, ...]


def plant(*, signed_in: bool = True, also: str = "") -> Planted:
    """Put her on file with one record of every kind, and give her an account.

    `also` is said after every text in her record, for what someone hostile would put there.
    """
    everything = with_words_after(resources(), also) if also else resources()
    report = import_upload(operator(), "zyqfile.json", literal(bundle(*everything)).encode())
    assert report.rejected == []
    with unit_of_work() as db:
        patient = find_by_fhir_id(db, "zyqalice")
        assert patient is not None
        ids = list(db.exec(select(Record.id).where(Record.patient_id == patient.id)))
    person = people.Person(
        name="Zyqann Zyqames", mrn="zyq-mrn-9", birth_date=BORN, zip="04107", patient_id=patient.id
    )
    alice = people.with_own_chart(people.account(person))
    if signed_in:
        alice = people.sign_in(alice)
    return Planted(alice, tuple(ids))


def with_words_after(thing: Any, also: str) -> Any:
    """The same, with more said after every text a person would read."""
    if isinstance(thing, dict):
        return {name: with_words_after(value, also) for name, value in thing.items()}
    if isinstance(thing, list):
        return [with_words_after(value, also) for value in thing]
    is_words = isinstance(thing, str) and thing.startswith(("zyqrec-", "Zyqann", "9 Zyq"))
    return f"{thing} {also}" if is_words else thing


def seen_in(text: str | bytes, words: tuple[str, ...] = (*ABOUT_HER, *IN_HER_RECORD)) -> list[str]:
    """Which of the planted words are in there, plain or in the usual disguises."""
    hay = (text.encode("utf-8", "replace") if isinstance(text, str) else text).lower()
    return [word for word in words if any(form in hay for form in disguises(word))]


def disguises(word: str) -> set[bytes]:
    """A word as it might be written: plain, percent-encoded, in two bytes, hex, base64 at any offset."""
    plain = word.lower().encode()
    spread = {word.lower().encode("utf-16-le"), plain.hex().encode()}
    quoted = {plain.replace(b" ", b"%20"), plain.replace(b"/", b"%2f").replace(b" ", b"+")}
    return {plain} | spread | quoted | {part.lower() for part in _in_base64(word) if len(part) > 7}


def resources() -> list[dict[str, Any]]:
    """One of every kind, each with a word to search for."""
    return [
        {
            "resourceType": "Patient",
            "id": "zyqalice",
            "identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": "zyq-mrn-9"}],
            "name": [{"family": "Zyqames", "given": ["Zyqann"]}],
            "birthDate": BORN.isoformat(),
            "telecom": [{"system": "email", "value": "zyqmail@zyqmail.example"}],
            "address": [{"line": ["9 Zyqstreet"], "postalCode": "04107"}],
        },
        _about("Observation", "lab", category=_category("laboratory"), valueQuantity=_quantity()),
        _about("Observation", "vital", category=_category("vital-signs"), valueQuantity=_quantity()),
        _about("DiagnosticReport", "report", conclusion="zyqrec-conclusion"),
        {**_about("Condition", "condition"), "recordedDate": WHEN},
        {**_about("AllergyIntolerance", "allergy", who="patient"), "recordedDate": WHEN},
        _about("Procedure", "procedure", who="subject", status="completed"),
        {
            "resourceType": "Immunization",
            "id": "zyqimm",
            "status": "completed",
            "vaccineCode": {"text": "zyqrec-vaccine"},
            "patient": ALICE,
            "occurrenceDateTime": WHEN,
        },
        {
            "resourceType": "MedicationRequest",
            "id": "zyqmed",
            "status": "active",
            "intent": "order",
            "medicationCodeableConcept": {"text": "zyqrec-medication"},
            "subject": ALICE,
            "authoredOn": WHEN,
        },
        {
            "resourceType": "Encounter",
            "id": "zyqenc",
            "status": "finished",
            "class": {"code": "AMB"},
            "type": [{"text": "zyqrec-visit"}],
            "subject": ALICE,
            "period": {"start": WHEN},
        },
        {
            "resourceType": "CarePlan",
            "id": "zyqplan",
            "status": "active",
            "intent": "plan",
            "title": "zyqrec-plan",
            "subject": ALICE,
        },
        {
            "resourceType": "DocumentReference",
            "id": "zyqdoc",
            "status": "current",
            "description": "zyqrec-document",
            "subject": ALICE,
            "date": WHEN,
            "content": [
                {"attachment": {"contentType": "text/plain", "data": _data("zyqrec-attached words")}}
            ],
        },
        {"resourceType": "Practitioner", "id": "zyqdoctor", "name": [{"family": "zyqrecdoctor"}]},
    ]


def _about(kind: str, name: str, *, who: str = "subject", **more: Any) -> dict[str, Any]:
    own: dict[str, Any] = {
        "resourceType": kind,
        "id": f"zyq{name}",
        "code": {"text": f"zyqrec-{name}"},
        who: ALICE,
    }
    if kind in ("Observation", "DiagnosticReport"):
        own |= {"status": "final", "effectiveDateTime": WHEN}
    return {**own, **more}


def _category(code: str) -> list[dict[str, Any]]:
    return [{"coding": [{"code": code}]}]


def _quantity() -> dict[str, str]:
    return {"value": f"@{VALUE}@", "unit": "mmol/L"}


def _data(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _in_base64(word: str) -> set[bytes]:
    """The letters that any base64 text with this word inside must hold, for each of the three offsets."""
    found = set()
    for before in range(3):
        text = base64.b64encode(b"\0" * before + word.encode()).decode().rstrip("=")
        found.add(text[-(-before * 8 // 6) : len(text) - 1].encode())
    return found
