"""The plan of treatment: what care plans still want done, and visits that are to come."""

from portal.i18n import N_, t
from portal.integrations.ccda.writing.codes import put_concept
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.encounters import NOT_YET, put_kind
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.parts import notes_of, put_comment, put_text
from portal.integrations.ccda.writing.section import Form, Section, lines
from portal.integrations.ccda.writing.systems import LOINC, SNOMED
from portal.integrations.ccda.writing.times import put_span, put_time, stamp, start_of
from portal.integrations.fhir.elements import Json, codes, obj, objs, text
from portal.integrations.fhir.views.care_plans import CarePlan, care_plan
from portal.integrations.fhir.views.visits import visit
from portal.integrations.fhir.wording.names import concept
from portal.integrations.fhir.wording.plain import clean, joined

FORM = Form(
    key="plan",
    template="2.10",
    extension="2014-06-09",
    code="18776-5",
    name="Plan of care note",
    title=N_("Care plans and visits to come"),
    columns=(N_("Plan"), N_("What to do"), N_("Status"), N_("When"), N_("More")),
    kinds=frozenset({"care-plans", "visits"}),
    nothing=N_("No care plans and no visits to come are on file."),
    needs_entries=False,
)
_STILL_TO_DO = ("", "not-started", "scheduled", "in-progress", "on-hold", "unknown")


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """A row for each plan and each visit to come; entries for what is still to be done."""
    for data in records:
        if data.get("resourceType") == "CarePlan":
            _write_plan(section, data, desk)
        elif text(data.get("status")) in NOT_YET:
            _write_visit(section, data, desk)


def _write_plan(section: Section, data: Json, desk: Desk) -> None:
    wanted = [one for one in objs(data.get("activity")) if not _is_forbidden(one)]
    view = care_plan({**data, "activity": wanted}, desk.look_up)
    place = section.row(_cells(view, _forbidden(data), desk.said(data)))
    if text(data.get("status")) != "active":
        return
    around = desk.around(data)
    for index, one in enumerate(objs(data.get("activity"))):
        detail = obj(one.get("detail")) or around.find(one.get("reference"))
        if text(detail.get("status")) in _STILL_TO_DO and not _is_forbidden(one):
            _put_act(section.entry(), data, detail, f"activity-{index}", place, desk)
    if not objs(data.get("activity")):
        _put_act(section.entry(), data, {"code": _telling(data)}, "", place, desk)


def _cells(view: CarePlan, forbidden: str, said: str) -> list[str]:
    to_do = "\n".join(joined(one.name, one.status, one.when, one.detail) for one in view.activities)
    more = lines(
        (t("Not to do"), forbidden),
        ("", view.description),
        (t("Goals"), joined(*view.goals)),
        (t("For"), joined(*view.conditions)),
        (t("Care team"), joined(*view.team)),
        (t("By"), view.author),
        ("", view.narrative),
        ("", notes_of(view.notes)),
        ("", said),
    )
    return [view.name, to_do, view.status, view.period, more]


def _forbidden(data: Json) -> str:
    """What the plan says must not be done."""
    banned = [obj(one.get("detail")) for one in objs(data.get("activity")) if _is_forbidden(one)]
    return joined(*(concept(one.get("code")) or clean(one.get("description")) for one in banned))


def _is_forbidden(activity: Json) -> bool:
    return obj(activity.get("detail")).get("doNotPerform") is True


def _telling(data: Json) -> Json:
    found = [one for one in objs(data.get("category")) if "assess-plan" not in codes(one)]
    return next(iter(found), {"text": clean(data.get("title"))})


def _put_act(entry: Element, data: Json, detail: Json, part: str, place: str, desk: Desk) -> None:
    made = put(entry, "act", classCode="ACT", moodCode="INT")
    put_template(made, "4.39", "2014-06-09")
    put(made, "id", root=desk.id_of(data, part))
    named = detail.get("code")
    what = named if codes(named) or concept(named) else {"text": clean(detail.get("description"))}
    put_concept(made, "code", what, first=(SNOMED, LOINC))
    put_text(made, place)
    put(made, "statusCode", code="active")
    period = obj(detail.get("scheduledPeriod"))
    if stamp(period.get("start")) or stamp(period.get("end")):
        put_span(made, period.get("start"), period.get("end"))
    elif stamp(start_of(detail, "scheduled")):
        put_time(made, "effectiveTime", start_of(detail, "scheduled"))
    if desk.said(data):
        put_comment(made, place)


def _write_visit(section: Section, data: Json, desk: Desk) -> None:
    view = visit(data, desk.look_up)
    more = lines((t("With"), joined(*view.clinicians)), (t("Place"), view.place), ("", desk.said(data)))
    cells = [view.name, joined(*view.reasons), view.status, view.time or view.date, more]
    place = section.row(cells)
    made = put(section.entry(), "encounter", classCode="ENC", moodCode="INT")
    put_template(made, "4.40", "2014-06-09")
    put(made, "id", root=desk.id_of(data))
    put_kind(made, data, f"{place}-name")
    put_text(made, place)
    put(made, "statusCode", code="active")
    period = obj(data.get("period"))
    if stamp(period.get("start")):
        put_span(made, period.get("start"), period.get("end"))
