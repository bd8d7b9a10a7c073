"""What waits for whom: the queues of messages, each with its count, the earliest due first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, tuple_
from sqlmodel import Session, col, select

from portal import clock
from portal.access import bell, sessions
from portal.access.actor import DUTIES, Actor, Duty
from portal.access.bindings import row_binding
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.db import reading
from portal.errors import NotPermitted
from portal.i18n import day, moment, t
from portal.models.account import Account, AccountContents, Role
from portal.models.message import MessageGroup, MessageTopic, Thread, ThreadContents
from portal.services import away, due
from portal.services.messages import reach
from portal.services.messages.inbox import ICONS
from portal.services.staff.names import Named, named
from portal.vault import sealing

PAGE = 25
HOME = "/staff/messages"
MINE, UNASSIGNED, OVERDUE, WAITING, DONE = "mine", "unassigned", "overdue", "waiting", "done"
RISEN, COVERED = "risen", "covered"


@dataclass(frozen=True, slots=True)
class QueueTab:
    """One queue to choose: its key, its name, and how many threads are in it."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A thread in a queue, as a list shows it. `line` says who wrote, how it begins, and who has it."""

    title: str
    line: str
    tag: str
    tone: str
    icon: str
    href: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of one queue, with every queue there is."""

    key: str = ""
    name: str = ""
    rows: list[QueueRow] = field(default_factory=list)
    tabs: list[QueueTab] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1


@needs(Duty.MESSAGES)
def list_queue(practice: Practice, *, queue: str = "", page: int = 1) -> QueuePage:
    """A page of a queue; one that is not known, or none, is what waits for the reader's own groups."""
    db, wanted = practice.db, _queues(practice)
    key = queue if queue in wanted else WAITING
    name, which = wanted[key]
    tabs = [QueueTab(one, label, _count(db, what)) for one, (label, what) in wanted.items()]
    total = next(tab.count for tab in tabs if tab.key == key)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    query = select(Thread).where(which).order_by(*_in_order(key)).offset((page - 1) * PAGE).limit(PAGE)
    return QueuePage(key, name, rows_of(practice, db.exec(query).all(), key), tabs, total, page, pages)


def count_mine(token: str, *, address: str = "") -> int:
    """How many threads wait for whoever works here: theirs, and what nobody has taken in their groups.

    Does not count as activity. Raises: SignedOut.
    """
    with reading() as db:
        actor = sessions.resolve(db, token, address=address, touch=False)
        return _count(db, _for_me(db, actor)) if Duty.MESSAGES in DUTIES[actor.role] else 0


def badge_topics(token: str, *, address: str = "") -> tuple[str, ...]:
    """What the bell says when that number may be another. Raises: SignedOut, NotPermitted."""
    with reading() as db:
        actor = sessions.resolve(db, token, address=address, touch=False)
    if Duty.MESSAGES not in DUTIES[actor.role] or actor.account_id is None:
        raise NotPermitted
    return bell.desk(), bell.desk(actor.account_id)


def next_after(practice: Practice, thread: Thread, queue: str) -> UUID | None:
    """The thread that follows this one in a queue; after the last, or for one not in it, the first."""
    db, wanted = practice.db, _queues(practice)
    key = queue if queue in wanted else WAITING
    others = (
        select(Thread.id).where(wanted[key][1], Thread.id != thread.id).order_by(*_in_order(key)).limit(1)
    )
    here = db.exec(select(*_place(key)).where(wanted[key][1], Thread.id == thread.id)).first()
    place = tuple_(*_place(key))
    after = None
    if here is not None:
        after = db.exec(others.where(place < tuple_(*here) if key == DONE else place > tuple_(*here))).first()
    return after or db.exec(others).first()


def _place(key: str) -> tuple[Any, ...]:
    """What says where a thread stands in a queue."""
    when = (col(Thread.last_at), col(Thread.id))
    return when if key == DONE else (func.coalesce(col(Thread.due_on), date.max), *when)


def _in_order(key: str) -> tuple[Any, ...]:
    """The earliest due first; of what is done, what was said last."""
    return tuple(one.desc() if key == DONE else one for one in _place(key))


def rows_of(practice: Practice, threads: Sequence[Thread], queue: str) -> list[QueueRow]:
    """Threads in words; one whose patient was erased, or that is damaged, does not hide the others."""
    whose = named(practice.db, (thread.patient_id for thread in threads))
    staff = names_of(practice, {one.assigned_to_id for one in threads if one.assigned_to_id})
    return [_row(thread, whose[thread.patient_id], staff, queue) for thread in threads]


def names_of(practice: Practice, ids: set[UUID]) -> dict[UUID, str]:
    """What these people who work here are called."""
    found = practice.db.exec(select(Account).where(col(Account.id).in_(ids)))
    return {one.id: practice.unseal(one, AccountContents).name for one in found}


def standing(thread: Thread) -> tuple[str, str]:
    """Where a thread stands for those who work on it, in words, and how that looks."""
    if thread.completed_at is not None:
        return t("Done"), "plain"
    if thread.due_on is None:
        return t("Answered"), "good"
    if due.is_overdue(thread.due_on):
        late = t("Overdue since {day}", day=day(thread.due_on))
        return (t("Asked again, due {day}", day=day(thread.due_on)) if thread.nudged_at else late), "high"
    if thread.due_on == clock.today():
        return t("Due today"), "attention"
    return t("Due {day}", day=day(thread.due_on)), "plain"


