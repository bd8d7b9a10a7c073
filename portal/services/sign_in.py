"""Signing in and out, for patients and staff alike.

Hashing takes a quarter of a second on purpose, so it happens between two short units of work and never
while the database is held.
"""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from portal import clock
from portal.access import sessions
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.grants import own_patient
from portal.access.practice import Practice, open_front_door
from portal.db import reading, unit_of_work
from portal.errors import Invalid, SignedOut, TooMany
from portal.i18n import t
from portal.models.account import Account, AccountContents, Role
from portal.services import guesses, second_factor
from portal.services.guesses import From
from portal.settings import get_settings
from portal.vault import lookup, passwords


@dataclass(frozen=True, slots=True)
class Remaining:
    """How long a session still has, in seconds: if nothing is done, and at the most."""

    idle: int
    life: int


def sign_in(username: str, password: str, *, staff: bool, code: str = "", source: From) -> str:
    """Check a username, password and (for staff) code; returns the new session's token.

    Raises:
        Invalid: they do not match; the words are the same whichever was wrong.
        TooMany: guesses from here, or at this account, must wait.
    """
    username, password = username[:200], password[:1000]
    who = lookup.username_key(username).hex()
    with unit_of_work() as db:
        account = _find(db, username, staff=staff)
        guesses.refuse_too_many(db, account, who, source)
        stored = account.password_hash if account else None
    right = passwords.verify_password(password, stored)
    rehashed = ""
    if right and stored and passwords.needs_rehash(stored):
        rehashed = passwords.hash_password(password)
    with unit_of_work() as db:
        account = _find(db, username, staff=staff)
        guesses.refuse_too_many(db, account, who, source)
        if account is not None and right and _may_enter(account) and _has_factor(db, account, code):
            if rehashed:
                account.password_hash = rehashed
            return enter(db, account, source, who=who)
        _refuse(db, account, who, source)
    raise Invalid(_no_match(staff=staff))


def enter(db: Session, account: Account, source: From, *, who: str = "") -> str:
    """Open a session for an account that has proved itself; returns its token."""
    account.previous_sign_in_at, account.last_sign_in_at = account.last_sign_in_at, clock.now()
    db.add(account)
    guesses.forget(db, who, source)
    patient_id = own_patient(db, account.id)
    token = sessions.start(db, account, address=source.address, device=source.device, patient_id=patient_id)
    practice = open_front_door(db, _actor(db, account, source))
    practice.note(Deed("sign_in.signed_in", subject_id=account.id))
    if patient_id is not None:
        practice.note_about(patient_id, Deed("sign_in.signed_in", relation="self"))
    return token


def sign_out(token: str, *, source: From) -> None:
    """End the session of this token; nothing happens when there is none."""
    with unit_of_work() as db:
        session = sessions.end(db, token)
        account = db.get(Account, session.account_id) if session else None
        if session is None or account is None:
            return
        practice = open_front_door(db, _actor(db, account, source))
        practice.note(Deed("sign_in.signed_out", subject_id=account.id))
        if (patient_id := own_patient(db, account.id)) is not None:
            practice.note_about(patient_id, Deed("sign_in.signed_out", relation="self"))


def remaining(token: str) -> Remaining:
    """How long the session of this token still has. Does not extend it. Raises: SignedOut."""
    with reading() as db:
        return _remaining(sessions.live(db, token))


def stay(token: str) -> Remaining:
    """Count as activity: the idle limit starts anew. Raises: SignedOut."""
    with unit_of_work() as db:
        return _remaining(sessions.touch(db, token))


def _find(db: Session, username: str, *, staff: bool) -> Account | None:
    key = lookup.username_key(username)
    account = db.exec(select(Account).where(Account.username_key == key)).first()
    if account is None or (account.role == Role.PERSON) == staff:
        return None
    return account


def _may_enter(account: Account) -> bool:
    return account.locked_at is None and account.disabled_at is None


def _has_factor(db: Session, account: Account, code: str) -> bool:
    return not second_factor.wanted(account) or second_factor.fits(db, account, code)


def _refuse(db: Session, account: Account | None, who: str, source: From) -> None:
    """Count the failure and write it down; without raising, so that both are kept."""
    guesses.count(db, who, source)
    actor = _actor(db, account, source) if account else Actor(Role.PERSON, "", address=source.address)
    practice = open_front_door(db, actor)
    practice.note(Deed("sign_in.refused", allowed=False, subject_id=account.id if account else None))
    if account is not None and (patient_id := own_patient(db, account.id)) is not None:
        practice.note_about(patient_id, Deed("sign_in.refused", allowed=False))


def _no_match(*, staff: bool) -> str:
    if staff:
        return t("That username, password and code do not match. Check them and try again.")
    return t("That username and password do not match. Check them and try again.")


def _actor(db: Session, account: Account, source: From) -> Actor:
    practice: Practice = open_front_door(db, Actor(Role(account.role), ""))
    name = practice.unseal(account, AccountContents).name
    return Actor(Role(account.role), name, account_id=account.id, address=source.address)


def _remaining(session: Any) -> Remaining:
    settings, at = get_settings(), clock.now()
    idle = settings.idle_minutes * 60 - int((at - session.seen_at).total_seconds())
    life = settings.session_hours * 3600 - int((at - session.started_at).total_seconds())
    return Remaining(max(idle, 0), max(life, 0))


__all__ = ["From", "Remaining", "SignedOut", "TooMany", "enter", "remaining", "sign_in", "sign_out", "stay"]
