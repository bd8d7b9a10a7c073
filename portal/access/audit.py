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

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from portal import clock
from portal.access.actor import Actor
from portal.models.audit import AuditContents, AuditEntry, AuditHead
from portal.models.base import new_id, table
from portal.vault import sealing
from portal.vault.keyring import keyring

START = bytes(32)
_head_row = table(AuditHead).c
_this_chain = _head_row.chain_id == bindparam("chain")
HEAD = select(_head_row.seq, _head_row.mac).where(_this_chain).with_for_update()
MOVE_HEAD = update(table(AuditHead)).where(_this_chain).values(seq=bindparam("to"), mac=bindparam("its_mac"))
ADD_ENTRY = insert(table(AuditEntry))


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
    connection = db.connection()
    connection.execute(ADD_ENTRY, {**row, "mac": mac})
    connection.execute(MOVE_HEAD, {"chain": chain_id, "to": seq + 1, "its_mac": mac})
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
    """Where a chain stands, held until this unit of work ends; the first entry of a chain makes its head."""
    connection, chain = db.connection(), {"chain": chain_id}
    found = connection.execute(HEAD, chain).first()
    if found is None:
        make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        start = make(table(AuditHead)).values(chain_id=chain_id, seq=0, mac=START).on_conflict_do_nothing()
        connection.execute(start)
        found = connection.execute(HEAD, chain).one()
    return found.seq, found.mac
