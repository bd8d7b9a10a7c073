"""What the record table keeps open about a resource: its kind, when, status, and what it hangs on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, at, codes, codings, contained, obj, objs, text
from portal.integrations.fhir.references import Links

_KINDS = {
    "Observation": "results",
    "DiagnosticReport": "results",
    "Encounter": "visits",
    "Immunization": "immunizations",
    "MedicationRequest": "medications",
    "MedicationStatement": "medications",
    "MedicationAdministration": "medications",
    "MedicationDispense": "medications",
    "Condition": "conditions",
    "AllergyIntolerance": "allergies",
    "Procedure": "procedures",
    "CarePlan": "care-plans",
    "DocumentReference": "documents",
}
_WHEN = {
    "Observation": (
        "effectiveDateTime",
        "effectivePeriod",
        "effectiveInstant",
        "effectiveTiming.event",
        "issued",
    ),
    "DiagnosticReport": ("effectiveDateTime", "effectivePeriod", "issued"),
    "Encounter": ("period",),
    "Immunization": ("occurrenceDateTime", "recorded"),
    "MedicationRequest": ("authoredOn",),
    "MedicationStatement": ("effectiveDateTime", "effectivePeriod", "dateAsserted"),
    "MedicationAdministration": ("effectiveDateTime", "effectivePeriod"),
    "MedicationDispense": ("whenHandedOver", "whenPrepared"),
    "Condition": ("onsetDateTime", "onsetPeriod", "recordedDate", "abatementDateTime"),
    "AllergyIntolerance": ("recordedDate", "onsetDateTime", "onsetPeriod", "lastOccurrence"),
    "Procedure": ("performedDateTime", "performedPeriod"),
    "CarePlan": ("period", "created"),
    "DocumentReference": ("content.attachment.creation", "date", "context.period"),
}
_WHEN_OTHERS = (
    "authored",
    "authoredOn",
    "occurredDateTime",
    "occurredPeriod",
    "recorded",
    "started",
    "created",
    "date",
    "dateTime",
    "issued",
    "sent",
    "received",
    "start",
    "startDate",
    "statusDate",
    "effectiveDateTime",
    "effectivePeriod",
    "occurrenceDateTime",
    "occurrencePeriod",
    "billablePeriod",
    "period",
    "manufactureDate",
)
_CODE = ("code", "vaccineCode", "medicationCodeableConcept", "type", "category", "vaccine", "description")
_TRUSTED = ("http://loinc.org", "http://www.nlm.nih.gov/research/umls/rxnorm", "http://hl7.org/fhir/sid/cvx",
            "http://snomed.info/sct")  # fmt: skip
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Facts:
    """Open facts of one resource; everything else stays sealed.

    `kind` is the screen it is shown on, or "other"; `when` is UTC; `code` is "system|code"; `group` is
    an Observation's or report's own category, such as "laboratory" or "survey"; `visit`, `members` and
    `reasons` are "Type/id".
    """

    kind: str
    when: datetime | None = None
    status: str = ""
    code: str = ""
    group: str = ""
    visit: str | None = None
    members: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    entered_in_error: bool = False
    last_updated: datetime | None = None


def facts(data: Json, links: Links) -> Facts:
    """The open facts of one resource, whatever its type."""
    kind = text(data.get("resourceType"))
    status = _status(data)
    return Facts(
        kind=kind_of(data),
        when=_when(data, kind),
        status=status,
        code=_code(data),
        group=_group(data) if kind in ("Observation", "DiagnosticReport") else "",
        visit=_visit(data, kind, links),
        members=_sources(data, ("result", "hasMember"), links),
        reasons=_sources(data, ("reasonReference", "addresses", "diagnosis.condition"), links),
        entered_in_error="entered-in-error" in (status, *codes(data.get("verificationStatus"))),
        last_updated=instant(at(data, "meta.lastUpdated")),
    )


def kind_of(data: Json) -> str:
    """The screen a resource is shown on: "results", "visits" … or "other" when it has none."""
    kind = text(data.get("resourceType"))
    if kind == "Observation" and "vital-signs" in codes(data.get("category")):
        return "vitals"
    if kind == "DiagnosticReport" and is_note(data):
        return "documents"
    return _KINDS.get(kind, "other")


def is_note(report: Json) -> bool:
    """Whether a DiagnosticReport only carries a written note: a form to read and no single results."""
    return bool(objs(report.get("presentedForm"))) and not objs(report.get("result"))


def _group(data: Json) -> str:
    """The category in one spelling: reports say "LAB" where observations say "laboratory"."""
    code = _plain(next(iter(codes(data.get("category"))), "")).lower()
    return {"lab": "laboratory", "rad": "imaging"}.get(code, code)


def _when(data: Json, kind: str) -> datetime | None:
    for path in _WHEN.get(kind, _WHEN_OTHERS):
        for value in _moments(at(data, path)):
            found = instant(value)
            if found:
                return found
    return None


def _moments(value: Any) -> Iterator[Any]:
    """The dates a value may hold: itself, the first of a list, or a Period's start or else end."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        yield value.get("start")
        yield value.get("end")
    else:
        yield value


def _status(data: Json) -> str:
    clinical = codes(data.get("clinicalStatus"))
    own = text(data.get("status")) or text(data.get("lifecycleStatus"))
    return _plain(clinical[0] if clinical else own)


def _code(data: Json) -> str:
    concepts = [data.get(name) for name in _CODE]
    medication = contained(data, at(data, "medicationReference.reference"))
    for concept in (*concepts, medication.get("code")):
        found = [coding for coding in codings(concept) if text(coding.get("code"))]
        if found:
            return _token(min(found, key=_trust))
    return ""


def _trust(coding: Json) -> int:
    system = text(coding.get("system"))
    return _TRUSTED.index(system) if system in _TRUSTED else len(_TRUSTED)


def _token(coding: Json) -> str:
    return _plain(f"{text(coding.get('system'))}|{text(coding.get('code'))}")


def _plain(value: str) -> str:
    """Fit for a column: printable and not endless."""
    return value if value.isprintable() and len(value) <= _LONGEST else ""


def _visit(data: Json, kind: str, links: Links) -> str | None:
    context = data.get("context")
    within = objs(obj(context).get("encounter")) + (objs(context) if "reference" in obj(context) else [])
    items = [encounter for item in objs(data.get("item")) for encounter in objs(item.get("encounter"))]
    certain = objs(data.get("encounter")) + objs(obj(context).get("encounter")) + items
    for reference in (*objs(data.get("encounter")), *within, *items):
        found = links.of(reference)
        if found and found.startswith("Encounter/"):
            return found
        if found and found.startswith("urn:uuid:") and reference in certain:
            return f"Encounter/{found[9:]}"
    return None


def _sources(data: Json, paths: tuple[str, ...], links: Links) -> list[str]:
    found: dict[str, None] = {}
    for path in paths:
        outer, _, inner = path.partition(".")
        for node in objs(data.get(outer)):
            source = links.of(node.get(inner) if inner else node)
            if source:
                found[source] = None
    return list(found)
