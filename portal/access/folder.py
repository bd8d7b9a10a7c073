"""The outside of a patient's chart: who they are and how they are reached, for those who invite and enrol.

A folder opens no record. Staff open it within the practice's door, enrolment at the front door.
"""

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from portal.access import audit, keys
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.charts import Contents, SealedRow, row_binding
from portal.access.practice import Practice
from portal.errors import NotFound
from portal.models.patient import Patient, PatientContents
from portal.vault import sealing


@dataclass(frozen=True)
class Folder:
    """One patient as the practice's list knows them, with the key to what is kept outside the record."""

    actor: Actor
    patient: Patient
    db: Session
    key: bytes

    def who(self) -> PatientContents:
        """Who the patient is. Raises: sealing.Unreadable."""
        return self.unseal(self.patient, PatientContents)

    def seal(self, row: SealedRow, contents: BaseModel) -> None:
        """Put a small model into the row, sealed under this patient's key."""
        self.seal_bytes(row, contents.model_dump_json().encode())

    def unseal(self, row: SealedRow, kind: type[Contents]) -> Contents:
        """The model that `seal` put in. Raises: sealing.Unreadable."""
        return kind.model_validate_json(self.unseal_bytes(row))

    def seal_bytes(self, row: SealedRow, contents: bytes) -> None:
        """Put bytes into the row, sealed under this patient's key."""
        row.sealed = sealing.seal(self.key, contents, row_binding(row, self.patient.id))

    def unseal_bytes(self, row: SealedRow) -> bytes:
        """What `seal_bytes` put in. Raises: sealing.Unreadable."""
        return sealing.unseal(self.key, row.sealed, row_binding(row, self.patient.id))

    def note(self, deed: Deed) -> None:
        """Write an entry into this patient's audit trail."""
        audit.write(self.db, self.patient.id, self.key, self.actor, deed)


def open_folder(practice: Practice, patient_id: UUID, *, deed: Deed | None) -> Folder:
    """Open one patient's folder; `deed` goes into the patient's trail (None: the caller writes it).

    Raises:
        NotFound: no such patient, or their data key was erased.
    """
    patient = practice.db.get(Patient, patient_id)
    if patient is None:
        raise NotFound
    folder = Folder(practice.actor, patient, practice.db, keys.open_key(practice.db, patient_id))
    if deed is not None:
        folder.note(deed)
    return folder
