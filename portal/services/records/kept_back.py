"""What is kept back from the patient, so that no copy is finished with what was held meanwhile."""

from uuid import UUID

from sqlmodel import Session, col, select

from portal.models.hold import RecordHold


def kept_back(db: Session, patient_id: UUID) -> frozenset[UUID]:
    """The holds that count now. Ask before reading what is copied, and again when the copy is kept."""
    query = select(RecordHold.id).where(
        RecordHold.patient_id == patient_id, col(RecordHold.released_at).is_(None)
    )
    return frozenset(db.exec(query))
