"""Immunizations: which vaccine, when, and why not when it was not given."""

from portal.i18n import N_, t
from portal.integrations.ccda.writing.codes import put_code, put_concept
from portal.integrations.ccda.writing.doses import put_route
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.parts import notes_of, put_comment, put_inner, put_reasons, put_text
from portal.integrations.ccda.writing.people import put_performer
from portal.integrations.ccda.writing.quantities import put_quantity, real
from portal.integrations.ccda.writing.section import Form, Section, lines
from portal.integrations.ccda.writing.systems import ACT_REASON, CVX
from portal.integrations.ccda.writing.times import UNKNOWN, put_time
from portal.integrations.fhir.elements import Json, codes, first, obj, objs, text
from portal.integrations.fhir.views.immunizations import Immunization, immunization
from portal.integrations.fhir.wording.numbers import decimal
from portal.integrations.fhir.wording.plain import clean, joined

FORM = Form(
    key="immunizations",
    template="2.2.1",
    extension="2015-08-01",
    code="11369-6",
    name="History of Immunization",
    title=N_("Immunizations"),
    columns=(N_("Vaccine"), N_("Date"), N_("Status"), N_("Dose"), N_("More")),
    kinds=frozenset({"immunizations"}),
    nothing=N_("No immunizations are on file."),
)
_REASONS = {
    "IMMUNE": "immunity",
    "MEDPREC": "medical precaution",
    "OSTOCK": "product out of stock",
    "PATOBJ": "patient objection",
    "PHILISOP": "philosophical objection",
    "RELIG": "religious objection",
    "VACEFF": "vaccine efficacy concerns",
    "VACSAF": "vaccine safety concerns",
}


def write(section: Section, records: list[Json], desk: Desk) -> None:
    """A row and an Immunization Activity for each; one not given is negated."""
    for data in records:
        place = section.row(_cells(immunization(data, desk.look_up), desk.said(data)))
        _put_shot(section.entry(), data, place, desk)


def _cells(view: Immunization, said: str) -> list[str]:
    more = lines(
        (t("Why not"), view.why_not),
        (t("Protects against"), joined(*view.protects_against)),
        (t("Lot number"), view.lot),
        (t("Use by"), view.expires),
        (t("Maker"), view.maker),
        (t("Where on the body"), view.site),
        (t("How"), view.route),
        (t("Given by"), view.given_by),
        (t("Place"), view.place),
        (t("Source"), view.reported),
        ("", notes_of(view.notes)),
        ("", said),
    )
    return [view.name, view.date, view.status, joined(view.dose, view.amount), more]


def _put_shot(entry: Element, data: Json, place: str, desk: Desk) -> None:
    refused = text(data.get("status")) == "not-done"
    made = put(
        entry, "substanceAdministration",
        classCode="SBADM", moodCode="EVN", negationInd="true" if refused else "false",
    )  # fmt: skip
    put_template(made, "4.52", "2015-08-01")
    put(made, "id", root=desk.id_of(data))
    put_text(made, place)
    put(made, "statusCode", code="completed")
    put_time(made, "effectiveTime", data.get("occurrenceDateTime"), null=UNKNOWN)
    number = decimal(obj(first(data.get("protocolApplied"))).get("doseNumberPositiveInt"))
    if number is not None and 0 < number < 1000:
        put(made, "repeatNumber", value=str(int(number)))
    put_route(made, data.get("route"))
    if codes(data.get("site")):
        put_concept(made, "approachSiteCode", data.get("site"))
    amount = obj(data.get("doseQuantity"))
    if real(amount.get("value")) and not text(amount.get("comparator")):
        put_quantity(made, "doseQuantity", amount)
    _put_vaccine(made, data, f"{place}-name", desk)
    _put_around(made, data, place, desk)


def _put_vaccine(made: Element, data: Json, told: str, desk: Desk) -> None:
    product = put(put(made, "consumable"), "manufacturedProduct", classCode="MANU")
    put_template(product, "4.54", "2014-06-09")
    material = put(product, "manufacturedMaterial")
    put_concept(material, "code", data.get("vaccineCode"), first=(CVX,), told=told)
    lot = clean(data.get("lotNumber"))
    if lot:
        put(material, "lotNumberText", lot)
    maker = desk.around(data).name(data.get("manufacturer"))
    if maker:
        put(put(product, "manufacturerOrganization"), "name", maker)


def _put_around(made: Element, data: Json, place: str, desk: Desk) -> None:
    around = desk.around(data)
    for performer in objs(data.get("performer")):
        put_performer(made, performer.get("actor"), desk, around)
    put_reasons(made, data, desk, around, ("reasonCode", "reasonReference"))
    if text(data.get("status")) == "not-done" and objs(data.get("statusReason")):
        _put_why_not(put_inner(made, "RSON"), data, desk)
    if desk.said(data):
        put_comment(made, place)


def _put_why_not(inner: Element, data: Json, desk: Desk) -> None:
    """Why it was not given (Immunization Refusal Reason)."""
    reason = data.get("statusReason")
    put_template(inner, "4.53")
    put(inner, "id", root=desk.id_of(data, "why-not"))
    code = next((code for code in codes(reason) if code in _REASONS), "")
    if code:
        put_code(inner, "code", code, ACT_REASON, _REASONS[code])
    else:
        put_concept(inner, "code", reason)
    put(inner, "statusCode", code="completed")
