"""Numbers as they were written, and units as people write them."""

import json
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from portal.i18n import language, nt, t
from portal.integrations.fhir.elements import Json, obj, text
from portal.integrations.fhir.wording.plain import clean

_LONG_FRACTION = 4
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_UNITS = {
    "1": "",
    "[degF]": "°F",
    "degF": "°F",
    "Cel": "°C",
    "[lb_av]": "lb",
    "[in_i]": "in",
    "[in_us]": "in",
    "[oz_av]": "oz",
    "[pH]": "pH",
    "kg/m2": "kg/m²",
    "m2": "m²",
    "mm[Hg]": "mmHg",
    "cm[H2O]": "cmH₂O",
    "10*3": "×10³",
}
_ten_to_the = re.compile(r"(?<![\d.])10[*^](-?\d+)")
_micro = re.compile(r"(?<![A-Za-z])u(?=[A-Za-z])")
_annotation = re.compile(r"[{(\[]([^})\]]*)[})\]]")


def load(source: bytes | str) -> Json:
    """A resource parsed so that every number keeps its literal: decimals as `Decimal`."""
    found: Json = json.loads(source, parse_float=Decimal)
    return found


def decimal(value: Any) -> Decimal | None:
    """The value as an exact decimal; None when it is no finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        found = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def number(value: Any) -> float | None:
    """The value for drawing and comparing; None when it is no number a chart can hold."""
    found = decimal(value)
    return float(found) if found is not None and abs(found.adjusted()) < 300 else None


def number_words(value: Any) -> str:
    """A number as it was written ("1.50"), but silly precision trimmed: 182.51585465391298 → "182.5"."""
    found = decimal(value)
    if found is None:
        return ""
    if found.adjusted() > 15 or found.adjusted() < -10:
        return _scientific(found)
    exponent = found.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > _LONG_FRACTION and len(found.as_tuple().digits) > 6:
        found = round(found, _places(found))
    return f"{found:f}"


def unit_words(quantity: Any) -> str:
    """A quantity's unit for reading: "mm[Hg]" → "mmHg", "10*3/uL" → "×10³/µL", "{score}" → ""."""
    given, code = clean(obj(quantity).get("unit")), clean(obj(quantity).get("code"))
    return _unit(given, code, language())


@lru_cache(maxsize=1024)
def _unit(given: str, code: str, _language: str) -> str:
    for written in (given, code):
        if written in _UNITS:
            return _UNITS[written]
    return _readable(given or code)


def quantity_words(quantity: Any) -> str:
    """A quantity as "148 mg/dL", "< 5 mg/L", "44%" or "3 days"; empty when it has no number."""
    digits = number_words(obj(quantity).get("value"))
    if not digits:
        return ""
    sign = comparator(quantity)
    shown = f"{sign} {digits}" if sign else digits
    duration = _duration(quantity, digits)
    return f"{sign} {duration}".strip() if duration else with_unit(shown, unit_words(quantity))


def with_unit(shown: str, unit: str) -> str:
    """A number and its unit, with a space where one belongs."""
    if not unit:
        return shown
    return f"{shown}{unit}" if unit in ("%", "°F", "°C") else f"{shown} {unit}"


def comparator(quantity: Any) -> str:
    """ "<", "≤", "≥" or ">" when the real value lies beyond what could be measured."""
    sign = text(obj(quantity).get("comparator"))
    return {"<": "<", "<=": "≤", ">=": "≥", ">": ">"}.get(sign, "")


def ratio_words(ratio: Any) -> str:
    """A Ratio as "1 : 128" or "5 mg per 1 mL"."""
    top, bottom = quantity_words(obj(ratio).get("numerator")), quantity_words(obj(ratio).get("denominator"))
    if not top or not bottom:
        return top
    plain = not unit_words(obj(ratio).get("numerator")) and not unit_words(obj(ratio).get("denominator"))
    return f"{top} : {bottom}" if plain else t("{amount} per {other}", amount=top, other=bottom)


def span_of_numbers(span: Any) -> str:
    """A Range as "5 to 10 mg", "up to 10 mg" or "at least 5 mg"."""
    low, high = obj(span).get("low"), obj(span).get("high")
    first, last = quantity_words(low), quantity_words(high)
    if first and last:
        same = unit_words(low) == unit_words(high)
        return t("{low} to {high}", low=number_words(obj(low).get("value")) if same else first, high=last)
    if last:
        return t("up to {high}", high=last)
    return t("at least {low}", low=first) if first else ""


def _places(found: Decimal) -> int:
    if found.adjusted() >= 1:
        return 1
    return 2 if found.adjusted() == 0 else 2 - found.adjusted()


def _scientific(found: Decimal) -> str:
    digits, _, power = f"{found:.3E}".partition("E")
    shown = digits.rstrip("0").rstrip(".")
    return f"{shown} × 10{str(int(power)).translate(_SUPERSCRIPT)}" if found else "0"


def _readable(unit: str) -> str:
    if unit.startswith("/"):
        return t("per {unit}", unit=_readable(unit[1:])) if len(unit) > 1 else ""
    if re.fullmatch(r"\{[^}]*\}|\([^)]*\)", unit):
        inside = unit[1:-1].replace("_", " ")
        return "" if inside.lower() in ("score", "ratio", "index", "number", "count") else inside
    shown = _ten_to_the.sub(lambda found: "×10" + found[1].translate(_SUPERSCRIPT), unit)
    shown = shown.replace("[Hg]", "Hg").replace("[IU]", "IU").replace("{1.73_m2}", "1.73 m²")
    shown = _annotation.sub(lambda found: found[1].replace("_", " "), shown)
    return _micro.sub("µ", shown)


def _duration(quantity: Any, digits: str) -> str:
    """ "3 days" from a time unit; empty for any other unit."""
    code = clean(obj(quantity).get("code")) or clean(obj(quantity).get("unit"))
    return time_words(digits, code) if code in ("s", "min", "h", "d", "wk", "mo", "a") else ""


def time_words(digits: str, code: str) -> str:
    """A number of seconds … years in words, by UCUM's code."""
    n = 1 if digits == "1" else 2
    return {
        "s": lambda: nt("{digits} second", "{digits} seconds", n, digits=digits),
        "min": lambda: nt("{digits} minute", "{digits} minutes", n, digits=digits),
        "h": lambda: nt("{digits} hour", "{digits} hours", n, digits=digits),
        "d": lambda: nt("{digits} day", "{digits} days", n, digits=digits),
        "wk": lambda: nt("{digits} week", "{digits} weeks", n, digits=digits),
        "mo": lambda: nt("{digits} month", "{digits} months", n, digits=digits),
        "a": lambda: nt("{digits} year", "{digits} years", n, digits=digits),
    }.get(code, lambda: digits)()
