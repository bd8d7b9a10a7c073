"""Problems, diagnoses and allergies: C-CDA's concern acts and the observations within them."""

from portal.i18n import t
from portal.integrations.ccda.reading.coded import Json, concept, named
from portal.integrations.ccda.reading.elements import (
    Node,
    attr,
    follows,
    is_negated,
    is_null,
    kid,
    related,
    value,
    words,
)
from portal.integrations.ccda.reading.findings import Findings
from portal.integrations.ccda.reading.people import recorded
from portal.integrations.ccda.reading.times import end, is_over, start, when

CONCERN, PROBLEM, ALLERGY_CONCERN, ALLERGY = "3", "4", "30", "7"
_THO = "http://terminology.hl7.org/CodeSystem"
_SNOMED_STATUS = {
    "55561003": "active",
    "73425007": "inactive",
    "413322009": "resolved",
    "277022003": "remission",
    "255227004": "recurrence",
    "263855007": "relapse",
}
_OF_CONCERN = {"active": "active", "completed": "inactive", "suspended": "inactive", "aborted": "inactive"}
_GENERIC_PROBLEM = {"", "55607006", "64572001", "404684003"}
_GENERIC_SUBSTANCE = {"", "105590001", "410942007", "419199007"}
_NONE_KNOWN = {
    "416098002": ("409137002", "No known drug allergy"),
    "414285001": ("429625007", "No known food allergy"),
    "426232007": ("428607008", "No known environmental allergy"),
}
_NO_ALLERGY = ("716186003", "No known allergy")
_KINDS = {
    "416098002": ("allergy", "medication"),
    "419511003": ("", "medication"),
    "59037007": ("intolerance", "medication"),
    "414285001": ("allergy", "food"),
    "418471000": ("", "food"),
    "235719002": ("intolerance", "food"),
    "426232007": ("allergy", "environment"),
    "419199007": ("allergy", ""),
}
_SEVERITY = {"255604002": "mild", "6736007": "moderate", "24484000": "severe", "399166001": "severe"}
_CRITICALITY = {"CRITH": "high", "CRITL": "low", "CRITU": "unable-to-assess"}


def problems(entry: Node, found: Findings, *, category: str) -> list[str]:
    """The Conditions of a concern act or of a problem observation; returns their ids."""
    if follows(entry, PROBLEM):
        return _problem(entry, None, found, category)
    return [own for one in related(entry, PROBLEM) for own in _problem(one, entry, found, category)]


def allergies(entry: Node, found: Findings) -> None:
    """The AllergyIntolerances of an allergy concern act, or of an allergy observation alone."""
    if follows(entry, ALLERGY):
        _allergy(entry, None, found)
    for one in related(entry, ALLERGY):
        _allergy(one, entry, found)


def _problem(node: Node, concern: Node | None, found: Findings, category: str) -> list[str]:
    said = kid(node, "value")
    code = named(concept(said, found.texts), found.texts.said(kid(node, "text")) if _is_open(said) else "")
    if not code or (is_negated(node) and attr(said, "code") in _GENERIC_PROBLEM):
        return []
    time = kid(node, "effectiveTime")
    at, by = recorded(node) if kid(node, "author") is not None or concern is None else recorded(concern)
    condition = {
        **_standing(node, concern, "condition"),
        "category": [_coded("condition-category", category)],
        "code": code,
        "subject": found.subject,
        "onsetDateTime": start(time),
        "abatementDateTime": end(time),
        "recordedDate": at,
        "recorder": {"display": by} if by else {},
        "note": found.notes(node),
    }
    return [found.add("Condition", node, condition)]


def _is_open(said: Node | None) -> bool:
    """Whether a value leaves it to the text to say what is meant."""
    return said is not None and is_null(said) and attr(said, "nullFlavor") == "OTH"


