"""Who and what a resource points to, told as "Type/id" whatever form the file used."""

import re
from collections.abc import Iterable
from typing import Any

from portal.integrations.fhir.elements import Json, obj, objs, text, walk
from portal.integrations.fhir.reading import Raw

_type_and_id = re.compile(
    r"(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/[^/#?]+)?/?(?:#.*)?$"
).search
_uuid = re.compile(r"urn:uuid:([A-Za-z0-9\-.]{1,64})$", re.IGNORECASE).match
_by_identifier = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)\?identifier=([^&]+)$").search

SHARED_TYPES = frozenset(
    {
        "ActivityDefinition",
        "CapabilityStatement",
        "CatalogEntry",
        "ChargeItemDefinition",
        "CodeSystem",
        "ConceptMap",
        "DeviceDefinition",
        "Endpoint",
        "EventDefinition",
        "GraphDefinition",
        "HealthcareService",
        "ImplementationGuide",
        "InsurancePlan",
        "Library",
        "Location",
        "Measure",
        "Medication",
        "MedicationKnowledge",
        "NamingSystem",
        "ObservationDefinition",
        "OperationDefinition",
        "Organization",
        "OrganizationAffiliation",
        "PlanDefinition",
        "Practitioner",
        "PractitionerRole",
        "Questionnaire",
        "ResearchStudy",
        "Schedule",
        "SearchParameter",
        "Slot",
        "SpecimenDefinition",
        "StructureDefinition",
        "StructureMap",
        "Substance",
        "ValueSet",
    }
)
"""Types that belong to the practice, never to one patient. A Device may be either: ask `is_shared`."""

_OWNER = ("subject", "patient", "beneficiary", "individual", "for", "candidate", "securityContext")
_OWNER_OF = {
    "Appointment": ("participant.actor",),
    "AppointmentResponse": ("actor",),
    "AuditEvent": ("agent.who", "entity.what"),
    "Person": ("link.target",),
    "Schedule": ("actor",),
    "SupplyRequest": ("deliverTo", "requester"),
    "Consent": ("patient",),
    "Coverage": ("beneficiary", "subscriber", "policyHolder"),
}
_ONLY_PATIENTS = frozenset({"patient", "beneficiary"})
_TARGETS = {"Provenance": ("target",), "AuditEvent": ("entity.what",), "Binary": ("securityContext",)}


class Links:
    """The names by which the resources of one file know each other."""

    def __init__(self, raws: Iterable[Raw] = ()) -> None:
        self._by_url: dict[str, str] = {}
        self._by_identifier: dict[str, str] = {}
        for raw in raws:
            self.add(raw)

    def add(self, raw: Raw) -> None:
        """Let later references find this resource."""
        source = source_of(raw)
        if source is None:
            return
        if raw.full_url:
            self._by_url[raw.full_url] = source
        if raw.type in SHARED_TYPES or raw.type == "Patient":
            for identifier in objs(raw.data.get("identifier")):
                key = _identifier_key(raw.type, identifier)
                if key:
                    self._by_identifier.setdefault(key, source)

    def resolve(self, reference: str) -> str | None:
        """ "Type/id" of what is meant.

        A "urn:uuid:…" the file does not know is given back as it is, for a look-up by id; None for
        contained resources ("#…") and for what names no resource.
        """
        reference = reference.strip()
        if not reference or reference.startswith("#"):
            return None
        known = self._by_url.get(reference)
        if known:
            return known
        if _uuid(reference):
            return self._by_url.get(reference.lower(), reference)
        asked = _by_identifier(reference)
        if asked:
            return self._by_identifier.get(f"{asked[1]}?{asked[2]}")
        found = _type_and_id(reference)
        return f"{found[1]}/{found[2]}" if found else None

    def of(self, reference: Any) -> str | None:
        """As `resolve`, from a FHIR Reference; by its type and identifier when it has no address."""
        known = self.resolve(text(obj(reference).get("reference")))
        if known or "reference" in obj(reference):
            return known
        key = _identifier_key(text(obj(reference).get("type")), obj(reference).get("identifier"))
        return self._by_identifier.get(key) if key else None


def source_of(raw: Raw) -> str | None:
    """ "Type/id" of a resource, by its own id or else by its fullUrl; None when it has neither."""
    if raw.id:
        return f"{raw.type}/{raw.id}"
    uuid = _uuid(raw.full_url)
    if uuid:
        return f"{raw.type}/{uuid[1]}"
    found = _type_and_id(raw.full_url)
    return f"{raw.type}/{found[2]}" if found and found[1] == raw.type else None


def patient_of(data: Json, links: Links) -> str | None:
    """ "Patient/id" whose record this belongs to, by FHIR's patient compartment; None when nobody's.

    A Patient is their own, by the id in the resource. What belongs to the thing it speaks of
    (Provenance) is answered by `targets_of`.
    """
    kind = text(data.get("resourceType"))
    if kind == "Patient":
        return f"Patient/{text(data.get('id'))}" if text(data.get("id")) else None
    if kind in SHARED_TYPES and kind != "Schedule":
        return None
    for path in _OWNER_OF.get(kind, _OWNER):
        for reference in _references_at(data, path):
            found = _patient(reference, links, path in _ONLY_PATIENTS)
            if found:
                return found
    return None


def targets_of(data: Json, links: Links) -> list[str]:
    """What a resource without a patient of its own speaks of, as "Type/id": a Provenance's targets."""
    paths = _TARGETS.get(text(data.get("resourceType")), ())
    found = [links.of(reference) for path in paths for reference in _references_at(data, path)]
    return list(dict.fromkeys(source for source in found if source))


def is_shared(data: Json, links: Links) -> bool:
    """Whether a resource is the practice's: a type in `SHARED_TYPES`, or a Device without a patient."""
    kind = text(data.get("resourceType"))
    return kind in SHARED_TYPES or (kind == "Device" and patient_of(data, links) is None)


def references_in(data: Json) -> list[str]:
    """Every reference anywhere in a resource, and every attachment address of a Binary, each once."""
    found: dict[str, None] = {}
    for node in walk(data):
        reference = text(node.get("reference"))
        if reference:
            found[reference] = None
        address = text(node.get("url"))
        if "Binary/" in address or (address.startswith("urn:uuid:") and "extension" not in node):
            found[address] = None
    return list(found)


def _references_at(data: Json, path: str) -> list[Json]:
    nodes = [data]
    for name in path.split("."):
        nodes = [inner for node in nodes for inner in objs(node.get(name))]
    return nodes


def _patient(reference: Json, links: Links, only_patients: bool) -> str | None:
    found = links.of(reference)
    if found is None:
        return None
    if found.startswith("Patient/"):
        return found
    uuid = _uuid(found)
    may_be = only_patients or text(reference.get("type")) in ("", "Patient")
    return f"Patient/{uuid[1]}" if uuid and may_be else None


def _identifier_key(kind: str, identifier: Any) -> str:
    """ "Type?system|value", as a conditional reference writes it; empty when either is missing."""
    system, value = text(obj(identifier).get("system")), text(obj(identifier).get("value"))
    return f"{kind}?{system}|{value}" if kind and system and value else ""
