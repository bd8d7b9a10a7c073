"""What someone wants emails about and when, and whether emails to them come back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from portal import clock
from portal.access.audit import Deed
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.access.practice import Practice
from portal.errors import Invalid, NotPermitted
from portal.i18n import day, t
from portal.models.account import Account, AccountContents, Role
from portal.models.message import MessageTopic
from portal.models.notification import NotificationWishes
from portal.vault.lookup import email_key

NONE = "*"
HOME = "/profile/notifications"


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic of messages, and whether an email is wanted when someone writes about it."""

    key: str
    name: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is chosen now. `quiet_from` and `quiet_until` are hours, 0 to 23; `came_back` says since when
    emails to this address cannot be delivered.
    """

    email: str = ""
    topics: list[TopicChoice] = field(default_factory=list)
    is_quiet: bool = False
    quiet_from: int = 21
    quiet_until: int = 7
    came_back: str = ""


@needs(OWN)
def show_wishes(own: Own) -> Wishes:
    """What this account has chosen."""
    row = of(own.db, own.account.id)
    email = own.unseal(own.account, AccountContents).email
    found = Wishes(email, _topics(own.db, row), came_back=came_back_words(own.account, row))
    if row is None or row.quiet_from is None or row.quiet_until is None:
        return found
    return Wishes(found.email, found.topics, True, row.quiet_from, row.quiet_until, found.came_back)


@needs(OWN, acting=True)
def choose_wishes(
    own: Own, *, wanted: Sequence[str], is_quiet: bool, quiet_from: int = 21, quiet_until: int = 7
) -> Wishes:
    """Choose the topics that emails are `wanted` about, and when none come.

    Raises: Invalid; NotPermitted for staff, who get no such emails.
    """
    if own.actor.role != Role.PERSON:
        raise NotPermitted
    topics = _keys(own.db)
    off = [key for key in topics if key not in wanted]
    if is_quiet and not (0 <= quiet_from <= 23 and 0 <= quiet_until <= 23):
        raise Invalid(fields={"quiet_from": t("Choose an hour.")})
    if is_quiet and quiet_from == quiet_until:
        raise Invalid(fields={"quiet_until": t("Choose another hour than the one quiet begins at.")})
    row = row_for(own.db, own.account.id)
    row.off = NONE if len(off) == len(topics) else " ".join(off)
    row.quiet_from, row.quiet_until = (quiet_from, quiet_until) if is_quiet else (None, None)
    own.db.add(row)
    own.db.flush()
    return show_wishes(own)


def of(db: Session, account_id: UUID) -> NotificationWishes | None:
    """What an account has chosen; None while it has chosen nothing."""
    return db.get(NotificationWishes, account_id)


def wants(row: NotificationWishes | None, topic: str) -> bool:
    """Whether an email is wanted about a topic."""
    return row is None or (row.off != NONE and topic not in row.off.split())


def not_before(row: NotificationWishes | None, at: datetime) -> datetime:
    """When an email that is ready `at` may go: then, or once it is no longer quiet."""
    if row is None or row.quiet_from is None or row.quiet_until is None:
        return at
    local = at.astimezone(clock.zone())
    start, end = row.quiet_from, row.quiet_until
    is_quiet = start <= local.hour < end if start < end else local.hour >= start or local.hour < end
    if not is_quiet:
        return at
    until = local.replace(hour=end, minute=0, second=0, microsecond=0)
    return until if until > local else until + timedelta(days=1)


def came_back(practice: Practice, account_id: UUID, address: str) -> None:
    """Emails to this address of an account cannot be delivered."""
    row = row_for(practice.db, account_id)
    row.bounced_key, row.bounced_at = email_key(address), clock.now()
    practice.db.add(row)
    practice.note(Deed("wishes.came_back", subject_id=account_id))


def went_out(db: Session, account_id: UUID) -> None:
    """An email to this account was taken again."""
    row = of(db, account_id)
    if row is not None and row.bounced_key is not None:
        row.bounced_key = row.bounced_at = None
        db.add(row)


def came_back_words(account: Account, row: NotificationWishes | None) -> str:
    """Since when emails to the address an account has now come back, "November 26, 2026"; or nothing."""
    if row is None or row.bounced_key is None or row.bounced_at is None:
        return ""
    return day(row.bounced_at) if row.bounced_key == account.email_key else ""


def _topics(db: Session, row: NotificationWishes | None) -> list[TopicChoice]:
    return [TopicChoice(key, name, wants(row, key)) for key, name in _keys(db).items()]


def _keys(db: Session) -> dict[str, str]:
    query = select(MessageTopic).where(col(MessageTopic.retired_at).is_(None))
    return {row.key: row.name for row in db.exec(query.order_by(col(MessageTopic.position)))}


def row_for(db: Session, account_id: UUID) -> NotificationWishes:
    """What an account has chosen, to be changed."""
    return of(db, account_id) or NotificationWishes(account_id=account_id)
