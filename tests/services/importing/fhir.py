"""Small FHIR files, written as an EHR would."""

import json
from pathlib import Path
from typing import Any

PATIENT = {
    "resourceType": "Patient",
    "id": "alice",
    "identifier": [
        {"type": {"coding": [{"code": "MR"}]}, "system": "https://ehr.example.org/mrn", "value": "LF-1"}
    ],
    "name": [{"family": "Ames", "given": ["Alice"]}],
    "birthDate": "1984-03-09",
    "address": [{"postalCode": "04101"}],
}


def result(name: str, value: str = "1.50", **more: Any) -> dict[str, Any]:
    """A potassium result called `name`; `value` is written as it is."""
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "category": [{"coding": [{"code": "laboratory"}]}],
        "code": {"coding": [{"system": "http://loinc.org", "code": "2823-3"}], "text": "Potassium"},
        "subject": {"reference": "Patient/alice"},
        "effectiveDateTime": "2026-11-20T08:00:00Z",
        "valueQuantity": {"value": f"@{value}@", "unit": "mmol/L"},
        **more,
    }


def report(name: str, *members: str, **more: Any) -> dict[str, Any]:
    """A report of several results."""
    return {
        "resourceType": "DiagnosticReport",
        "id": name,
        "status": "final",
        "code": {"text": "Basic metabolic panel"},
        "subject": {"reference": "Patient/alice"},
        "effectiveDateTime": "2026-11-20T08:00:00Z",
        "result": [{"reference": f"Observation/{member}"} for member in members],
        **more,
    }


def bundle(*resources: dict[str, Any], indent: int | None = None) -> str:
    """A Bundle of these."""
    entries = [{"resource": resource} for resource in resources]
    whole = {"resourceType": "Bundle", "type": "collection", "entry": entries}
    return literal(json.dumps(whole, indent=indent))


def literal(text: str) -> str:
    """Numbers as they were written: "@1.50@" becomes 1.50."""
    return text.replace('"@', "").replace('@"', "")


def write(folder: Path, name: str, text: str) -> Path:
    """A file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
