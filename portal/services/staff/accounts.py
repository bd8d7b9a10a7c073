"""Staff accounts: added with a role, set up by the person themself, disabled and enabled."""

import re
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select, update

from portal import clock
from portal.access import sessions
from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.grants import STAFF_SCOPES, grant_staff
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import t
from portal.models.account import Account, AccountContents, Role, Ticket
from portal.services import second_factor
from portal.settings import get_settings
from portal.vault import lookup, tokens

SET_UP = "staff-setup"
SET_UP_LIFE = timedelta(hours=24)
LONGEST_NAME = 100
_email = re.compile(r"[^\s@,;<>]+@[^\s@,;<>.]+(\.[^\s@,;<>.]+)+")


@needs(Duty.STAFF, acting=True)
def add_staff(practice: Practice, email: str, role: str, name: str) -> str:
    """Make an account for someone who works here; returns a link, good for 24 hours, to set it up with.

    The email address is the username. There is no password until its owner chooses one.

    Raises:
        Invalid: the address, role or name cannot be taken.
        Conflict: there is an account with this username already.
    """
    email, name = email.strip(), " ".join(name.split())
    _check(email, role, name)
    username_key = lookup.username_key(email)
    if practice.db.exec(select(Account.id).where(Account.username_key == username_key)).first():
        raise Conflict(t("There is an account for that email address already."))
    account = Account(
        role=Role(role),
        username_key=username_key,
        email_key=lookup.email_key(email),
        created_at=clock.now(),
        sealed=b"",
    )
    practice.seal(account, AccountContents(name=name, username=email, email=email))
    practice.db.add(account)
    practice.db.flush()
    grant_staff(practice.db, account.id, Role(role))
    practice.note(Deed("accounts.staff_added", subject_id=account.id, subject=name))
    return _new_link(practice, account.id)


@needs(Duty.STAFF, acting=True)
def set_up_again(practice: Practice, email: str) -> str:
    """A new set-up link, for a lost phone or a forgotten password; the old ones stop working at once.

    Raises:
        NotFound: nobody who works here has this email address.
    """
    account = _find(practice, email)
    contents = practice.unseal(account, AccountContents)
    second_factor.take_away(practice, account, contents)
    account.password_hash = None
    practice.db.add(account)
    _end_everything(practice, account, why="set up again")
    practice.note(Deed("accounts.staff_set_up_again", subject_id=account.id, subject=contents.name))
    return _new_link(practice, account.id)


@needs(Duty.STAFF, acting=True)
def disable(practice: Practice, email: str) -> None:
    """Shut someone out: their sessions and set-up links end now.

    Raises:
        NotFound: nobody who works here has this email address.
        Conflict: it is one's own account.
    """
    account = _find(practice, email)
    if account.id == practice.actor.account_id:
        raise Conflict(t("You cannot disable your own account. Ask another administrator."))
    account.disabled_at = clock.now()
    practice.db.add(account)
    _end_everything(practice, account, why="disabled")
    name = practice.unseal(account, AccountContents).name
    practice.note(Deed("accounts.staff_disabled", subject_id=account.id, subject=name))


@needs(Duty.STAFF, acting=True)
def enable(practice: Practice, email: str) -> None:
    """Let someone sign in again; ended sessions stay ended. Raises: NotFound."""
    account = _find(practice, email)
    account.disabled_at = None
    practice.db.add(account)
    name = practice.unseal(account, AccountContents).name
    practice.note(Deed("accounts.staff_enabled", subject_id=account.id, subject=name))


def _check(email: str, role: str, name: str) -> None:
    wrong = {}
    if len(email) > 254 or not _email.fullmatch(email):
        wrong["email"] = t("Enter an email address like name@example.org.")
    if role not in tuple(STAFF_SCOPES):
        wrong["role"] = t("Choose one of these roles: {roles}.", roles=", ".join(STAFF_SCOPES))
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        wrong["name"] = t("Enter a name of up to 100 characters.")
    if wrong:
        raise Invalid(fields=wrong)


def _find(practice: Practice, email: str) -> Account:
    key = lookup.username_key(email)
    account = practice.db.exec(select(Account).where(Account.username_key == key)).first()
    if account is None or account.role not in tuple(STAFF_SCOPES):
        raise NotFound(t("Nobody who works here has that email address."))
    return account


def _end_everything(practice: Practice, account: Account, *, why: str) -> None:
    sessions.end_all(practice.db, account.id, why=why)
    open_ones = (col(Ticket.account_id) == account.id, col(Ticket.used_at).is_(None))
    practice.db.exec(update(Ticket).where(*open_ones).values(used_at=clock.now()))


def _new_link(practice: Practice, account_id: UUID) -> str:
    token = tokens.new_token()
    ticket = Ticket(
        purpose=SET_UP,
        token_hash=tokens.token_hash(token),
        account_id=account_id,
        expires_at=clock.now() + SET_UP_LIFE,
    )
    practice.db.add(ticket)
    return f"{get_settings().origin}/staff/set-up#{token}"
