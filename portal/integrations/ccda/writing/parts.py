"""Parts that entries of several sections share: comments, reasons, observations within entries."""

from typing import Any

from portal.integrations.ccda.writing.codes import put_code, put_concept
from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.systems import ICD_10_CM, LOINC, SNOMED
from portal.integrations.ccda.writing.times import UNKNOWN, put_span, start_of
from portal.integrations.fhir.elements import Json, codes, obj, objs
from portal.integrations.fhir.wording.names import concept
from portal.integrations.fhir.wording.people import Around, Note
from portal.integrations.fhir.wording.plain import clean, joined

PROBLEM_CODES = (SNOMED, ICD_10_CM)
ACTIVE = ("55561003", SNOMED, "Active")
INACTIVE = ("73425007", SNOMED, "Inactive")
RESOLVED = ("413322009", SNOMED, "Resolved")


def put_text(parent: Element, place: str) -> None:
    """The entry's words: where they stand in the narrative."""
    put(put(parent, "text"), "reference", value=place)


def put_status(parent: Element, code: str) -> None:
    """How far something has come; unknown when nothing says."""
    put(parent, "statusCode", code=code, nullFlavor="" if code else UNKNOWN)


def put_inner(parent: Element, kind: str, *, inverted: bool = False) -> Element:
    """An observation within an entry."""
    link = put(parent, "entryRelationship", typeCode=kind, inversionInd="true" if inverted else "")
    return put(link, "observation", classCode="OBS", moodCode="EVN")


def put_comment(parent: Element, place: str) -> None:
    """Say that the narrative holds a remark that no code says (Comment Activity)."""
    link = put(parent, "entryRelationship", typeCode="SUBJ", inversionInd="true")
    act = put(link, "act", classCode="ACT", moodCode="EVN")
    put_template(act, "4.64")
    put_code(act, "code", "48767-8", LOINC, "Annotation comment")
    put_text(act, place)


def put_reasons(parent: Element, data: Json, desk: Desk, around: Around, names: tuple[str, str]) -> None:
    """Why it was done (Indication): coded reasons, and records that are the reason."""
    coded, referred = names
    reasons = list(objs(data.get(coded)))
    for reference in objs(data.get(referred)):
        found = around.find(reference)
        reasons.append(found.get("code") or {"text": clean(reference.get("display"))})
    for index, reason in enumerate(reasons):
        if concept(reason) or _has_code(reason):
            inner = put_inner(parent, "RSON")
            put_template(inner, "4.19", "2014-06-09")
            put(inner, "id", root=desk.id_of(data, f"reason-{index}"))
            put_code(inner, "code", "404684003", SNOMED, "Finding")
            put(inner, "statusCode", code="completed")
            put_concept(inner, "value", reason, first=PROBLEM_CODES, xsi="CD")


def put_problem(parent: Element, data: Json, desk: Desk, *, told: str = "", part: str = "problem") -> Element:
    """A Condition as a Problem Observation; refuted ones are negated."""
    refuted = verified(data) == "refuted"
    made = put(parent, "observation", classCode="OBS", moodCode="EVN", negationInd="true" if refuted else "")
    put_template(made, "4.4", "2015-08-01")
    put(made, "id", root=desk.id_of(data, part))
    kind = put_code(made, "code", *_kind_of(data)[0])
    put_code(kind, "translation", *_kind_of(data)[1])
    if told:
        put_text(made, told)
    put(made, "statusCode", code="completed")
    over = clinical(data) in ("resolved", "remission", "inactive")
    put_span(made, start_of(data, "onset"), end_of_problem(data), over=over)
    name = f"{told}-name" if told else ""
    put_concept(made, "value", data.get("code"), first=PROBLEM_CODES, told=name, xsi="CD")
    return made


def end_of_problem(data: Json) -> Any:
    """When a Condition ended, as FHIR writes it."""
    period = obj(data.get("abatementPeriod"))
    return data.get("abatementDateTime") or period.get("end") or period.get("start")


def clinical(data: Json) -> str:
    """The clinical status of a Condition or AllergyIntolerance as a bare code."""
    return _first_code(data.get("clinicalStatus"))


def notes_of(notes: list[Note]) -> str:
    """Notes, a line each, with their writer and day."""
    return "\n".join(joined(note.text, joined(note.author, note.date), sign=" — ") for note in notes)


def verified(data: Json) -> str:
    """The verification status of a Condition or AllergyIntolerance as a bare code."""
    return _first_code(data.get("verificationStatus"))


def _first_code(value: Any) -> str:
    return next(iter(codes(value)), "")


def _has_code(reason: Any) -> bool:
    return bool(_first_code(reason))


def _kind_of(data: Json) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    if _first_code(data.get("category")) == "encounter-diagnosis":
        return ("282291009", SNOMED, "Diagnosis"), ("29308-4", LOINC, "Diagnosis")
    return ("55607006", SNOMED, "Problem"), ("75326-9", LOINC, "Problem")
