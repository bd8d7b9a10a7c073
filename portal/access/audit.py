"""The audit trail (HIPAA 164.312(b), ASVS 16): written here and nowhere else.

Each patient has a chain and so has the practice. An entry's MAC covers its open columns, its sealed details
and the MAC before it, under a key from outside the database; the head of each chain is anchored.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlmodel import Session

from portal import clock
from portal.access.actor import Actor
from portal.models.audit import AuditContents, AuditEntry, AuditHead
from portal.models.base import new_id, table
from portal.vault import sealing
from portal.vault.keyring import keyring

START = bytes(32)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be written: the action, and what it was done to."""

    action: str
    allowed: bool = True
    subject_id: UUID | None = None
    subject: str = ""
    relation: str = ""
    reason: str = ""


def write(db: Session, chain_id: UUID, key: bytes, actor: Actor, deed: Deed) -> UUID:
    """Append one entry to a chain, sealed under that chain's data key; returns its id."""
    entry_id, at = new_id(), clock.now()
    contents = AuditContents(
        actor=actor.name,
        role=actor.role,
        relation=deed.relation,
        address=actor.address,
        subject=deed.subject,
        reason=deed.reason,
    )
    sealed = sealing.seal(key, contents.model_dump_json().encode(), bound_to(entry_id, chain_id))
    seq, before = _head(db, chain_id)
    row: dict[str, Any] = {
        "id": entry_id,
        "chain_id": chain_id,
        "seq": seq + 1,
        "at": at,
        "account_id": actor.account_id,
        "session_id": actor.session_id,
        "action": deed.action,
        "allowed": deed.allowed,
        "subject_id": deed.subject_id,
        "sealed": sealed,
    }
    mac = chain_mac(before, **row)
    db.connection().execute(insert(table(AuditEntry)).values(**row, mac=mac))
    _move_head(db, chain_id, seq + 1, mac)
    return entry_id


def bound_to(entry_id: UUID, chain_id: UUID) -> bytes:
    """The associated data of an entry's details."""
    return b"audit_entry:" + entry_id.bytes + chain_id.bytes


def chain_mac(
    before: bytes,
    *,
    id: UUID,
    chain_id: UUID,
    seq: int,
    at: datetime,
    account_id: UUID | None,
    session_id: UUID | None,
    action: str,
    allowed: bool,
    subject_id: UUID | None,
    sealed: bytes,
) -> bytes:
    """The MAC of an entry that follows the one with the MAC `before`."""
    ids = b"".join(x.bytes if x else bytes(16) for x in (id, chain_id, account_id, session_id, subject_id))
    when = at.isoformat(timespec="microseconds")
    return entry_mac(
        keyring().audit, before, ids=ids, seq=seq, at=when, action=action, allowed=allowed, sealed=sealed
    )


def entry_mac(
    key: bytes, before: bytes, *, ids: bytes, seq: int, at: str, action: str, allowed: bool, sealed: bytes
) -> bytes:
    """HMAC-SHA256 over everything an entry says and the entry before it; `at` is ISO 8601 in UTC."""
    words = f"{seq}|{at}|{action}|{int(allowed)}|".encode()
    return hmac.digest(key, before + ids + words + sealed, hashlib.sha256)


def _head(db: Session, chain_id: UUID) -> tuple[int, bytes]:
    heads = table(AuditHead)
    query = select(heads.c.seq, heads.c.mac).where(heads.c.chain_id == chain_id).with_for_update()
    found = db.connection().execute(query).first()
    return (found.seq, found.mac) if found else (0, START)


def _move_head(db: Session, chain_id: UUID, seq: int, mac: bytes) -> None:
    heads = table(AuditHead)
    if seq == 1:
        db.connection().execute(insert(heads).values(chain_id=chain_id, seq=seq, mac=mac))
        return
    db.connection().execute(update(heads).where(heads.c.chain_id == chain_id).values(seq=seq, mac=mac))
