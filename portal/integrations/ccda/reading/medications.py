"""Medicines and vaccinations: C-CDA's substance administrations."""

import re

from portal.i18n import t
from portal.integrations.ccda.reading.coded import Json, concept, named, quantity
from portal.integrations.ccda.reading.elements import (
    Node,
    attr,
    decimal,
    is_negated,
    is_null,
    kid,
    kids,
    kind_of,
    related,
    value,
    words,
)
from portal.integrations.ccda.reading.findings import Findings
from portal.integrations.ccda.reading.people import actor, recorded
from portal.integrations.ccda.reading.times import point, start, timed

MEDICATION, IMMUNIZATION = "16", "52"
_STATUS = {
    "active": "active",
    "completed": "completed",
    "aborted": "stopped",
    "suspended": "on-hold",
    "held": "on-hold",
    "nullified": "entered-in-error",
}
_GENERIC = {"", "410942007", "105590001"}
_UNITS = {"s", "min", "h", "d", "wk", "mo", "a"}
_MEALS = {"IC": "C", "ICM": "CM", "ICD": "CD", "ICV": "CV"}
_MOMENTS = {"HS", "WAKE", "C", "CM", "CD", "CV", "AC", "ACM", "ACD", "ACV", "PC", "PCM", "PCD", "PCV"}


def medication(node: Node, found: Findings) -> None:
    """A MedicationStatement of what is or was taken, a MedicationRequest (a plan) of what is to be."""
    drug, is_plan = _product(node, found), attr(node, "moodCode") == "INT"
    if not drug or attr(node, "moodCode") not in ("EVN", "INT") or _says_none(node, is_plan=is_plan):
        return
    status = _STATUS.get(value(node, "statusCode", "code"), "unknown")
    at, by = recorded(node)
    shared = {
        "medicationCodeableConcept": drug,
        "subject": found.subject,
        "reasonCode": _reasons(node, found),
        "note": found.notes(node),
    }
    dosage = _dosage(node, found)
    if is_plan:
        order = {"authoredOn": at, "requester": {"display": by} if by else {}, "dosageInstruction": dosage}
        found.add("MedicationRequest", node, {"status": status, "intent": "plan", **shared, **order})
        return
    if is_negated(node) and status != "entered-in-error":
        status = "not-taken"
    taken = {**timed(_span(node), "effective"), "dateAsserted": at, "dosage": dosage}
    found.add("MedicationStatement", node, {"status": status, **shared, **taken})


def immunization(node: Node, found: Findings) -> None:
    """An Immunization given, or not given and why. One that is only planned is left to the document."""
    status = _immunization_status(node)
    material = kid(node, "consumable/manufacturedProduct/manufacturedMaterial")
    vaccine = named(concept(kid(material, "code"), found.texts), words(kid(material, "name")))
    time = kid(node, "effectiveTime")
    at = point(time) or start(time)
    if not status or not vaccine or (status == "not-done" and not at):
        return
    performers = [name for one in kids(node, "performer") if (name := actor(one))]
    maker = words(kid(node, "consumable/manufacturedProduct/manufacturerOrganization/name"))
    shot = {
        "status": status,
        "statusReason": next(iter(_refusals(node, found)), {}) if status == "not-done" else {},
        "vaccineCode": vaccine,
        "patient": found.subject,
        **({"occurrenceDateTime": at} if at else {"occurrenceString": t("Date not known")}),
        "recorded": recorded(node)[0],
        "manufacturer": {"display": maker} if maker else {},
        "lotNumber": words(kid(material, "lotNumberText")),
        "site": concept(kid(node, "approachSiteCode"), found.texts),
        "route": concept(kid(node, "routeCode"), found.texts),
        "doseQuantity": quantity(kid(node, "doseQuantity")),
        "performer": [{"actor": {"display": name}} for name in performers],
        "note": found.notes(node),
        "protocolApplied": _dose_number(node),
    }
    found.add("Immunization", node, shot)


def _says_none(node: Node, *, is_plan: bool) -> bool:
    """Whether it only says that there is no medicine at all, or that one is not planned."""
    codes = kids(node, "consumable/manufacturedProduct/manufacturedMaterial/code")
    return is_negated(node) and (is_plan or any(attr(one, "code") in _GENERIC for one in codes))


