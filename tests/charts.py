"""Resources written by hand, put on file through the importer as the practice's EHR would send them.

on_file(alice, lab("ldl", "148", high="130"), condition("asthma"))
"""

import json
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from portal.access import keys
from portal.access.actor import operator
from portal.access.patient_index import unseal_patient
from portal.db import reading
from portal.models.patient import Patient
from portal.services import door, records
from portal.services.importing import import_upload
from portal.services.records import Detail, RecordPage
from tests.people import Person

LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
DAY = "2026-11-20T09:00:00-05:00"
Resource = dict[str, Any]


def on_file(person: Person, *resources: Resource) -> None:
    """Import these about a person. Those that name their patient keep the name they have."""
    whose = {"reference": f"Patient/{fhir_id(person)}"}
    entries = [{"resource": _about(resource, whose)} for resource in resources]
    whole = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    text = json.dumps(whole, default=_literal).replace('"@', "").replace('@"', "")
    report = import_upload(operator(), "chart.json", text.encode())
    assert not report.rejected, report.rejected


def fhir_id(person: Person) -> str:
    """The id the practice's EHR knows a person by."""
    assert person.patient_id is not None
    with reading() as db:
        return unseal_patient(
            db.get_one(Patient, person.patient_id), keys.open_key(db, person.patient_id)
        ).fhir_id


def listed(person: Person, kind: str, **wanted: Any) -> RecordPage:
    """What a person sees in a list."""
    if kind == "medications":
        return door.in_chart(person.token, records.list_medications, **wanted)
    return door.in_chart(person.token, records.list_records, kind=kind, **wanted)


def shown(person: Person, kind: str, title: str) -> Detail:
    """What a person sees after pressing the row with this title."""
    row = next(row for row in listed(person, kind).rows if row.title == title)
    return opened(person, kind, row.href)


def opened(person: Person, kind: str, href: str) -> Detail:
    """What a person sees at an address."""
    record_id = UUID(href.rpartition("/")[2])
    if kind == "medications":
        return door.in_chart(person.token, records.show_medication, record_id=record_id)
    return door.in_chart(person.token, records.show_record, kind=kind, record_id=record_id)


def titles(page: RecordPage) -> list[str]:
    """The titles of a page's rows, in order."""
    return [row.title for row in page.rows]


def facts_of(detail: Detail) -> dict[str, str]:
    """The facts of a detail page by their names."""
    return {fact.name: fact.value for fact in detail.facts}


def said(text: str, code: str = "", system: str = LOINC) -> Resource:
    """A CodeableConcept."""
    coding = [{"system": system, "code": code, "display": text}] if code else []
    return {"text": text, **({"coding": coding} if coding else {})}


def quantity(value: str, unit: str) -> Resource:
    """A Quantity whose number is written as it is."""
    return {"value": Decimal(value), "unit": unit}


def lab(
    name: str,
    value: str = "",
    *,
    unit: str = "mg/dL",
    low: str = "",
    high: str = "",
    when: str = DAY,
    title: str = "",
    id: str = "",
    **more: Any,
) -> Resource:
    """A laboratory result; the same name is the same test."""
    limits = {"low": low, "high": high}
    usual = {end: quantity(number, unit) for end, number in limits.items() if number}
    return {
        "resourceType": "Observation",
        "id": id or f"{name}-{when[:10]}",
        "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": said(title or name, f"code-{name}"),
        "effectiveDateTime": when,
        **({"valueQuantity": quantity(value, unit)} if value else {}),
        **({"referenceRange": [usual]} if usual else {}),
        **more,
    }


def panel(name: str, *members: Resource, when: str = DAY, **more: Any) -> Resource:
    """A report of these results."""
    return {
        "resourceType": "DiagnosticReport",
        "id": f"{name.replace(' ', '-')}-{when[:10]}",
        "status": "final",
        "category": [{"coding": [{"code": "LAB"}]}],
        "code": said(name),
        "effectiveDateTime": when,
        "result": [{"reference": f"Observation/{member['id']}"} for member in members],
        **more,
    }


