"""Another email address for an account: nothing changes until the code that was sent there is typed.

The address of before is told when it is asked and when it is done. Two accounts may have one address, so
nothing here says whether anyone else has it.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import select

from portal import clock
from portal.access import throttle
from portal.access.audit import Deed
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.access.throttle import Limit
from portal.errors import Conflict, Invalid, TooMany
from portal.i18n import t
from portal.integrations.email import account_words as words
from portal.integrations.email.address import checked_email
from portal.models.account import AccountContents
from portal.models.email_change import EmailChange, EmailChangeContents
from portal.services import outbox, recovery
from portal.services.account.arrivals import security_page
from portal.vault import lookup

LIFE = timedelta(minutes=10)
PAUSE = timedelta(minutes=1)
TRIES = 5
LETTERS = Limit("email-change", 6, timedelta(hours=1), timedelta(hours=6), timedelta(minutes=10))
"""How many codes an account may have sent: they go to addresses that nobody has confirmed yet."""


@dataclass(frozen=True, slots=True)
class EmailStanding:
    """The address there is, and the one that waits for its code, if any."""

    email: str = ""
    waiting: str = ""


@needs(OWN)
def show_email(own: Own) -> EmailStanding:
    """Where emails go now, and what waits to be confirmed."""
    return _standing(own)


def _typed(*, email: str) -> str:
    return checked_email(email)


@needs(OWN, acting=True, proof=True, typed=_typed)
def ask_email(own: Own, *, email: str) -> EmailStanding:
    """Send a code to a new address; one that waited before no longer does.

    Raises:
        Invalid: it is no address, or the one there is.
        TooMany: a code was sent within the last minute, or many were.
    """
    address, contents = checked_email(email), own.unseal(own.account, AccountContents)
    if lookup.email_key(address) == own.account.email_key:
        raise Invalid(fields={"email": t("That is the address you have already.")})
    before = _pending(own)
    if before is not None and clock.now() - before.sent_at < PAUSE:
        raise TooMany(t("We sent a code less than a minute ago. Please wait a moment."), wait=60)
    throttle.check(own.db, LETTERS, own.account.id.hex)
    throttle.count(own.db, LETTERS, own.account.id.hex)
    _forget(own)
    code = f"{secrets.randbelow(10**8):08d}"
    outbox.write(own, "email-code", address, words.email_code(code))
    if contents.email:
        outbox.write(
            own, "account", contents.email, words.email_asked(clock.now(), security_page(own.account))
        )
    _keep(own, address, code)
    return _standing(own)


@needs(OWN, acting=True, proof=True)
def confirm_email(own: Own, *, code: str) -> bool:
    """Put the new address in force if this is the code that was sent there; False when it is not.

    A wrong code is counted, so it is answered and not raised. Raises: Conflict when none waits any more.
    """
    row = _pending(own)
    if row is None:
        raise Conflict(t("That code no longer works. Please ask for a new one."))
    typed = "".join(c for c in code if c.isdigit())
    if not hmac.compare_digest(_hash(row, typed), row.code_hash):
        row.tries += 1
        own.db.add(row)
        own.note(Deed("email_change.refused", allowed=False))
        if row.tries >= TRIES:
            own.db.delete(row)
        return False
    _put(own, own.unseal(row, EmailChangeContents).email)
    own.note(Deed("email_change.changed"))
    return True


@needs(OWN, acting=True)
def cancel_email(own: Own) -> EmailStanding:
    """Keep the address there is; the code sent to the other no longer works."""
    _forget(own)
    return _standing(own)


def _put(own: Own, address: str) -> None:
    contents = own.unseal(own.account, AccountContents)
    before, contents.email = contents.email, address
    recovery.end_pending(own.db, own.account)
    own.account.email_key = lookup.email_key(address)
    own.seal(own.account, contents)
    own.db.add(own.account)
    if before:
        outbox.write(own, "account", before, words.email_changed(clock.now(), security_page(own.account)))


def _keep(own: Own, address: str, code: str) -> None:
    at = clock.now()
    row = EmailChange(account_id=own.account.id, sent_at=at, expires_at=at + LIFE, code_hash=b"", sealed=b"")
    row.code_hash = _hash(row, code)
    own.seal(row, EmailChangeContents(email=address))
    own.db.add(row)
    own.db.flush()


def _pending(own: Own) -> EmailChange | None:
    """What waits, while its code still works; the account itself is held by whoever changes it."""
    row = own.db.exec(select(EmailChange).where(EmailChange.account_id == own.account.id)).first()
    return row if row is not None and row.expires_at > clock.now() else None


def _forget(own: Own) -> None:
    row = own.db.exec(select(EmailChange).where(EmailChange.account_id == own.account.id)).first()
    if row is not None:
        own.db.delete(row)
        own.db.flush()


def _standing(own: Own) -> EmailStanding:
    row = _pending(own)
    waiting = own.unseal(row, EmailChangeContents).email if row else ""
    return EmailStanding(own.unseal(own.account, AccountContents).email, waiting)


def _hash(row: EmailChange, code: str) -> bytes:
    return lookup.lookup("email-change", f"{row.id.hex}:{code}")
