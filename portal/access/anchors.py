"""Anchors: where every chain of the audit trail stood, written outside the database.

Whoever can change the database can cut entries off the end of a chain and set its head back, or put an older
database in place of this one. `anchors.jsonl` under home remembers: each line lists the heads that moved
since the line before, and its MAC covers the line and the MAC before it, under a key from outside both.
The database in turn remembers how many lines there are, so that the file cannot be cut short either.
"""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from portal import clock
from portal.db import flush_to_disk
from portal.models.audit import AuditHead
from portal.models.base import table
from portal.settings import get_settings
from portal.vault.keyring import keyring

START = bytes(32)
LINES = UUID(int=1)
"""Where a chain's id would stand in `audit_head`: how many lines the file has, and the MAC of its last."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where one chain stands: its last entry's number and MAC."""

    chain_id: UUID
    seq: int
    mac: bytes


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line of the file; `is_genuine` says whether its MAC holds."""

    number: int
    at: str
    heads: tuple[Head, ...]
    mac: bytes
    is_genuine: bool


@dataclass(slots=True)
class Anchored:
    """What the lines read so far come to, so that only new ones are read."""

    file: int = 0
    size: int = 0
    lines: int = 0
    mac: bytes = START
    heads: dict[UUID, int] = field(default_factory=dict)


_read_so_far = Anchored()


def anchors_path() -> Path:
    """Where the anchors are."""
    return get_settings().home / "anchors.jsonl"


def write_anchor(db: Session) -> int:
    """Add a line for the heads that moved since the last one; returns how many did.

    What the line vouches for is on the disk before the line is. Several processes may do this at once.
    """
    with _locked() as file:
        before = _sum_up(file)
        moved = [head for head in heads(db) if before.heads.get(head.chain_id) != head.seq]
        if not moved:
            return 0
        flush_to_disk(db)
        number = before.lines + 1
        body = _body(number, clock.now().isoformat(timespec="seconds"), moved)
        mac = line_mac(before.mac, body)
        file.write(json.dumps({**body, "mac": mac.hex()}, separators=(",", ":")).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
        _remember(db, number, mac)
        return len(moved)


def heads(db: Session) -> list[Head]:
    """Where every chain stands in the database."""
    rows = db.connection().execute(select(table(AuditHead)).where(table(AuditHead).c.chain_id != LINES))
    return [Head(row.chain_id, row.seq, row.mac) for row in rows]


def remembered(db: Session) -> Head | None:
    """How many lines the database says there are, and the MAC of the last one."""
    row = (
        db.connection().execute(select(table(AuditHead)).where(table(AuditHead).c.chain_id == LINES)).first()
    )
    return Head(row.chain_id, row.seq, row.mac) if row else None


def read_anchors() -> Iterator[Anchor]:
    """Every line of the file, each with whether its MAC holds."""
    try:
        with anchors_path().open("rb") as file:
            yield from _read(file)
    except FileNotFoundError:
        return


def line_mac(before: bytes, body: dict[str, object]) -> bytes:
    """HMAC-SHA256 over a line and the MAC of the line before it."""
    text = json.dumps(body, separators=(",", ":"), sort_keys=True).encode()
    return hmac.digest(keyring().audit, b"anchor:" + before + text, hashlib.sha256)


def _read(file: BinaryIO) -> Iterator[Anchor]:
    before = START
    for number, line in enumerate(file, start=1):
        if not line.endswith(b"\n"):
            return
        anchor = _parse(line, number, before)
        yield anchor
        before = anchor.mac


def _parse(line: bytes, number: int, before: bytes) -> Anchor:
    try:
        found = json.loads(line)
        mac = bytes.fromhex(found.pop("mac"))
        heads = tuple(Head(UUID(chain), int(seq), bytes.fromhex(head)) for chain, seq, head in found["heads"])
        is_genuine = found["n"] == number and hmac.compare_digest(mac, line_mac(before, found))
        return Anchor(number, str(found["at"]), heads, mac, is_genuine)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Anchor(number, "", (), START, False)


def _body(number: int, at: str, moved: list[Head]) -> dict[str, object]:
    return {"n": number, "at": at, "heads": [[head.chain_id.hex, head.seq, head.mac.hex()] for head in moved]}


def _sum_up(file: BinaryIO) -> Anchored:
    """What the file says so far; an unfinished last line (a killed process) is taken away."""
    global _read_so_far
    place, size = os.fstat(file.fileno()).st_ino, os.fstat(file.fileno()).st_size
    so_far = (
        _read_so_far if (_read_so_far.file, _read_so_far.size <= size) == (place, True) else Anchored(place)
    )
    file.seek(so_far.size)
    for line in file:
        if not line.endswith(b"\n"):
            break
        anchor = _parse(line, so_far.lines + 1, so_far.mac)
        so_far.lines, so_far.mac, so_far.size = anchor.number, anchor.mac, so_far.size + len(line)
        so_far.heads.update({head.chain_id: head.seq for head in anchor.heads})
    file.truncate(so_far.size)
    file.seek(so_far.size)
    _read_so_far = so_far
    return so_far


def _remember(db: Session, lines: int, mac: bytes) -> None:
    rows = table(AuditHead)
    db.connection().execute(delete(rows).where(rows.c.chain_id == LINES))
    db.connection().execute(insert(rows).values(chain_id=LINES, seq=lines, mac=mac))


@contextmanager
def _locked() -> Iterator[BinaryIO]:
    handle = os.open(anchors_path(), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
