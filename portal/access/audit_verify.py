"""Checking the audit trail: every entry of every chain, its heads, and its anchors.

An entry changed, removed, added or moved breaks the chain where it stands. A chain cut short or gone is told
by the anchors (access/anchors.py), and so is an older database put in place of this one.
"""

import hmac
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session

from portal.access import anchors
from portal.access.anchors import Anchor, Head
from portal.access.audit import START, entry_mac
from portal.i18n import t
from portal.models.audit import AuditEntry
from portal.models.base import PRACTICE, table
from portal.vault.keyring import keyring

MOST_FAULTS = 200
COLUMNS = (
    *("chain_id", "seq", "id", "at", "account_id", "session_id"),
    *("action", "allowed", "subject_id", "sealed", "mac"),
)
ID_COLUMNS = itemgetter(2, 0, 4, 5, 8)
NONE = bytes(16)


@dataclass(slots=True)
class Report:
    """What was checked, and what is wrong in plain sentences. No faults: the trail is whole."""

    entries: int = 0
    chains: int = 0
    anchors: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, fault: str) -> None:
        """One more fault; the first few hundred say enough."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


@dataclass(slots=True)
class _Expected:
    """What the head row and the anchors say of one chain."""

    head: Head | None = None
    anchored: dict[int, tuple[bytes, str]] = field(default_factory=dict)


def verify_all(db: Session, lines: list[Anchor]) -> Report:
    """Walk every chain from its start; `lines` are the anchors, read before `db` began to look."""
    report = Report(anchors=len(lines))
    _check_lines(report, lines, anchors.remembered(db))
    expected = _expectations(db, lines)
    for chain_id, entries in groupby(_rows(db), key=itemgetter(0)):
        report.chains += 1
        _walk(report, UUID(bytes=chain_id), entries, expected.pop(chain_id, _Expected()))
    for chain_id, missing in expected.items():
        report.chains += 1
        _check_end(report, _name(UUID(bytes=chain_id)), 0, START, missing)
    return report


def _walk(report: Report, chain_id: UUID, entries: Iterator[Any], expected: _Expected) -> None:
    """Check one chain; after a fault it goes on from what the entry says of itself, so each is told once."""
    key, trail, last, before = keyring().audit, _name(chain_id), 0, START
    for row in entries:
        seq, mac = row[1], row[-1]
        if seq != last + 1:
            report.add(_gap(trail, last + 1, seq - 1))
        elif not hmac.compare_digest(mac, _mac_of(key, before, row)):
            report.add(t("{trail}: entry {n} is not what was written.", trail=trail, n=seq))
        _check_anchor(report, trail, seq, mac, expected.anchored.pop(seq, None))
        last, before = seq, mac
        report.entries += 1
    _check_end(report, trail, last, before, expected)


def _check_anchor(
    report: Report, trail: str, seq: int, mac: bytes, anchored: tuple[bytes, str] | None
) -> None:
    if anchored is not None and not hmac.compare_digest(anchored[0], mac):
        words = t("{trail}: entry {n} is not the one anchored at {at}.", trail=trail, n=seq, at=anchored[1])
        report.add(words)


def _check_end(report: Report, trail: str, last: int, mac: bytes, expected: _Expected) -> None:
    """The last entry is the one the head row names, and no anchor knows of later ones."""
    head = expected.head
    if head is None or (head.seq, head.mac) != (last, mac):
        report.add(t("{trail}: its last entry is {n}, but its head says otherwise.", trail=trail, n=last))
    later = [seq for seq in expected.anchored if seq > last]
    if later:
        words = t(
            "{trail}: it ends at entry {n}, but entry {later} was anchored at {at}. "
            "Entries were removed from its end, or an older database was restored.",
            trail=trail,
            n=last,
            later=max(later),
            at=expected.anchored[max(later)][1],
        )
        report.add(words)


def _check_lines(report: Report, lines: list[Anchor], remembered: Head | None) -> None:
    for line in lines:
        if not line.is_genuine:
            report.add(t("Anchors: line {n} is not what was written.", n=line.number))
    if remembered is None:
        return
    at_that_line = lines[remembered.seq - 1].mac if remembered.seq <= len(lines) else b""
    if not hmac.compare_digest(at_that_line, remembered.mac):
        words = t(
            "Anchors: the database remembers {n} lines; they are not those in the file.", n=remembered.seq
        )
        report.add(words)


def _expectations(db: Session, lines: list[Anchor]) -> dict[bytes, _Expected]:
    expected: dict[bytes, _Expected] = defaultdict(_Expected)
    for line in lines:
        for head in line.heads if line.is_genuine else ():
            expected[head.chain_id.bytes].anchored[head.seq] = (head.mac, line.at)
    for head in anchors.heads(db):
        expected[head.chain_id.bytes].head = head
    return dict(expected)


def _gap(trail: str, first: int, last: int) -> str:
    if last <= first:
        return t("{trail}: entry {n} is missing.", trail=trail, n=first)
    return t("{trail}: entries {first} to {last} are missing.", trail=trail, first=first, last=last)


def _name(chain_id: UUID) -> str:
    return t("Practice") if chain_id == PRACTICE else t("Patient {id}", id=str(chain_id))


def _mac_of(key: bytes, before: bytes, row: Any) -> bytes:
    ids = b"".join([part or NONE for part in ID_COLUMNS(row)])
    return entry_mac(
        key, before, ids=ids, seq=row[1], at=row[3], action=row[6], allowed=row[7], sealed=row[9]
    )


def _rows(db: Session) -> Iterator[Any]:
    """Every entry in order, ids as bytes and times as ISO 8601, without the object layer."""
    entries = table(AuditEntry)
    connection = db.connection().execution_options(yield_per=2000)
    columns = [entries.c[name] for name in COLUMNS]
    if connection.dialect.name == "sqlite":
        names = ", ".join(COLUMNS)
        found = connection.exec_driver_sql(f"SELECT {names} FROM audit_entry ORDER BY chain_id, seq")  # noqa: S608
        return map(_from_sqlite, found)
    return map(_from_row, connection.execute(select(*columns).order_by(entries.c.chain_id, entries.c.seq)))


def _from_sqlite(row: Any) -> tuple[Any, ...]:
    chain, seq, entry, at, account, session, action, allowed, subject, sealed, mac = row
    unhex = bytes.fromhex
    return (
        unhex(chain), seq, unhex(entry), f"{at[:10]}T{at[11:]}+00:00", unhex(account or ""),
        unhex(session or ""), action, allowed, unhex(subject or ""), sealed, mac,
    )  # fmt: skip


def _from_row(row: Any) -> tuple[Any, ...]:
    chain, seq, entry, at, account, session, action, allowed, subject, sealed, mac = row
    ids = [found.bytes if found else b"" for found in (chain, entry, account, session, subject)]
    when = at.isoformat(timespec="microseconds")
    return ids[0], seq, ids[1], when, ids[2], ids[3], action, allowed, ids[4], bytes(sealed), bytes(mac)
