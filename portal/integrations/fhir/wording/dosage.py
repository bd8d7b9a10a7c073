"""How to take a medicine, as one sentence: "Take 1 tablet by mouth twice a day as needed for pain." """

import re
from typing import Any

from portal.i18n import N_, nt, t
from portal.integrations.fhir.elements import Json, at, codes, first, obj, objs, text, texts
from portal.integrations.fhir.wording.names import concept, concepts
from portal.integrations.fhir.wording.numbers import (
    decimal,
    number_words,
    quantity_words,
    ratio_words,
    span_of_numbers,
    time_words,
    unit_words,
)
from portal.integrations.fhir.wording.plain import clean, sentence
from portal.integrations.fhir.wording.when import span_words

_ROUTES = {
    "26643006": (N_("Take"), N_("by mouth")),
    "PO": (N_("Take"), N_("by mouth")),
    "37839007": (N_("Take"), N_("under the tongue")),
    "46713006": (N_("Use"), N_("in the nose")),
    "54485002": (N_("Use"), N_("in the eye")),
    "10547007": (N_("Use"), N_("in the ear")),
    "6064005": (N_("Apply"), N_("on the skin")),
    "45890007": (N_("Apply"), N_("on the skin")),
    "447694001": (N_("Breathe in"), ""),
    "18679011000001101": (N_("Breathe in"), ""),
    "34206005": (N_("Inject"), N_("under the skin")),
    "78421000": (N_("Inject"), N_("into a muscle")),
    "47625008": (N_("Give"), N_("into a vein")),
    "37161004": (N_("Use"), N_("in the rectum")),
    "16857009": (N_("Use"), N_("in the vagina")),
}
_CODED_TIMES = {
    "QD": N_("once a day"),
    "BID": N_("twice a day"),
    "TID": N_("3 times a day"),
    "QID": N_("4 times a day"),
    "AM": N_("every morning"),
    "PM": N_("every afternoon"),
    "BED": N_("at bedtime"),
    "QOD": N_("every other day"),
    "Q1H": N_("every hour"),
    "Q2H": N_("every 2 hours"),
    "Q3H": N_("every 3 hours"),
    "Q4H": N_("every 4 hours"),
    "Q6H": N_("every 6 hours"),
    "Q8H": N_("every 8 hours"),
    "WK": N_("once a week"),
    "MO": N_("once a month"),
}
_MOMENTS = {
    "MORN": N_("in the morning"),
    "AFT": N_("in the afternoon"),
    "NOON": N_("at noon"),
    "EVE": N_("in the evening"),
    "NIGHT": N_("at night"),
    "HS": N_("at bedtime"),
    "WAKE": N_("after waking up"),
    "C": N_("with meals"),
    "CM": N_("with breakfast"),
    "CD": N_("with lunch"),
    "CV": N_("with dinner"),
    "AC": N_("before meals"),
    "ACM": N_("before breakfast"),
    "ACD": N_("before lunch"),
    "ACV": N_("before dinner"),
    "PC": N_("after meals"),
    "PCM": N_("after breakfast"),
    "PCD": N_("after lunch"),
    "PCV": N_("after dinner"),
}
_DAYS = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}
_EACH = {
    "s": N_("second"),
    "min": N_("minute"),
    "h": N_("hour"),
    "d": N_("day"),
    "wk": N_("week"),
    "mo": N_("month"),
    "a": N_("year"),
}


def instructions(dosages: Any, *, medicine: str = "") -> list[str]:
    """One sentence for each step of a medicine's dosage, in order; none when nothing is said.

    `medicine` is its name: "… Oral Tablet" tells the way to take it when the dosage does not.
    """
    steps = sorted(objs(dosages), key=lambda step: float(decimal(step.get("sequence")) or 0))
    found = (_step(step, medicine) for step in steps)
    return list(dict.fromkeys(words for words in found if words))


def _step(dosage: Json, medicine: str) -> str:
    written = clean(dosage.get("text"))
    if written:
        return sentence(written)
    patient = clean(dosage.get("patientInstruction"))
    extra = concepts(dosage.get("additionalInstruction"))
    words = _built(dosage, medicine)
    return " ".join(_ended(sentence(part)) for part in (words, *extra, patient) if part)


def _built(dosage: Json, medicine: str) -> str:
    dose, often, needed = _dose(dosage), _how_often(dosage.get("timing")), _as_needed(dosage)
    verb, place = _route(dosage.get("route"), medicine)
    site = concept(dosage.get("site"))
    if not (dose or often or needed or concept(dosage.get("route"))):
        return ""
    parts = [
        verb,
        dose,
        place,
        t("({site})", site=site) if site else "",
        often,
        needed,
        _for_how_long(dosage),
        _most(dosage),
    ]
    return " ".join(part for part in parts if part)


def _dose(dosage: Json) -> str:
    rated = first(dosage.get("doseAndRate"))
    quantity = obj(rated.get("doseQuantity"))
    rate = (
        quantity_words(rated.get("rateQuantity"))
        or ratio_words(rated.get("rateRatio"))
        or span_of_numbers(rated.get("rateRange"))
    )
    dose = _amount(quantity) or span_of_numbers(rated.get("doseRange"))
    return t("{dose} at {rate}", dose=dose, rate=rate) if dose and rate else dose or rate


