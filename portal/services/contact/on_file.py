"""What the practice's EHR has sent last about where a patient lives and how they are phoned."""

import json
from typing import Protocol
from uuid import UUID

from sqlmodel import Session, select

from portal.access.bindings import SealedRow
from portal.access.record_keys import source_key
from portal.integrations.fhir.views.contact import contact
from portal.models.contact_change import ContactDetails
from portal.models.patient import PatientContents
from portal.models.record import Record, text_of


class Opened(Protocol):
    """A chart or a folder: either opens what is sealed under the patient's key."""

    @property
    def db(self) -> Session: ...

    def unseal_bytes(self, row: SealedRow) -> bytes: ...


def on_file(opened: Opened, patient_id: UUID, who: PatientContents) -> ContactDetails:
    """From the patient's own resource; without one, what the practice's list knows."""
    source = source_key(patient_id, f"Patient/{who.fhir_id}")
    query = select(Record).where(Record.patient_id == patient_id, Record.source_key == source)
    row = opened.db.exec(query).first()
    if row is None:
        return ContactDetails(line=who.address, other=who.phone)
    return contact(json.loads(text_of(opened.unseal_bytes(row))))
