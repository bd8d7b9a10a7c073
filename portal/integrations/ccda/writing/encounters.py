"""Visits: what kind, when, with whom, where, why, and what was found."""

from portal.i18n import N_, t
from portal.integrations.ccda.writing.codes import known_code, put_code, put_concept
from portal.integrations.ccda.writing.elements import Element, put, put_sdtc, put_template
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.parts import put_comment, put_problem, put_reasons, put_status, put_text
from portal.integrations.ccda.writing.people import put_performer, put_place
from portal.integrations.ccda.writing.section import Form, Section, lines
from portal.integrations.ccda.writing.systems import ACT_CODE, CPT, LOINC, SNOMED
from portal.integrations.ccda.writing.times import put_span
from portal.integrations.fhir.elements import Json, at, codings, first, obj, objs, text
from portal.integrations.fhir.views.visits import Visit, visit
from portal.integrations.fhir.wording.plain import joined

FORM = Form(
    key="visits",
    template="2.22.1",
    extension="2015-08-01",
    code="46240-8",
    name="History of Hospitalizations and Outpatient visits",
    title=N_("Visits"),
    columns=(N_("Visit"), N_("When"), N_("Status"), N_("With"), N_("More")),
    kinds=frozenset({"visits"}),
    nothing=N_("No visits are on file."),
)
_STATES = {"finished": "completed", "in-progress": "active", "onleave": "active", "arrived": "active",
           "triaged": "active"}  # fmt: skip
NOT_YET = ("planned",)
_NEVER = ("cancelled",)
_NUBC = "2.16.840.1.113883.6.301.5"


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """A row for each visit, and an Encounter Activity for those that took place or are going on.

    Planned ones get their entry in the plan; canceled ones are told in words only.
    """
    for data in records:
        view = visit(data, desk.look_up)
        place = section.row(_cells(view, desk.said(data)))
        if text(data.get("status")) not in (*NOT_YET, *_NEVER):
            _put_visit(section.entry(), data, place, desk)


def _cells(view: Visit, said: str) -> list[str]:
    more = lines(
        (t("Kind"), view.setting if view.setting != view.name else ""),
        (t("Place"), joined(view.place, view.organization)),
        (t("For"), joined(*view.reasons)),
        (t("Diagnoses"), joined(*view.diagnoses)),
        (t("Left for"), view.discharge),
        ("", view.narrative),
        ("", said),
    )
    return [view.name, view.time or view.date, view.status, joined(*view.clinicians), more]


def _put_visit(entry: Element, data: Json, place: str, desk: Desk) -> None:
    status, around, period = text(data.get("status")), desk.around(data), obj(data.get("period"))
    made = put(entry, "encounter", classCode="ENC", moodCode="EVN")
    put_template(made, "4.49", "2015-08-01")
    put(made, "id", root=desk.id_of(data))
    put_kind(made, data, f"{place}-name")
    put_text(made, place)
    put_status(made, _STATES.get(status, ""))
    put_span(made, period.get("start"), period.get("end"), over=status == "finished")
    _put_discharge(made, data)
    for one in objs(data.get("participant")):
        put_performer(made, one.get("individual"), desk, around)
    for one in objs(data.get("location")):
        put_place(made, one.get("location"), around)
    if not objs(data.get("location")):
        put_place(made, data.get("serviceProvider"), around)
    put_reasons(made, data, desk, around, ("reasonCode", "reasonReference"))
    _put_diagnoses(made, data, desk)
    if desk.said(data):
        put_comment(made, place)


def put_kind(made: Element, data: Json, told: str) -> None:
    """What kind of visit: all its types, and its class as a translation."""
    own = [coding for one in objs(data.get("type")) for coding in codings(one)]
    whole = {"coding": [*own, *codings(data.get("class"))], "text": first(data.get("type")).get("text")}
    put_concept(made, "code", whole, first=(CPT, SNOMED, ACT_CODE), told=told)


def _put_discharge(made: Element, data: Json) -> None:
    disposition = at(data, "hospitalization.dischargeDisposition")
    code = known_code(disposition, (_NUBC,))
    if code:
        put_sdtc(made, "dischargeDispositionCode", code=code, codeSystem=_NUBC)


def _put_diagnoses(made: Element, data: Json, desk: Desk) -> None:
    """The conditions found at the visit (Encounter Diagnosis), as far as they are in this document."""
    around = desk.around(data)
    for index, one in enumerate(objs(data.get("diagnosis"))):
        found = desk.held(around.find(one.get("condition")))
        if found.get("resourceType") != "Condition":
            continue
        act = put(put(made, "entryRelationship", typeCode="COMP"), "act", classCode="ACT", moodCode="EVN")
        put_template(act, "4.80", "2015-08-01")
        put(act, "id", root=desk.id_of(data, f"diagnosis-{index}"))
        put_code(act, "code", "29308-4", LOINC, "Diagnosis")
        link = put(act, "entryRelationship", typeCode="SUBJ")
        put_problem(link, found, desk)
