"""The way from a finished enrolment or recovery to a session: a ticket, good once and for two minutes."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, select, update

from portal import clock
from portal.db import unit_of_work
from portal.errors import Conflict
from portal.i18n import t
from portal.models.account import Account, Ticket
from portal.services import sign_in
from portal.services.guesses import From
from portal.vault import tokens

TICKET_LIFE = timedelta(minutes=2)
ENTER = "enter"


def issue(db: Session, account_id: UUID) -> str:
    """A ticket for an account whose owner has just shown everything."""
    token = tokens.new_token()
    db.add(
        Ticket(
            purpose=ENTER,
            token_hash=tokens.token_hash(token),
            account_id=account_id,
            expires_at=clock.now() + TICKET_LIFE,
        )
    )
    return token


def enter(ticket: str, *, source: From) -> str:
    """Exchange a ticket for a session; returns its token. Works once.

    Raises:
        Conflict: unknown, used or too late; the account is there, and signing in works.
    """
    too_late = Conflict(t("Your account is ready. Please sign in with your username and your new password."))
    if not tokens.looks_like_token(ticket):
        raise too_late
    with unit_of_work() as db:
        at = clock.now()
        this = (col(Ticket.token_hash) == tokens.token_hash(ticket), col(Ticket.purpose) == ENTER)
        counts = (col(Ticket.used_at).is_(None), col(Ticket.expires_at) > at)
        if db.exec(update(Ticket).where(*this, *counts).values(used_at=at)).rowcount != 1:
            raise too_late
        account_id = db.exec(select(Ticket.account_id).where(*this)).one()
        account = db.get_one(Account, account_id)
        if account.locked_at or account.disabled_at:
            raise too_late
        how = "recovery" if account.last_sign_in_at else "set-up"
        return sign_in.enter(db, account, source, how=how)


def end_open(db: Session, account_id: UUID) -> None:
    """No ticket of this account works any more, whatever it was for."""
    open_ones = (col(Ticket.account_id) == account_id, col(Ticket.used_at).is_(None))
    db.exec(update(Ticket).where(*open_ones).values(used_at=clock.now()))
