"""Test results: each report an organizer with its results in it, each lone result one of its own."""

from collections import Counter, deque
from collections.abc import Iterator

from portal.i18n import N_, t
from portal.integrations.ccda.writing.codes import put_concept
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.observations import (
    put_observed,
    result_cells,
    says_more,
    span_of,
    state_of,
)
from portal.integrations.ccda.writing.occasion import Desk, source
from portal.integrations.ccda.writing.parts import notes_of
from portal.integrations.ccda.writing.people import put_performer
from portal.integrations.ccda.writing.section import Form, Section, lines
from portal.integrations.ccda.writing.systems import LOINC
from portal.integrations.ccda.writing.times import UNKNOWN, put_time, stamp
from portal.integrations.fhir.elements import Json, objs, text
from portal.integrations.fhir.views.results import Panel, lab_result, panel
from portal.integrations.fhir.wording.plain import clean, joined

FORM = Form(
    key="results",
    template="2.3.1",
    extension="2015-08-01",
    code="30954-2",
    name="Relevant diagnostic tests and laboratory data",
    title=N_("Test results"),
    columns=(N_("Test"), N_("Result"), N_("Usual range"), N_("Flag"), N_("Date"), N_("More")),
    kinds=frozenset({"results"}),
    nothing=N_("No test results are on file."),
    is_required=True,
)
_DEEPEST = 3
_COPIES = 3
"""How many reports may show one result; the limit keeps the document in proportion to the record."""


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """Reports with their results, then what no report holds, all in the order of the records."""
    within = {source(member) for data in records for member in _members(data, desk)}
    shown: Counter[str] = Counter()
    for data in records:
        if text(data.get("resourceType")) == "Observation" and source(data) in within:
            continue
        _write_one(section, data, desk, shown)
    for data in records:
        if source(data) in within and not shown[source(data)]:
            _write_one(section, data, desk, shown)


def _write_one(section: Section, data: Json, desk: Desk, shown: Counter[str]) -> None:
    is_report = text(data.get("resourceType")) == "DiagnosticReport" or bool(objs(data.get("hasMember")))
    if not is_report:
        place = section.row(result_cells(lab_result(data, desk.look_up), desk.said(data)))
        organizer = _put_organizer(section.entry(), data, place, desk)
        put_observed(organizer, data, place, desk)
        shown[source(data)] += 1
        return
    view = panel({**data, "result": [], "hasMember": []}, desk.look_up)
    place = section.row(_cells(view, data, desk))
    found = _flat(data, desk, shown)
    organizer = _put_organizer(section.entry(), data, place, desk, part="" if found else "organizer")
    shown[source(data)] += 1
    if not found:
        put_observed(organizer, data, place, desk, words=view.conclusion or view.narrative)
        return
    for member in [data, *found] if says_more(data) else found:
        row = section.row(result_cells(lab_result(member, desk.look_up), desk.said(member), within=True))
        put_observed(organizer, member, row, desk)
        shown[source(member)] += 1


def _members(data: Json, desk: Desk) -> Iterator[Json]:
    """The results a report or panel lists, those that belong in this document."""
    around = desk.around(data)
    for reference in objs(data.get("result")) + objs(data.get("hasMember")):
        found = desk.held(around.find(reference))
        if found.get("resourceType") == "Observation" and source(found) != source(data):
            yield found


def _flat(data: Json, desk: Desk, shown: Counter[str]) -> list[Json]:
    """All results within a report, those of panels within it too, each once."""
    found: dict[str, Json] = {}
    waiting = deque((member, 1) for member in _members(data, desk))
    while waiting:
        member, depth = waiting.popleft()
        name = source(member)
        if name in found or name == source(data) or shown[name] >= _COPIES:
            continue
        found[name] = member
        if depth < _DEEPEST:
            waiting.extend((inner, depth + 1) for inner in _members(member, desk))
    return list(found.values())


def _put_organizer(entry: Element, data: Json, place: str, desk: Desk, *, part: str = "organizer") -> Element:
    made = put(entry, "organizer", classCode="BATTERY", moodCode="EVN")
    put_template(made, "4.1", "2015-08-01")
    put(made, "id", root=desk.id_of(data, part))
    put_concept(made, "code", data.get("code"), first=(LOINC,), told=f"{place}-name")
    put(made, "statusCode", code=state_of(data))
    low, high = span_of(data)
    if stamp(low) or stamp(high):
        span = put(made, "effectiveTime")
        put_time(span, "low", low, null=UNKNOWN)
        put_time(span, "high", high, null=UNKNOWN)
    around = desk.around(data)
    for performer in objs(data.get("performer")):
        put_performer(made, performer, desk, around)
    return made


def _cells(view: Panel, data: Json, desk: Desk) -> list[str]:
    around = desk.around(data)
    listed = objs(data.get("result")) + objs(data.get("hasMember"))
    absent = [clean(one.get("display")) for one in listed if not desk.held(around.find(one))]
    more = lines(
        (t("Status"), view.status),
        (t("Kind"), view.group),
        (t("By"), view.performer),
        (t("Ordered by"), view.ordered_by),
        (t("Specimen"), view.specimen),
        (t("Full name"), view.full_name if view.full_name != view.name else ""),
        (t("Not included here"), joined(*absent)),
        (t("Files"), joined(*(file.title or file.kind for file in view.files))),
        ("", view.narrative),
        ("", notes_of(around.notes())),
        ("", desk.said(data)),
    )
    return [view.name, view.conclusion, "", "", view.taken or view.date, more]
