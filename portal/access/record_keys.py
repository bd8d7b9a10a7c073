"""The keyed hashes by which one patient's FHIR resources are found; who writes them and who reads them share
these. `Record.visit_key` and `Record.panel_key` are the `source_key` of that visit and of that panel.
"""

from uuid import UUID

from portal.vault.lookup import lookup


def source_key(patient_id: UUID, source: str) -> bytes:
    """The look-up of a resource within a patient's record, by "Type/id"."""
    return lookup(f"record-source:{patient_id.hex}", source)


def code_key(patient_id: UUID, code: str) -> bytes:
    """The look-up of a coded test, medicine or diagnosis within a patient's record, by "system|code"."""
    return lookup(f"record-code:{patient_id.hex}", code)
