"""Data keys in the database: made, opened, wrapped anew, erased."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, sql, text
from sqlmodel import Session, col, func, select

from portal import clock
from portal.errors import NotFound
from portal.models.base import table
from portal.models.patient import DataKey, Patient
from portal.vault import keyring as rings
from portal.vault import sealing

_keys = table(DataKey).c
KEY_OF = sql.select(_keys.master_id, _keys.wrapped).where(_keys.owner_id == sql.bindparam("owner"))
KEY_OF_PATIENT = KEY_OF.join_from(table(DataKey), table(Patient), _keys.owner_id == table(Patient).c.id)


def make_key(db: Session, owner_id: UUID) -> bytes:
    """A new data key for a patient or the practice, kept wrapped."""
    _begin_making(db)
    key = sealing.new_data_key()
    master_id, wrapped = sealing.wrap(key, owner_id.bytes)
    db.add(DataKey(owner_id=owner_id, master_id=master_id, wrapped=wrapped, made_at=clock.now()))
    db.flush()
    return key


def open_key(db: Session, owner_id: UUID) -> bytes:
    """The data key of a patient or the practice. Raises: NotFound when erased or never made."""
    return _open(db, KEY_OF, owner_id)


def open_patient_key(db: Session, patient_id: UUID) -> bytes:
    """The data key of someone on file. Raises: NotFound when they are not, or when it was erased."""
    return _open(db, KEY_OF_PATIENT, patient_id)


def open_keys(db: Session, owner_ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """The data keys of several patients in one look-up; those erased or never made are left out."""
    held = db.exec(select(DataKey).where(col(DataKey.owner_id).in_(owner_ids)))
    return {row.owner_id: sealing.unwrap(row.master_id, row.wrapped, row.owner_id.bytes) for row in held}


def erase_key(db: Session, owner_id: UUID) -> None:
    """Erase a data key: what it sealed can never be read again, by anyone."""
    held = db.get(DataKey, owner_id)
    if held is not None:
        db.delete(held)
        db.flush()


def rewrap(db: Session, *, limit: int = 200) -> int:
    """Wrap up to `limit` data keys with the active master key; returns how many it did."""
    active = rings.keyring().active
    query = select(DataKey).where(DataKey.master_id != active).limit(limit).with_for_update()
    stale = db.exec(query).all()
    for held in stale:
        key = sealing.unwrap(held.master_id, held.wrapped, held.owner_id.bytes)
        held.master_id, held.wrapped = sealing.wrap(key, held.owner_id.bytes)
        db.add(held)
    return len(stale)


def await_makers(db: Session) -> None:
    """Wait for every data key that is being made, and hold up new ones until this unit of work ends.

    SQLite lets one unit of work write at a time, so there is nobody to wait for.
    """
    if db.connection().dialect.name == "postgresql":
        db.connection().execute(text("LOCK TABLE data_key IN SHARE MODE"))


def masters_in_use(db: Session) -> dict[str, int]:
    """How many data keys each master key wraps."""
    rows = db.exec(select(DataKey.master_id, func.count(col(DataKey.owner_id))).group_by(DataKey.master_id))
    return dict(rows.all())


def _open(db: Session, statement: Select[tuple[str, bytes]], owner_id: UUID) -> bytes:
    held = db.connection().execute(statement, {"owner": owner_id}).first()
    if held is not None and held.master_id not in rings.keyring().masters:
        held = db.connection().execute(statement, {"owner": owner_id}).first()  # rotated since it was read
    if held is None:
        raise NotFound
    return sealing.unwrap(held.master_id, held.wrapped, owner_id.bytes)


def _begin_making(db: Session) -> None:
    """From here to the end of this unit of work `await_makers` waits for us, so what wraps is in force.

    Without it a data key could be wrapped, then its master key removed, then the data key stored.
    """
    is_postgres = db.connection().dialect.name == "postgresql"
    if is_postgres:
        db.connection().execute(text("LOCK TABLE data_key IN ROW EXCLUSIVE MODE"))
