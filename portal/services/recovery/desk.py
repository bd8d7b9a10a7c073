"""Codes from the practice, for those whom email or their own answers do not get in.

A code was printed and handed over, or emailed after a talk. It goes with the username or the email address,
stands for the security question, and works until a password was chosen with it. Who has it shows their birth
date too: a paper that was lost opens nothing.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select, update

from portal import clock
from portal.access import throttle
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.folder import open_folder
from portal.access.grants import own_patient
from portal.access.practice import open_front_door
from portal.access.throttle import Limit
from portal.db import unit_of_work
from portal.errors import Invalid
from portal.i18n import t
from portal.models.account import Account, Role
from portal.models.recovery import AccountReset, Recovery, RecoveryContents
from portal.services.guesses import From
from portal.services.recovery.asking import HOUR, end, end_of_visit
from portal.services.recovery.proving import PLACE
from portal.services.recovery.standing import (
    MOST_WRONG,
    Standing,
    Way,
    at,
    checked_visit,
    contents_of,
    open_way,
    standing,
)
from portal.services.typed_date import birth_date_in
from portal.vault import codes, lookup

DIGITS = 12
LIFE = timedelta(hours=24)
PER_NAME = Limit("recovery-desk", 10, HOUR, timedelta(minutes=15), first=timedelta(minutes=1))


def enter(name: str, code: str, *, visit: str, source: From) -> Standing:
    """Take a code from the practice, with the username or email address it is for.

    Raises:
        Invalid: they do not belong together; the same words whichever is wrong.
        TooMany: too many wrong ones for this name, or from this place.
    """
    browser, digits, name = checked_visit(visit), codes.typed(code), name.strip()[:300]
    _refuse_unfinished(name, digits)
    who = lookup.username_key(name).hex()
    with unit_of_work() as db:
        throttle.check(db, PLACE, source.place)
        throttle.check(db, PER_NAME, who)
        reset = _fitting(db, _named(db, name), digits)
        if reset is not None:
            return standing(_begin(db, reset, browser, source))
        throttle.count(db, PLACE, source.place)
        throttle.count(db, PER_NAME, who)
        practice = open_front_door(db, Actor(Role.PERSON, "", address=source.address))
        practice.note(Deed("recovery.code_entered", allowed=False))
    raise Invalid(fields={"desk_code": t("That name and code do not match. Check both and try again.")})


def birth(text: str, *, visit: str, source: From) -> Standing:
    """Take the birth date that goes with a code from the practice. Five wrong ones, and the code is over.

    Raises:
        Invalid: no date, or not the one on file.
        Conflict: it is not the time for it.
    """
    born = birth_date_in(text[:50])
    if born is None:
        words = t("Enter your date of birth as month, day and year, like 04/17/1985.")
        raise Invalid(fields={"birth_date": words})
    with unit_of_work() as db:
        way = at(db, visit, "birth", source=source)
        left = _claim(way)
        if _born(way) == born:
            way.row.answered_at = clock.now()
            db.add(way.row)
            way.note(Deed("recovery.answered"))
            return standing(way)
        way.note(Deed("recovery.answered", allowed=False))
        if not left:
            end(db, col(Recovery.reset_id) == way.row.reset_id, why="wrong birth dates")
            return Standing("closed")
    raise Invalid(fields={"birth_date": t("That is not the date of birth we have on file. Try again.")})


def code_hash(account: Account, digits: str) -> bytes:
    """What is kept of a code from the practice."""
    return codes.code_hash("practice-code", account.id.hex, digits)


def _refuse_unfinished(name: str, digits: str) -> None:
    wrong = {}
    if not name:
        wrong["desk_name"] = t("Type the username or the email address.")
    if len(digits) != DIGITS:
        wrong["desk_code"] = t("Type the 12 digits of the code.")
    if wrong:
        raise Invalid(fields=wrong)


def _named(db: Session, name: str) -> Sequence[Account]:
    """The accounts with this username or email address."""
    keys = (lookup.username_key(name), lookup.email_key(name))
    either = or_(col(Account.username_key) == keys[0], col(Account.email_key) == keys[1])
    return list(db.exec(select(Account).where(either, Account.role == Role.PERSON)))


def _fitting(db: Session, accounts: Sequence[Account], digits: str) -> AccountReset | None:
    """The code that was given for one of these accounts and still works."""
    hashes = {account.id: code_hash(account, digits) for account in accounts}
    query = select(AccountReset).where(
        col(AccountReset.account_id).in_(hashes),
        col(AccountReset.used_at).is_(None),
        col(AccountReset.ended_at).is_(None),
        col(AccountReset.expires_at) > clock.now(),
    )
    found = list(db.exec(query))
    return next((reset for reset in found if reset.code_hash == hashes[reset.account_id]), None)


def _begin(db: Session, reset: AccountReset, browser: bytes, source: From) -> Way:
    """From here on it is this browser's, and no longer that of whoever typed the code before."""
    end_of_visit(db, browser)
    end(db, col(Recovery.reset_id) == reset.id, why="moved")
    practice = open_front_door(db, Actor(Role.PERSON, ""))
    account, at_ = db.get_one(Account, reset.account_id), clock.now()
    row = Recovery(
        visit_hash=browser, account_id=account.id, reset_id=reset.id, begun_at=at_, proved_at=at_, sealed=b""
    )
    practice.seal(row, RecoveryContents(email=contents_of(practice, account).email))
    db.add(row)
    db.flush()
    way = open_way(db, row, source)
    if _born(way) is None:
        row.answered_at = at_
        db.add(row)
    way.note(Deed("recovery.code_entered"))
    return way


def _born(way: Way) -> date | None:
    """The birth date on file of the patient whose account this is; None for whoever is no patient."""
    patient_id = own_patient(way.db, way.owner().id)
    return None if patient_id is None else open_folder(way.practice, patient_id, deed=None).who().birth_date


def _claim(way: Way) -> bool:
    """Count a guess before it is looked at; False when it is the last, which ends the code if it is wrong."""
    this = col(AccountReset.id) == way.row.reset_id
    way.db.exec(update(AccountReset).where(this).values(tries=AccountReset.tries + 1))
    reset = way.db.exec(select(AccountReset).where(this).execution_options(populate_existing=True)).one()
    if reset.tries >= MOST_WRONG:
        reset.ended_at = clock.now()
        way.db.add(reset)
    return reset.tries < MOST_WRONG
