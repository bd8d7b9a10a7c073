"""Small pieces of FHIR R4: ids, codes, references, times, bundles and JSON."""

import json
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

Resource = dict[str, Any]

BASE = "https://ehr.example.org/fhir"
MRN_SYSTEM = "https://ehr.example.org/mrn"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
CVX = "http://hl7.org/fhir/sid/cvx"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
UCUM = "http://unitsofmeasure.org"

_ZONE = ZoneInfo("America/New_York")
_IDS = UUID("5e0d3f0e-4c1b-5b7e-9a53-1d6f0c2b8a71")


def source_id(*names: str) -> str:
    """The id a thing with these names has in every run."""
    return str(uuid5(_IDS, "/".join(names)))


def ref(resource: Resource, display: str | None = None) -> Resource:
    """A reference to a resource, with the words a person reads when it cannot be opened."""
    found: Resource = {"reference": f"{resource['resourceType']}/{resource['id']}"}
    return found if display is None else found | {"display": display}


def coding(system: str, code: str, display: str) -> Resource:
    return {"system": system, "code": code, "display": display}


def concept(text: str, *codings: Resource) -> Resource:
    """A CodeableConcept; without codings it is what a clinician typed."""
    return {"coding": list(codings), "text": text} if codings else {"text": text}


def status(system: str, code: str, display: str) -> Resource:
    """A CodeableConcept from one of HL7's own code systems, named by its last part."""
    return {"coding": [coding(TERMINOLOGY + system, code, display)]}


def quantity(value: str, unit: str, ucum: str | None = None) -> Resource:
    """A Quantity whose number keeps the digits it was written with."""
    return {"value": Decimal(value), "unit": unit, "system": UCUM, "code": ucum or unit}


def moment(day: date, at: str = "09:00") -> str:
    """A FHIR dateTime at the practice, with its offset from UTC."""
    hour, minute = at.split(":")
    return datetime.combine(day, time(int(hour), int(minute)), _ZONE).isoformat()


def narrative(*paragraphs: str) -> Resource:
    """A generated Narrative; the paragraphs hold no markup."""
    inside = "".join(f"<p>{words}</p>" for words in paragraphs)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{inside}</div>'}


def without_nothing(fields: Resource) -> Resource:
    """The fields that were given: FHIR has no null and no empty list."""
    return {name: value for name, value in fields.items() if value is not None and value != []}


def transaction(name: str, resources: Iterable[Resource]) -> Resource:
    """A transaction Bundle that puts each resource at its own id, so sending it twice changes nothing."""
    return {
        "resourceType": "Bundle",
        "id": source_id("Bundle", name),
        "type": "transaction",
        "entry": [_entry(resource) for resource in resources],
    }


def _entry(resource: Resource) -> Resource:
    address = f"{resource['resourceType']}/{resource['id']}"
    return {
        "fullUrl": f"{BASE}/{address}",
        "resource": resource,
        "request": {"method": "PUT", "url": address},
    }


def dumps(value: Any) -> str:
    """JSON in which a Decimal keeps its literal: `Decimal("1.50")` becomes 1.50, not 1.5."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(name)}: {dumps(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(dumps, value)) + "]"
    return _text(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
