"""Procedures: what was done, when, by whom, where and why."""

from portal.i18n import N_, t
from portal.integrations.ccda.writing.codes import put_concept
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.parts import notes_of, put_comment, put_reasons, put_status, put_text
from portal.integrations.ccda.writing.people import put_performer, put_place
from portal.integrations.ccda.writing.section import Form, Section, lines
from portal.integrations.ccda.writing.systems import CPT, SNOMED
from portal.integrations.ccda.writing.times import UNKNOWN, put_span, put_time
from portal.integrations.fhir.elements import Json, codes, obj, objs, text
from portal.integrations.fhir.views.procedures import Procedure, procedure
from portal.integrations.fhir.wording.plain import joined

FORM = Form(
    key="procedures",
    template="2.7.1",
    extension="2014-06-09",
    code="47519-4",
    name="History of Procedures",
    title=N_("Procedures"),
    columns=(N_("Procedure"), N_("Date"), N_("Status"), N_("More")),
    kinds=frozenset({"procedures"}),
    nothing=N_("No procedures are on file."),
)
_STATES = {
    "completed": "completed",
    "in-progress": "active",
    "on-hold": "active",
    "stopped": "aborted",
    "not-done": "cancelled",
    "preparation": "active",
}


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """A row and a Procedure Activity for each; one not done is negated."""
    for data in records:
        place = section.row(_cells(procedure(data, desk.look_up), desk.said(data)))
        _put_procedure(section.entry(), data, place, desk)


def _cells(view: Procedure, said: str) -> list[str]:
    more = lines(
        (t("Full name"), view.full_name if view.full_name != view.name else ""),
        (t("Kind"), view.category),
        (t("Why not"), view.why_not),
        (t("By"), joined(*view.performers)),
        (t("Place"), view.place),
        (t("For"), joined(*view.reasons)),
        (t("Body site"), view.body_site),
        (t("Outcome"), view.outcome),
        (t("Complications"), joined(*view.complications)),
        (t("Follow-up"), joined(*view.follow_up)),
        ("", notes_of(view.notes)),
        ("", said),
    )
    return [view.name, view.time or view.date, view.status, more]


def _put_procedure(entry: Element, data: Json, place: str, desk: Desk) -> None:
    status, around = text(data.get("status")), desk.around(data)
    negated = "true" if status == "not-done" else ""
    made = put(entry, "procedure", classCode="PROC", moodCode="EVN", negationInd=negated)
    put_template(made, "4.14", "2014-06-09")
    put(made, "id", root=desk.id_of(data))
    put_concept(made, "code", data.get("code"), first=(SNOMED, CPT), told=f"{place}-name")
    put_text(made, place)
    put_status(made, _STATES.get(status, ""))
    period = obj(data.get("performedPeriod"))
    if period:
        put_span(made, period.get("start"), period.get("end"), over=status == "completed")
    else:
        put_time(made, "effectiveTime", data.get("performedDateTime"), null=UNKNOWN)
    for site in objs(data.get("bodySite")):
        if codes(site):
            put_concept(made, "targetSiteCode", site, first=(SNOMED,))
    for performer in objs(data.get("performer")):
        put_performer(made, performer.get("actor"), desk, around)
    put_place(made, data.get("location"), around)
    put_reasons(made, data, desk, around, ("reasonCode", "reasonReference"))
    if desk.said(data):
        put_comment(made, place)
