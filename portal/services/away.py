"""Who does not answer messages for some days, and who takes theirs meanwhile."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from portal import clock
from portal.models.account import Account
from portal.models.message_desk import MessageAway

_KNOWN = "portal.away"
_COUNTS = col(MessageAway.ended_at).is_(None)


@dataclass(frozen=True, slots=True)
class Away:
    """Someone is away until a day (included); `delegate_id` takes what is theirs, None: their group does."""

    until: date
    delegate_id: UUID | None


def today(db: Session) -> dict[UUID, Away]:
    """Everyone who is away today, by account; a delegate who is away too, or gone, is none.

    Asked once in a unit of work: `forget` what was found after a change.
    """
    if (known := db.info.get(_KNOWN)) is not None:
        return known  # type: ignore[no-any-return]
    db.info[_KNOWN] = found = _today(db)
    return found


def forget(db: Session) -> None:
    """Someone's days have changed."""
    db.info.pop(_KNOWN, None)


def _today(db: Session) -> dict[UUID, Away]:
    day = clock.today()
    rows = db.exec(select(MessageAway).where(MessageAway.until_on >= day, _COUNTS))
    found = {row.account_id: row for row in rows if row.from_on <= day}
    if not found:
        return {}
    here = _working(db, {row.delegate_id for row in found.values() if row.delegate_id}) - found.keys()
    return {
        account_id: Away(row.until_on, row.delegate_id if row.delegate_id in here else None)
        for account_id, row in found.items()
    }


def latest_of(db: Session, account_id: UUID) -> MessageAway | None:
    """The absence of one person that is now or still to come; None when there is none."""
    which = (MessageAway.account_id == account_id, MessageAway.until_on >= clock.today(), _COUNTS)
    return db.exec(select(MessageAway).where(*which).order_by(col(MessageAway.made_at).desc())).first()


def _working(db: Session, ids: set[UUID]) -> set[UUID]:
    here = (col(Account.id).in_(ids), col(Account.disabled_at).is_(None))
    return set(db.exec(select(Account.id).where(*here)))
