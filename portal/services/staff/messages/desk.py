"""One conversation at the desk: read, taken, handed over, completed. Each step opens the chart."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.actor import DUTIES, Duty, Scope
from portal.access.audit import Deed
from portal.access.charts import Chart, open_chart
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Invalid, NotFound
from portal.i18n import t
from portal.models.account import Account, AccountContents, Role
from portal.models.base import new_id
from portal.models.message import (
    NoteContents,
    Thread,
    ThreadContents,
    ThreadNote,
)
from portal.services.messages import keeping, plain, posting, whom
from portal.services.messages.thread import said_in
from portal.services.messages.views import Said
from portal.services.records.whose import Whose, whose_of
from portal.services.staff.messages import beside, queues
from portal.services.staff.messages.beside import NoteRow
from portal.services.staff.roles import role_name

LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Desk:
    """A thread as staff work on it. `seen` is the newest message, which a reply says it has seen.

    `gone` says that whoever it is held with can no longer read here, `came_back` that no email reaches them.
    """

    thread_id: str = ""
    patient_id: str = ""
    patient_href: str = ""
    whose: Whose = field(default_factory=Whose)
    subject: str = ""
    topic: str = ""
    sent_to: str = ""
    with_name: str = ""
    gone: str = ""
    came_back: str = ""
    tag: str = ""
    tone: str = "plain"
    said: list[Said] = field(default_factory=list)
    notes: list[NoteRow] = field(default_factory=list)
    assigned: str = ""
    is_mine: bool = False
    is_done: bool = False
    read_by: str = ""
    seen: str = ""
    next_href: str = ""
    me: str = ""


@needs(Duty.MESSAGES)
def show(practice: Practice, *, thread_id: UUID, queue: str | None = "") -> Desk:
    """A thread to work on, and the next one of a queue; for None (another look) no next. Raises: NotFound."""
    chart, thread = opened(practice, thread_id, "desk.show")
    return _desk(practice, chart, thread, queue)


@needs(Duty.MESSAGES, acting=True)
def mark_read(practice: Practice, *, thread_id: UUID) -> bool:
    """Keep that all of it was read; the patient sees by whom and when. Raises: NotFound."""
    chart, thread = opened(practice, thread_id, "desk.mark_read")
    return posting.mark_read(chart, thread)


@needs(Duty.MESSAGES)
def colleagues(practice: Practice) -> list[tuple[str, str]]:
    """Everyone who works here now and takes messages, as (id, name and role), oneself first."""
    me = practice.actor.account_id
    roles = [role for role, duties in DUTIES.items() if Duty.MESSAGES in duties and role != Role.OPERATOR]
    here = (col(Account.disabled_at).is_(None), col(Account.password_hash).is_not(None))
    found = practice.db.exec(select(Account).where(col(Account.role).in_(roles), *here))
    named = [(one, practice.unseal(one, AccountContents).name) for one in found]
    named.sort(key=lambda pair: (pair[0].id != me, pair[1].casefold()))
    return [(str(one.id), t("{name}, {role}", name=name, role=role_name(one.role))) for one, name in named]


@needs(Duty.MESSAGES)
def whom_to(practice: Practice) -> list[tuple[str, str]]:
    """Whom a thread may be handed to: the groups, then colleagues, oneself first."""
    groups = [
        (f"group:{one.id}", t("{name} (the group)", name=one.name)) for one in whom.groups_of(practice.db)
    ]
    return [*colleagues(practice), *groups]


@needs(Duty.MESSAGES, acting=True)
def take(practice: Practice, *, thread_id: UUID) -> None:
    """Take a thread to work on it. Raises: NotFound."""
    chart, thread = opened(practice, thread_id, "desk.take", hold=True)
    if thread.assigned_to_id == practice.actor.account_id:
        return
    thread.assigned_to_id = practice.actor.account_id
    _step(chart, thread, "take")


@needs(Duty.MESSAGES, acting=True)
def assign(practice: Practice, *, thread_id: UUID, to: str, note: str = "") -> None:
    """Hand a thread to a colleague or a group, with a note that the patient side never sees.

    `to` is an account's id or "group:<id>". Raises: NotFound; Invalid for nobody who takes messages.
    """
    text = _note(note)
    chart, thread = opened(practice, thread_id, "desk.assign", hold=True)
    group = next((one for one in whom.groups_of(practice.db) if f"group:{one.id}" == to), None)
    people = dict(colleagues(practice))
    if group is not None:
        thread.group_id, thread.assigned_to_id = group.id, None
        _step(chart, thread, "assign", text=text, to_name=group.name)
    elif to in people:
        thread.assigned_to_id = UUID(to)
        _step(chart, thread, "assign", text=text, to_name=people[to], to_id=UUID(to))
    else:
        raise Invalid(fields={"to": t("Choose a colleague or a group.")})


@needs(Duty.MESSAGES, acting=True)
def add_note(practice: Practice, *, thread_id: UUID, note: str) -> None:
    """Say something about a thread to colleagues; the patient side never reads it.

    Raises: NotFound; Invalid when it is empty or too long.
    """
    text = _note(note)
    if not text:
        raise Invalid(fields={"note": t("Write the note.")})
    chart, thread = opened(practice, thread_id, "desk.add_note", hold=True)
    _step(chart, thread, "note", text=text)


@needs(Duty.MESSAGES, acting=True)
def complete(practice: Practice, *, thread_id: UUID) -> None:
    """Nothing more is to be done; it is open again once someone writes. Raises: NotFound."""
    chart, thread = opened(practice, thread_id, "desk.complete", hold=True)
    if thread.completed_at is not None:
        return
    thread.completed_at = clock.now()
    thread.waiting_since = thread.due_on = thread.nudged_at = None
    _step(chart, thread, "complete")


@needs(Duty.MESSAGES, acting=True)
def reopen(practice: Practice, *, thread_id: UUID) -> None:
    """There is something to be done after all. Raises: NotFound."""
    chart, thread = opened(practice, thread_id, "desk.reopen", hold=True)
    if thread.completed_at is None:
        return
    thread.completed_at = None
    thread.assigned_to_id = thread.assigned_to_id or practice.actor.account_id
    _step(chart, thread, "reopen")


def opened(practice: Practice, thread_id: UUID, action: str, *, hold: bool = False) -> tuple[Chart, Thread]:
    """The thread within its patient's chart, opened for `action`. Raises: NotFound, NotPermitted."""
    patient_id = practice.db.exec(select(Thread.patient_id).where(Thread.id == thread_id)).first()
    if patient_id is None:
        raise NotFound
    deed = Deed(action, subject_id=thread_id)
    chart = open_chart(practice.db, practice.actor, patient_id, Scope.MESSAGES, deed=deed, acting=True)
    return chart, keeping.one(chart, thread_id, hold=hold)