def _standing(node: Node, concern: Node | None, what: str) -> Json:
    """Clinical and verification status: ruled out when negated, a mistake when nullified."""
    if "nullified" in (value(node, "statusCode", "code"), value(concern, "statusCode", "code")):
        return {"verificationStatus": _coded(f"{what}-ver-status", "entered-in-error")}
    system = "condition-clinical" if what == "condition" else "allergyintolerance-clinical"
    if is_negated(node):
        ruled_out = _coded(
            "condition-ver-status" if what == "condition" else "allergyintolerance-verification", "refuted"
        )
        return {"clinicalStatus": _coded(system, "inactive"), "verificationStatus": ruled_out}
    status = _status(node, concern)
    if what != "condition":
        status = status if status in ("inactive", "resolved") else "active"
    return {"clinicalStatus": _coded(system, status)} if status else {}


def _status(node: Node, concern: Node | None) -> str:
    """What is said outright, else whether it has an end, else whether anyone still attends to it."""
    said = (value(one, "value", "code") for one in related(node, "6", "28"))
    outright = next((_SNOMED_STATUS[code] for code in said if code in _SNOMED_STATUS), "")
    if outright:
        return outright
    if is_over(kid(node, "effectiveTime")):
        return "resolved"
    return _OF_CONCERN.get(value(concern, "statusCode", "code"), "")


def _allergy(node: Node, concern: Node | None, found: Findings) -> None:
    kind = value(node, "value", "code")
    substance = kid(node, "participant/participantRole/playingEntity/code")
    if is_negated(node) and attr(substance, "code") in _GENERIC_SUBSTANCE:
        _no_allergy(node, kind, found)
        return
    name = words(kid(node, "participant/participantRole/playingEntity/name"))
    code = named(concept(substance, found.texts), name) or concept(kid(node, "value"), found.texts)
    if not code:
        return
    at, by = recorded(node) if kid(node, "author") is not None or concern is None else recorded(concern)
    type_, category = _KINDS.get(kind, ("", ""))
    allergy = {
        **_standing(node, concern, "allergyintolerance"),
        "type": type_,
        "category": [category] if category else [],
        "criticality": next((c for o in related(node, "145") if (c := _critical(o))), ""),
        "code": code,
        "patient": found.subject,
        "onsetDateTime": start(kid(node, "effectiveTime")),
        "recordedDate": at,
        "recorder": {"display": by} if by else {},
        "note": [*_severity_note(node, found), *found.notes(node)],
        "reaction": [one for inner in related(node, "9") if (one := _reaction(inner, found))],
    }
    found.add("AllergyIntolerance", node, allergy)


def _no_allergy(node: Node, kind: str, found: Findings) -> None:
    code, display = _NONE_KNOWN.get(kind, _NO_ALLERGY)
    at, by = recorded(node)
    none = {
        "clinicalStatus": _coded("allergyintolerance-clinical", "active"),
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": code, "display": display}]},
        "patient": found.subject,
        "recordedDate": at,
        "recorder": {"display": by} if by else {},
    }
    found.add("AllergyIntolerance", node, none)


def _critical(node: Node) -> str:
    return _CRITICALITY.get(value(node, "value", "code"), "")


def _severity_note(node: Node, found: Findings) -> list[Json]:
    """How severe the allergy as a whole is said to be: FHIR has a place for a reaction's severity only."""
    for inner in related(node, "8"):
        level = concept(kid(inner, "value"), found.texts)
        display = level.get("text") or next(
            (c["display"] for c in level.get("coding", []) if "display" in c), ""
        )
        if display:
            return [{"text": t("Severity: {level}", level=display)}]
    return []


def _reaction(node: Node, found: Findings) -> Json:
    sign = named(concept(kid(node, "value"), found.texts), found.texts.said(kid(node, "text")))
    if not sign or is_negated(node):
        return {}
    levels = (_SEVERITY.get(value(inner, "value", "code"), "") for inner in related(node, "8"))
    severity = next((level for level in levels if level), "")
    onset = when(value(node, "effectiveTime/low")) or when(value(node, "effectiveTime"))
    more = {"onset": onset, "severity": severity}
    return {"manifestation": [sign], **{name: said for name, said in more.items() if said}}


def _coded(system: str, code: str) -> Json:
    return {"coding": [{"system": f"{_THO}/{system}", "code": code}]}
