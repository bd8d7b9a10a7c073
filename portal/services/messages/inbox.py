"""The inbox: threads with something new first, then the newest; found by what was said; put away and back."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    type_coerce,
)
from sqlmodel import Session, col

from portal import clock
from portal.access import sessions
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.grants import find_relation
from portal.access.needs import needs
from portal.db import reading
from portal.i18n import moment, t
from portal.models.base import table
from portal.models.message import Message, Thread, ThreadContents, ThreadReader
from portal.services import due
from portal.services.messages import drafts, keeping, posting, whom
from portal.services.messages.views import InboxPage, ThreadRow
from portal.services.two_days import must_be_in_order

PAGE = 25
_thread, _reader, _message = table(Thread).c, table(ThreadReader).c, table(Message).c
_SHOWN = (
    *(_thread.id, _thread.topic, _thread.last_at, _thread.last_side, _thread.last_staff_at),
    *(_thread.waiting_since, _thread.due_on, _thread.completed_at, _thread.sealed, _reader.read_at),
)
ICONS = {
    "bill": "receipt",
    "appointment": "calendar",
    "medication": "pill",
    "result": "flask",
    "form": "clipboard",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the inbox is wanted: words that were said, a topic, a name, days, with files, put away."""

    search: str = ""
    topic: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None
    with_files: bool = False
    archived: bool = False


