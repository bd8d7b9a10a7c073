"""Slowing down guesses: per account and per address, shared by all workers, never a permanent lock-out.

After `free` tries within `window` one must wait `first`, and twice as long after each further one, up to
`longest`.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session

from portal import clock
from portal.errors import TooMany
from portal.i18n import t
from portal.models.account import Throttle
from portal.vault.lookup import lookup


@dataclass(frozen=True, slots=True)
class Limit:
    """How many tries are free in a window, and the shortest and longest wait after them."""

    name: str
    free: int
    window: timedelta
    longest: timedelta
    first: timedelta = timedelta(seconds=1)


ADDRESS = Limit("address", 30, timedelta(minutes=15), timedelta(minutes=15))
ACCOUNT_HERE = Limit("account-here", 5, timedelta(minutes=15), timedelta(minutes=15))
ACCOUNT = Limit("account", 50, timedelta(hours=1), timedelta(seconds=20))
CODES = Limit("codes", 10, timedelta(hours=1), timedelta(minutes=15))
CODES_HERE = Limit("codes-here", 5, timedelta(minutes=15), timedelta(minutes=15))
ASKS = Limit("asks", 60, timedelta(minutes=15), timedelta(minutes=1))
"""Codes are guessed at by whoever has the password; asks are what a signed-out browser has us keep."""


def check(db: Session, limit: Limit, who: str) -> None:
    """Raises: TooMany when `who` must still wait."""
    row = db.get(Throttle, _held(db, limit, who))
    if row is None or row.not_before is None:
        return
    wait = (row.not_before - clock.now()).total_seconds()
    if wait > 0:
        raise TooMany(_words(int(wait) + 1), wait=int(wait) + 1)


def count(db: Session, limit: Limit, who: str) -> int:
    """Count one failed try; returns how many there were in the window."""
    key, at = _held(db, limit, who), clock.now()
    row = db.get(Throttle, key) or Throttle(key=key, since=at)
    if at - (row.not_before or row.since) > limit.window:
        row.tries, row.since, row.not_before = 0, at, None
    row.tries += 1
    if row.tries >= limit.free:
        row.not_before = at + min(limit.first * 2 ** min(row.tries - limit.free, 16), limit.longest)
    db.add(row)
    db.flush()
    return row.tries


def clear(db: Session, limit: Limit, who: str) -> None:
    """Forget the tries of `who`, after one that was right."""
    row = db.get(Throttle, _held(db, limit, who))
    if row is not None:
        db.delete(row)


def _held(db: Session, limit: Limit, who: str) -> bytes:
    """The key of a limit, ours alone until this unit of work ends, so that tries made together all count.

    SQLite lets one unit of work write at a time; PostgreSQL is asked for a lock by name.
    """
    key = lookup(f"throttle:{limit.name}", who)
    if db.connection().dialect.name == "postgresql":
        name = int.from_bytes(key[:8], signed=True)
        db.connection().execute(text("SELECT pg_advisory_xact_lock(:name)"), {"name": name})
    return key


def _words(seconds: int) -> str:
    if seconds < 90:
        return t("Too many tries. Please wait {n} seconds and try again.", n=seconds)
    return t("Too many tries. Please wait {n} minutes and try again.", n=-(-seconds // 60))
