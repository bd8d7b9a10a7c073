"""The keyed hashes by which one patient's FHIR resources are found; who writes them and who reads them share
these. `Record.visit_key` and `Record.panel_key` are the `source_key` of that visit and of that panel.
"""

import re
from uuid import UUID

from portal.vault.lookup import lookup

_type_and_id = re.compile(r"(?:^|/)([A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})(?:/_history/[^/#?]+)?/?$")
_uuid = re.compile(r"urn:uuid:([A-Za-z0-9\-.]{1,64})$", re.IGNORECASE)
_OWN = (
    "Observation", "DiagnosticReport", "Encounter", "Condition", "Procedure", "MedicationRequest", "Goal",
    "CareTeam", "CarePlan", "ServiceRequest", "Specimen", "Immunization", "DocumentReference", "Binary",
    "Medication", "RelatedPerson", "Patient", "AllergyIntolerance", "Appointment",
)  # fmt: skip


def source_key(patient_id: UUID, source: str) -> bytes:
    """The look-up of a resource within a patient's record, by "Type/id"."""
    return lookup(f"record-source:{patient_id.hex}", source)


def code_key(patient_id: UUID, code: str) -> bytes:
    """The look-up of a coded test, medicine or diagnosis within a patient's record, by "system|code"."""
    return lookup(f"record-code:{patient_id.hex}", code)


def source_keys(patient_id: UUID, reference: str) -> list[bytes]:
    """The look-ups of what a reference may name within a patient's record; a bare UUID may be of any type."""
    if found := _uuid.search(reference):
        return [source_key(patient_id, f"{kind}/{found[1]}") for kind in _OWN]
    named = _type_and_id.search(reference)
    return [source_key(patient_id, named[1])] if named else []
