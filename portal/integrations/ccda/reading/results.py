"""Test results and vital signs: C-CDA's organizers and the observations within them."""

from portal.integrations.ccda.reading.coded import Json, code_of, coding, concept, named, observed, span
from portal.integrations.ccda.reading.elements import (
    Node,
    attr,
    is_negated,
    kid,
    kids,
    kind_of,
    value,
    words,
)
from portal.integrations.ccda.reading.findings import Findings
from portal.integrations.ccda.reading.people import actor
from portal.integrations.ccda.reading.times import point, timed

RESULTS, VITALS = "1", "26"
_LOINC = "2.16.840.1.113883.6.1"
_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
_STATUS = {
    "completed": "final",
    "active": "preliminary",
    "held": "registered",
    "suspended": "registered",
    "aborted": "cancelled",
    "cancelled": "cancelled",
    "nullified": "entered-in-error",
}
_UPPER, _LOWER = "8480-6", "8462-4"
_PRESSURE = {"system": "http://loinc.org", "code": "85354-9", "display": "Blood pressure panel"}


def results(organizer: Node, found: Findings) -> None:
    """A DiagnosticReport and the Observations it holds."""
    nodes = kids(organizer, "component/observation")
    category = _lab_or_nothing(nodes)
    own = [id_ for node in nodes if (id_ := _result(node, organizer, found, category))]
    code = concept(kid(organizer, "code"), found.texts)
    if not own or not code:
        return
    time = kid(organizer, "effectiveTime")
    authors = [name for one in (*kids(organizer, "performer"), *kids(organizer, "author"))
               if (name := actor(one))]  # fmt: skip
    status = _STATUS.get(value(organizer, "statusCode", "code"), "unknown")
    report = {
        "status": "partial" if status == "preliminary" else status,
        "category": category,
        "code": code,
        "subject": found.subject,
        **(timed(time, "effective") or _shared_time(nodes)),
        "performer": [{"display": name} for name in dict.fromkeys(authors)],
        "specimen": _specimen(organizer, found),
        "result": [{"reference": f"Observation/{one}"} for one in dict.fromkeys(own)],
    }
    found.add("DiagnosticReport", organizer, report)


def vitals(organizer: Node, found: Findings) -> None:
    """An Observation for each vital sign, the two numbers of one blood pressure together."""
    nodes = kids(organizer, "component/observation")
    upper, lower = (
        [one for one in nodes if code_of(kid(one, "code"), _LOINC) == code] for code in (_UPPER, _LOWER)
    )
    category: list[Json] = [{"coding": [{"system": _CATEGORY, "code": "vital-signs"}]}]
    if len(upper) == len(lower) == 1 and _same_moment(upper[0], lower[0]):
        _pressure(upper[0], lower[0], organizer, found, category)
        nodes = [one for one in nodes if one not in (upper[0], lower[0])]
    for node in nodes:
        _result(node, organizer, found, category)


def _result(node: Node, organizer: Node, found: Findings, category: list[Json]) -> str:
    code = named(concept(kid(node, "code"), found.texts), _name_in_text(node, found))
    if not code or is_negated(node) or attr(node, "moodCode") not in ("", "EVN"):
        return ""
    said = observed(node, found.texts)
    shared = _shared(node, organizer, found, category)
    if shared["status"] == "preliminary" and not any(name.startswith("value") for name in said):
        shared["status"] = "registered"
    return found.add("Observation", node, {**shared, "code": code, **said, **_judged(node, found)})


def _name_in_text(node: Node, found: Findings) -> str:
    """What a result without a readable code is called in the written part."""
    return found.texts.said(kid(node, "text"))


