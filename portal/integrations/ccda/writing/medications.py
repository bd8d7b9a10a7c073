"""Medications: prescribed, reported, given or filled, each with how it is taken."""

from typing import Any

from portal.i18n import N_, t
from portal.integrations.ccda.writing.codes import put_code, put_concept
from portal.integrations.ccda.writing.doses import only_step, put_doses
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.parts import notes_of, put_comment, put_reasons, put_status, put_text
from portal.integrations.ccda.writing.people import put_author, put_performer
from portal.integrations.ccda.writing.quantities import put_quantity
from portal.integrations.ccda.writing.section import Form, Section, lines
from portal.integrations.ccda.writing.systems import ACT_CODE, LOINC, RXNORM
from portal.integrations.ccda.writing.times import UNKNOWN, put_span, put_time, stamp
from portal.integrations.fhir.elements import Json, at, first, obj, objs, text
from portal.integrations.fhir.views.medications import Medication, medication
from portal.integrations.fhir.wording.numbers import decimal
from portal.integrations.fhir.wording.plain import clean, joined

FORM = Form(
    key="medications",
    template="2.1.1",
    extension="2014-06-09",
    code="10160-0",
    name="History of Medication use",
    title=N_("Medications"),
    columns=(N_("Medicine"), N_("How to take it"), N_("Status"), N_("Date"), N_("More")),
    kinds=frozenset({"medications"}),
    nothing=N_("No medications are on file."),
    is_required=True,
)
_STATES = {
    "active": "active",
    "in-progress": "active",
    "on-hold": "suspended",
    "completed": "completed",
    "stopped": "aborted",
    "cancelled": "cancelled",
    "declined": "cancelled",
    "draft": "new",
    "intended": "new",
    "preparation": "new",
    "not-taken": "completed",
    "not-done": "completed",
}
_NOT_DONE = ("not-taken", "not-done")
_OVER = ("completed", "stopped", "cancelled")
_PLANNED = ("MedicationRequest", "MedicationDispense")


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """A row and a Medication Activity for each; what is not to be taken is negated."""
    for data in records:
        view = medication(data, desk.look_up)
        forbidden = t("Not to be taken") if data.get("doNotPerform") is True else ""
        place = section.row(_cells(view, forbidden, desk.said(data)))
        _put_medication(section.entry(), data, view, place, desk)


def _cells(view: Medication, forbidden: str, said: str) -> list[str]:
    more = lines(
        ("", forbidden),
        (t("Kind"), view.origin),
        (t("Prescribed by"), view.prescriber),
        (t("For"), joined(*view.reasons)),
        (t("Why"), view.status_reason),
        (t("Amount"), view.quantity),
        (t("Refills"), view.refills),
        (t("Lasts"), view.supply),
        (t("Valid"), view.valid),
        ("", notes_of(view.notes)),
        ("", said),
    )
    return [view.name, "\n".join(view.instructions), view.status, view.date, more]


def _put_medication(entry: Element, data: Json, view: Medication, place: str, desk: Desk) -> None:
    kind, status, around = text(data.get("resourceType")), text(data.get("status")), desk.around(data)
    mood = "INT" if kind in _PLANNED or status == "intended" else "EVN"
    negated = "true" if status in _NOT_DONE or data.get("doNotPerform") is True else ""
    made = put(entry, "substanceAdministration", classCode="SBADM", moodCode=mood, negationInd=negated)
    put_template(made, "4.16", "2014-06-09")
    put(made, "id", root=desk.id_of(data))
    put_text(made, place)
    put_status(made, _STATES.get(status, ""))
    _put_time(made, data)
    put_doses(made, data)
    _put_product(put(made, "consumable"), data, desk, f"{place}-name")
    if kind == "MedicationAdministration":
        for performer in objs(data.get("performer")):
            put_performer(made, performer.get("actor"), desk, around)
    put_author(made, data.get("requester") or data.get("informationSource"), _written(data), desk, around)
    put_reasons(made, data, desk, around, ("reasonCode", "reasonReference"))
    if view.instructions:
        _put_words(made, place)
    _put_supply(made, data, desk)
    if desk.said(data):
        put_comment(made, place)
    _put_as_needed(made, data)