def _product(node: Node, found: Findings) -> Json:
    material = kid(node, "consumable/manufacturedProduct/manufacturedMaterial")
    return named(concept(kid(material, "code"), found.texts), words(kid(material, "name")))


def _span(node: Node) -> Node | None:
    """The effectiveTime that says from when to when, not the one that says how often."""
    times = (one for one in kids(node, "effectiveTime") if kind_of(one) in ("IVL_TS", "TS", ""))
    return next(times, None)


def _reasons(node: Node, found: Findings) -> list[Json]:
    said = (concept(kid(one, "value"), found.texts) for one in related(node, "19") if not is_negated(one))
    return [reason for reason in said if reason]


def _dosage(node: Node, found: Findings) -> list[Json]:
    """How to take it: whole or not at all, for half an instruction could do harm."""
    free = next((said for one in related(node, "147") if (said := found.texts.said(kid(one, "text")))), "")
    if free:
        return [{"text": free}]
    dose, timing = _dose(node), _timing(node)
    if dose is None or timing is None:
        return []
    needed = kid(node, "precondition")
    why = concept(kid(needed, "criterion/value"), found.texts)
    if needed is not None:
        timing = {**timing, **({"asNeededCodeableConcept": why} if why else {"asNeededBoolean": True})}
    route = concept(kid(node, "routeCode"), found.texts)
    if not dose and not timing:
        return []
    return [{**timing, **({"route": route} if route else {}), **({"doseAndRate": [dose]} if dose else {})}]


def _dose(node: Node) -> Json | None:
    """Dose and rate; empty when neither is said, None when one is said in a way we cannot keep."""
    found: Json = {}
    for element, name in (("doseQuantity", "doseQuantity"), ("rateQuantity", "rateQuantity")):
        one = kid(node, element)
        if one is None or is_null(one):
            continue
        amount = quantity(one)
        if not amount:
            return None
        unit = value(node, "administrationUnitCode", "displayName") if element == "doseQuantity" else ""
        found[name] = amount if "unit" in amount or not unit else {**amount, "unit": unit}
    return found


def _timing(node: Node) -> Json | None:
    """How often; empty when that is not said, None when it is said in a way we cannot keep."""
    often = [one for one in kids(node, "effectiveTime") if kind_of(one) not in ("IVL_TS", "TS", "")]
    often = [one for one in often if not is_null(one)]
    if not often:
        return {}
    if len(often) > 1:
        return None
    repeat = _event(often[0]) if kind_of(often[0]) == "EIVL_TS" else _period(often[0])
    return {"timing": {"repeat": repeat}} if repeat else None


def _event(node: Node) -> Json:
    code = value(node, "event", "code")
    code = _MEALS.get(code, code)
    has_offset = kid(node, "offset") is not None
    return {"when": [code]} if code in _MOMENTS and not has_offset else {}


def _period(node: Node) -> Json:
    """ "Every 12 hours" or "every 4 to 6 hours"."""
    if kind_of(node) != "PIVL_TS":
        return {}
    span = kid(node, "period")
    low, high = (kid(span, "low"), kid(span, "high")) if kid(span, "low") is not None else (span, None)
    number, most, unit = decimal(attr(low, "value")), decimal(attr(high, "value")), attr(low, "unit")
    if number is None or number <= 0 or unit not in _UNITS:
        return {}
    if high is not None and (most is None or attr(high, "unit") != unit):
        return {}
    longest = {"periodMax": most} if most is not None else {}
    return {"frequency": 1, "period": number, **longest, "periodUnit": unit}


def _immunization_status(node: Node) -> str:
    said = value(node, "statusCode", "code")
    if attr(node, "moodCode") != "EVN":
        return ""
    if said == "nullified":
        return "entered-in-error"
    if is_negated(node) or said in ("cancelled", "aborted"):
        return "not-done"
    return "completed" if said == "completed" else ""


def _refusals(node: Node, found: Findings) -> list[Json]:
    return [code for one in related(node, "53") if (code := concept(kid(one, "code"), found.texts))]


def _dose_number(node: Node) -> list[Json]:
    number = value(node, "repeatNumber")
    is_number = bool(re.fullmatch(r"[1-9]\d{0,2}", number))
    return [{"doseNumberPositiveInt": int(number)}] if is_number else []
