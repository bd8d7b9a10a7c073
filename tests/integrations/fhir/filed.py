"""A few resources on file, for records that refer to them."""

from typing import Any

LOINC = "http://loinc.org"
DAY = "2019-05-07T13:20:00Z"
FILED: dict[str, dict[str, Any]] = {
    "Practitioner/okafor": {
        "resourceType": "Practitioner",
        "name": [{"prefix": ["Dr."], "family": "Okafor"}],
    },
    "Organization/lab": {"resourceType": "Organization", "name": "Lakeside laboratory"},
    "Location/clinic": {"resourceType": "Location", "name": "Second floor"},
    "Condition/asthma": {"resourceType": "Condition", "code": {"text": "Asthma"}},
    "Goal/walk": {"resourceType": "Goal", "description": {"text": "Walk 30 minutes a day"}},
    "Medication/statin": {"resourceType": "Medication", "code": {"text": "Simvastatin 10 mg"}},
    "Specimen/blood": {"resourceType": "Specimen", "type": {"text": "Blood"}},
    "ServiceRequest/order": {
        "resourceType": "ServiceRequest",
        "requester": {"reference": "Practitioner/okafor"},
    },
    "Binary/letter": {"resourceType": "Binary", "contentType": "text/plain", "data": "RGVhciBBbGljZQ=="},
    "Observation/ldl": {
        "resourceType": "Observation",
        "code": {"text": "LDL cholesterol"},
        "valueQuantity": {"value": 148, "unit": "mg/dL"},
        "referenceRange": [{"high": {"value": 130}}],
    },
    "Observation/hdl": {
        "resourceType": "Observation",
        "code": {"text": "HDL cholesterol"},
        "valueQuantity": {"value": 52, "unit": "mg/dL"},
        "referenceRange": [{"low": {"value": 40}}],
    },
}


def to(source: str, **more: Any) -> dict[str, Any]:
    return {"reference": source, **more}


def coded(code: str, system: str = "") -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}
