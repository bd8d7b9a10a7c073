"""Guessing at a code: whoever does knows the password already, so it slows down sooner than for passwords."""

from sqlmodel import Session

from portal.access import throttle
from portal.access.throttle import CODES, CODES_HERE
from portal.errors import TooMany
from portal.models.account import Account
from portal.services import guesses
from portal.services.guesses import From


def refuse_too_many(db: Session, account: Account, source: From) -> None:
    """Guesses from all over do not keep an account's owner out where they have signed in before.

    Raises: TooMany.
    """
    throttle.check(db, throttle.ADDRESS, source.place)
    throttle.check(db, CODES_HERE, _here(account, source))
    try:
        throttle.check(db, CODES, account.id.hex)
    except TooMany:
        if not guesses.has_been_here(db, account, source):
            raise


def may_guess(db: Session, account: Account, source: From) -> bool:
    """The same as an answer."""
    try:
        refuse_too_many(db, account, source)
    except TooMany:
        return False
    return True


def count_guess(db: Session, account: Account, source: From) -> None:
    """Count a code that did not fit."""
    throttle.count(db, throttle.ADDRESS, source.place)
    throttle.count(db, CODES_HERE, _here(account, source))
    throttle.count(db, CODES, account.id.hex)


def forget_guesses(db: Session, account: Account, source: From) -> None:
    """A code that fits: those typed wrong before it from the same place no longer count."""
    throttle.clear(db, CODES_HERE, _here(account, source))


def _here(account: Account, source: From) -> str:
    return f"{account.id.hex}@{source.place}"
