"""Visits and procedures."""

from portal.integrations.ccda.reading.coded import Json, coding, concept, named
from portal.integrations.ccda.reading.conditions import problems
from portal.integrations.ccda.reading.elements import (
    Node,
    attr,
    is_negated,
    kid,
    kids,
    related,
    value,
    words,
)
from portal.integrations.ccda.reading.findings import Findings
from portal.integrations.ccda.reading.people import actor
from portal.integrations.ccda.reading.times import period, start, timed
from portal.integrations.fhir.dates import instant

ENCOUNTER, PROCEDURES = "49", ("12", "13", "14")
_ACT_CODE = "2.16.840.1.113883.5.4"
_UNKNOWN = {"system": "http://terminology.hl7.org/CodeSystem/v3-NullFlavor", "code": "UNK"}
_GENERIC = {"", "71388002"}
_DONE = {
    "completed": "completed",
    "active": "in-progress",
    "aborted": "stopped",
    "cancelled": "not-done",
    "nullified": "entered-in-error",
}
_VISITED = {
    "completed": "finished",
    "active": "in-progress",
    "cancelled": "cancelled",
    "aborted": "cancelled",
    "nullified": "entered-in-error",
}


def visit(node: Node, found: Findings) -> None:
    """An Encounter, and the diagnoses made in it."""
    if is_negated(node) or attr(node, "moodCode") not in ("", "EVN"):
        return
    diagnoses = [
        own for act in related(node, "80") for own in problems(act, found, category="encounter-diagnosis")
    ]
    people = [name for one in kids(node, "performer") if (name := actor(one))]
    left = concept(kid(node, "sdtc:dischargeDispositionCode"), found.texts)
    encounter = {
        "status": _visit_status(node, found),
        "class": _setting(kid(node, "code")),
        "type": [kind] if (kind := concept(kid(node, "code"), found.texts)) else [],
        "subject": found.subject,
        "participant": [{"individual": {"display": name}} for name in dict.fromkeys(people)],
        "period": period(kid(node, "effectiveTime")),
        "reasonCode": _reasons(node, found),
        "diagnosis": [{"condition": {"reference": f"Condition/{own}"}} for own in diagnoses],
        "hospitalization": {"dischargeDisposition": left} if left else {},
        "location": [{"location": {"display": place}} for place in _places(node)],
    }
    found.add("Encounter", node, encounter)


def procedure(node: Node, found: Findings) -> None:
    """A Procedure done, or not done."""
    name = found.texts.said(kid(node, "text"))
    code = named(concept(kid(node, "code"), found.texts), name)
    if not code or attr(node, "moodCode") not in ("", "EVN"):
        return
    if is_negated(node) and value(node, "code", "code") in _GENERIC:
        return
    status = _DONE.get(value(node, "statusCode", "code"), "unknown")
    people = [who for one in kids(node, "performer") if (who := actor(one))]
    sites = [site for one in kids(node, "targetSiteCode") if (site := concept(one, found.texts))]
    done = {
        "status": "not-done" if is_negated(node) and status != "entered-in-error" else status,
        "code": code,
        "subject": found.subject,
        **timed(kid(node, "effectiveTime"), "performed"),
        "performer": [{"actor": {"display": who}} for who in dict.fromkeys(people)],
        "location": {"display": place} if (place := next(iter(_places(node)), "")) else {},
        "reasonCode": _reasons(node, found),
        "bodySite": sites,
        "note": found.notes(node),
    }
    found.add("Procedure", node, done)


def _visit_status(node: Node, found: Findings) -> str:
    """As said; a visit that began before the document was written is over when nothing is said."""
    said = _VISITED.get(value(node, "statusCode", "code"), "")
    began, written = instant(start(kid(node, "effectiveTime"))), instant(found.head.moment)
    return said or ("finished" if began and written and began <= written else "unknown")


def _setting(code: Node | None) -> Json:
    """The class of a visit: inpatient, ambulatory …, where the code or a translation says it."""
    for one in (*([code] if code is not None else []), *kids(code, "translation")):
        if attr(one, "codeSystem") == _ACT_CODE and attr(one, "code"):
            return coding(one)
    return dict(_UNKNOWN)


def _reasons(node: Node, found: Findings) -> list[Json]:
    said = (concept(kid(one, "value"), found.texts) for one in related(node, "19") if not is_negated(one))
    return [reason for reason in said if reason]


def _places(node: Node) -> list[str]:
    roles = [one for one in kids(node, "participant") if attr(one, "typeCode") == "LOC"]
    names = (words(kid(one, "participantRole/playingEntity/name")) for one in roles)
    return [name for name in names if name]
