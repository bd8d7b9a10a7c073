"""What an account has taken out of a record that it may not open any more, as far as it is still here."""

from uuid import UUID

from sqlmodel import Session, col, select, update

from portal import clock
from portal.integrations.storage import sealed_files
from portal.models.export import Export
from portal.models.sharing import Share


def take_away(db: Session, patient_id: UUID, account_id: UUID) -> None:
    """Links this account has made to this record are turned off, and its downloads removed."""
    mine = (col(Share.patient_id) == patient_id, col(Share.account_id) == account_id)
    db.exec(update(Share).where(*mine, col(Share.revoked_at).is_(None)).values(revoked_at=clock.now()))
    own = (Export.patient_id == patient_id, Export.account_id == account_id)
    for export in db.exec(select(Export).where(*own)):
        sealed_files.remove(export.id)
        db.delete(export)
