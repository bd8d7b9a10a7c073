"""Reading an audit trail back, newest first, a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, sql
from sqlmodel import Session, col, func, select

from portal.access.audit import bound_to
from portal.models.audit import AuditContents, AuditEntry
from portal.models.base import table
from portal.vault import sealing


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened, unsealed."""

    id: UUID
    at: datetime
    account_id: UUID | None
    action: str
    allowed: bool
    contents: AuditContents


def entries(
    db: Session,
    chain_id: UUID,
    key: bytes,
    *,
    actions: Collection[str] | None = None,
    refused: bool = False,
    skip: int = 0,
    limit: int = 25,
) -> tuple[list[Entry], int]:
    """Some entries of a chain, and how many there are in all.

    `actions` keeps only those actions, `refused` only refusals; `key` is the data key of the chain's owner.
    """
    kept = [col(AuditEntry.chain_id) == chain_id]
    if actions is not None:
        kept.append(col(AuditEntry.action).in_(actions))
    if refused:
        kept.append(col(AuditEntry.allowed).is_(False))
    total = db.exec(select(func.count(col(AuditEntry.id))).where(*kept)).one()
    query = select(AuditEntry).where(*kept).order_by(col(AuditEntry.seq).desc()).offset(skip).limit(limit)
    return [_unsealed(row, key) for row in db.exec(query)], total


def of_account(
    db: Session,
    chain_id: UUID,
    key: bytes,
    account_id: UUID,
    *,
    actions: Collection[str],
    skip: int,
    limit: int,
) -> tuple[list[Entry], int]:
    """Some of what one account did in a chain, newest first, and how much there is in all."""
    kept = [
        col(AuditEntry.account_id) == account_id,
        col(AuditEntry.action).in_(actions),
        col(AuditEntry.chain_id) == chain_id,
    ]
    total = db.exec(select(func.count(col(AuditEntry.id))).where(*kept)).one()
    query = select(AuditEntry).where(*kept).order_by(col(AuditEntry.seq).desc()).offset(skip).limit(limit)
    return [_unsealed(row, key) for row in db.exec(query)], total


def count_since(
    db: Session, chain_id: UUID, account_id: UUID, action: str, since: datetime, *, most: int
) -> int:
    """How often an account did this in a chain since then; counts no further than `most`."""
    rows = table(AuditEntry).c
    kept = (rows.account_id == account_id, rows.action == action, rows.chain_id == chain_id)
    some = sql.select(rows.id).where(*kept, rows.at > since).limit(most).subquery()
    return int(db.connection().execute(sql.select(func.count()).select_from(some)).scalar_one())


def _unsealed(row: AuditEntry, key: bytes) -> Entry:
    sealed = sealing.unseal(key, row.sealed, bound_to(row.id, row.chain_id))
    contents = AuditContents.model_validate_json(sealed)
    return Entry(row.id, row.at, row.account_id, row.action, row.allowed, contents)


@dataclass(frozen=True, slots=True)
class Mark:
    """What an entry shows without being unsealed; `seq` is its place in the chain, from 1."""

    seq: int
    at: datetime
    account_id: UUID | None
    action: str
    allowed: bool


def marks(
    db: Session,
    chain_id: UUID,
    *which: ColumnElement[bool],
    before: int = 0,
    after: int = 0,
    limit: int = 400,
) -> list[Mark]:
    """Some entries of a chain in the open: the newest first, perhaps only those before a place.

    With `after` those that follow a place, the oldest first.
    """
    rows = table(AuditEntry).c
    kept = [rows.chain_id == chain_id, *which]
    if before:
        kept.append(rows.seq < before)
    if after:
        kept.append(rows.seq > after)
    order = rows.seq if after else rows.seq.desc()
    query = sql.select(rows.seq, rows.at, rows.account_id, rows.action, rows.allowed)
    found = db.connection().execute(query.where(*kept).order_by(order).limit(limit))
    return [Mark(*row) for row in found]


def count(db: Session, chain_id: UUID, *which: ColumnElement[bool]) -> int:
    """How many entries of a chain there are of a kind."""
    rows = table(AuditEntry).c
    query = sql.select(func.count()).select_from(table(AuditEntry)).where(rows.chain_id == chain_id, *which)
    return int(db.connection().execute(query).scalar_one())


def at_places(db: Session, chain_id: UUID, key: bytes, places: Collection[int]) -> dict[int, Entry]:
    """The entries at these places of a chain, unsealed, by their places."""
    rows = table(AuditEntry).c
    query = sql.select(rows.seq, rows.id, rows.at, rows.account_id, rows.action, rows.allowed, rows.sealed)
    found = db.connection().execute(query.where(rows.chain_id == chain_id, rows.seq.in_(places)))
    unseal = sealing.opener(key)
    entries: dict[int, Entry] = {}
    for seq, entry_id, at, account_id, action, allowed, sealed in found:
        contents = AuditContents.model_validate_json(unseal(sealed, bound_to(entry_id, chain_id)))
        entries[seq] = Entry(entry_id, at, account_id, action, allowed, contents)
    return entries