def _pressure(upper: Node, lower: Node, organizer: Node, found: Findings, category: list[Json]) -> None:
    parts = []
    for node in (upper, lower):
        said = {**observed(node, found.texts), **_judged(node, found)}
        kept = ("valueQuantity", "dataAbsentReason", "interpretation", "referenceRange")
        part = {name: inner for name, inner in said.items() if name in kept and inner}
        parts.append({"code": concept(kid(node, "code"), found.texts), **part})
    whole = {**_shared(upper, organizer, found, category), "code": {"coding": [_PRESSURE]}}
    found.add("Observation", upper, {**whole, "component": parts})


def _same_moment(one: Node, other: Node) -> bool:
    """Whether two numbers are of one measurement: same time and status, both readable."""
    times = {point(kid(node, "effectiveTime")) for node in (one, other)}
    states = {value(node, "statusCode", "code") for node in (one, other)}
    kinds = [[kind_of(one) for one in kids(node, "value")] for node in (one, other)]
    return len(times) == len(states) == 1 and kinds == [["PQ"], ["PQ"]]


def _shared(node: Node, organizer: Node, found: Findings, category: list[Json]) -> Json:
    performers = [name for one in (*kids(node, "performer"), *kids(node, "author")) if (name := actor(one))]
    return {
        "status": _STATUS.get(value(node, "statusCode", "code"), "unknown"),
        "category": category,
        "code": {},
        "subject": found.subject,
        **(
            timed(kid(node, "effectiveTime"), "effective")
            or timed(kid(organizer, "effectiveTime"), "effective")
        ),
        "performer": [{"display": name} for name in dict.fromkeys(performers)],
        "note": found.notes(node),
        "bodySite": concept(kid(node, "targetSiteCode"), found.texts),
        "method": concept(kid(node, "methodCode"), found.texts),
    }


def _judged(node: Node, found: Findings) -> Json:
    """How the value lies to what is usual, and what is usual."""
    flags = [code for one in kids(node, "interpretationCode") if (code := _flag(one, found))]
    ranges = [one for place in kids(node, "referenceRange/observationRange") if (one := _usual(place, found))]
    return {"interpretation": flags, "referenceRange": ranges}


def _flag(node: Node, found: Findings) -> Json:
    """An interpretation; its code is kept without a display too, for the code alone is well known."""
    return concept(node, found.texts) or ({"coding": [coding(node)]} if coding(node) else {})


def _usual(node: Node, found: Findings) -> Json:
    """A reference range; one that says what is *not* usual is left out."""
    if value(node, "interpretationCode", "code") not in ("", "N"):
        return {}
    said = kid(node, "value")
    if said is not None and kind_of(said) == "IVL_PQ" and span(said):
        return span(said)
    text = found.texts.said(kid(node, "text"))
    coded = concept(said, found.texts) if said is not None and kind_of(said) in ("CD", "CE", "CO") else {}
    display = next((one["display"] for one in coded.get("coding", []) if "display" in one), "")
    text = text or coded.get("text", "") or display or found.texts.said(said)
    return {"text": text} if text else {}


def _lab_or_nothing(nodes: list[Node]) -> list[Json]:
    """Laboratory when anything was measured or has a usual range; C-CDA itself does not say."""
    measured = any(kind_of(one) == "PQ" for node in nodes for one in kids(node, "value"))
    if measured or any(kids(node, "referenceRange") for node in nodes):
        return [{"coding": [{"system": _CATEGORY, "code": "laboratory"}]}]
    return []


def _shared_time(nodes: list[Node]) -> Json:
    """When all results of a report were taken, if that was at one moment."""
    times = {point(kid(node, "effectiveTime")) for node in nodes}
    return {"effectiveDateTime": times.pop()} if len(times) == 1 and "" not in times else {}


def _specimen(organizer: Node, found: Findings) -> list[Json]:
    code = concept(kid(organizer, "specimen/specimenRole/specimenPlayingEntity/code"), found.texts)
    display = code.get("text") or next((c["display"] for c in code.get("coding", []) if "display" in c), "")
    name = display or words(kid(organizer, "specimen/specimenRole/specimenPlayingEntity/name"))
    return [{"display": name}] if name else []
