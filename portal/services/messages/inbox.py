"""The inbox: threads with something new first, then the newest; found by what was said; put away and back."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from portal import clock
from portal.access import sessions
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.grants import find_relation
from portal.access.needs import needs
from portal.db import reading
from portal.i18n import moment, t
from portal.models.message import Message, Thread, ThreadContents, ThreadReader
from portal.services import due
from portal.services.messages import drafts, keeping, posting, whom
from portal.services.messages.views import InboxPage, ThreadRow
from portal.services.two_days import must_be_in_order

PAGE = 25
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
    by_words = bool(wanted.search.strip() or wanted.who.strip())
    found, total = _search(chart, wanted, page) if by_words else _page(chart, wanted, page)
    names = whom.topic_names(chart.db)
    may_write = chart.actor.account_id is not None and chart.may(Scope.MESSAGES, acting=True)
    pages = max(1, -(-total // PAGE))
    plain = wanted == Wanted() and page <= 1
    return InboxPage(
        rows=[_row(chart, thread, reader, names) for thread, reader in found],
        drafts=drafts.list_rows(chart) if may_write and plain else [],
        total=total,
        page=min(max(page, 1), pages),
        pages=pages,
        unread=how_many_unread(chart),
        may_write=may_write,
        archived=_count(chart, Wanted(archived=True)),
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
    posting.ring(chart)


def how_many_unread(chart: Chart) -> int:
    """The same, for who has the chart open already."""
    query = select(func.count(col(Thread.id))).outerjoin(ThreadReader, _mine(chart))
    return chart.db.exec(query.where(keeping.visible(chart), is_unread())).one()


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
    return db.exec(query.where(seen, is_unread())).one()


def is_unread() -> ColumnElement[bool]:
    """Whether someone of the other side wrote after this reader last read (joined as `ThreadReader`)."""
    read = col(ThreadReader.read_at)
    last = col(Thread.last_staff_at)
    return and_(last.is_not(None), or_(read.is_(None), last > read))


def _page(chart: Chart, wanted: Wanted, page: int) -> tuple[list[tuple[Thread, ThreadReader | None]], int]:
    total = _count(chart, wanted)
    last = max(1, -(-total // PAGE))
    query = (
        select(Thread, ThreadReader)
        .outerjoin(ThreadReader, _mine(chart))
        .where(*_where(chart, wanted))
        .order_by(is_unread().desc(), col(Thread.last_at).desc(), col(Thread.id))
        .offset((min(max(page, 1), last) - 1) * PAGE)
        .limit(PAGE)
    )
    return [(thread, reader) for thread, reader in chart.db.exec(query)], total


def _search(chart: Chart, wanted: Wanted, page: int) -> tuple[list[tuple[Thread, ThreadReader | None]], int]:
    """Every word that was said is unsealed and looked through: nothing of it lies in the open to search."""
    words = wanted.search.casefold().split()
    names = wanted.who.casefold().split()
    query = select(Thread, ThreadReader).outerjoin(ThreadReader, _mine(chart)).where(*_where(chart, wanted))
    threads: dict[UUID, tuple[Thread, ThreadReader | None]] = {
        thread.id: (thread, reader) for thread, reader in chart.db.exec(query)
    }
    said = _said(chart, threads)
    found = [
        one
        for key, one in threads.items()
        if _has(words, _subject(chart, one[0]), *(text for _, text in said[key]))
        and _has(names, *(name for name, _ in said[key]))
    ]
    found.sort(key=lambda one: one[0].last_at, reverse=True)
    start = (max(page, 1) - 1) * PAGE
    return found[start : start + PAGE], len(found)


def _said(chart: Chart, threads: Collection[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Who wrote and what, of every message in these threads."""
    query = select(Message.id, Message.thread_id, Message.sealed)
    rows = chart.db.exec(query.where(Message.patient_id == chart.patient_id)).all()
    rows = [row for row in rows if row[1] in threads]
    contents = chart.unseal_all("message", ((row[0], row[2]) for row in rows))
    found: dict[UUID, list[tuple[str, str]]] = {key: [] for key in threads}
    for row, content in zip(rows, contents, strict=True):
        one = json.loads(content)
        answers = (f"{each['question']} {each['said']}" for each in one["answers"])
        names = f"{one['author']} {one['on_behalf']}"
        found[row[1]].append((names, " ".join((names, one["body"], *answers))))
    return found


def _has(words: list[str], *texts: str) -> bool:
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words)


def _subject(chart: Chart, thread: Thread) -> str:
    kept = chart.unseal(thread, ThreadContents)
    return f"{kept.subject} {kept.to}"


def _count(chart: Chart, wanted: Wanted) -> int:
    query = select(func.count(col(Thread.id))).outerjoin(ThreadReader, _mine(chart))
    return chart.db.exec(query.where(*_where(chart, wanted))).one()


def _mine(chart: Chart) -> ColumnElement[bool]:
    return and_(
        col(ThreadReader.thread_id) == col(Thread.id),
        col(ThreadReader.account_id) == chart.actor.account_id,
    )


def _where(chart: Chart, wanted: Wanted) -> list[ColumnElement[bool]]:
    """Put away or not; a thread put away comes back by itself once something new is in it."""
    kept_away = col(ThreadReader.archived_at).is_not(None) & ~is_unread()
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


def _row(chart: Chart, thread: Thread, reader: ThreadReader | None, names: dict[str, str]) -> ThreadRow:
    kept = chart.unseal(thread, ThreadContents)
    is_new = thread.last_staff_at is not None and (
        reader is None or reader.read_at is None or thread.last_staff_at > reader.read_at
    )
    tag, tone = row_tag(thread, is_new=is_new)
    is_mine = thread.last_side == "patient" and kept.last_by == chart.actor.name
    by = t("You") if is_mine else kept.last_by
    line = " · ".join(
        filter(None, (f"{by}, {moment(thread.last_at)}", kept.last_words, names.get(thread.topic, "")))
    )
    icon = ICONS.get(thread.topic, "messages")
    return ThreadRow(kept.subject, line, tag, tone, icon, f"/messages/{thread.id}", is_new)


def row_tag(thread: Thread, *, is_new: bool) -> tuple[str, str]:
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
