"""Conditions: each a concern with the problem in it, since when, and how it stands."""

from portal.i18n import N_, t
from portal.integrations.ccda.writing.codes import put_code
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.parts import (
    ACTIVE,
    INACTIVE,
    RESOLVED,
    clinical,
    end_of_problem,
    notes_of,
    put_comment,
    put_inner,
    put_problem,
    verified,
)
from portal.integrations.ccda.writing.people import put_author
from portal.integrations.ccda.writing.section import Form, Section, lines
from portal.integrations.ccda.writing.systems import ACT_CLASS, LOINC, SNOMED
from portal.integrations.ccda.writing.times import put_span, stamp
from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.views.conditions import Condition, condition

FORM = Form(
    key="problems",
    template="2.5.1",
    extension="2015-08-01",
    code="11450-4",
    name="Problem list",
    title=N_("Conditions"),
    columns=(N_("Condition"), N_("Status"), N_("Began"), N_("Ended"), N_("More")),
    kinds=frozenset({"conditions"}),
    nothing=N_("No conditions are on file."),
    is_required=True,
)
_STATES = {
    "active": ACTIVE,
    "inactive": INACTIVE,
    "resolved": RESOLVED,
    "remission": ("277022003", SNOMED, "Remission phase"),
    "recurrence": ("246455001", SNOMED, "Recurrence"),
    "relapse": ("263855007", SNOMED, "Relapse phase"),
}
_OVER = ("inactive", "resolved", "remission")
_NOT_SURE = ("unconfirmed", "provisional", "differential")


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """A row and a concern for each Condition."""
    for data in records:
        place = section.row(_cells(condition(data, desk.look_up), desk.said(data)))
        _put_concern(section.entry(), data, place, desk)


def _cells(view: Condition, said: str) -> list[str]:
    more = lines(
        (t("Full name"), view.full_name if view.full_name != view.name else ""),
        (t("How sure"), view.certainty),
        (t("Kind"), view.category),
        (t("Severity"), view.severity),
        (t("Stage"), view.stage),
        (t("Body site"), view.body_site),
        (t("Noted"), view.recorded),
        (t("Noted by"), view.noted_by),
        ("", notes_of(view.notes)),
        ("", said),
    )
    return [view.name, view.status, view.began, view.ended, more]


def _put_concern(entry: Element, data: Json, place: str, desk: Desk) -> None:
    over = clinical(data) in _OVER or (not clinical(data) and bool(stamp(end_of_problem(data))))
    act = put(entry, "act", classCode="ACT", moodCode="EVN")
    put_template(act, "4.3", "2015-08-01")
    put(act, "id", root=desk.id_of(data))
    put_code(act, "code", "CONC", ACT_CLASS, "Concern")
    put(act, "statusCode", code="completed" if over else "active")
    put_span(act, data.get("recordedDate"), end_of_problem(data) if over else None, over=over)
    around = desk.around(data)
    for who in ("recorder", "asserter"):
        if put_author(act, data.get(who), data.get("recordedDate"), desk, around):
            break
    problem = put_problem(put(act, "entryRelationship", typeCode="SUBJ"), data, desk, told=place)
    _put_status(problem, clinical(data))
    if verified(data) in _NOT_SURE or desk.said(data):
        put_comment(problem, place)


def _put_status(problem: Element, status: str) -> None:
    if status in _STATES:
        inner = put_inner(problem, "REFR")
        put_template(inner, "4.6", "2019-06-20")
        put_code(inner, "code", "33999-4", LOINC, "Status")
        put(inner, "statusCode", code="completed")
        put_code(inner, "value", *_STATES[status], xsi="CD")