def _row(thread: Thread, whose: Named, staff: dict[UUID, str], queue: str) -> QueueRow:
    kept = _unsealed(thread, whose)
    tag, tone = standing(thread)
    has = staff.get(thread.assigned_to_id, "") if thread.assigned_to_id else ""
    is_patient = kept.last_by == whose.name
    by = moment(thread.last_at) if is_patient else f"{kept.last_by}, {moment(thread.last_at)}"
    files = t("with files") if thread.has_files else ""
    line = " · ".join(
        filter(None, (whose.name, by, kept.last_words, files, t("{name} has it", name=has) if has else ""))
    )
    icon = ICONS.get(thread.topic, "messages")
    return QueueRow(kept.subject, line, tag, tone, icon, f"{HOME}/{thread.id}?queue={queue}")


def _unsealed(thread: Thread, whose: Named) -> ThreadContents:
    if whose.key is None:
        return ThreadContents(subject=t("Cannot be read any more"))
    try:
        text = sealing.unseal(whose.key, thread.sealed, row_binding(thread, thread.patient_id))
        return ThreadContents.model_validate_json(text)
    except (sealing.Unreadable, ValueError):
        return ThreadContents(subject=t("Cannot be read any more"))


def _queues(practice: Practice) -> dict[str, tuple[str, ColumnElement[bool]]]:
    """Every queue: its name, and which threads are in it."""
    db, me = practice.db, practice.actor.account_id
    still = col(Thread.completed_at).is_(None)
    waits = and_(still, col(Thread.waiting_since).is_not(None))
    found: dict[str, tuple[str, ColumnElement[bool]]] = {
        WAITING: (t("For me"), _for_me(db, practice.actor)),
        MINE: (t("Mine"), and_(still, col(Thread.assigned_to_id) == me)),
        UNASSIGNED: (t("Unassigned"), and_(waits, col(Thread.assigned_to_id).is_(None))),
        OVERDUE: (t("Overdue"), and_(waits, col(Thread.due_on) < clock.today())),
    }
    if covered := stands_in_for(db, practice.actor):
        names = ", ".join(sorted(names_of(practice, covered).values()))
        theirs = and_(still, col(Thread.assigned_to_id).in_(covered))
        found[COVERED] = (t("For {names}, away", names=names), theirs)
    if practice.actor.role == Role.ADMINISTRATOR:
        found[RISEN] = (t("Late, not taken"), _risen())
    mine, sees_all = reach.groups_of(db, practice.actor), reach.sees_all(practice.actor)
    for group in db.exec(select(MessageGroup).order_by(col(MessageGroup.position))):
        in_it = and_(waits, col(Thread.group_id) == group.id)
        if (sees_all or group.id in mine) and (group.retired_at is None or _count(db, in_it)):
            found[f"group-{group.id}"] = (group.name, in_it)
    for topic in db.exec(select(MessageTopic).order_by(col(MessageTopic.position))):
        found[f"topic-{topic.key}"] = (topic.name, and_(waits, col(Thread.topic) == topic.key))
    found["all"] = (t("All that wait"), waits)
    found["answered"] = (t("Answered"), and_(still, col(Thread.waiting_since).is_(None)))
    found[DONE] = (t("Done"), col(Thread.completed_at).is_not(None))
    seen = reach.within(db, practice.actor)
    return {key: (name, and_(which, seen)) for key, (name, which) in found.items()}


def stands_in_for(db: Session, actor: Actor) -> set[UUID]:
    """Whose messages this person takes today, because they are away."""
    return {key for key, one in away.today(db).items() if one.delegate_id == actor.account_id}


def _risen() -> ColumnElement[bool]:
    """What nobody has taken by the day it was due: it is an administrator's to see to."""
    late = and_(col(Thread.waiting_since).is_not(None), col(Thread.due_on) < clock.today())
    return and_(col(Thread.completed_at).is_(None), late, col(Thread.assigned_to_id).is_(None))


def _for_me(db: Session, actor: Actor) -> ColumnElement[bool]:
    """What waits and is the reader's, or of someone they stand in for, or nobody's in their groups.

    What is of someone away without a delegate is nobody's; what is late and nobody's is the administrators'.
    """
    mine = reach.groups_of(db, actor)
    me = actor.account_id
    waits = and_(col(Thread.completed_at).is_(None), col(Thread.waiting_since).is_not(None))
    out = away.today(db)
    unseen_to = [key for key, one in out.items() if one.delegate_id is None]
    covered = [key for key, one in out.items() if one.delegate_id == me]
    nobody = or_(col(Thread.assigned_to_id).is_(None), col(Thread.assigned_to_id).in_(unseen_to))
    nobodys = and_(nobody, col(Thread.group_id).in_(mine))
    found = or_(col(Thread.assigned_to_id) == me, col(Thread.assigned_to_id).in_(covered), nobodys)
    return and_(waits, or_(found, _risen()) if actor.role == Role.ADMINISTRATOR else found)


def _count(db: Session, which: ColumnElement[bool]) -> int:
    return db.exec(select(func.count(col(Thread.id))).where(which)).one()
