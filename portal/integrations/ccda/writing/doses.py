"""How much, how often and by which way a medicine is taken, as far as codes can say it."""

from decimal import Decimal
from typing import Any

from portal.integrations.ccda.writing.codes import put_concept
from portal.integrations.ccda.writing.elements import Element, put
from portal.integrations.ccda.writing.quantities import put_quantity, put_range, real, ucum
from portal.integrations.ccda.writing.systems import NCI
from portal.integrations.fhir.elements import Json, codes, first, obj, objs, text, texts
from portal.integrations.fhir.wording.numbers import decimal

_NCI_ADDRESS = "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl"
_ROUTES = {
    "26643006": ("C38288", "ORAL"),
    "PO": ("C38288", "ORAL"),
    "37839007": ("C38300", "SUBLINGUAL"),
    "46713006": ("C38284", "NASAL"),
    "54485002": ("C38287", "OPHTHALMIC"),
    "10547007": ("C38192", "AURICULAR (OTIC)"),
    "6064005": ("C38304", "TOPICAL"),
    "45890007": ("C38305", "TRANSDERMAL"),
    "447694001": ("C38216", "RESPIRATORY (INHALATION)"),
    "34206005": ("C38299", "SUBCUTANEOUS"),
    "SC": ("C38299", "SUBCUTANEOUS"),
    "78421000": ("C28161", "INTRAMUSCULAR"),
    "IM": ("C28161", "INTRAMUSCULAR"),
    "372464004": ("C38238", "INTRADERMAL"),
    "47625008": ("C38276", "INTRAVENOUS"),
    "IV": ("C38276", "INTRAVENOUS"),
    "37161004": ("C38295", "RECTAL"),
    "16857009": ("C38313", "VAGINAL"),
}
_EVENTS = frozenset({"AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV", "HS"})
_CODED = {
    "QD": (1, 1, "d"),
    "BID": (2, 1, "d"),
    "TID": (3, 1, "d"),
    "QID": (4, 1, "d"),
    "QOD": (1, 2, "d"),
    "Q1H": (1, 1, "h"),
    "Q2H": (1, 2, "h"),
    "Q3H": (1, 3, "h"),
    "Q4H": (1, 4, "h"),
    "Q6H": (1, 6, "h"),
    "Q8H": (1, 8, "h"),
    "WK": (1, 1, "wk"),
    "MO": (1, 1, "mo"),
}
_SMALLER = {"min": ("s", 60), "h": ("min", 60), "d": ("h", 24), "wk": ("d", 7)}
_UNITS = ("s", "min", "h", "d", "wk", "mo", "a")


def put_doses(made: Element, data: Json) -> None:
    """How often, route, site, dose, rate and most, in CDA's order; words alone tell several steps."""
    step = only_step(data)
    rated = first(step.get("doseAndRate")) or step
    put_rhythm(made, step.get("timing"))
    put_route(made, step.get("route"))
    if codes(step.get("site")):
        put_concept(made, "approachSiteCode", step.get("site"))
    _put_dose(made, rated)
    rate = obj(rated.get("rateQuantity"))
    if ucum(rate) and not text(rate.get("comparator")):
        put_quantity(made, "rateQuantity", rate)
    _put_most(made, step.get("maxDosePerPeriod"))


def only_step(data: Json) -> Json:
    """The dosage, when it is one and not a row of steps, of which one alone would mislead."""
    steps = objs(data.get("dosageInstruction")) or objs(data.get("dosage"))
    return steps[0] if len(steps) == 1 else {}


def put_route(made: Element, route: Any) -> None:
    """The way in: by NCI's code, as C-CDA asks, beside the record's own."""
    if not obj(route):
        return
    code, name = next((_ROUTES[code] for code in codes(route) if code in _ROUTES), ("", ""))
    own = objs(obj(route).get("coding"))
    added = [{"system": _NCI_ADDRESS, "code": code, "display": name}] if code else []
    put_concept(made, "routeCode", {**obj(route), "coding": [*added, *own]}, first=(NCI,))


def put_rhythm(made: Element, timing: Any) -> None:
    """How often: at a daily event, or else once in a period; nothing when FHIR says neither."""
    repeat = obj(obj(timing).get("repeat"))
    events = texts(repeat.get("when"))
    if len(events) == 1 and events[0] in _EVENTS and not decimal(repeat.get("offset")):
        put(put(made, "effectiveTime", xsi="EIVL_TS", operator="A"), "event", code=events[0])
        return
    period = _period(repeat) or _coded_period(timing)
    if not period:
        return
    (low, high), unit, is_even = period
    time = put(
        made, "effectiveTime", xsi="PIVL_TS", operator="A", institutionSpecified="" if is_even else "true"
    )
    if high is None:
        put(time, "period", value=f"{low:f}", unit=unit)
        return
    span = put(time, "period", xsi="IVL_PQ")
    put(span, "low", value=f"{low:f}", unit=unit)
    put(span, "high", value=f"{high:f}", unit=unit)


_Period = tuple[tuple[Decimal, Decimal | None], str, bool]


def _period(repeat: Json) -> _Period | None:
    """A repeat as ((least, most), unit, whether it is kept by the clock); None when it cannot be said."""
    length, most = _sane(repeat.get("period")), _sane(repeat.get("periodMax"))
    times = _sane(repeat.get("frequency")) or Decimal(1)
    unit = text(repeat.get("periodUnit"))
    if length is None or unit not in _UNITS or repeat.get("frequencyMax") is not None:
        return None
    if times == 1:
        return (length, most), unit, unit in ("h", "min", "s")
    each = None if most else _divided(length, unit, times)
    return ((each[0], None), each[1], False) if each else None


def _coded_period(timing: Any) -> _Period | None:
    known = next((_CODED[code] for code in codes(obj(timing).get("code")) if code in _CODED), None)
    if not known:
        return None
    times, length, unit = known
    each = (Decimal(length), unit) if times == 1 else _divided(Decimal(length), unit, Decimal(times))
    return ((each[0], None), each[1], unit == "h") if each else None


def _divided(length: Decimal, unit: str, times: Decimal) -> tuple[Decimal, str] | None:
    """A length of time divided into equal parts, in the largest unit that fits; None if none."""
    for _ in range(len(_SMALLER) + 1):
        each = length / times
        if each * times == length and each >= 1 and _places(each) >= -2:
            return each, unit
        if unit not in _SMALLER:
            return None
        unit, factor = _SMALLER[unit]
        length *= factor
    return None


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return min(int(exponent), 0)


def _sane(value: Any) -> Decimal | None:
    found = decimal(value)
    return found if found is not None and 0 < found < 100_000 and _places(found) >= -4 else None


def _put_dose(made: Element, rated: Json) -> None:
    quantity, span = obj(rated.get("doseQuantity") or rated.get("dose")), obj(rated.get("doseRange"))
    exact = real(quantity.get("value")) and not text(quantity.get("comparator"))
    if exact and put_quantity(made, "doseQuantity", quantity) is not None:
        return
    if put_range(made, "doseQuantity", span.get("low"), span.get("high"), xsi="") is None:
        put(made, "doseQuantity", nullFlavor="NI")


def _put_most(made: Element, most: Any) -> None:
    """The most that may be taken in a time, as two quantities."""
    parts = {name: obj(obj(most).get(name)) for name in ("numerator", "denominator")}
    if all(real(part.get("value")) for part in parts.values()):
        ratio = put(made, "maxDoseQuantity")
        for name, part in parts.items():
            put(ratio, name, value=real(part.get("value")), unit=ucum(part))
