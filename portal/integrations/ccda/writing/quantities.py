"""FHIR quantities as CDA's PQ: the number as it was written, the unit in UCUM (https://ucum.org)."""

import re
from decimal import Decimal
from typing import Any

from portal.integrations.ccda.writing.elements import Element, dress, put
from portal.integrations.fhir.elements import Json, obj, text
from portal.integrations.fhir.wording.numbers import decimal
from portal.integrations.fhir.wording.plain import clean

_LONGEST = 30
"""Powers of ten up to which a number is written out."""
_SPELLED = {
    "mmhg": "mm[Hg]",
    "°f": "[degF]",
    "degf": "[degF]",
    "f": "[degF]",
    "°c": "Cel",
    "c": "Cel",
    "lb": "[lb_av]",
    "lbs": "[lb_av]",
    "in": "[in_i]",
    "inches": "[in_i]",
    "bpm": "/min",
    "beats/min": "/min",
    "beats/minute": "/min",
    "breaths/min": "/min",
    "breaths/minute": "/min",
}
_PLAIN = frozenset(
    {"%", "cm", "mm", "m", "kg", "g", "mg", "ug", "ng", "pg", "L", "dL", "mL", "uL", "fL", "mmol/L", "umol/L"}
    | {"nmol/L", "mg/dL", "g/dL", "ug/dL", "ng/dL", "ng/mL", "pg/mL", "g/L", "mg/L", "U/L", "kU/L", "mU/L"}
    | {"meq/L", "mmol", "kg/m2", "mm[Hg]", "/min", "mL/min", "h", "d", "wk", "mo", "a", "min", "s", "Cel"}
    | {"[degF]", "[lb_av]", "[in_i]"}
)
_in_brackets = re.compile(r"\(([^()]*)\)").fullmatch
_not_in_braces = re.compile(r"[\s{}]+")


def real(value: Any) -> str:
    """A number exactly as it was written; empty for what is no number."""
    found = decimal(value)
    if found is None:
        return ""
    return f"{found:f}" if abs(found.adjusted()) < _LONGEST else str(Decimal(found))


def ucum(quantity: Any) -> str:
    """A quantity's unit in UCUM; a unit that UCUM does not have as its annotation, "{tablet}"."""
    found = obj(quantity)
    code, written = text(found.get("code")), clean(found.get("unit"))
    if "unitsofmeasure" in text(found.get("system")) and _is_unit(code):
        return code
    known = next((unit for unit in (written, code) if unit in _PLAIN), "")
    spelled = _SPELLED.get(written.lower()) or _SPELLED.get(code.lower())
    return known or spelled or _annotated(written or code)


def put_quantity(parent: Element, tag: str, quantity: Any, *, xsi: str = "") -> Element | None:
    """A PQ, or for "< 5" an interval up to 5; None when there is no number to write."""
    found = obj(quantity)
    number, unit = real(found.get("value")), ucum(found)
    if not number:
        return None
    sign = text(found.get("comparator"))
    if sign not in ("<", "<=", ">=", ">"):
        return put(parent, tag, xsi=xsi, value=number, unit=unit)
    span = put(parent, tag, xsi="IVL_PQ")
    end = "high" if sign.startswith("<") else "low"
    put(span, end, value=number, unit=unit, inclusive="true" if sign.endswith("=") else "false")
    return span


def put_range(parent: Element, tag: str, low: Any, high: Any, *, xsi: str = "IVL_PQ") -> Element | None:
    """An interval of quantities; None when neither end has a number."""
    ends = {"low": obj(low), "high": obj(high)}
    if not any(real(end.get("value")) for end in ends.values()):
        return None
    span = put(parent, tag, xsi=xsi)
    for name, end in ends.items():
        if real(end.get("value")):
            put(span, name, value=real(end.get("value")), unit=ucum(end) or _other_unit(ends, name))
    return span


def put_ratio(parent: Element, tag: str, ratio: Any) -> Element | None:
    """A ratio of two quantities (RTO_PQ_PQ); None unless both have a number."""
    parts = {name: obj(obj(ratio).get(name)) for name in ("numerator", "denominator")}
    if not all(real(part.get("value")) for part in parts.values()):
        return None
    made = put(parent, tag, xsi="RTO_PQ_PQ")
    for name, part in parts.items():
        dress(put(made, name), value=real(part.get("value")), unit=ucum(part))
    return made


def _other_unit(ends: dict[str, Json], name: str) -> str:
    return ucum(ends["high" if name == "low" else "low"])


def _is_unit(code: str) -> bool:
    plain = code.isascii() and code.isprintable() and " " not in code
    return bool(code) and plain and not _in_brackets(code)


def _annotated(words: str) -> str:
    """UCUM takes any words without blanks in braces."""
    inside = _in_brackets(words)
    bare = _not_in_braces.sub("_", inside[1] if inside else words).strip("_")
    return f"{{{bare}}}" if bare else ""
