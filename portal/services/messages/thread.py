"""One conversation to read: what was said, by whom and for whom, who has read it, and what may be done."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import select

from portal import clock
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.access.practice import open_front_door
from portal.errors import Conflict
from portal.i18n import day, moment, t
from portal.models.account import Account, AccountContents
from portal.models.message import (
    About,
    Message,
    MessageContents,
    MessageFile,
    Side,
    Thread,
    ThreadContents,
    ThreadReader,
)
from portal.services import due
from portal.services.messages import files, keeping, posting, whom
from portal.services.messages.views import Said, ThreadDetail
from portal.services.receipts import receipt_words
from portal.services.records import shelf
from portal.services.records.kinds import KINDS, readable
from portal.services.records.whose import by_whom
from portal.services.staff.roles import role_name
from portal.settings import get_settings

NUDGE_AGAIN = timedelta(days=1)


@needs(Scope.MESSAGES)
def show_thread(chart: Chart, *, thread_id: UUID) -> ThreadDetail:
    """A thread to read. Raises: NotFound."""
    thread = keeping.one(chart, thread_id)
    kept = chart.unseal(thread, ThreadContents)
    mine = keeping.reader(chart, thread.id)
    said = said_in(chart, thread, mine)
    may_write = chart.actor.account_id is not None and chart.may(Scope.MESSAGES, acting=True)
    overdue = thread.due_on is not None and due.is_overdue(thread.due_on)
    return ThreadDetail(
        thread_id=str(thread.id),
        subject=kept.subject,
        topic=whom.topic_names(chart.db).get(thread.topic, ""),
        sent_to=kept.to,
        line=t("Begun {day} with {name}", day=day(thread.started_at), name=kept.with_name),
        said=said,
        read_by=_read_by(chart, thread),
        due=day(thread.due_on) if thread.due_on else "",
        is_overdue=overdue,
        is_completed=thread.completed_at is not None and thread.last_patient_at is not None,
        is_archived=mine is not None and mine.archived_at is not None,
        is_old=thread.last_at < clock.now() - timedelta(days=get_settings().message_old_days),
        may_nudge=may_write and overdue and _may_nudge(thread),
        nudged=day(thread.nudged_at) if thread.nudged_at else "",
        may_write=may_write,
        latest=said[-1].key if said else "",
        me=chart.actor.name,
    )


@needs(Scope.MESSAGES, keeps=True)
def read_thread(chart: Chart, *, thread_id: UUID) -> bool:
    """Keep that all of a thread was read; True when something of it was new. Raises: NotFound."""
    return posting.mark_read(chart, keeping.one(chart, thread_id))


@needs(Scope.MESSAGES, acting=True)
def nudge(chart: Chart, *, thread_id: UUID) -> None:
    """Ask for the answer that is overdue, once a day. Raises: NotFound; Conflict when it is not overdue."""
    thread = keeping.one(chart, thread_id, hold=True)
    if thread.due_on is None or not due.is_overdue(thread.due_on):
        raise Conflict(t("This is not overdue any more. Reload the page to see it as it is now."))
    if not _may_nudge(thread):
        return
    thread.nudged_at = clock.now()
    chart.db.add(thread)
    posting.ring(chart)


@needs(Scope.MESSAGES)
def open_file(chart: Chart, *, file_id: UUID, small: bool = False) -> files.Sent:
    """A file of a thread, or of one's own draft. Raises: NotFound."""
    return files.open_one(chart, file_id, small=small)


def said_in(chart: Chart, thread: Thread, mine: ThreadReader | None) -> list[Said]:
    """Every message of a thread in words, oldest first."""
    rows = keeping.messages_of(chart, thread.id)
    with_files = keeping.files_of(chart, (row.id for row in rows)) if thread.has_files else {}
    read = mine.read_at if mine else None
    return [_said(chart, row, with_files.get(row.id, []), read) for row in rows]


def _said(chart: Chart, row: Message, sent: list[MessageFile], read: object) -> Said:
    said = chart.unseal(row, MessageContents)
    is_mine = row.author_id == chart.actor.account_id
    about, href = _about(chart, said.about)
    return Said(
        key=str(row.id),
        side="mine" if is_mine else str(row.side),
        author=author_of(chart, said, is_mine=is_mine),
        role=role_name(said.role),
        when=moment(row.sent_at),
        body=said.body,
        is_new=not is_mine and (read is None or row.sent_at > read),  # type: ignore[operator]
        answers=[(one.question, one.said) for one in said.answers],
        files=[files.row_of(chart, file) for file in sent],
        about=about,
        about_href=href,
        receipt=receipt_words(row.receipt) if row.side == Side.PATIENT else "",
        urgent=", ".join(said.urgent) if chart.actor.is_staff else "",
    )


def author_of(chart: Chart, said: MessageContents, *, is_mine: bool) -> str:
    """Who wrote, for this reader: "You", "Dana Diaz for Alice Ames", "Nia Novak for Priya Raman"."""
    helped = by_whom(chart, said.author, said.relation, is_mine=is_mine) if said.for_name else ""
    if helped:
        return helped[:1].upper() + helped[1:]
    if said.on_behalf:
        return t("{name} for {other}", name=said.author, other=said.on_behalf)
    return t("You") if is_mine else said.author


def _about(chart: Chart, about: About | None) -> tuple[str, str]:
    """The item's name and place, for who may see it now."""
    if about is None or about.kind not in readable(chart):
        return "", ""
    if shelf.one(chart, about.kind, about.record_id) is None:
        return "", ""
    return about.title, f"{KINDS[about.kind].home}/{about.record_id}"


def _read_by(chart: Chart, thread: Thread) -> str:
    """Who of the practice has read the newest message, and when."""
    practice = open_front_door(chart.db, chart.actor)
    lines = []
    for row in keeping.readers(chart, thread.id):
        if row.side != Side.STAFF or row.read_at is None or row.read_at < thread.last_at:
            continue
        account = chart.db.exec(select(Account).where(Account.id == row.account_id)).first()
        name = practice.unseal(account, AccountContents).name if account else ""
        if thread.last_side == Side.PATIENT and name:
            lines.append(t("{name}, {when}", name=name, when=moment(row.read_at)))
    return t("Read by {names}", names="; ".join(lines)) if lines else ""


def _may_nudge(thread: Thread) -> bool:
    return thread.nudged_at is None or thread.nudged_at < clock.now() - NUDGE_AGAIN
