"""The job behind a message to many: a patient at a time, each in a unit of work of its own.

A portal that stops in between goes on where it was, and nobody gets it twice.
"""

import logging
from collections.abc import Callable
from threading import Lock
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session, col, select

from portal import clock
from portal.access import bell
from portal.access.actor import DUTIES, Actor, Duty, Scope
from portal.access.audit import Deed
from portal.access.charts import Chart, open_chart
from portal.access.grants import allows, live_in_chart
from portal.access.practice import Practice, open_front_door
from portal.db import snapshot, unit_of_work
from portal.errors import NotFound, NotPermitted
from portal.logs import where
from portal.models.account import Account, AccountContents, Role
from portal.models.message import MessageGroup
from portal.models.message_desk import BulkContents, BulkRecipient, MessageBulk, Reached
from portal.models.unseen import HELPERS
from portal.services.messages import posting
from portal.services.messages.posting import Opening, Said
from portal.services.staff.messages import quick

SENDINGS = "sendings"
"""What the bell calls the messages to many that an account has sent."""
log = logging.getLogger("portal.messages")
_queue: list[Callable[[UUID], None]] = []
_one_at_a_time = Lock()


def queue_with(put: Callable[[UUID], None] | None) -> None:
    """Call `put` with the id of every sending that is to go; None stops that."""
    _queue[:] = [put] if put else []


def soon(db: Session, sending_id: UUID) -> None:
    """Have it begin once this unit of work is committed."""

    def put(_db: Session) -> None:
        for one in _queue:
            one(sending_id)

    event.listen(db, "after_commit", put, once=True)


def due() -> list[UUID]:
    """The sendings that are not finished, oldest first."""
    with snapshot() as db:
        query = select(MessageBulk.id).where(col(MessageBulk.finished_at).is_(None))
        return list(db.exec(query.order_by(col(MessageBulk.made_at))))


def send_due() -> int:
    """Send what is due, unless another thread is at it; returns how many patients it reached."""
    if not _one_at_a_time.acquire(blocking=False):
        return 0
    reached = 0
    try:
        for sending_id in due():
            while (done := _next(sending_id)) is not None:
                reached += done
    finally:
        _one_at_a_time.release()
    return reached


def _next(sending_id: UUID) -> bool | None:
    """Send to the next patient; whether it reached them, None when nobody is left."""
    try:
        with unit_of_work() as db:
            bulk = db.exec(select(MessageBulk).where(MessageBulk.id == sending_id).with_for_update()).one()
            waits = (BulkRecipient.bulk_id == bulk.id, BulkRecipient.reached == Reached.WAITING)
            query = select(BulkRecipient).where(*waits).order_by(col(BulkRecipient.position)).limit(1)
            one = db.exec(query.with_for_update()).first()
            bell.ring(db, bell.own(bulk.made_by_id, SENDINGS))
            if one is None:
                bulk.finished_at = bulk.finished_at or clock.now()
                db.add(bulk)
                return None
            one.reached = Reached.STOPPED if bulk.stopped_at else _send_one(db, bulk, one)
            one.done_at = clock.now()
            db.add(one)
            return one.reached == Reached.SENT
    except Exception as fault:  # one damaged record must not stop the rest
        log.error("a message to many did not reach one patient: %s", where(fault))
        return _failed(sending_id)


def _failed(sending_id: UUID) -> bool:
    with unit_of_work() as db:
        waits = (BulkRecipient.bulk_id == sending_id, BulkRecipient.reached == Reached.WAITING)
        query = select(BulkRecipient).where(*waits).order_by(col(BulkRecipient.position)).limit(1)
        if (one := db.exec(query).first()) is not None:
            one.reached, one.done_at = Reached.FAILED, clock.now()
            db.add(one)
    return False


def _send_one(db: Session, bulk: MessageBulk, one: BulkRecipient) -> Reached:
    sender = db.get(Account, bulk.made_by_id)
    if sender is None or sender.disabled_at is not None or Duty.MESSAGES not in DUTIES[Role(sender.role)]:
        return Reached.STOPPED
    practice = open_front_door(db, Actor(Role(sender.role), "", sender.id))
    said = practice.unseal(bulk, BulkContents)
    actor = Actor(Role(sender.role), said.by, sender.id, address="this machine")
    deed = Deed("many.sent", subject_id=bulk.id)
    try:
        chart = open_chart(db, actor, one.patient_id, Scope.MESSAGES, deed=deed, acting=True)
    except (NotFound, NotPermitted):
        return Reached.GONE
    theirs = readers_of(db, one.patient_id)
    if not theirs:
        held = live_in_chart(db, one.patient_id, clock.now())
        return Reached.NO_MESSAGES if held else Reached.NO_ACCOUNT
    for account_id in theirs:
        one.thread_id = _post(practice, chart, bulk, said, account_id)
    return Reached.SENT


def readers_of(db: Session, patient_id: UUID) -> list[UUID]:
    """Whom it is held with: the patient; where they have no account, whoever acts for them as a guardian."""
    held = live_in_chart(db, patient_id, clock.now())
    may = [one for one in held if allows(one.scopes, Scope.MESSAGES, acting=False)]
    own = [one.account_id for one in may if one.relation == "self"]
    guardians = [one.account_id for one in may if one.relation in HELPERS - {"representative"}]
    return own or sorted(set(guardians), key=str)


def _group(db: Session, bulk: MessageBulk) -> str:
    group = db.get(MessageGroup, bulk.group_id) if bulk.group_id else None
    return group.name if group else ""


def _post(practice: Practice, chart: Chart, bulk: MessageBulk, said: BulkContents, account_id: UUID) -> UUID:
    account = practice.db.get_one(Account, account_id)
    name = practice.unseal(account, AccountContents).name
    opening = Opening(
        account_id,
        name,
        bulk.topic,
        said.subject,
        _group(chart.db, bulk),
        group_id=bulk.group_id,
        bulk_id=bulk.id,
    )
    words = quick.fill(said.body, name=name, clinician=said.by)
    made = posting.start(chart, opening, Said(words), once=f"{bulk.id.hex}{account_id.hex}"[:64])
    if bulk.total > 1:  # nothing is to be done unless someone answers; then it goes to the group
        made.thread.assigned_to_id, made.thread.completed_at = None, clock.now()
        practice.db.add(made.thread)
    return made.thread.id
