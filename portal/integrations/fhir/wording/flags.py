"""Whether a result is as usual: what the lab says, or else how it lies to the usual range."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.i18n import N_, t
from portal.integrations.fhir.elements import Json, codes, obj, objs, text
from portal.integrations.fhir.wording.names import concept
from portal.integrations.fhir.wording.numbers import decimal, number, number_words, quantity_words, unit_words
from portal.integrations.fhir.wording.plain import clean, joined

_GOOD = (N_("In range"), "good")
_HIGH = (N_("Above the usual range"), "high")
_LOW = (N_("Below the usual range"), "low")
_FLAGS = {
    "N": _GOOD,
    "H": _HIGH,
    "HU": (N_("Far above the usual range"), "danger"),
    "HH": (N_("Very high"), "danger"),
    "L": _LOW,
    "LU": (N_("Far below the usual range"), "danger"),
    "LL": (N_("Very low"), "danger"),
    "A": (N_("Not as usual"), "attention"),
    "AA": (N_("Far from usual"), "danger"),
    "U": (N_("Going up"), "attention"),
    "D": (N_("Going down"), "attention"),
    "B": (N_("Better than before"), "good"),
    "W": (N_("Worse than before"), "attention"),
    "<": (N_("Too low to measure"), "attention"),
    ">": (N_("Too high to measure"), "attention"),
    "POS": (N_("Positive"), "attention"),
    "NEG": (N_("Negative"), "plain"),
    "DET": (N_("Found"), "attention"),
    "ND": (N_("Not found"), "plain"),
    "RR": (N_("Reactive"), "attention"),
    "WR": (N_("Weakly reactive"), "attention"),
    "NR": (N_("Not reactive"), "plain"),
    "E": (N_("Unclear"), "attention"),
    "IND": (N_("Unclear"), "attention"),
    "R": (N_("Resistant"), "attention"),
    "I": (N_("Partly sensitive"), "attention"),
    "S": (N_("Sensitive"), "plain"),
}
FLAG_TONES = {code: tone for code, (_, tone) in _FLAGS.items()}
"""The tone of each code of HL7's ObservationInterpretation that we know."""
TONES = frozenset({"plain", "good", "high", "low", "attention", "danger"})


@dataclass(frozen=True, slots=True)
class Flag:
    """A result's flag in words, its tone (one of `TONES`), and the usual range it was seen against.

    `usual` reads like "70 to 99", "up to 130", "under 130"; `low` and `high` draw it on a chart, in the
    unit of the result. No words when nothing says how the result lies.
    """

    words: str = ""
    tone: str = "plain"
    usual: str = ""
    low: float | None = None
    high: float | None = None


def flag_of(data: Json, quantity: Any) -> Flag:
    """The flag of an Observation or of one of its components, whose value is `quantity`."""
    ranges = _normal(objs(data.get("referenceRange")))
    only = ranges[0] if len(ranges) == 1 else {}
    low, high = _bound(only.get("low"), quantity), _bound(only.get("high"), quantity)
    words, tone = _said(data.get("interpretation")) or _seen(quantity, low, high)
    return Flag(
        words=words,
        tone=tone,
        usual=joined(*(_usual(one, quantity, named=len(ranges) > 1) for one in ranges), sign="; "),
        low=number(low),
        high=number(high),
    )


def _normal(ranges: list[Json]) -> list[Json]:
    """The ranges that say what is usual, leaving out those for treatment, danger and the like."""
    return [one for one in ranges if not codes(one.get("type")) or "normal" in codes(one.get("type"))]


def _said(interpretation: Any) -> tuple[str, str] | None:
    for concept_ in objs(interpretation):
        known = next((_FLAGS[code] for code in codes(concept_) if code in _FLAGS), None)
        if known:
            return t(known[0]), known[1]
    words = concept(interpretation)
    return (words, "plain") if words else None


def _seen(quantity: Any, low: Decimal | None, high: Decimal | None) -> tuple[str, str]:
    value = decimal(obj(quantity).get("value"))
    if value is None or (low is None and high is None):
        return "", "plain"
    sign = text(obj(quantity).get("comparator"))
    above = high is not None and (value > high or (value == high and sign == ">"))
    below = low is not None and (value < low or (value == low and sign == "<"))
    if above and sign not in ("<", "<="):
        return t(_HIGH[0]), _HIGH[1]
    if below and sign not in (">", ">="):
        return t(_LOW[0]), _LOW[1]
    surely = not sign or (sign in ("<", "<=") and low is None) or (sign in (">", ">=") and high is None)
    return (t(_GOOD[0]), _GOOD[1]) if surely and not above and not below else ("", "plain")


def _bound(bound: Any, quantity: Any) -> Decimal | None:
    """A limit of the range, when it is in the same unit as the result."""
    mine, theirs = unit_words(quantity), unit_words(bound)
    return decimal(obj(bound).get("value")) if not theirs or not mine or mine == theirs else None


def _usual(one: Json, quantity: Any, *, named: bool) -> str:
    words = _limits(one.get("low"), one.get("high"), quantity) or _as_written(one.get("text"))
    who = joined(*(concept(group) for group in objs(one.get("appliesTo"))))
    return t("{range} ({who})", range=words, who=who) if words and named and who else words


def _limits(low: Any, high: Any, quantity: Any) -> str:
    units = {unit_words(bound) for bound in (low, high)}
    if not unit_words(quantity) and len(units) == 1 and "" not in units:
        return _range(number_words(obj(low).get("value")), quantity_words(high))
    mine = unit_words(quantity)
    first, last = (
        number_words(obj(bound).get("value")) if unit_words(bound) in ("", mine) else quantity_words(bound)
        for bound in (low, high)
    )
    return _range(first, last)


def _range(first: str, last: str) -> str:
    if first and last:
        return t("{low} to {high}", low=first, high=last)
    if last:
        return t("up to {high}", high=last)
    return t("at least {low}", low=first) if first else ""


def _as_written(words: Any) -> str:
    """The lab's own words, "<130" said as "under 130"."""
    found = clean(words)
    for sign, said in (
        ("<=", N_("up to {n}")),
        (">=", N_("at least {n}")),
        ("<", N_("under {n}")),
        (">", N_("over {n}")),
    ):
        if found.startswith(sign) and found[len(sign) :].strip()[:1].isdigit():
            return t(said, n=found[len(sign) :].strip())
    return found
