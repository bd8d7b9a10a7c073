"""Where messages are kept: found within one chart, and only those that its reader may see.

The patient sees every conversation of their chart. Someone who helps sees their own, and a
representative the patient's too; guardians see no more than their own, for what a teen writes is the teen's.
Staff see what their work needs (`reach.py`).
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlmodel import col, func
from sqlmodel import select as choose

from portal.access.charts import Chart
from portal.errors import NotFound, NotPermitted
from portal.models.account import Grant
from portal.models.base import table
from portal.models.message import Message, MessageContents, MessageFile, Thread, ThreadReader
from portal.models.unseen import HELPERS
from portal.services.messages import reach

_grant = table(Grant).c


def account_of(chart: Chart) -> UUID:
    """The account that acts. Raises: NotPermitted for the operator, who has none."""
    if chart.actor.account_id is None:
        raise NotPermitted
    return chart.actor.account_id


def visible(chart: Chart) -> ColumnElement[bool]:
    """Which threads of this chart its reader may see."""
    seen = visible_to(chart.patient_id, chart.relation, chart.actor.account_id)
    return seen & reach.within(chart.db, chart.actor) if chart.actor.is_staff else seen


def visible_to(patient_id: Any, relation: str, account_id: Any) -> ColumnElement[bool]:
    """Which threads of a chart someone may see who is this to the patient; ids, or parameters for them."""
    here: ColumnElement[bool] = col(Thread.patient_id) == patient_id
    if relation not in HELPERS:
        return here
    mine: ColumnElement[bool] = col(Thread.with_id) == account_id
    if relation != "representative":
        return here & mine
    the_patient = select(_grant.account_id).where(_grant.patient_id == patient_id, _grant.relation == "self")
    return here & or_(mine, col(Thread.with_id).in_(the_patient))


def one(chart: Chart, thread_id: UUID, *, hold: bool = False) -> Thread:
    """A thread; `hold` keeps others from changing it meanwhile. Raises: NotFound."""
    query = choose(Thread).where(visible(chart), Thread.id == thread_id)
    found = chart.db.exec(query.with_for_update() if hold else query).first()
    if found is None:
        raise NotFound
    return found


def messages_of(chart: Chart, thread_id: UUID) -> Sequence[Message]:
    """What was said in a thread that `one` has found, oldest first."""
    mine = (Message.thread_id == thread_id, Message.patient_id == chart.patient_id)
    return chart.db.exec(choose(Message).where(*mine).order_by(col(Message.sent_at), col(Message.id))).all()


def files_of(chart: Chart, message_ids: Iterable[UUID]) -> dict[UUID, list[MessageFile]]:
    """The files that went along with messages, by message, in the order they were added."""
    mine = (MessageFile.patient_id == chart.patient_id, col(MessageFile.message_id).in_(list(message_ids)))
    found: dict[UUID, list[MessageFile]] = {}
    for file in chart.db.exec(choose(MessageFile).where(*mine).order_by(col(MessageFile.added_at))):
        if file.message_id is not None:
            found.setdefault(file.message_id, []).append(file)
    return found


def reader(chart: Chart, thread_id: UUID) -> ThreadReader | None:
    """How far this account has read a thread; None when it never has."""
    return reader_of(chart, thread_id, account_of(chart)) if chart.actor.account_id else None


def reader_of(chart: Chart, thread_id: UUID, account_id: UUID) -> ThreadReader | None:
    """How far an account has read a thread; None when it never has."""
    mine = (ThreadReader.thread_id == thread_id, ThreadReader.account_id == account_id)
    return chart.db.exec(choose(ThreadReader).where(*mine)).first()


def readers(chart: Chart, thread_id: UUID) -> Sequence[ThreadReader]:
    """Everyone who has read a thread that `one` has found."""
    mine = (ThreadReader.thread_id == thread_id, ThreadReader.patient_id == chart.patient_id)
    return chart.db.exec(choose(ThreadReader).where(*mine, col(ThreadReader.read_at).is_not(None))).all()


def how_many_waiting(chart: Chart) -> int:
    """How many threads with this account wait for an answer in this chart."""
    mine = (Thread.patient_id == chart.patient_id, Thread.with_id == account_of(chart))
    query = choose(func.count(col(Thread.id))).where(*mine, col(Thread.waiting_since).is_not(None))
    return chart.db.exec(query).one()


def last_words(chart: Chart, thread: Thread) -> str:
    """What was said last in a thread, whole."""
    mine = (Message.thread_id == thread.id, Message.patient_id == chart.patient_id)
    query = choose(Message).where(*mine).order_by(col(Message.sent_at).desc(), col(Message.id)).limit(1)
    found = chart.db.exec(query).first()
    return chart.unseal(found, MessageContents).body if found else ""
