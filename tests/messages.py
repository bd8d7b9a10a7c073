"""Conversations on file: what people have written to each other, put there the way the portal does."""

from itertools import count
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.db import reading, unit_of_work
from portal.models.message import MessageGroup, Thread
from portal.services import door
from portal.services.messages import keeping, posting
from portal.services.messages.posting import Opening, Posted, Said
from tests.people import Person

_marks = count(1)


def mark() -> str:
    """A send's own mark, another each time."""
    return f"a-mark-of-a-send-{next(_marks):08}"


def group(name: str = "Nurse") -> UUID:
    """The id of one of the groups that a practice has from the start."""
    with reading() as db:
        return db.exec(select(MessageGroup.id).where(MessageGroup.name == name)).one()


def wrote(
    who: Person,
    body: str,
    *,
    subject: str = "A question",
    to: str = "Nurse",
    topic: str = "question",
    thread: UUID | None = None,
    patient_id: UUID | None = None,
    once: str = "",
) -> UUID:
    """Someone of the patient side writes, in a thread or a new one; returns the thread's id."""
    opening = Opening(who.account_id, who.name, topic, subject, to, group_id=group(to))
    given = {"once": once or mark(), "patient_id": patient_id or who.patient_id}
    return door.in_chart(who.token, _write, opening, Said(body), thread=thread, **given).thread.id


def answered(nia: Person, thread: UUID, body: str, *, patient_id: UUID, once: str = "") -> UUID:
    """Someone who works here answers."""
    return door.in_chart(
        nia.token, _write, None, Said(body), thread=thread, once=once or mark(), patient_id=patient_id
    ).thread.id


def began(nia: Person, whom: Person, body: str, *, subject: str = "From your care team") -> UUID:
    """Someone who works here writes first."""
    opening = Opening(whom.account_id, whom.name, "other", subject, "", group_id=group())
    return door.in_chart(
        nia.token, _write, opening, Said(body), thread=None, once=mark(), patient_id=whom.patient_id
    ).thread.id


def nothing_waits() -> None:
    """Close what other tests of the same portal wrote, so that the queues hold only what follows."""
    with unit_of_work() as db:
        open_ones = select(Thread).where(col(Thread.completed_at).is_(None))
        for thread in db.exec(open_ones):
            thread.completed_at, thread.waiting_since, thread.due_on = clock.now(), None, None


@needs(Scope.MESSAGES, acting=True)
def _write(chart: Chart, opening: Opening | None, said: Said, *, thread: UUID | None, once: str) -> Posted:
    if thread is not None:
        return posting.reply(chart, keeping.one(chart, thread, hold=True), said, once=once)
    assert opening is not None
    return posting.start(chart, opening, said, once=once)
