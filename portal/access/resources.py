"""The practice's own FHIR resources (practitioners, organizations, places), by the references to them."""

import re
from collections.abc import Iterable

from sqlmodel import Session, col, select

from portal.access.charts import row_binding
from portal.access.practice import practice_key
from portal.models.base import PRACTICE
from portal.models.record import SharedResource, unpacked
from portal.vault import sealing
from portal.vault.lookup import lookup

_type_and_id = re.compile(r"(?:^|/)([A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})(?:/_history/[^/#?]+)?/?$")
_uuid = re.compile(r"urn:uuid:([A-Za-z0-9\-.]{1,64})$", re.IGNORECASE)
REFERRED = (
    "Practitioner", "Organization", "Location", "PractitionerRole", "Medication", "Questionnaire",
    "HealthcareService", "Device", "Substance", "Endpoint", "PlanDefinition", "ActivityDefinition",
)  # fmt: skip


def shared_key(source: str) -> bytes:
    """The look-up of a shared resource by "Type/id"."""
    return lookup("shared-resource", source)


def shared_texts(db: Session, references: Iterable[str]) -> dict[str, tuple[str, bytes]]:
    """For each reference that names a shared resource: its address in its bundle and its exact text."""
    wanted: dict[bytes, list[str]] = {}
    for reference in references:
        for source in _sources(reference):
            wanted.setdefault(shared_key(source), []).append(reference)
    if not wanted:
        return {}
    rows = db.exec(select(SharedResource).where(col(SharedResource.source_key).in_(wanted))).all()
    key = practice_key(db)
    texts = {row.source_key: unpacked(_unseal(key, row)) for row in rows}
    return {ref: texts[source] for source, refs in wanted.items() if source in texts for ref in refs}


def _sources(reference: str) -> list[str]:
    if found := _uuid.search(reference):
        return [f"{kind}/{found[1]}" for kind in REFERRED]
    found = _type_and_id.search(reference)
    return [found[1]] if found else []


def _unseal(key: bytes, row: SharedResource) -> bytes:
    return sealing.unseal(key, row.sealed, row_binding(row, PRACTICE))
