"""How someone answers messages: the words under each of their answers, and the days they are away."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from portal import clock
from portal.access import bell
from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Invalid, NotPermitted
from portal.i18n import day, t
from portal.models.account import Account, AccountContents
from portal.models.base import new_id
from portal.models.message_desk import MessageAway
from portal.services import away
from portal.services.messages import plain
from portal.services.staff.messages import desk, queues

LONGEST_SIGNATURE = 300
LONGEST_AWAY = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Mine:
    """What someone has set. `line` says in words how things stand; days as they stand in a date field."""

    signature: str = ""
    from_on: str = ""
    until_on: str = ""
    delegate: str = ""
    line: str = ""
    people: list[tuple[str, str]] = field(default_factory=list)


@needs(Duty.MESSAGES)
def show_mine(practice: Practice) -> Mine:
    """How one answers oneself."""
    account = _me(practice)
    row = away.latest_of(practice.db, account.id)
    others = [(key, name) for key, name in desk.colleagues(practice) if key != str(account.id)]
    signature = practice.unseal(account, AccountContents).signature
    if row is None:
        return Mine(signature, people=others)
    delegate = str(row.delegate_id) if row.delegate_id else ""
    days = (row.from_on.isoformat(), row.until_on.isoformat())
    return Mine(signature, *days, delegate, _line(practice, row), others)


@needs(Duty.MESSAGES, acting=True)
def set_signature(practice: Practice, *, signature: str) -> Mine:
    """The words that end one's answers from now on; none when empty. Raises: Invalid."""
    words = "\n".join(line.rstrip() for line in plain.text(signature).splitlines())
    if len(words) > LONGEST_SIGNATURE:
        wrong = t("Please shorten this to {most} characters.", most=LONGEST_SIGNATURE)
        raise Invalid(fields={"signature": wrong})
    account = _me(practice)
    said = practice.unseal(account, AccountContents)
    said.signature = words
    practice.seal(account, said)
    practice.db.add(account)
    return show_mine(practice)


@needs(Duty.MESSAGES, acting=True)
def set_away(practice: Practice, *, from_on: date | None, until_on: date | None, delegate: str) -> Mine:
    """Be away for some days; someone else takes what is one's own meanwhile.

    Raises: Invalid, naming each field that is wrong.
    """
    account, wrong, here = _me(practice), dict[str, str](), clock.today()
    if from_on is None:
        wrong["from_on"] = t("Enter the first day you are away.")
    if until_on is None:
        wrong["until_on"] = t("Enter the last day you are away.")
    elif until_on < here:
        wrong["until_on"] = t("This day is over. Enter the last day you are away.")
    elif from_on is not None and until_on < from_on:
        wrong["until_on"] = t("The last day is before the first one.")
    elif until_on > here + LONGEST_AWAY:
        wrong["until_on"] = t("Enter a day within a year.")
    others = {key for key, _ in desk.colleagues(practice)} - {str(account.id)}
    if delegate and delegate not in others:
        wrong["delegate"] = t("Choose a colleague, or nobody.")
    if wrong or from_on is None or until_on is None:
        raise Invalid(fields=wrong)
    _end(practice, account.id)
    row = MessageAway(
        id=new_id(),
        account_id=account.id,
        from_on=from_on,
        until_on=until_on,
        delegate_id=UUID(delegate) if delegate else None,
        made_at=clock.now(),
    )
    practice.db.add(row)
    practice.db.flush()
    practice.note(Deed("mine.away", subject_id=row.delegate_id, subject=_line(practice, row)))
    _tell(practice)
    return show_mine(practice)


@needs(Duty.MESSAGES, acting=True)
def end_away(practice: Practice) -> Mine:
    """Be back, or not go after all."""
    _end(practice, _me(practice).id)
    _tell(practice)
    return show_mine(practice)


def _tell(practice: Practice) -> None:
    away.forget(practice.db)
    bell.ring(practice.db, bell.duty(Duty.MESSAGES), bell.desk())


def _end(practice: Practice, account_id: UUID) -> None:
    while (row := away.latest_of(practice.db, account_id)) is not None:
        row.ended_at = clock.now()
        practice.db.add(row)
        practice.db.flush()


def _line(practice: Practice, row: MessageAway) -> str:
    name = queues.names_of(practice, {row.delegate_id}).get(row.delegate_id, "") if row.delegate_id else ""
    who = t("{name} takes your messages.", name=name) if name else t("Your group takes your messages.")
    first, last = day(row.from_on), day(row.until_on)
    if row.from_on <= clock.today():
        return t("You are away until {day}. {who}", day=last, who=who)
    return t("You will be away from {first} until {last}. {who}", first=first, last=last, who=who)


def _me(practice: Practice) -> Account:
    """Raises: NotPermitted for the operator, who has no account."""
    if practice.actor.account_id is None:
        raise NotPermitted
    return practice.db.get_one(Account, practice.actor.account_id)