def _put_time(made: Element, data: Json) -> None:
    """When it is taken: as the dosage or the record says; the day it was ordered is its author's."""
    when = data.get("effectiveDateTime")
    if stamp(when) and text(data.get("resourceType")) == "MedicationAdministration":
        put_time(made, "effectiveTime", when)
        return
    bounds = obj(at(only_step(data), "timing.repeat.boundsPeriod")) or obj(data.get("effectivePeriod"))
    bounds = bounds or obj(at(data, "dispenseRequest.validityPeriod"))
    over = text(data.get("status")) in _OVER
    put_span(made, bounds.get("start") or when, bounds.get("end"), xsi="IVL_TS", over=over)


def _written(data: Json) -> Any:
    return data.get("authoredOn") or data.get("dateAsserted")


def _put_product(parent: Element, data: Json, desk: Desk, told: str) -> None:
    product = put(parent, "manufacturedProduct", classCode="MANU")
    put_template(product, "4.23", "2014-06-09")
    found = desk.around(data).find(data.get("medicationReference"))
    named: Any = data.get("medicationCodeableConcept") or found.get("code")
    named = named or {"text": clean(obj(data.get("medicationReference")).get("display"))}
    material = put(product, "manufacturedMaterial")
    put_concept(material, "code", named, first=(RXNORM,), told=told)
    lot = clean(at(found, "batch.lotNumber"))
    if lot:
        put(material, "lotNumberText", lot)


def _put_words(made: Element, place: str) -> None:
    """The instructions as they are read (Medication Free Text Sig)."""
    link = put(made, "entryRelationship", typeCode="COMP")
    sig = put(link, "substanceAdministration", classCode="SBADM", moodCode=made.get("moodCode") or "")
    put_template(sig, "4.147")
    put_code(sig, "code", "76662-6", LOINC, "Instructions Medication")
    put_text(sig, place)
    product = put(put(sig, "consumable"), "manufacturedProduct")
    put(product, "manufacturedLabeledDrug", nullFlavor="NA")


def _put_supply(made: Element, data: Json, desk: Desk) -> None:
    """What the pharmacy is to give (Medication Supply Order) or gave (Medication Dispense)."""
    order, gave = obj(data.get("dispenseRequest")), text(data.get("resourceType")) == "MedicationDispense"
    if not order and not gave:
        return
    link = put(made, "entryRelationship", typeCode="REFR")
    supply = put(link, "supply", classCode="SPLY", moodCode="EVN" if gave else "INT")
    put_template(supply, "4.18" if gave else "4.17", "2014-06-09")
    put(supply, "id", root=desk.id_of(data, "supply"))
    put_status(supply, _STATES.get(text(data.get("status")), ""))
    if gave:
        put_time(
            supply, "effectiveTime", data.get("whenHandedOver") or data.get("whenPrepared"), null=UNKNOWN
        )
    elif obj(order.get("validityPeriod")):
        period = obj(order.get("validityPeriod"))
        put_span(supply, period.get("start"), period.get("end"), xsi="IVL_TS")
    refills = decimal(order.get("numberOfRepeatsAllowed"))
    if refills is not None and 0 <= refills < 1000:
        put(supply, "repeatNumber", value=str(int(refills) + 1))
    put_quantity(supply, "quantity", data.get("quantity") if gave else order.get("quantity"))
    if gave:
        _put_product(put(supply, "product"), data, desk, "")
        put_performer(supply, obj(first(data.get("performer")).get("actor")), desk, desk.around(data))


def _put_as_needed(made: Element, data: Json) -> None:
    """Only when needed, and for what (Precondition for Substance Administration)."""
    step = only_step(data)
    reason = step.get("asNeededCodeableConcept")
    if step.get("asNeededBoolean") is not True and not obj(reason):
        return
    criterion = put(put(made, "precondition", typeCode="PRCN"), "criterion")
    put_template(criterion, "4.25", "2014-06-09")
    put_code(criterion, "code", "ASSERTION", ACT_CODE)
    put_concept(criterion, "value", reason, xsi="CD")
