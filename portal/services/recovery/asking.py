"""Asking for a code by email: the same answer and the same work for everyone, with an account or without.

The code goes to whatever address was typed. So the mailbox's owner learns on the page, once the code has
shown that they are, whether there is an account; nobody else ever does.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from portal import clock
from portal.access import throttle
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.practice import open_front_door
from portal.access.throttle import Limit
from portal.db import unit_of_work
from portal.errors import TooMany
from portal.i18n import nt
from portal.integrations.email import recovery_words
from portal.integrations.email.address import checked_email
from portal.models.account import Account, Role
from portal.models.recovery import EmailedCode, Recovery, RecoveryContents
from portal.services import outbox
from portal.services.guesses import From
from portal.services.recovery.standing import (
    AGAIN_AFTER,
    CODE_LIFE,
    Standing,
    Way,
    at,
    checked_visit,
    contents_of,
    find,
    open_way,
    standing,
    step_of,
    wait_of,
)
from portal.vault import codes, lookup

DIGITS = 8
KIND = "recovery-code"
HOUR = timedelta(hours=1)
ONE_A_MINUTE = Limit("recovery-minute", 1, AGAIN_AFTER, AGAIN_AFTER, first=AGAIN_AFTER)
PER_EMAIL = Limit("recovery-email", 5, HOUR, HOUR, first=timedelta(minutes=2))
PER_PLACE = Limit("recovery-address", 20, HOUR, HOUR, first=timedelta(minutes=1))
TO_STRANGERS = Limit("recovery-strangers", 60, HOUR, HOUR)
"""Codes an hour to addresses that no account has; more are not sent, so that we are nobody's mail bomb."""


def ask(email: str, *, visit: str, source: From) -> Standing:
    """Begin: send a code to this address. What this browser had begun before is over.

    Raises:
        Invalid: not an email address, or a browser without cookies.
        TooMany: enough codes for this address, or from this place, for now.
    """
    browser, address = checked_visit(visit), checked_email(email[:300])
    with unit_of_work() as db:
        way = find(db, visit, source)
        if way is not None and _is_same(way, address) and wait_of(way.row) > 0:
            return standing(way)
        _count(db, address, source)
        end_of_visit(db, browser)
        row = Recovery(
            visit_hash=browser, email_key=lookup.email_key(address), begun_at=clock.now(), sealed=b""
        )
        open_front_door(db, Actor(Role.PERSON, "")).seal(row, RecoveryContents(email=address))
        db.add(row)
        db.flush()
        return standing(_send(open_way(db, row, source)))


def ask_again(*, visit: str, source: From) -> Standing:
    """Send another code to the same address; those on their way still work.

    Raises:
        Conflict: there is nothing to go on with here.
        TooMany: it is not a minute yet, or enough for this address for now.
    """
    with unit_of_work() as db:
        way = at(db, visit, "code", source=source)
        _count(db, way.contents.email, source)
        return standing(_send(way))


def end_of_visit(db: Session, browser: bytes) -> None:
    """What a browser had begun is over."""
    end(db, col(Recovery.visit_hash) == browser, why="begun anew")


def end(db: Session, *which: ColumnElement[bool], why: str) -> None:
    """End those ways back in that are still open; their codes no longer work."""
    open_ones = (col(Recovery.ended_at).is_(None), col(Recovery.done_at).is_(None))
    db.exec(update(Recovery).where(*which, *open_ones).values(ended_at=clock.now(), ended_why=why))


def _is_same(way: Way, address: str) -> bool:
    return step_of(way) == "code" and way.row.email_key == lookup.email_key(address)


def _count(db: Session, address: str, source: From) -> None:
    who = lookup.email_key(address).hex()
    throttle.check(db, PER_PLACE, source.place)
    try:
        throttle.check(db, ONE_A_MINUTE, who)
    except TooMany as refusal:
        raise TooMany(_a_minute(refusal.wait), wait=refusal.wait) from None
    throttle.check(db, PER_EMAIL, who)
    throttle.count(db, PER_PLACE, source.place)
    throttle.count(db, ONE_A_MINUTE, who)
    throttle.count(db, PER_EMAIL, who)


def _send(way: Way) -> Way:
    """A code to the address that was typed; whether an account has it changes no work that is done here."""
    db, row, at_ = way.db, way.row, clock.now()
    code = codes.new_code(DIGITS)
    made = EmailedCode(hash=code_hash(row, code), until=at_ + CODE_LIFE)
    contents = way.contents
    contents.codes = [*contents.codes[-9:], made]
    way.practice.seal(row, contents)
    row.sent_at, row.tries = at_, 0
    db.add(row)
    to, is_known = _where_to(way)
    sent = throttle.count(db, TO_STRANGERS, "known" if is_known else "nobody")
    draft = recovery_words.code(codes.spaced(code), minutes=int(CODE_LIFE.total_seconds() // 60))
    outbox.write(way.practice, KIND, to, draft, held=not is_known and sent > TO_STRANGERS.free)
    way.practice.note(Deed("recovery.asked"))
    return way


def _where_to(way: Way) -> tuple[str, bool]:
    """The address as the account has it, which may only look like what was typed; else as typed."""
    query = select(Account).where(Account.email_key == way.row.email_key).order_by(col(Account.created_at))
    known = way.db.exec(query.limit(1)).first()
    if known is not None:
        return contents_of(way.practice, known).email, True
    return way.practice.unseal(way.row, RecoveryContents).email, False


def code_hash(row: Recovery, code: str) -> str:
    """What is kept of an emailed code."""
    return codes.code_hash("recovery-code", row.id.hex, code).hex()


def _a_minute(seconds: int) -> str:
    return nt(
        "We sent a code to this address less than a minute ago. You can ask for a new one in {n} second.",
        "We sent a code to this address less than a minute ago. You can ask for a new one in {n} seconds.",
        seconds,
    )
