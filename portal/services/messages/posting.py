"""How a message comes into being: once, with its thread, and everyone who has the page open hears of it.

Drafts, screens and sendings to many come through here. Whoever calls has checked what was typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from portal import clock
from portal.access import bell
from portal.access.actor import Duty, Scope
from portal.access.charts import Chart
from portal.errors import Conflict
from portal.i18n import t
from portal.models.base import new_id
from portal.models.message import (
    About,
    Answer,
    Message,
    MessageContents,
    MessageFile,
    Side,
    Thread,
    ThreadContents,
    ThreadReader,
)
from portal.services import away, due, receipts
from portal.services.messages import keeping, notices
from portal.services.records.whose import patient_of

SHOWN = 140
"""Characters of the newest message that a list shows."""


@dataclass(frozen=True, slots=True)
class Said:
    """What someone says in one message. `files` are those of their draft that go along."""

    body: str
    answers: Sequence[Answer] = ()
    about: About | None = None
    urgent: Sequence[str] = ()
    on_behalf: str = ""
    files: Sequence[MessageFile] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """A thread to be: with whom it is held, where it goes, and what it is called."""

    with_id: UUID
    with_name: str
    topic: str
    subject: str
    to: str
    group_id: UUID | None = None
    clinician_id: UUID | None = None
    follows_id: UUID | None = None
    bulk_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A message on file, and its receipt number in plain form; `again`: this send had made it before."""

    thread: Thread
    message: Message
    again: bool = field(default=False)


def once_key(chart: Chart, once: str) -> bytes:
    """The keyed hash of a send's own mark, which means something for one account and chart only."""
    return chart.lookup("message-once", f"{keeping.account_of(chart)}:{once}")


def before(chart: Chart, once: str) -> Posted | None:
    """What this very send has made already. Raises: Invalid for what is no mark."""
    receipts.refuse_other_marks(once)
    mine = (Message.patient_id == chart.patient_id, Message.once_key == once_key(chart, once))
    found = chart.db.exec(select(Message).where(*mine)).first()
    return Posted(chart.db.get_one(Thread, found.thread_id), found, again=True) if found else None


def start(chart: Chart, opening: Opening, said: Said, *, once: str) -> Posted:
    """A new thread with its first message; the same send repeated is one. Raises: Invalid, Conflict."""
    if (made := before(chart, once)) is not None:
        return _same(chart, made, said)
    at = clock.now()
    thread = Thread(
        id=new_id(),
        patient_id=chart.patient_id,
        with_id=opening.with_id,
        topic=opening.topic,
        group_id=opening.group_id,
        clinician_id=opening.clinician_id,
        assigned_to_id=keeping.account_of(chart) if chart.actor.is_staff else opening.clinician_id,
        started_at=at,
        last_at=at,
        last_side=side_of(chart),
        follows_id=opening.follows_id,
        bulk_id=opening.bulk_id,
        sealed=b"",
    )
    kept = ThreadContents(
        subject=opening.subject, to=opening.to, with_name=opening.with_name, about=said.about
    )
    chart.seal(thread, kept)
    return _post(chart, thread, kept, said, once)


def reply(chart: Chart, thread: Thread, said: Said, *, once: str) -> Posted:
    """One more message in a thread that `keeping.one` holds; the same send repeated is one.

    From the patient side it waits for an answer from now on; from staff it is one. A thread that was
    completed is open again once someone writes.
    """
    if (made := before(chart, once)) is not None:
        return _same(chart, made, said)
    return _post(chart, thread, chart.unseal(thread, ThreadContents), said, once)


def ring(chart: Chart) -> None:
    """Have the pages look again that show this chart's messages, the queues, or how many wait for someone."""
    ring_patient(chart)
    bell.ring(chart.db, bell.duty(Duty.MESSAGES), bell.desk())


def ring_patient(chart: Chart) -> None:
    """Only those that show this chart's messages: nothing waits for staff that did not before."""
    bell.ring(chart.db, bell.chart(chart.patient_id, Scope.MESSAGES))


