"""Vital signs: height, weight, blood pressure and the like."""

from dataclasses import dataclass
from datetime import datetime

from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.views.results import lab_result
from portal.integrations.fhir.wording.people import LookUp, Note, nothing
from portal.integrations.fhir.wording.values import Part


@dataclass(frozen=True, slots=True)
class Vital:
    """One measurement. `parts` are the numbers of a blood pressure; `text` is then "120/80 mmHg"."""

    name: str
    full_name: str
    text: str
    value: str
    unit: str
    number: float | None
    low: float | None
    high: float | None
    usual: str
    flag: str
    tone: str
    parts: list[Part]
    absent: str
    date: str
    taken: str
    at: datetime | None
    status: str
    is_final: bool
    performer: str
    method: str
    body_site: str
    notes: list[Note]


def vital(data: Json, look_up: LookUp = nothing) -> Vital:
    """An Observation of the vital-signs category as a measurement to read."""
    found = lab_result(data, look_up)
    return Vital(**{name: getattr(found, name) for name in Vital.__slots__})
