"""Ending what someone has begun to get back in with: when in, when locked, and with time."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, delete, select, update

from portal import clock
from portal.db import unit_of_work
from portal.models.account import Account
from portal.models.email_change import EmailChange
from portal.models.recovery import AccountReset, Recovery
from portal.services import ticket
from portal.services.recovery.asking import end

KEPT = timedelta(days=1)


def end_pending(db: Session, account: Account) -> None:
    """No code, no half-way recovery and no ticket of this account leads anywhere; no new email waits."""
    end(db, or_(col(Recovery.account_id) == account.id, _leads_to(account)), why="ended")
    end_resets(db, account.id)
    ticket.end_open(db, account.id)
    db.exec(delete(EmailChange).where(col(EmailChange.account_id) == account.id))


def end_resets(db: Session, account_id: UUID) -> None:
    """No code from the practice works any more, nor what was begun with one."""
    open_ones = (col(AccountReset.used_at).is_(None), col(AccountReset.ended_at).is_(None))
    resets = update(AccountReset).where(col(AccountReset.account_id) == account_id, *open_ones)
    db.exec(resets.values(ended_at=clock.now()))
    end(db, col(Recovery.account_id) == account_id, col(Recovery.reset_id).is_not(None), why="ended")


def drop_old() -> int:
    """Delete what was begun long ago and what is over; the audit trail keeps what happened. How many went."""
    with unit_of_work() as db:
        old = col(Recovery.begun_at) < clock.now() - KEPT
        gone = db.exec(delete(Recovery).where(old)).rowcount
        in_use = select(Recovery.reset_id).where(col(Recovery.reset_id).is_not(None))
        over = (col(AccountReset.expires_at) < clock.now() - KEPT, col(AccountReset.id).not_in(in_use))
        return int(gone + db.exec(delete(AccountReset).where(*over)).rowcount)


def _leads_to(account: Account) -> ColumnElement[bool]:
    """Begun with this account's address, and not yet settled on another account with the same one."""
    return and_(col(Recovery.email_key) == account.email_key, col(Recovery.account_id).is_(None))