def _ring_of(chart: Chart, thread: Thread) -> None:
    """What was written concerns the number of the one who has the thread; of all of them while nobody has."""
    has = thread.assigned_to_id
    if has is None or has in away.today(chart.db):
        ring(chart)
        return
    ring_patient(chart)
    bell.ring(chart.db, bell.duty(Duty.MESSAGES), bell.desk(has))


def mark_read(chart: Chart, thread: Thread) -> bool:
    """Keep that this account has read all of a thread; True when there was something it had not.

    A page that only follows along must not write each time, so nothing is written twice.
    """
    row = keeping.reader(chart, thread.id)
    if row is not None and row.read_at is not None and row.read_at >= thread.last_at:
        return False
    row = row or ThreadReader(
        thread_id=thread.id,
        patient_id=chart.patient_id,
        account_id=keeping.account_of(chart),
        side=side_of(chart),
    )
    row.read_at = max(clock.now(), thread.last_at)
    try:
        with chart.db.begin_nested():
            chart.db.add(row)
    except IntegrityError:  # another window of the same person, a moment faster
        return False
    notices.was_read(chart, row)
    ring_patient(chart)
    return True


def _post(chart: Chart, thread: Thread, kept: ThreadContents, said: Said, once: str) -> Posted:
    message = _message(chart, thread, said, once)
    try:
        with chart.db.begin_nested():
            chart.db.add(thread)
            chart.db.flush()
            chart.db.add(message)
            chart.db.flush()
    except IntegrityError:  # the same send, a moment faster
        if (made := before(chart, once)) is None:
            raise
        return _same(chart, made, said)
    _count_in(chart, thread, message, said)
    kept.last_by, kept.last_words = chart.actor.name, " ".join(said.body.split())[:SHOWN]
    chart.seal(thread, kept)
    for file in said.files:
        file.draft_id, file.message_id = None, message.id
        chart.db.add(file)
    chart.db.add(thread)
    mark_read(chart, thread)
    _ring_of(chart, thread)
    if message.side == Side.STAFF:
        notices.tell(chart, thread)
    return Posted(thread, message)


def _message(chart: Chart, thread: Thread, said: Said, once: str) -> Message:
    side, actor = side_of(chart), chart.actor
    message = Message(
        id=new_id(),
        thread_id=thread.id,
        patient_id=chart.patient_id,
        sent_at=clock.now(),
        author_id=keeping.account_of(chart),
        side=side,
        once_key=once_key(chart, once),
        receipt=receipts.new_receipt() if side == Side.PATIENT else None,
        sealed=b"",
    )
    contents = MessageContents(
        body=said.body,
        author=actor.name,
        relation=chart.relation,
        role=actor.role if side == Side.STAFF else "",
        for_name=patient_of(chart).name if chart.is_helper else "",
        on_behalf=said.on_behalf,
        answers=list(said.answers),
        about=said.about,
        urgent=list(said.urgent),
    )
    chart.seal(message, contents)
    return message


def _count_in(chart: Chart, thread: Thread, message: Message, said: Said) -> None:
    thread.count += 1
    thread.last_at, thread.last_side = message.sent_at, message.side
    thread.has_files = thread.has_files or bool(said.files)
    thread.completed_at = None
    if message.side == Side.STAFF:
        thread.last_staff_at = message.sent_at
        thread.waiting_since = thread.due_on = thread.nudged_at = None
        return
    thread.last_patient_at = message.sent_at
    if thread.waiting_since is None:
        thread.waiting_since, thread.due_on = message.sent_at, due.answer_by()


def refuse_other(chart: Chart, made: Posted, body: str) -> None:
    """Raises: Conflict when a send that was made before now says something else."""
    if chart.unseal(made.message, MessageContents).body == body:
        return
    number = receipts.receipt_words(made.message.receipt)
    words = t("This was sent already, as number {number}. What you typed now is kept.", number=number)
    raise Conflict(words if number else t("This was sent already. What you typed now is kept."))


def _same(chart: Chart, made: Posted, said: Said) -> Posted:
    """The message that this send made before."""
    refuse_other(chart, made, said.body)
    return made


def side_of(chart: Chart) -> Side:
    """Which side whoever opened the chart is on."""
    return Side.STAFF if chart.actor.is_staff else Side.PATIENT
