"""CDA's codes, quantities and other values as FHIR elements, their displays and own words kept."""

import re
from typing import Any

from portal.integrations.ccda.reading.elements import (
    Node,
    attr,
    decimal,
    is_null,
    kid,
    kids,
    kind_of,
    value,
    words,
)
from portal.integrations.ccda.reading.narrative import Narrative
from portal.integrations.ccda.reading.systems import system_of
from portal.integrations.ccda.reading.times import timed, when

Json = dict[str, Any]
ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
_ABSENT = {
    "ASKU": "asked-unknown",
    "NAV": "temp-unknown",
    "NASK": "not-asked",
    "NA": "not-applicable",
    "MSK": "masked",
    "NINF": "negative-infinity",
    "PINF": "positive-infinity",
}
_ucum = re.compile(r"[!-~]+$").match


def concept(node: Node | None, texts: Narrative) -> Json:
    """A CodeableConcept of a CD or CE; empty when it says nothing that a person could read.

    Its `text` is what the writer wrote. What the writer only points at in the narrative is taken when no
    code has a display: the place may hold a whole row.
    """
    if node is None:
        return {}
    codings = [coding for one in (node, *kids(node, "translation")) if (coding := _coding(one))]
    original = kid(node, "originalText")
    own = words(original) or ("" if any("display" in one for one in codings) else texts.said(original))
    own = own or ("" if any("display" in one for one in codings) else attr(node, "displayName"))
    if not own and not any("display" in one for one in codings):
        return {}
    return {**({"coding": codings} if codings else {}), **({"text": own} if own else {})}


def coding(node: Node | None) -> Json:
    """A Coding of a CD or CE; empty without a code."""
    return _coding(node) if node is not None else {}


def code_of(node: Node | None, system: str) -> str:
    """The code in one code system, from the element or its translations."""
    for one in (*([node] if node is not None else []), *kids(node, "translation")):
        if attr(one, "codeSystem") == system:
            return attr(one, "code")
    return ""


def named(concept: Json, name: str) -> Json:
    """The concept, or a concept of these words when it is empty; empty when there are none either."""
    return concept or ({"text": name} if name else {})


def quantity(node: Node | None) -> Json:
    """A Quantity of a PQ, its number as it was written; empty when it has none."""
    number = decimal(attr(node, "value"))
    if number is None:
        return {}
    unit = attr(node, "unit")
    if unit in ("", "1"):
        return {"value": number}
    ucum = {"system": "http://unitsofmeasure.org", "code": unit} if _ucum(unit) else {}
    return {"value": number, "unit": unit, **ucum}


def observed(entry: Node, texts: Narrative) -> Json:
    """`value[x]` or `dataAbsentReason` of a result or measurement."""
    values = kids(entry, "value")
    if not values:
        return {}
    if len(values) > 1:
        return _absent("as-text")
    found = _value(values[0], texts)
    if found:
        return found
    if is_null(values[0]):
        return _absent(_ABSENT.get(attr(values[0], "nullFlavor"), "unknown"))
    return _absent("as-text")


def span(node: Node | None) -> Json:
    """A Range of an IVL_PQ; empty when neither end is a number."""
    ends = {"low": quantity(kid(node, "low")), "high": quantity(kid(node, "high"))}
    return {name: end for name, end in ends.items() if end}


def _coding(node: Node) -> Json:
    code, display = attr(node, "code"), attr(node, "displayName")
    if not code:
        return {}
    system = system_of(attr(node, "codeSystem"))
    shown = {"display": display} if display else {}
    return {**({"system": system} if system else {}), "code": code, **shown}


def _absent(code: str) -> Json:
    return {"dataAbsentReason": {"coding": [{"system": ABSENT, "code": code}]}}


def _value(node: Node, texts: Narrative) -> Json:
    kind = kind_of(node)
    if kind in ("CD", "CE", "CV", "CS", "CO"):
        coded = concept(node, texts)
        return {"valueCodeableConcept": coded} if coded else {}
    if kind in ("PQ", "REAL", "MO"):
        number = quantity(node)
        return {"valueQuantity": number} if number else _written(kid(node, "originalText"), texts)
    if kind in ("ST", "ED", "SC"):
        return _written(node, texts)
    if kind == "INT" and re.fullmatch(r"-?\d{1,9}", attr(node, "value")):
        return {"valueInteger": int(attr(node, "value"))}
    if kind == "BL" and attr(node, "value") in ("true", "false"):
        return {"valueBoolean": attr(node, "value") == "true"}
    if kind == "TS" and when(attr(node, "value")):
        return {"valueDateTime": when(attr(node, "value"))}
    if kind == "IVL_PQ":
        return _between(node)
    if kind == "IVL_TS":
        return timed(node, "value")
    return _ratio(node) if kind.startswith("RTO") else {}


def _written(node: Node | None, texts: Narrative) -> Json:
    said = texts.said(node)
    return {"valueString": said} if said else {}


def _between(node: Node) -> Json:
    """Two ends are a range; one is a value that lies beyond it, as in "< 5"."""
    found = span(node)
    if "low" in found and "high" in found:
        return {"valueRange": found}
    if not found:
        return {}
    name = next(iter(found))
    touches = value(node, name, "inclusive") != "false"
    sign = {"low": ">", "high": "<"}[name] + ("=" if touches else "")
    return {"valueQuantity": {**found[name], "comparator": sign}}


def _ratio(node: Node) -> Json:
    top, bottom = quantity(kid(node, "numerator")), quantity(kid(node, "denominator"))
    return {"valueRatio": {"numerator": top, "denominator": bottom}} if top and bottom else {}
