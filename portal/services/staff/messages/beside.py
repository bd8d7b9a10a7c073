"""What stands beside a conversation at the desk: notes among staff, who has read, who cannot be reached."""

from dataclasses import dataclass

from sqlmodel import col, select

from portal import clock
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.grants import allows, live_in_chart
from portal.access.practice import Practice
from portal.i18n import moment, t
from portal.models.account import Account
from portal.models.message import NoteContents, Side, Thread, ThreadContents, ThreadNote
from portal.services.messages import keeping
from portal.services.notifications import wishes
from portal.services.staff.messages import queues


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What was done with a thread or said about it among staff. `text` is empty for a mere step."""

    line: str
    text: str = ""


def notes_of(chart: Chart, thread: Thread) -> list[NoteRow]:
    """Everything staff did and noted, oldest first."""
    mine = (ThreadNote.thread_id == thread.id, ThreadNote.patient_id == chart.patient_id)
    rows = chart.db.exec(select(ThreadNote).where(*mine).order_by(col(ThreadNote.at), col(ThreadNote.id)))
    return [_note_row(row, chart.unseal(row, NoteContents)) for row in rows]


def _note_row(row: ThreadNote, said: NoteContents) -> NoteRow:
    when = moment(row.at)
    words = {
        "take": t("{name} took this, {when}", name=said.by, when=when),
        "assign": t("{name} gave this to {other}, {when}", name=said.by, other=said.to, when=when),
        "complete": t("{name} closed this, {when}", name=said.by, when=when),
        "reopen": t("{name} opened this again, {when}", name=said.by, when=when),
    }.get(row.what, t("Note by {name}, {when}", name=said.by, when=when))
    return NoteRow(words, said.text)


def gone_of(chart: Chart, thread: Thread, kept: ThreadContents) -> str:
    """What to say when whoever it is held with can no longer read it."""
    live = live_in_chart(chart.db, chart.patient_id, clock.now())
    mine = (one for one in live if one.account_id == thread.with_id)
    if any(allows(one.scopes, Scope.MESSAGES, acting=False) for one in mine):
        return ""
    return t(
        "{name} cannot read messages here any more. An answer would not reach them.", name=kept.with_name
    )


def came_back_of(chart: Chart, thread: Thread, kept: ThreadContents) -> str:
    """What to say when our emails to whoever it is held with come back."""
    account = chart.db.get(Account, thread.with_id)
    since = wishes.came_back_words(account, wishes.of(chart.db, thread.with_id)) if account else ""
    if not since:
        return ""
    return t(
        "Our emails to {name} have come back since {day}. They may not know that you answer.",
        name=kept.with_name,
        day=since,
    )


def read_by_of(practice: Practice, chart: Chart, thread: Thread) -> str:
    """Who on the patient side has read the newest answer, and when."""
    if thread.last_side != Side.STAFF:
        return ""
    found = [
        row
        for row in keeping.readers(chart, thread.id)
        if row.side == Side.PATIENT and row.read_at is not None and row.read_at >= thread.last_at
    ]
    names = queues.names_of(practice, {row.account_id for row in found})
    lines = [
        t("{name}, {when}", name=names.get(row.account_id, ""), when=moment(row.read_at)) for row in found
    ]
    return t("Read by {names}", names="; ".join(lines)) if lines else ""
