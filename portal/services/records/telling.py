"""What a row of each kind says. Results are told lean, for their lists are long; the rest by their views."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.i18n import language, nt, t
from portal.integrations.fhir import views
from portal.integrations.fhir.elements import Json, at, codes, codings, obj, text
from portal.integrations.fhir.wording.flags import Flag, flag_of
from portal.integrations.fhir.wording.names import measure_name
from portal.integrations.fhir.wording.people import LookUp
from portal.integrations.fhir.wording.states import RESULT, state
from portal.integrations.fhir.wording.values import absent_of, parts_of, pressure_of, value_of
from portal.integrations.fhir.wording.when import day_words, moment_words, span_words
from portal.services.records.glance import OUTSIDE
from portal.services.records.shelf import Held
from portal.settings import get_settings

_LONG = 90
_FINAL = ("final", "amended", "corrected", "appended", "")


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says, before it is known where it leads."""

    title: str
    line: str = ""
    tag: str = ""
    tone: str = "plain"
    heading: str = ""


def result(held: Held, tones: Sequence[str]) -> Told:
    """A test or a panel of tests."""
    data = held.data
    if held.fhir_type == "DiagnosticReport":
        return _panel(data, tones)
    flag = flag_of(data, data.get("valueQuantity"))
    line = dotted(day_of(data), value_line(data, flag), status_line(data))
    return Told(name_of(data, t("Unnamed test")), line, short(flag), flag.tone)


def unopened(held: Held) -> Told:
    """A test or panel whose outcome is kept back until it is opened."""
    name = name_of(held.data, t("Unnamed test"))
    return Told(name, dotted(day_of(held.data), t("open it when you are ready")))


def member(held: Held) -> Told:
    """A test within its panel: no date, that is the panel's."""
    data = held.data
    flag = flag_of(data, data.get("valueQuantity"))
    line = dotted(value_line(data, flag), status_line(data))
    return Told(name_of(data, t("Unnamed test")), line, short(flag), flag.tone)


def vital(data: Json, _look_up: LookUp) -> Told:
    """A measurement, under the day and time it was taken."""
    value = value_of(data)
    value = value if value.text else pressure_of(data)
    flag = flag_of(data, data.get("valueQuantity"))
    name = name_of(data, t("Unnamed measurement"))
    said = (
        value.text or absent_of(data, value) or "; ".join(f"{p.name} {p.value.text}" for p in parts_of(data))
    )
    heading = _moment(text(data.get("effectiveDateTime"))) or day_of(data)
    return Told(
        f"{name} {said}".strip(),
        dotted(usual_line(flag.usual), status_line(data)),
        short(flag),
        flag.tone,
        heading,
    )


def visit(data: Json, look_up: LookUp) -> Told:
    """A visit: when, with whom and why."""
    seen = views.visit(data, look_up)
    done = text(data.get("status")) == "finished"
    reasons = [reason for reason in seen.reasons[:1] if reason != seen.name]
    line = dotted(seen.date, *seen.clinicians[:1], *reasons)
    return Told(seen.name, line, "" if done else seen.status)


def immunization(data: Json, look_up: LookUp) -> Told:
    """A vaccination."""
    shot = views.immunization(data, look_up)
    line = dotted(shot.date, shot.dose, shot.why_not, shot.reported)
    return Told(
        shot.name, line, "" if shot.is_given else shot.status, "plain" if shot.is_given else "attention"
    )


def medication(data: Json, look_up: LookUp) -> Told:
    """A medicine, how to take it and how it stands."""
    drug = views.medication(data, look_up)
    steps = cut(" ".join(drug.instructions[:1])).rstrip(".")
    line = dotted(steps, drug.date, drug.origin if held_elsewhere(data) else "")
    return Told(drug.name, line, drug.status, "good" if drug.is_current else "plain")


def held_elsewhere(data: Json) -> bool:
    """Whether a medicine was reported, given or filled rather than prescribed here."""
    return data.get("resourceType") != "MedicationRequest"


def condition(data: Json, look_up: LookUp) -> Told:
    """A condition: since when, and whether it is still there."""
    one = views.condition(data, look_up)
    began = t("Since {day}", day=one.began) if one.began and not one.ended else one.began
    span = t("{first} to {last}", first=one.began, last=one.ended) if one.began and one.ended else began
    noted = t("Noted {day}", day=one.recorded) if not span and one.recorded else ""
    line = dotted(span, noted, one.severity, one.certainty if one.certainty != t("Confirmed") else "")
    return Told(one.name, line, one.status)


def allergy(data: Json, look_up: LookUp) -> Told:
    """An allergy: what happens, and how dangerous it is."""
    one = views.allergy(data, look_up)
    noted = t("Noted {day}", day=one.recorded) if one.recorded else ""
    sure = one.certainty if one.certainty != t("Confirmed") else ""
    line = dotted(one.reaction, one.severity, one.category, noted, sure)
    if one.is_high_risk and one.is_active:
        return Told(one.name, line, t("High risk"), "danger")
    return Told(one.name, line, one.status)


def is_dangerous(data: Json) -> bool:
    """Whether an allergy is there now and of high risk."""
    return text(data.get("criticality")) == "high" and "active" in codes(data.get("clinicalStatus"))