@needs(Scope.MESSAGES)
def list_threads(chart: Chart, wanted: Wanted | None = None, *, page: int = 1) -> InboxPage:
    """A page of the inbox. Raises: Invalid when the last day is before the first."""
    wanted = wanted or Wanted()
    must_be_in_order(wanted.since, wanted.until)
    counts = _counts(chart)
    by_words = bool(wanted.search.strip() or wanted.who.strip())
    if by_words:
        found, total = _search(chart, wanted, page)
    else:
        found, total = _page(chart, wanted, page, counts)
    names = whom.topic_names(chart.db)
    may_write = chart.actor.account_id is not None and chart.may(Scope.MESSAGES, acting=True)
    pages = max(1, -(-total // PAGE))
    plain = wanted == Wanted() and page <= 1
    return InboxPage(
        rows=_rows(chart, found, names),
        drafts=drafts.list_rows(chart) if may_write and plain else [],
        total=total,
        page=min(max(page, 1), pages),
        pages=pages,
        unread=counts.unread,
        may_write=may_write,
        archived=counts.archived,
    )


@needs(Scope.MESSAGES, keeps=True)
def archive(chart: Chart, *, thread_id: UUID, away: bool = True) -> None:
    """Put a thread away, for this reader alone, or back into the inbox. Raises: NotFound."""
    thread = keeping.one(chart, thread_id)
    row = keeping.reader(chart, thread.id) or ThreadReader(
        thread_id=thread.id,
        patient_id=chart.patient_id,
        account_id=keeping.account_of(chart),
        side=posting.side_of(chart),
    )
    row.archived_at = clock.now() if away else None
    chart.db.add(row)
    posting.ring_patient(chart)


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many threads are in the inbox, have something new, and are put away."""

    inbox: int
    unread: int
    archived: int


def how_many_unread(chart: Chart) -> int:
    """The same as `count_unread`, for who has the chart open already."""
    return _counts(chart).unread


def _counts(chart: Chart) -> _Counts:
    """All of them in one look."""
    found = chart.db.connection().execute(_plain(chart.relation).counts, _whose(chart)).one()
    return _Counts(*(int(n or 0) for n in found))


@dataclass(frozen=True, slots=True)
class _Plain:
    """What the inbox asks each time it is opened, for one relation to the patient; put together once."""

    counts: Select[Any]
    rows: Select[Any]


@lru_cache(maxsize=16)
def _plain(relation: str) -> _Plain:
    patient, account = (
        bindparam("patient", type_=_thread.id.type),
        bindparam("account", type_=_thread.id.type),
    )
    mine = and_(_reader.thread_id == _thread.id, _reader.account_id == account)
    joined = table(Thread).outerjoin(table(ThreadReader), mine)
    seen = keeping.visible_to(patient, relation, account)
    away = func.coalesce(_kept_away(), False)
    each = (func.sum(case((which, 1), else_=0)) for which in (away.is_(False), is_unread(), away.is_(True)))
    rows = select(*_SHOWN).select_from(joined).where(seen, away.is_(False)).order_by(*_order())
    limited = rows.offset(bindparam("offset", type_=Integer())).limit(bindparam("limit", type_=Integer()))
    return _Plain(select(*each).select_from(joined).where(seen), limited)


def _whose(chart: Chart) -> dict[str, Any]:
    return {"patient": chart.patient_id, "account": chart.actor.account_id}


def count_unread(token: str, *, address: str = "") -> int:
    """How many threads have something new: the number on the tab of every page.

    No chart is opened: it is counted in the open columns, and nothing that was said is read. Does not count
    as activity. Raises: SignedOut.
    """
    with reading() as db:
        actor = sessions.resolve(db, token, address=address, touch=False)
        if actor.patient_id is None or actor.account_id is None or actor.is_staff:
            return 0
        relation = find_relation(db, actor, actor.patient_id, Scope.MESSAGES, acting=False)
        if relation is None:
            return 0
        return unread_for(db, actor.account_id, actor.patient_id, relation)


def unread_for(db: Session, account_id: UUID, patient_id: UUID, relation: str) -> int:
    """How many threads of a chart have something new for an account that is this to the patient.

    Whoever calls has checked that it may see messages there; nothing that was said is read.
    """
    mine = and_(col(ThreadReader.thread_id) == col(Thread.id), col(ThreadReader.account_id) == account_id)
    seen = keeping.visible_to(patient_id, relation, account_id)
    query = select(func.count(col(Thread.id))).outerjoin(ThreadReader, mine)
    return int(db.execute(query.where(seen, is_unread())).scalar_one())


def is_unread() -> ColumnElement[bool]:
    """Whether someone of the other side wrote after this reader last read (joined as `ThreadReader`)."""
    read = col(ThreadReader.read_at)
    last = col(Thread.last_staff_at)
    return and_(last.is_not(None), or_(read.is_(None), last > read))


def _page(chart: Chart, wanted: Wanted, page: int, counts: _Counts) -> tuple[Sequence[Any], int]:
    plain = wanted == Wanted()
    total = counts.inbox if plain else _count(chart, wanted)
    offset = (min(max(page, 1), max(1, -(-total // PAGE))) - 1) * PAGE
    ask = chart.db.connection()
    if plain:
        place = {"offset": offset, "limit": PAGE}
        return ask.execute(_plain(chart.relation).rows, _whose(chart) | place).all(), total
    query = select(*_SHOWN).select_from(_joined(chart)).where(*_where(chart, wanted)).order_by(*_order())
    return ask.execute(query.offset(offset).limit(PAGE)).all(), total


def _search(chart: Chart, wanted: Wanted, page: int) -> tuple[Sequence[Any], int]:
    """Every word that was said is unsealed and looked through: nothing of it lies in the open to search."""
    words = wanted.search.casefold().split()
    names = wanted.who.casefold().split()
    query = select(*_SHOWN, _digits(_thread.id).label("key")).select_from(_joined(chart))
    query = query.where(*_where(chart, wanted)).order_by(_thread.last_at.desc())
    threads = chart.db.connection().execute(query).all()
    subjects = chart.unseal_all("thread", ((row.key, row.sealed) for row in threads))
    said = _said(chart)
    found = []
    for row, subject in zip(threads, subjects, strict=True):
        people, texts = said.get(row.key, ([], []))
        one = json.loads(subject.decode())
        if _has(words, one["subject"], one["to"], *people, *texts) and _has(names, *people):
            found.append(row)
    start = (max(page, 1) - 1) * PAGE
    return found[start : start + PAGE], len(found)


def _said(chart: Chart) -> dict[Any, tuple[list[str], list[str]]]:
    """By whom and what was said in every thread of the chart, by the thread's id as the database has it."""
    query = select(_digits(_message.id), _digits(_message.thread_id), _message.sealed)
    rows = chart.db.connection().execute(query.where(_message.patient_id == chart.patient_id)).all()
    contents = chart.unseal_all("message", ((row[0], row[2]) for row in rows))
    found: dict[Any, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for row, content in zip(rows, contents, strict=True):
        one = json.loads(content.decode())
        people, texts = found[row[1]]
        people.append(f"{one['author']} {one['on_behalf']}")
        texts.append(one["body"])
        texts.extend(f"{each['question']} {each['said']}" for each in one["answers"])
    return found


def _digits(column: ColumnElement[UUID]) -> ColumnElement[str]:
    """An id as the database has it, which is read much faster than it is made into a UUID."""
    return type_coerce(column, String())


def _has(words: list[str], *texts: str) -> bool:
    if not words:
        return True
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words)


def _count(chart: Chart, wanted: Wanted) -> int:
    query = select(func.count(col(Thread.id))).outerjoin(ThreadReader, _mine(chart))
    return int(chart.db.execute(query.where(*_where(chart, wanted))).scalar_one())


def _joined(chart: Chart) -> FromClause:
    """Every thread, with how far this account has read it."""
    return table(Thread).outerjoin(table(ThreadReader), _mine(chart))


def _mine(chart: Chart) -> ColumnElement[bool]:
    return and_(
        col(ThreadReader.thread_id) == col(Thread.id),
        col(ThreadReader.account_id) == chart.actor.account_id,
    )


def _order() -> tuple[ColumnElement[Any], ...]:
    return is_unread().desc(), _thread.last_at.desc(), _thread.id


def _kept_away() -> ColumnElement[bool]:
    """Put away, and nothing new in it since: then it comes back by itself."""
    return col(ThreadReader.archived_at).is_not(None) & ~is_unread()


def _where(chart: Chart, wanted: Wanted) -> list[ColumnElement[bool]]:
    kept_away = _kept_away()
    found = [
        keeping.visible(chart),
        kept_away if wanted.archived else func.coalesce(kept_away, False).is_(False),
    ]
    if wanted.topic:
        found.append(col(Thread.topic) == wanted.topic)
    if wanted.with_files:
        found.append(col(Thread.has_files).is_(True))
    if wanted.since:
        found.append(col(Thread.last_at) >= _midnight(wanted.since))
    if wanted.until:
        found.append(col(Thread.started_at) < _midnight(wanted.until + timedelta(days=1)))
    return found


def _midnight(when: date) -> datetime:
    return datetime.combine(when, time(), clock.zone())


def _rows(chart: Chart, found: Sequence[Any], names: dict[str, str]) -> list[ThreadRow]:
    contents = chart.unseal_all("thread", ((row.id, row.sealed) for row in found))
    return [
        _row(chart, row, ThreadContents.model_validate_json(content), names)
        for row, content in zip(found, contents, strict=True)
    ]


def _row(chart: Chart, thread: Any, kept: ThreadContents, names: dict[str, str]) -> ThreadRow:
    is_new = thread.last_staff_at is not None and (
        thread.read_at is None or thread.last_staff_at > thread.read_at
    )
    tag, tone = row_tag(thread, is_new=is_new)
    is_mine = thread.last_side == "patient" and kept.last_by == chart.actor.name
    by = t("You") if is_mine else kept.last_by
    line = " · ".join(
        filter(None, (f"{by}, {moment(thread.last_at)}", kept.last_words, names.get(thread.topic, "")))
    )
    icon = ICONS.get(thread.topic, "messages")
    return ThreadRow(kept.subject, line, tag, tone, icon, f"/messages/{thread.id}", is_new)


def row_tag(thread: Any, *, is_new: bool) -> tuple[str, str]:
    """Where a thread stands, in a word, and how that looks."""
    if is_new:
        return t("New"), "attention"
    if thread.waiting_since is not None:
        overdue = thread.due_on is not None and due.is_overdue(thread.due_on)
        return (t("Answer overdue"), "high") if overdue else (t("Sent"), "plain")
    return (t("Closed"), "plain") if thread.completed_at else (t("Answered"), "good")


@needs(Scope.MESSAGES)
def list_topics(chart: Chart) -> list[whom.Topic]:
    """What conversations may be about, to narrow by."""
    return whom.topics(chart.db)
