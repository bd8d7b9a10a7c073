"""Data keys in the database: made, opened, wrapped anew, erased."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, func, select

from portal import clock
from portal.errors import NotFound
from portal.models.patient import DataKey
from portal.vault import keyring as rings
from portal.vault import sealing


def make_key(db: Session, owner_id: UUID) -> bytes:
    """A new data key for a patient or the practice, kept wrapped."""
    key = sealing.new_data_key()
    master_id, wrapped = sealing.wrap(key, owner_id.bytes)
    db.add(DataKey(owner_id=owner_id, master_id=master_id, wrapped=wrapped, made_at=clock.now()))
    return key


def open_key(db: Session, owner_id: UUID) -> bytes:
    """The data key of a patient or the practice. Raises: NotFound when erased or never made."""
    held = db.get(DataKey, owner_id)
    if held is None:
        raise NotFound
    return sealing.unwrap(held.master_id, held.wrapped, owner_id.bytes)


def open_keys(db: Session, owner_ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """The data keys of several patients in one look-up; those erased or never made are left out."""
    held = db.exec(select(DataKey).where(col(DataKey.owner_id).in_(owner_ids)))
    return {row.owner_id: sealing.unwrap(row.master_id, row.wrapped, row.owner_id.bytes) for row in held}


def erase_key(db: Session, owner_id: UUID) -> None:
    """Erase a data key: what it sealed can never be read again, by anyone."""
    held = db.get(DataKey, owner_id)
    if held is not None:
        db.delete(held)


def rewrap(db: Session, *, limit: int = 500) -> int:
    """Wrap up to `limit` data keys with the active master key; returns how many it did."""
    active = rings.keyring().active
    stale = db.exec(select(DataKey).where(DataKey.master_id != active).limit(limit)).all()
    for held in stale:
        key = sealing.unwrap(held.master_id, held.wrapped, held.owner_id.bytes)
        held.master_id, held.wrapped = sealing.wrap(key, held.owner_id.bytes)
        db.add(held)
    return len(stale)


def masters_in_use(db: Session) -> dict[str, int]:
    """How many data keys each master key wraps."""
    rows = db.exec(select(DataKey.master_id, func.count(col(DataKey.owner_id))).group_by(DataKey.master_id))
    return dict(rows.all())
