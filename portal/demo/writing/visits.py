"""Visits, and what is measured at them."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from portal.demo.practice import clinician, location, organization
from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.fhir import (
    LOINC,
    SNOMED,
    TERMINOLOGY,
    Resource,
    coding,
    concept,
    moment,
    quantity,
    ref,
    status,
)


class Kind(NamedTuple):
    """How a visit took place: its class, its type, and where."""

    code: str
    display: str
    type: Resource
    place: str | None
    keeper: str


_AT_HOSPITAL = ("emergency", "heart_clinic")


def _kind(code: str, display: str, text: str, snomed: tuple[str, str] | None, place: str | None) -> Kind:
    codings = [coding(SNOMED, *snomed)] if snomed else []
    keeper = "hospital" if place in _AT_HOSPITAL or code == "IMP" else "practice"
    return Kind(code, display, concept(text, *codings), place, keeper)


_CHECK_UP = ("185349003", "Encounter for check up")
_SYMPTOM = ("185345009", "Encounter for symptom")
_FOLLOW_UP = ("390906007", "Follow-up encounter")
_EMERGENCY = ("50849002", "Emergency room admission")
KINDS = {
    "physical": _kind("AMB", "ambulatory", "Yearly physical", _CHECK_UP, "practice"),
    "well_child": _kind("AMB", "ambulatory", "Well-child visit", _CHECK_UP, "practice"),
    "sick": _kind("AMB", "ambulatory", "Office visit", _SYMPTOM, "practice"),
    "follow_up": _kind("AMB", "ambulatory", "Follow-up visit", _FOLLOW_UP, "practice"),
    "heart": _kind("AMB", "ambulatory", "Heart clinic visit", _FOLLOW_UP, "heart_clinic"),
    "video": _kind("VR", "virtual", "Video visit", _SYMPTOM, None),
    "emergency": _kind("EMER", "emergency", "Emergency department visit", _EMERGENCY, "emergency"),
    "hospital": _kind("IMP", "inpatient encounter", "Hospital stay", None, None),
}


def visit(
    chart: ChartWriter,
    kind: str,
    reason: str,
    *,
    on: date,
    at: str = "09:20",
    by: str = "okafor",
    minutes: int = 20,
    nights: int = 0,
    **more: Any,
) -> Resource:
    """One finished Encounter; its diagnoses are added by `conditions.condition`."""
    how = KINDS[kind]
    start, end = moment(on, at), moment(on + timedelta(days=nights), _later(at, minutes))
    people = [_participant("PPRF", "primary performer", by, start, end)]
    if how.place == "practice":
        people.append(_participant("ATND", "attender", "brooks", start, end))
    fields = {
        "status": "finished",
        "class": coding(TERMINOLOGY + "v3-ActCode", how.code, how.display),
        "type": [how.type],
        "participant": people,
        "period": {"start": start, "end": end},
        "reasonCode": [concept(reason)],
        "location": [{"location": location(how.place)}] if how.place else None,
        "serviceProvider": organization(how.keeper),
    }
    return chart.add("Encounter", fields | more)


def day_of(seen: Resource) -> date:
    """The day a visit began."""
    return date.fromisoformat(seen["period"]["start"][:10])


def _participant(code: str, display: str, by: str, start: str, end: str) -> Resource:
    return {
        "type": [status("v3-ParticipationType", code, display)],
        "period": {"start": start, "end": end},
        "individual": clinician(by),
    }


def _later(at: str, minutes: int) -> str:
    hour, minute = at.split(":")
    total = int(hour) * 60 + int(minute) + minutes
    return f"{total // 60 % 24:02}:{total % 60:02}"


class Sign(NamedTuple):
    """One vital sign: how it is named and measured."""

    text: str
    loinc: str
    display: str
    unit: str
    ucum: str


SIGNS = {
    "pulse": Sign("Heart rate", "8867-4", "Heart rate", "beats/min", "/min"),
    "breathing": Sign("Breathing rate", "9279-1", "Respiratory rate", "breaths/min", "/min"),
    "temperature": Sign("Body temperature", "8310-5", "Body temperature", "degF", "[degF]"),
    "oxygen": Sign(
        "Oxygen saturation", "59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry", "%", "%"
    ),
    "weight": Sign("Weight", "29463-7", "Body weight", "lb", "[lb_av]"),
    "weight_kg": Sign("Weight", "29463-7", "Body weight", "kg", "kg"),
    "height": Sign("Height", "8302-2", "Body height", "in", "[in_i]"),
    "height_cm": Sign("Height", "8302-2", "Body height", "cm", "cm"),
    "bmi": Sign("Body mass index", "39156-5", "Body mass index (BMI) [Ratio]", "kg/m2", "kg/m2"),
    "head": Sign("Head circumference", "9843-4", "Head Occipital-frontal circumference", "cm", "cm"),
}


def vitals(chart: ChartWriter, seen: Resource, **values: str) -> None:
    """What was measured at a visit; `pressure="128/82"` is written as a panel of two."""
    pressure = values.pop("pressure", None)
    if pressure:
        _blood_pressure(chart, seen, *pressure.split("/"))
    if "weight" in values and "height" in values:
        values["bmi"] = _body_mass_index(values["weight"], values["height"])
    for name, value in values.items():
        sign = SIGNS[name]
        _measured(chart, seen, sign, valueQuantity=quantity(value, sign.unit, sign.ucum))


_PRESSURE = Sign(
    "Blood pressure", "85354-9", "Blood pressure panel with all children optional", "mmHg", "mm[Hg]"
)
_PARTS = (
    ("Systolic", "8480-6", "Systolic blood pressure"),
    ("Diastolic", "8462-4", "Diastolic blood pressure"),
)


def _blood_pressure(chart: ChartWriter, seen: Resource, systolic: str, diastolic: str) -> None:
    components = [
        {
            "code": concept(text, coding(LOINC, loinc, display)),
            "valueQuantity": quantity(value, "mmHg", "mm[Hg]"),
        }
        for (text, loinc, display), value in zip(_PARTS, (systolic, diastolic), strict=True)
    ]
    _measured(chart, seen, _PRESSURE, component=components)


def _measured(chart: ChartWriter, seen: Resource, sign: Sign, **value: Any) -> None:
    start = seen["period"]["start"]
    fields = {
        "status": "final",
        "category": [status("observation-category", "vital-signs", "Vital Signs")],
        "code": concept(sign.text, coding(LOINC, sign.loinc, sign.display)),
        "encounter": ref(seen),
        "effectiveDateTime": start,
        "issued": start,
        "performer": [seen["participant"][-1]["individual"]],
    }
    chart.add("Observation", fields | value)


def _body_mass_index(pounds: str, inches: str) -> str:
    found = Decimal(pounds) * 703 / Decimal(inches) ** 2
    return str(found.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
