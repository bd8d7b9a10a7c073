"""Rotating the master key while the portal serves (NIST SP 800-57)."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from portal.access import keys
from portal.access.actor import Duty, operator
from portal.access.audit import Deed
from portal.access.practice import open_practice
from portal.db import unit_of_work
from portal.errors import Conflict
from portal.i18n import t
from portal.settings import get_settings
from portal.vault import keyring

PAUSE_SECONDS = 0.005


@dataclass(frozen=True, slots=True)
class Rotated:
    """The master key now in force, how many data keys it was wrapped around, how many old ones are gone."""

    active: str
    rewrapped: int
    removed: int


def rotate(*, remove_old: bool) -> Rotated:
    """Make a new master key and wrap every data key with it, while others go on reading and writing.

    A rotation that was cut short is finished instead: killed at any moment, everything stays readable.
    With `remove_old` the earlier master keys leave the keyring at the end; a backup older than this
    rotation then needs the keyring it was made with.

    Raises:
        Conflict: another rotation is under way.
        Unsafe: the keyring came from `PORTAL_KEYRING`; add the new key where it is kept, then rotate.
    """
    with _alone():
        keyring.sweep()
        if not _unfinished():
            keyring.save(keyring.with_new_master(keyring.keyring()))
        rewrapped = _rewrap_all()
        removed = _remove_old() if remove_old else 0
        active = keyring.keyring().active
        _write_down(Rotated(active, rewrapped, removed))
        return Rotated(active, rewrapped, removed)


def _unfinished() -> bool:
    """True when data keys still hang on a master key that is no longer the active one."""
    with unit_of_work() as db:
        return bool(set(keys.masters_in_use(db)) - {keyring.keyring().active})


def _rewrap_all() -> int:
    """In small units of work, so that nobody waits long; the last one also waits for keys being made."""
    done = 0
    while count := _rewrap_some():
        done += count
        time.sleep(PAUSE_SECONDS)
    with unit_of_work() as db:
        keys.await_makers(db)
        while count := keys.rewrap(db):
            done += count
            db.flush()
    return done


def _rewrap_some() -> int:
    with unit_of_work() as db:
        return keys.rewrap(db)


def _remove_old() -> int:
    """Take the master keys that wrap nothing any more out of the keyring."""
    with unit_of_work() as db:
        keys.await_makers(db)
        ring = keyring.keyring()
        if set(keys.masters_in_use(db)) - {ring.active}:
            raise Conflict(t("A data key still needs an old master key. Run it again."))
        keyring.save(keyring.only_active(ring))
        return len(ring.masters) - 1


def _write_down(rotated: Rotated) -> None:
    words = f"{rotated.active}: {rotated.rewrapped} wrapped, {rotated.removed} removed"
    with unit_of_work() as db:
        open_practice(db, operator(), Duty.KEYS, deed=Deed("keys.rotated", subject=words))


@contextmanager
def _alone() -> Iterator[None]:
    """Only one rotation at a time; the lock goes with its process, however that ends."""
    where = get_settings().home / "keys-rotate.lock"
    handle = os.open(where, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(t("The keys are being rotated already.")) from None
        yield