def _amount(quantity: Json) -> str:
    """ "1 tablet", "2 tablets", "5 mL", or "1 dose" when no unit is given."""
    digits, unit = number_words(quantity.get("value")), unit_words(quantity)
    if not digits:
        return ""
    n = 1 if digits == "1" else 2
    if unit.lower().rstrip("s") in ("tablet", "tab", "tbl"):
        return nt("{digits} tablet", "{digits} tablets", n, digits=digits)
    if unit.lower().rstrip("s") in ("capsule", "cap"):
        return nt("{digits} capsule", "{digits} capsules", n, digits=digits)
    if unit.lower().rstrip("s") == "puff":
        return nt("{digits} puff", "{digits} puffs", n, digits=digits)
    if unit.lower().rstrip("s") in ("drop", "gtt"):
        return nt("{digits} drop", "{digits} drops", n, digits=digits)
    return quantity_words(quantity) if unit else nt("{digits} dose", "{digits} doses", n, digits=digits)


def _route(route: Any, medicine: str) -> tuple[str, str]:
    known = next((_ROUTES[code] for code in codes(route) if code in _ROUTES), None)
    if known:
        return t(known[0]), t(known[1]) if known[1] else ""
    way = concept(route)
    if way.lower() in ("oral", "oral route", "by mouth", "per os") or (not way and _oral(medicine)):
        return t("Take"), t("by mouth")
    return t("Use"), t("by this way: {way}", way=way) if way else ""


_oral = re.compile(
    r"\b(?:Oral|Chewable) (?:Tablet|Capsule|Solution|Suspension|Product)\b", re.IGNORECASE
).search


def _how_often(timing: Any) -> str:
    repeat = obj(obj(timing).get("repeat"))
    coded = next((_CODED_TIMES[code] for code in codes(obj(timing).get("code")) if code in _CODED_TIMES), "")
    rhythm = _rhythm(repeat) or (t(coded) if coded else concept(obj(timing).get("code")))
    moments = [t(_MOMENTS[code]) for code in texts(repeat.get("when")) if code in _MOMENTS]
    days = [t(_DAYS[code]) for code in texts(repeat.get("dayOfWeek")) if code in _DAYS]
    hours = [clean(hour)[:5] for hour in texts(repeat.get("timeOfDay"))]
    parts = [rhythm, ", ".join(moments)]
    parts += [t("on {days}", days=", ".join(days))] if days else []
    parts += [t("at {hours}", hours=", ".join(hours))] if hours else []
    return " ".join(part for part in parts if part)


def _rhythm(repeat: Json) -> str:
    """ "twice a day", "every 4 to 6 hours", "3 times every 2 weeks"."""
    unit, period = text(repeat.get("periodUnit")), number_words(repeat.get("period"))
    if unit not in _EACH or not period:
        return ""
    longest = number_words(repeat.get("periodMax"))
    times, most = number_words(repeat.get("frequency")) or "1", number_words(repeat.get("frequencyMax"))
    span = (
        time_words(t("{low} to {high}", low=period, high=longest), unit)
        if longest
        else time_words(period, unit)
    )
    if times == "1" and not most and (longest or period != "1" or unit in ("s", "min", "h")):
        return t("every {span}", span=t(_EACH[unit]) if span.startswith("1 ") else span)
    if period == "1" and not longest:
        return _times_each(times, most, t(_EACH[unit]))
    many = t("{low} to {high}", low=times, high=most) if most else times
    return t("{n} times every {span}", n=many, span=span)


def _times_each(times: str, most: str, unit: str) -> str:
    if most:
        return t("{low} to {high} times a {unit}", low=times, high=most, unit=unit)
    once = {"1": t("once a {unit}", unit=unit), "2": t("twice a {unit}", unit=unit)}
    return once.get(times) or t("{n} times a {unit}", n=times, unit=unit)


def _as_needed(dosage: Json) -> str:
    reason = concept(dosage.get("asNeededCodeableConcept"))
    if reason:
        return t("as needed for {reason}", reason=reason[:1].lower() + reason[1:])
    return (
        t("as needed")
        if dosage.get("asNeededBoolean") is True or codes(dosage.get("asNeededCodeableConcept"))
        else ""
    )


def _for_how_long(dosage: Json) -> str:
    repeat = obj(at(dosage, "timing.repeat"))
    length = quantity_words(repeat.get("boundsDuration")) or span_of_numbers(repeat.get("boundsRange"))
    span = span_words(repeat.get("boundsPeriod"))
    return t("for {length}", length=length) if length else t("({span})", span=span) if span else ""


def _most(dosage: Json) -> str:
    most = ratio_words(dosage.get("maxDosePerPeriod"))
    return t("(no more than {most})", most=most) if most else ""


def _ended(words: str) -> str:
    return words if words[-1:] in (".", "!", "?") else f"{words}."
