"""Setting up a staff account from its one-time link: a password, a second factor, and in."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select, update

from portal import clock
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.practice import Practice, open_front_door
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.models.account import Account, AccountContents, Role, Ticket, TotpDraft
from portal.services import sign_in
from portal.services.aside import hashes
from portal.services.credentials import PasswordRules, checked_password, password_rules
from portal.services.second_factor.authenticator import set_up_of, wrong_code
from portal.services.sign_in import From
from portal.services.staff.members import SET_UP
from portal.settings import get_settings
from portal.vault import passwords, tokens, totp


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the set-up page shows: whose account, the secret for an authenticator, and its QR picture."""

    name: str
    username: str
    secret: str
    qr: str
    code_required: bool


def look(token: str, *, source: From) -> SetUp:
    """What a set-up link is for. Opening it again shows the same secret.

    Raises:
        Conflict: the link is unknown, used, replaced or older than 24 hours.
    """
    with unit_of_work() as db:
        account = _account(db, token)
        practice = _practice(db, account, source)
        contents = practice.unseal(account, AccountContents)
        if contents.totp_draft is None:
            contents.totp_draft = TotpDraft(secret=totp.new_secret(), made_at=clock.now())
            practice.seal(account, contents)
            db.add(account)
    app = set_up_of(contents.totp_draft.secret, contents.username)
    return SetUp(contents.name, contents.username, app.secret, app.qr, get_settings().staff_second_factor)


def rules(password: str, username: str) -> PasswordRules:
    """Which rules a password meets, for ticking them while it is typed."""
    return password_rules(password, _about(username))


@hashes
def finish(token: str, password: str, code: str, *, source: From) -> str:
    """Set the password and the second factor; returns the token of a new session. A link works once.

    Raises:
        Invalid: the password does not keep the rules, or the code is not the one shown now.
        Conflict: the link is no longer good, or another window was first.
    """
    with reading() as db:
        account = _account(db, token)
        contents = _practice(db, account, source).unseal(account, AccountContents)
    password = checked_password(password, _about(contents.username))
    secret = contents.totp_draft.secret if contents.totp_draft else ""
    step = _checked_step(secret, code)
    hashed = passwords.hash_password(password)
    with unit_of_work() as db:
        account = _claim(db, token)
        account.password_hash = hashed
        account.has_second_factor, account.last_totp_step = step is not None, step or 0
        practice = _practice(db, account, source)
        contents.totp_secret, contents.totp_draft = secret if step else "", None
        practice.seal(account, contents)
        practice.note(Deed("accounts.set_up_finished", subject_id=account.id))
        return sign_in.enter(db, account, source, who=contents.username, how="set-up")


def _checked_step(secret: str, code: str) -> int | None:
    """The step of the code; None only where no second factor is asked for and none was entered."""
    if not code.strip() and not get_settings().staff_second_factor:
        return None
    step = totp.step_of(secret, code) if secret else None
    if step is None:
        raise Invalid(fields={"code": wrong_code()})
    return step


def _account(db: Session, token: str) -> Account:
    if not tokens.looks_like_token(token):
        raise _gone()
    query = (
        select(Account)
        .join(Ticket, col(Ticket.account_id) == col(Account.id))
        .where(*_is_this(token), col(Ticket.used_at).is_(None), col(Ticket.expires_at) > clock.now())
    )
    account = db.exec(query).first()
    if account is None or account.disabled_at or account.locked_at:
        raise _gone()
    return account


def _claim(db: Session, token: str) -> Account:
    account = _account(db, token)
    open_one = (*_is_this(token), col(Ticket.used_at).is_(None))
    if db.exec(update(Ticket).where(*open_one).values(used_at=clock.now())).rowcount != 1:
        raise _gone()
    return account


def _is_this(token: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Ticket.token_hash) == tokens.token_hash(token), col(Ticket.purpose) == SET_UP


def _practice(db: Session, account: Account, source: From) -> Practice:
    bare = open_front_door(db, Actor(Role(account.role), ""))
    name = bare.unseal(account, AccountContents).name
    return open_front_door(db, Actor(Role(account.role), name, account.id, address=source.address))


def _about(username: str) -> str:
    """What of a username a password may not hold: the part of the email address that is the person's."""
    return username.partition("@")[0]


def _gone() -> Conflict:
    words = "This link no longer works. It is good once and for 24 hours. Ask an administrator for a new one."
    return Conflict(t(words))
