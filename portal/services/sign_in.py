"""Signing in and out, for patients and staff alike.

Hashing takes a quarter of a second on purpose, so it happens between two short units of work and never
while the database is held.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, select

from portal import clock
from portal.access import sessions
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.grants import own_patient
from portal.access.practice import Practice, open_front_door
from portal.db import reading, unit_of_work
from portal.errors import Invalid, SignedOut, StepWanted, TooMany
from portal.i18n import t
from portal.models.account import Account, AccountContents, Role
from portal.services import guesses, second_factor
from portal.services.account import arrivals
from portal.services.account.browsers import known_browser
from portal.services.aside import hashes
from portal.services.guesses import From
from portal.services.second_factor import half_session
from portal.services.second_factor.guessing import count_guess, forget_guesses, may_guess
from portal.settings import get_settings
from portal.vault import lookup, passwords

REFUSED = Deed("sign_in.refused", allowed=False)


@dataclass(frozen=True, slots=True)
class Remaining:
    """How long a session still has, in seconds: if nothing is done, and at the most. `session` names it."""

    idle: int
    life: int
    session: str


@dataclass(frozen=True, slots=True)
class _Checked:
    """What came of a password: right or not, the hash it was checked against, and the one to keep."""

    right: bool
    stored: str = ""
    hashed: str = ""


@hashes
def sign_in(
    username: str, password: str, *, staff: bool, code: str = "", visit: str = "", source: From
) -> str:
    """Check a username, password and (for staff) code; returns the new session's token.

    Raises:
        StepWanted: all right so far, and this patient's second factor comes next, in the browser of `visit`.
        Invalid: one is missing, which is no guess; or they do not match, in the same words whichever was
            wrong.
        TooMany: guesses from here, or at this account, must wait.
    """
    username, password = username[:200], password[:1000]
    _refuse_blank(username, password)
    who = lookup.username_key(username).hex()
    checked = _checked(username, password, staff=staff, source=source)
    step = ""
    with unit_of_work() as db:
        account = _find(db, username, staff=staff)
        guesses.refuse_too_many(db, account, who, source)
        if account is None or not _is_right(account, checked):
            _refuse(db, account, who, source)
        elif not second_factor.wanted(account) or (staff and _code_fits(db, account, code, source)):
            account.password_hash = checked.hashed
            how = "two-steps" if second_factor.wanted(account) else "password"
            return enter(db, account, source, who=who, how=how)
        elif staff:
            _refuse(db, account, who, source)
        else:
            step = half_session.begin(db, account, visit=visit)
            note(db, account, source, Deed("second_step.asked"))
    if step:
        raise StepWanted(step)
    raise Invalid(_no_match(staff=staff))


def enter(db: Session, account: Account, source: From, *, who: str = "", how: str = "password") -> str:
    """Open a session for an account that has proved itself; returns its token.

    `how` says by what, for the history of sign-ins (services/account/history.py).
    """
    account.previous_sign_in_at, account.last_sign_in_at = account.last_sign_in_at, clock.now()
    db.add(account)
    guesses.forget(db, who, source)
    patient_id = own_patient(db, account.id)
    token = sessions.start(db, account, address=source.address, device=source.device, patient_id=patient_id)
    note(db, account, source, Deed("sign_in.signed_in", reason=how))
    front = open_front_door(db, _actor(db, account, source))
    arrivals.welcome(front, account, source, before=account.previous_sign_in_at)
    return token


def sign_out(token: str, *, source: From) -> None:
    """End the session of this token; nothing happens when there is none."""
    with unit_of_work() as db:
        session = sessions.end(db, token)
        account = db.get(Account, session.account_id) if session else None
        if session is None or account is None:
            return
        note(db, account, source, Deed("sign_in.signed_out"))


def remaining(token: str) -> Remaining:
    """How long the session of this token still has. Does not extend it. Raises: SignedOut."""
    with reading() as db:
        return _remaining(sessions.live(db, token))


def stay(token: str) -> Remaining:
    """Count as activity: the idle limit starts anew. Raises: SignedOut."""
    with unit_of_work() as db:
        return _remaining(sessions.touch(db, token))


def note(db: Session, account: Account | None, source: From, deed: Deed) -> None:
    """Write down what happened at the door, in the practice's trail and the patient's own."""
    actor = _actor(db, account, source) if account else Actor(Role.PERSON, "", address=source.address)
    practice = open_front_door(db, actor)
    deed = replace(deed, subject=known_browser(source.device))
    practice.note(replace(deed, subject_id=account.id if account else None))
    if account is not None and (patient_id := own_patient(db, account.id)) is not None:
        practice.note_about(patient_id, replace(deed, relation="self" if deed.allowed else ""))


def may_enter(account: Account) -> bool:
    """True unless the account is locked or disabled."""
    return account.locked_at is None and account.disabled_at is None


def is_right_door(account: Account, *, staff: bool) -> bool:
    """True for staff where staff sign in, and for everybody else where patients do."""
    return (account.role != Role.PERSON) == staff


def _find(db: Session, username: str, *, staff: bool) -> Account | None:
    key = lookup.username_key(username)
    account = db.exec(select(Account).where(Account.username_key == key)).first()
    return account if account is not None and is_right_door(account, staff=staff) else None


def _checked(username: str, password: str, *, staff: bool, source: From) -> _Checked:
    """Whether the password is right, found out while nobody waits for the database. Raises: TooMany."""
    with unit_of_work() as db:
        account = _find(db, username, staff=staff)
        guesses.refuse_too_many(db, account, lookup.username_key(username).hex(), source)
        stored = account.password_hash if account else None
    if not passwords.verify_password(password, stored) or stored is None:
        return _Checked(False)
    is_stale = passwords.needs_rehash(stored)
    return _Checked(True, stored, passwords.hash_password(password) if is_stale else stored)


def _is_right(account: Account, checked: _Checked) -> bool:
    """The password was right, is still the one it was checked against, and the account is open."""
    return checked.right and account.password_hash == checked.stored and may_enter(account)


def _code_fits(db: Session, account: Account, code: str, source: From) -> bool:
    """Staff type their code with the password, so neither its limit nor its answer may tell of the other."""
    if not may_guess(db, account, source):
        return False
    if second_factor.fits(db, account, code):
        forget_guesses(db, account, source)
        return True
    count_guess(db, account, source)
    return False


def _refuse(db: Session, account: Account | None, who: str, source: From) -> None:
    """Count the failure and write it down; without raising, so that both are kept."""
    guesses.count(db, who, source)
    note(db, account, source, REFUSED)


def _refuse_blank(username: str, password: str) -> None:
    wrong = {
        "username": "" if username.strip() else t("Type your username."),
        "password": "" if password else t("Type your password."),
    }
    if fields := {name: words for name, words in wrong.items() if words}:
        raise Invalid(fields=fields)


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
    return Remaining(max(idle, 0), max(life, 0), session.session_id.hex)


__all__ = ["From", "Remaining", "SignedOut", "TooMany", "enter", "remaining", "sign_in", "sign_out", "stay"]
