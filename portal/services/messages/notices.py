"""Telling by email that a message has come: that and a link, once for each conversation until it is read.

When there are many, one email speaks of them all: whatever comes while an email waits (for the end of quiet
hours, or because several have gone lately) joins it.
"""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from portal import clock
from portal.access import audit
from portal.access.actor import Scope
from portal.access.audit import Deed
from portal.access.charts import Chart
from portal.access.grants import Held, allows, live_in_chart
from portal.access.practice import Practice, open_front_door
from portal.integrations.email import words
from portal.models.account import Account, AccountContents
from portal.models.invitation import OutboxMail
from portal.models.message import Side, Thread, ThreadReader
from portal.models.notification import NotificationWishes
from portal.services import outbox
from portal.services.messages import keeping
from portal.services.notifications import wishes
from portal.services.notifications.stopping import stop_link
from portal.settings import get_settings

ONE, MANY = "message", "messages"
"""Kinds of emails in the outbox."""
FEW, LATELY = 3, timedelta(hours=1)
"""After so many emails within so long, the next conversations are told of together, that much later."""


def tell(chart: Chart, thread: Thread) -> None:
    """Write to whoever a thread is held with, and to the patient, within the answer's unit of work.

    Representatives who may read along are not written to: they find it when they look.
    """
    live = live_in_chart(chart.db, chart.patient_id, clock.now())
    for account_id in {one.account_id for one in live if _is_told(one, thread)}:
        account = chart.db.get(Account, account_id)
        if account is not None and account.disabled_at is None:
            _tell_one(chart, thread, account)


def was_read(chart: Chart, row: ThreadReader) -> None:
    """Take an email back that was still to go, once every conversation it speaks of was read."""
    mail_id, row.mail_id = row.mail_id, None
    if mail_id is None:
        return
    chart.db.add(row)
    chart.db.flush()
    others = select(func.count(col(ThreadReader.id))).where(ThreadReader.mail_id == mail_id)
    if chart.db.exec(others).one() == 0:
        outbox.withdraw(open_front_door(chart.db, chart.actor), mail_id)


def _is_told(held: Held, thread: Thread) -> bool:
    concerned = held.account_id == thread.with_id or held.relation == "self"
    return concerned and allows(held.scopes, Scope.MESSAGES, acting=False)


def _tell_one(chart: Chart, thread: Thread, account: Account) -> None:
    row = _row(chart, thread, account.id)
    if row.told_at is not None and (row.read_at is None or row.read_at < row.told_at):
        return
    wish = wishes.of(chart.db, account.id)
    practice = open_front_door(chart.db, chart.actor)
    to = practice.unseal(account, AccountContents).email
    if not to or not wishes.wants(wish, thread.topic):
        return
    row.mail_id = _mail(practice, thread, account, to, wish)
    row.told_at = clock.now()
    chart.db.add(row)
    deed = Deed("notices.told", subject_id=account.id)
    audit.write(chart.db, chart.patient_id, chart.key, chart.actor, deed)


def _mail(
    practice: Practice, thread: Thread, account: Account, to: str, wish: NotificationWishes | None
) -> UUID:
    """The email that tells of a thread: its own, or one that tells of others too."""
    db, at, off, origin = practice.db, clock.now(), stop_link(account.id), get_settings().origin
    waits = _waiting(db, account.id)
    if waits is not None and waits.kind == MANY:
        return waits.id
    if waits is None and _lately(db, account.id) < FEW:
        draft = words.new_message(f"{origin}/messages/{thread.id}?for={thread.patient_id}", off)
        when = wishes.not_before(wish, at)
        return outbox.write(practice, ONE, to, draft, account_id=account.id, not_before=when)
    when = waits.next_try_at if waits is not None else wishes.not_before(wish, at + LATELY)
    draft = words.new_messages(f"{origin}/home", off)
    made = outbox.write(practice, MANY, to, draft, account_id=account.id, not_before=when)
    if waits is not None:
        outbox.withdraw(practice, waits.id)
        for row in db.exec(select(ThreadReader).where(ThreadReader.mail_id == waits.id)):
            row.mail_id = made
            db.add(row)
    return made


def _waiting(db: Session, account_id: UUID) -> OutboxMail | None:
    """An email to this account that nobody has tried to send yet, because it is to go later."""
    mine = (
        OutboxMail.account_id == account_id,
        col(OutboxMail.kind).in_((ONE, MANY)),
        col(OutboxMail.sent_at).is_(None),
        col(OutboxMail.failed_at).is_(None),
        OutboxMail.tries == 0,
        OutboxMail.next_try_at > clock.now(),
    )
    return db.exec(select(OutboxMail).where(*mine).with_for_update()).first()


def _lately(db: Session, account_id: UUID) -> int:
    since = (
        OutboxMail.account_id == account_id,
        OutboxMail.kind == ONE,
        OutboxMail.created_at > clock.now() - LATELY,
        col(OutboxMail.failed_at).is_(None),
    )
    return db.exec(select(func.count(col(OutboxMail.id))).where(*since)).one()


def _row(chart: Chart, thread: Thread, account_id: UUID) -> ThreadReader:
    found = keeping.reader_of(chart, thread.id, account_id)
    return found or ThreadReader(
        thread_id=thread.id, patient_id=chart.patient_id, account_id=account_id, side=Side.PATIENT
    )