def _step(
    chart: Chart, thread: Thread, what: str, *, text: str = "", to_name: str = "", to_id: UUID | None = None
) -> None:
    note = ThreadNote(
        id=new_id(),
        thread_id=thread.id,
        patient_id=chart.patient_id,
        at=clock.now(),
        what=what,
        by_id=chart.actor.account_id,
        to_id=to_id,
        sealed=b"",
    )
    chart.seal(note, NoteContents(by=chart.actor.name, text=text, to=to_name))
    chart.db.add(note)
    chart.db.add(thread)
    chart.db.flush()
    posting.ring(chart)


def _note(text: str) -> str:
    """Raises: Invalid when it is too long."""
    said = plain.text(text)
    if len(said) > LONGEST_NOTE:
        raise Invalid(
            fields={"note": t("Please shorten this to {most} characters.", most=f"{LONGEST_NOTE:,}")}
        )
    return said


def _desk(practice: Practice, chart: Chart, thread: Thread, queue: str | None) -> Desk:
    kept = chart.unseal(thread, ThreadContents)
    said = said_in(chart, thread, keeping.reader(chart, thread.id))
    tag, tone = queues.standing(thread)
    has = queues.names_of(practice, {thread.assigned_to_id}) if thread.assigned_to_id else {}
    after = queues.next_after(practice, thread, queue) if queue is not None else None
    return Desk(
        thread_id=str(thread.id),
        patient_id=str(thread.patient_id),
        patient_href=f"/staff/patients/{thread.patient_id}",
        whose=whose_of(chart),
        subject=kept.subject,
        topic=whom.topic_names(chart.db).get(thread.topic, ""),
        sent_to=kept.to,
        with_name=kept.with_name,
        gone=beside.gone_of(chart, thread, kept),
        came_back=beside.came_back_of(chart, thread, kept),
        tag=tag,
        tone=tone,
        said=said,
        notes=beside.notes_of(chart, thread),
        assigned=next(iter(has.values()), ""),
        is_mine=thread.assigned_to_id == practice.actor.account_id,
        is_done=thread.completed_at is not None,
        read_by=beside.read_by_of(practice, chart, thread),
        seen=said[-1].key if said else "",
        next_href=f"{queues.HOME}/{after}?queue={queue}" if after else "",
        me=practice.actor.name,
    )
