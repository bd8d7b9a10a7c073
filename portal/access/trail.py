"""Reading an audit trail back, newest first, a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from portal.access.audit import bound_to
from portal.models.audit import AuditContents, AuditEntry
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


def _unsealed(row: AuditEntry, key: bytes) -> Entry:
    sealed = sealing.unseal(key, row.sealed, bound_to(row.id, row.chain_id))
    contents = AuditContents.model_validate_json(sealed)
    return Entry(row.id, row.at, row.account_id, row.action, row.allowed, contents)
