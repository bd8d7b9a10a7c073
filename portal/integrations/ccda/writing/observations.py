"""Observations as Result Observations and as Vital Sign Observations."""

from collections.abc import Iterator
from typing import Any

from portal.i18n import t
from portal.integrations.ccda.writing.codes import put_concept
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.parts import notes_of, put_comment, put_text
from portal.integrations.ccda.writing.people import put_performer
from portal.integrations.ccda.writing.quantities import put_quantity, real, ucum
from portal.integrations.ccda.writing.section import lines
from portal.integrations.ccda.writing.systems import LOINC, SNOMED
from portal.integrations.ccda.writing.times import UNKNOWN, put_span, put_time, start_of
from portal.integrations.ccda.writing.values import put_flags, put_usual, put_value
from portal.integrations.fhir.elements import Json, at, codes, obj, objs, text
from portal.integrations.fhir.views.results import LabResult
from portal.integrations.fhir.views.vitals import Vital
from portal.integrations.fhir.wording.plain import joined
from portal.integrations.fhir.wording.values import value_of

_STATES = {
    "final": "completed",
    "amended": "completed",
    "corrected": "completed",
    "appended": "completed",
    "cancelled": "cancelled",
}
_NOT_FINAL = "active"


def state_of(data: Json) -> str:
    """How far a result has come: completed, cancelled, or active while it may change."""
    return _STATES.get(text(data.get("status")), _NOT_FINAL)


def span_of(data: Json) -> tuple[Any, Any]:
    """From when to when something was observed, as FHIR writes it; the same twice for a point in time."""
    period = obj(data.get("effectivePeriod"))
    if period:
        return period.get("start"), period.get("end")
    taken = start_of(data, "effective") or data.get("effectiveInstant") or _first_event(data)
    return taken, taken


def result_cells(view: LabResult | Vital, said: str, *, within: bool = False) -> list[str]:
    """A result as a row to read; one `within` a report is set in."""
    parts = "\n".join(
        joined(f"{part.name}: {part.value.text or part.absent}", part.flag, part.usual) for part in view.parts
    )
    whole = "\n".join(words for words in (view.text or view.absent, parts) if words)
    more = lines(
        (t("Status"), "" if view.is_final else view.status),
        (t("By"), view.performer),
        (t("Method"), view.method),
        (t("Body site"), view.body_site),
        (t("Specimen"), getattr(view, "specimen", "")),
        (t("Full name"), view.full_name if view.full_name != view.name else ""),
        ("", notes_of(view.notes)),
        ("", said),
    )
    name = f"– {view.name}" if within else view.name
    return [name, whole, view.usual, view.flag, view.taken or view.date, more]


def put_observed(organizer: Element, data: Json, place: str, desk: Desk, *, words: str = "") -> None:
    """An Observation, and each of its components, as Result Observations; `words` stand for no value."""
    inner = objs(data.get("component"))
    if not inner or has_value(data):
        _put_result(organizer, data, data, place, desk, words=words)
    for index, component in enumerate(inner):
        _put_result(organizer, data, component, place, desk, part=f"component-{index}")


def measures(data: Json) -> Iterator[tuple[str, Json]]:
    """What a vital sign measured that can be a number with its unit: itself, or its components."""
    parts = [("", data), *((f"component-{n}", one) for n, one in enumerate(objs(data.get("component"))))]
    for part, one in parts:
        quantity = obj(one.get("valueQuantity"))
        if real(quantity.get("value")) and ucum(quantity) and not text(quantity.get("comparator")):
            yield part, one


def put_measure(organizer: Element, data: Json, part: str, one: Json, place: str, desk: Desk) -> None:
    """A number with its unit as a Vital Sign Observation."""
    made = _start(organizer, data, one, part, ("4.27", "2014-06-09"), place, desk)
    put(made, "statusCode", code="completed")
    _put_when(made, data)
    put_quantity(made, "value", one.get("valueQuantity"), xsi="PQ")
    _finish(made, data, one, place, desk)


def says_more(data: Json) -> bool:
    """Whether an Observation that holds others has something of its own to say."""
    return text(data.get("resourceType")) == "Observation" and (
        has_value(data) or bool(objs(data.get("component")))
    )


def has_value(data: Json) -> bool:
    """Whether an Observation says anything itself, beside its components."""
    return bool(value_of(data).text) or bool(codes(data.get("valueCodeableConcept")))


def _put_result(
    organizer: Element, data: Json, one: Json, place: str, desk: Desk, *, part: str = "", words: str = ""
) -> None:
    made = _start(organizer, data, one, part, ("4.2", "2015-08-01"), place, desk)
    put(made, "statusCode", code=state_of(data))
    _put_when(made, data)
    put_value(made, one, words)
    _finish(made, data, one, place, desk)


def _start(
    organizer: Element, data: Json, one: Json, part: str, template: tuple[str, str], place: str, desk: Desk
) -> Element:
    made = put(put(organizer, "component"), "observation", classCode="OBS", moodCode="EVN")
    put_template(made, *template)
    put(made, "id", root=desk.id_of(data, part))
    told = "" if part else f"{place}-name"
    put_concept(made, "code", one.get("code"), first=(LOINC, SNOMED), told=told)
    put_text(made, place)
    return made


def _put_when(made: Element, data: Json) -> None:
    low, high = span_of(data)
    if low == high:
        put_time(made, "effectiveTime", low, null=UNKNOWN)
    else:
        put_span(made, low, high)


def _finish(made: Element, data: Json, one: Json, place: str, desk: Desk) -> None:
    put_flags(made, one)
    if codes(data.get("method")):
        put_concept(made, "methodCode", data.get("method"), first=(SNOMED,))
    if codes(data.get("bodySite")):
        put_concept(made, "targetSiteCode", data.get("bodySite"), first=(SNOMED,))
    if text(data.get("resourceType")) == "Observation":
        around = desk.around(data)
        for performer in objs(data.get("performer")):
            put_performer(made, performer, desk, around)
    if desk.said(data) or objs(data.get("note")):
        put_comment(made, place)
    put_usual(made, one)


def _first_event(data: Json) -> Any:
    event = at(data, "effectiveTiming.event")
    return event[0] if isinstance(event, list) and event else event