def procedure(data: Json, look_up: LookUp) -> Told:
    """Something done: when, by whom and why."""
    one = views.procedure(data, look_up)
    line = dotted(one.date, *one.performers[:1], *one.reasons[:1], one.why_not)
    return Told(one.name, line, "" if one.is_done else one.status, "plain" if one.is_done else "attention")


def care_plan(data: Json, look_up: LookUp) -> Told:
    """A plan: for when, and how much is in it."""
    one = views.care_plan(data, look_up)
    many = nt("{n} thing to do", "{n} things to do", len(one.activities)) if one.activities else ""
    return Told(one.name, dotted(one.period, many, *one.conditions[:1]), one.status)


def document(data: Json, look_up: LookUp) -> Told:
    """A document: when, what kind, by whom."""
    one = views.document(data, look_up)
    kind = one.type if one.type != one.name else ""
    return Told(one.name, dotted(one.date, kind, one.author), "" if one.is_current else one.status)


def name_of(data: Json, fallback: str) -> str:
    """What is measured or reported, by its everyday name. The same few names come again and again."""
    code = data.get("code")
    words = tuple((text(c.get("system")), text(c.get("code")), text(c.get("display"))) for c in codings(code))
    return _name(text(obj(code).get("text")), words, language()) or fallback


@lru_cache(maxsize=2048)
def _name(said: str, words: tuple[tuple[str, str, str], ...], _language: str) -> str:
    coding = [{"system": system, "code": code, "display": display} for system, code, display in words]
    return measure_name({"text": said, "coding": coding}, "")


def value_line(data: Json, flag: Flag) -> str:
    """A result's value and usual range on one line."""
    value = value_of(data)
    if not value.text:
        value = pressure_of(data)
    said = value.text or absent_of(data, value) or _parts_line(data)
    return dotted(cut(said), usual_line(flag.usual))


def usual_line(usual: str) -> str:
    """The usual range, named."""
    return t("usual: {range}", range=usual) if usual else ""


def short(flag: Flag) -> str:
    """A flag in one or two words; the tone's mark says the rest."""
    if flag.tone == "high":
        return t("High")
    return t("Low") if flag.tone == "low" else cut(flag.words, 28)


def status_line(data: Json) -> str:
    """A result's status when it is not simply final."""
    status = text(data.get("status"))
    return "" if status in ("final", "") else state(RESULT, status)


def is_final(data: Json) -> bool:
    """False while a result may still change."""
    return text(data.get("status")) in _FINAL


def day_of(data: Json) -> str:
    """The day a result was taken, or else told."""
    taken = data.get("effectiveDateTime") or data.get("effectiveInstant") or at(data, "effectiveTiming.event")
    if isinstance(taken, str):
        return _day(taken)
    return span_words(data.get("effectivePeriod")) or _day(text(data.get("issued")))


def dotted(*parts: str) -> str:
    """The parts that are not empty, with a dot between."""
    return " · ".join(part for part in parts if part)


def cut(words: str, longest: int = _LONG) -> str:
    """No longer than a line, cut at a word."""
    flat = " ".join(words.split())
    return flat if len(flat) <= longest else f"{flat[:longest].rsplit(' ', 1)[0]} …"


def panel_tag(tones: Sequence[str]) -> tuple[str, str]:
    """The tag of a panel in words, and its tone."""
    outside = [tone for tone in tones if tone in OUTSIDE]
    if not outside:
        return (t("In range"), "good") if any(tones) else ("", "plain")
    only = outside[0] if len(set(outside)) == 1 else "danger" if "danger" in outside else "attention"
    n = len(outside)
    words = {"high": t("{n} high", n=n), "low": t("{n} low", n=n)}
    return words.get(only, t("{n} outside", n=n)), only


def _panel(data: Json, tones: Sequence[str]) -> Told:
    name = name_of(data, t("Unnamed report"))
    return Told(name, dotted(day_of(data), _panel_line(data, tones), status_line(data)), *panel_tag(tones))


def _panel_line(data: Json, tones: Sequence[str]) -> str:
    outside, total = sum(tone in OUTSIDE for tone in tones), len(tones)
    if outside:
        return t("{n} of {total} outside the usual range", n=outside, total=total)
    if any(tones):
        return nt("in the usual range", "all {n} in the usual range", total)
    concluded = cut(text(data.get("conclusion")))
    return concluded or (nt("{n} result", "{n} results", total) if total else "")


def _parts_line(data: Json) -> str:
    return "; ".join(f"{part.name}: {part.value.text}" for part in parts_of(data) if part.value.text)


def _day(when: str) -> str:
    return _day_in(when, language(), get_settings().practice_timezone)


def _moment(when: str) -> str:
    return _moment_in(when, language(), get_settings().practice_timezone)


@lru_cache(maxsize=4096)
def _day_in(when: str, _language: str, _zone: str) -> str:
    return day_words(when)


@lru_cache(maxsize=4096)
def _moment_in(when: str, _language: str, _zone: str) -> str:
    return moment_words(when)


TELL: dict[str, Callable[[Json, LookUp], Told]] = {
    "visits": visit,
    "immunizations": immunization,
    "medications": medication,
    "conditions": condition,
    "allergies": allergy,
    "vitals": vital,
    "procedures": procedure,
    "care-plans": care_plan,
    "documents": document,
}