def vital(name: str, value: str, unit: str, *, when: str = DAY, **more: Any) -> Resource:
    """A vital sign."""
    sign = lab(name, value, unit=unit, when=when, **more)
    return {**sign, "category": [{"coding": [{"code": "vital-signs"}]}]}


def blood_pressure(upper: str, lower: str, *, when: str = DAY, **more: Any) -> Resource:
    """Both numbers in one measurement."""
    parts = [("Systolic", "8480-6", upper), ("Diastolic", "8462-4", lower)]
    component = [{"code": said(n, c), "valueQuantity": quantity(v, "mmHg")} for n, c, v in parts]
    return vital("Blood pressure", "", "mmHg", when=when, id=f"bp-{when[:10]}", component=component, **more)


def visit(name: str, *, when: str = DAY, **more: Any) -> Resource:
    """A visit of half an hour."""
    return {
        "resourceType": "Encounter",
        "id": f"visit-{when[:10]}",
        "status": "finished",
        "class": {"code": "AMB"},
        "type": [said(name)],
        "period": {"start": when, "end": when.replace(":00:00", ":30:00")},
        **more,
    }


def within(seen: Resource) -> Resource:
    """The reference to a visit that its resources carry."""
    return {"encounter": {"reference": f"Encounter/{seen['id']}"}}


def shot(name: str, *, when: str = DAY, **more: Any) -> Resource:
    """A vaccination."""
    return {
        "resourceType": "Immunization",
        "id": f"shot-{name[:8].replace(' ', '-')}-{when[:10]}",
        "status": "completed",
        "vaccineCode": said(name),
        "occurrenceDateTime": when,
        **more,
    }


def condition(name: str, *, status: str = "active", when: str | None = DAY, **more: Any) -> Resource:
    """A problem."""
    return {
        "resourceType": "Condition",
        "id": f"condition-{name.replace(' ', '-')}",
        "clinicalStatus": {"coding": [{"code": status}]},
        "code": said(name),
        **({"onsetDateTime": when} if when else {}),
        **more,
    }


def allergy(name: str, *, status: str = "active", when: str = DAY, **more: Any) -> Resource:
    """What someone's body does not take well."""
    return {
        "resourceType": "AllergyIntolerance",
        "id": f"allergy-{name.replace(' ', '-')}",
        "clinicalStatus": {"coding": [{"code": status}]},
        "code": said(name),
        "recordedDate": when,
        **more,
    }


def medicine(name: str, *, status: str = "active", when: str = DAY, **more: Any) -> Resource:
    """A prescription."""
    return {
        "resourceType": "MedicationRequest",
        "id": f"medicine-{name.replace(' ', '-')}",
        "status": status,
        "intent": "order",
        "medicationCodeableConcept": said(name),
        "authoredOn": when,
        **more,
    }


def paper(name: str, data: str, media: str, *, when: str = DAY, title: str = "", **more: Any) -> Resource:
    """A document with one file; `data` is base64."""
    file = {"contentType": media, "data": data, **({"title": title} if title else {})}
    return {
        "resourceType": "DocumentReference",
        "id": f"paper-{name.replace(' ', '-')}",
        "status": "current",
        "type": said(name),
        "date": when,
        "content": [{"attachment": file}],
        **more,
    }


def days(first: date, count: int) -> list[str]:
    """That many days in a row as FHIR dates."""
    return [date.fromordinal(first.toordinal() + n).isoformat() for n in range(count)]


_NAMED = {
    **dict.fromkeys(
        ("Immunization", "AllergyIntolerance", "RelatedPerson", "FamilyMemberHistory", "Consent"), "patient"
    ),
    "Binary": "securityContext",
    "Coverage": "beneficiary",
}
"""Under what name a resource keeps its patient, when that is not "subject"."""


def _about(resource: Resource, whose: Resource) -> Resource:
    if resource["resourceType"] == "Patient":
        return resource
    field = _NAMED.get(resource["resourceType"], "subject")
    shared = resource["resourceType"] in ("Practitioner", "Organization", "Location", "Provenance")
    return resource if shared or field in resource else {**resource, field: whose}


def _literal(value: object) -> str:
    assert isinstance(value, Decimal)
    return f"@{value}@"
