"""An Observation's value in words, whatever its type, and its parts."""

from dataclasses import dataclass
from typing import Any

from portal.i18n import t
from portal.integrations.fhir.elements import Json, codes, obj, objs, text
from portal.integrations.fhir.wording.flags import flag_of
from portal.integrations.fhir.wording.names import concept, measure_name
from portal.integrations.fhir.wording.numbers import (
    comparator,
    number,
    number_words,
    quantity_words,
    ratio_words,
    span_of_numbers,
    unit_words,
    with_unit,
)
from portal.integrations.fhir.wording.plain import clean
from portal.integrations.fhir.wording.states import ABSENT, coded
from portal.integrations.fhir.wording.when import moment_words, span_words

SYSTOLIC, DIASTOLIC = ("8480-6", "8462-4")


@dataclass(frozen=True, slots=True)
class Value:
    """A value for reading: `text` whole ("148 mg/dL"), or `value` and `unit` apart; `number` to draw.

    `number` is None unless the value is an exact single number.
    """

    text: str = ""
    value: str = ""
    unit: str = ""
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One component of a result, such as the upper number of a blood pressure."""

    name: str
    value: Value
    flag: str
    tone: str
    usual: str
    absent: str


def value_of(data: Json) -> Value:
    """The `value[x]` of an Observation or component; empty when it has none."""
    quantity = obj(data.get("valueQuantity"))
    if quantity:
        return _of_quantity(quantity)
    words = _worded(data)
    digits = number_words(data.get("valueInteger"))
    return Value(digits, digits, "", number(data.get("valueInteger"))) if digits else Value(words, words)


def absent_of(data: Json, value: Value) -> str:
    """Why there is no value, in words; empty when there is one or nobody says."""
    return "" if value.text else coded(ABSENT, data.get("dataAbsentReason"))


def parts_of(data: Json) -> list[Part]:
    """The components of an Observation."""
    return [_part(component) for component in objs(data.get("component"))]


def pressure_of(data: Json) -> Value:
    """A blood pressure as "120/80 mmHg" when both of its numbers are there, else empty."""
    found = {
        code: part.get("valueQuantity")
        for part in objs(data.get("component"))
        for code in codes(part.get("code"))
    }
    upper, lower = (number_words(obj(found.get(code)).get("value")) for code in (SYSTOLIC, DIASTOLIC))
    if not upper or not lower:
        return Value()
    unit = unit_words(found[SYSTOLIC])
    return Value(with_unit(f"{upper}/{lower}", unit), f"{upper}/{lower}", unit)


def _part(component: Json) -> Part:
    value, flag = value_of(component), flag_of(component, component.get("valueQuantity"))
    name = measure_name(component.get("code"), t("Unnamed part"))
    return Part(name, value, flag.words, flag.tone, flag.usual, absent_of(component, value))


def _of_quantity(quantity: Json) -> Value:
    digits, sign = number_words(quantity.get("value")), comparator(quantity)
    if not digits:
        return Value()
    shown = f"{sign} {digits}" if sign else digits
    exact = None if sign else number(quantity.get("value"))
    return Value(quantity_words(quantity), shown, unit_words(quantity), exact)


def _worded(data: Json) -> str:
    said = data.get("valueBoolean")
    if isinstance(said, bool):
        return t("Yes") if said else t("No")
    found: list[Any] = [
        concept(data.get("valueCodeableConcept")),
        clean(data.get("valueString")),
        span_of_numbers(data.get("valueRange")),
        ratio_words(data.get("valueRatio")),
        moment_words(data.get("valueDateTime")),
        span_words(data.get("valuePeriod")),
        clean(text(data.get("valueTime"))[:5]),
        t("A recorded curve; ask your care team to see it") if obj(data.get("valueSampledData")) else "",
    ]
    return next((words for words in found if words), "")
