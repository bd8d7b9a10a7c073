"""Between a right password and the second factor: a ticket for one browser, for five minutes, good once.

It is no session and opens nothing. Its token is kept by a cookie no script can read, and works only together
with the visit's token of the browser it was given to.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select, update

from portal import clock
from portal.errors import Invalid
from portal.i18n import t
from portal.models.account import Account, Ticket
from portal.vault.tokens import looks_like_token, new_token, token_hash

LIFE = timedelta(minutes=5)
PURPOSE = "second-step"


def begin(db: Session, account: Account, *, visit: str) -> str:
    """A half-session for whoever has just typed this account's password; returns its token.

    Raises:
        Invalid: the browser has not loaded one of our pages, so there is nothing to bind it to.
    """
    if not looks_like_token(visit):
        raise Invalid(t("Please reload this page and sign in again."))
    token, at = new_token(), clock.now()
    db.exec(delete(Ticket).where(col(Ticket.purpose) == PURPOSE, col(Ticket.expires_at) < at))
    ticket = Ticket(
        purpose=PURPOSE, token_hash=_bound(token, visit), account_id=account.id, expires_at=at + LIFE
    )
    db.add(ticket)
    return token


def whose(db: Session, token: str, *, visit: str) -> Account | None:
    """Whose half-session this is, while it counts."""
    if not (looks_like_token(token) and looks_like_token(visit)):
        return None
    query = select(Account).join(Ticket, col(Ticket.account_id) == col(Account.id))
    account = db.exec(query.where(*_this(token, visit))).first()
    if account is None or account.locked_at or account.disabled_at:
        return None
    return account


def use(db: Session, token: str, *, visit: str) -> bool:
    """Use it up; False when it does not count any more, or somebody else just did."""
    done = db.exec(update(Ticket).where(*_this(token, visit)).values(used_at=clock.now()))
    return done.rowcount == 1


def _this(token: str, visit: str) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Ticket.token_hash) == _bound(token, visit),
        col(Ticket.purpose) == PURPOSE,
        col(Ticket.used_at).is_(None),
        col(Ticket.expires_at) > clock.now(),
    )


def _bound(token: str, visit: str) -> bytes:
    return token_hash(f"{token}.{visit}")
