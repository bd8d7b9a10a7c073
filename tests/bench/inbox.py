"""A long inbox, and a search through everything that was ever said in it; all of it is sealed."""

import gc
from collections.abc import Iterator

from sqlalchemy import and_, bindparam, case, func, or_, select

from portal.access import keys
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.db import reading
from portal.models.base import table
from portal.models.message import Message, MessageDraft, MessageGroup, MessageTopic, Thread, ThreadReader
from portal.services import door
from portal.services.messages import inbox, posting
from portal.services.messages.inbox import PAGE, Wanted
from portal.services.messages.posting import Opening, Said
from portal.vault import sealing
from tests.bench import people
from tests.bench.practice import practice
from tests.bench.row import Row, at_most, seconds, times_floor
from tests.messages import mark
from tests.people import Person

THREADS, EACH, RUNS = 500, 10, 25
THREAD, READER, MESSAGE = table(Thread).c, table(ThreadReader).c, table(Message).c
DRAFT, TOPIC = table(MessageDraft).c, table(MessageTopic).c
PATIENT, ACCOUNT = bindparam("patient", type_=THREAD.id.type), bindparam("account", type_=THREAD.id.type)
_READ = table(Thread).outerjoin(
    table(ThreadReader), and_(READER.thread_id == THREAD.id, READER.account_id == ACCOUNT)
)
_NEW = or_(READER.read_at.is_(None), THREAD.last_staff_at > READER.read_at)
ROWS = (
    select(THREAD.id, THREAD.topic, THREAD.last_at, THREAD.due_on, THREAD.sealed, READER.read_at)
    .select_from(_READ)
    .where(THREAD.patient_id == PATIENT, READER.archived_at.is_(None))
    .order_by(_NEW.desc(), THREAD.last_at.desc())
    .limit(PAGE)
)
COUNTS = (
    select(func.count(), func.sum(case((_NEW, 1), else_=0)), func.count(READER.archived_at))
    .select_from(_READ)
    .where(THREAD.patient_id == PATIENT)
)
DRAFTS = select(DRAFT.id, DRAFT.sealed).where(DRAFT.patient_id == PATIENT, DRAFT.account_id == ACCOUNT)
TOPICS = select(TOPIC.key, TOPIC.name)
TYPED = ("ankle", "zzz nothing like it", "refill lisinopril", "thank you", "number 4999", "a")
WORDS = (
    "My ankle has been swollen since Sunday and hurts when I walk on it. I have put ice on it and kept it "
    "raised, as you said the last time. Could it be that I need an x-ray? I also need a refill of lisinopril "
    "before the end of the month. Thank you for your help, this is message number"
)


def measure() -> Iterator[Row]:
    """Through the door, on one thread; the floors read and unseal what is shown, or searched."""
    with practice():
        [patient] = people.many(1)
        door.in_chart(patient.token, _fill, patient.account_id, patient.name)
        gc.freeze()  # as a warm server does: see portal/state/warm.py
        taken = seconds(lambda: door.in_chart(patient.token, inbox.list_threads), runs=RUNS)
        floor = seconds(lambda: _read_inbox(patient), runs=RUNS)
        found = {typed: seconds(lambda typed=typed: _search(patient, typed)) for typed in TYPED}  # type: ignore[misc]
        all_said = seconds(lambda: _read_messages(patient))
    yield at_most(f"inbox of {THREADS} conversations", "ms", taken * 1000, 50, floor=floor * 1000)
    yield times_floor(f"inbox of {THREADS} conversations, beside its floor", taken, floor, 3, rows=PAGE)
    slowest = max(found, key=lambda typed: found[typed])
    yield at_most(
        f"search over {THREADS * EACH:,} messages", "ms", found[slowest] * 1000, 200,
        floor=all_said * 1000, slowest=slowest, searches=len(TYPED),
    )  # fmt: skip


@needs(Scope.MESSAGES, acting=True)
def _fill(chart: Chart, account_id: object, name: str) -> None:
    """All at once, the way the portal writes them."""
    group = chart.db.execute(select(table(MessageGroup).c.id).limit(1)).scalar_one()
    for number in range(THREADS):
        opening = Opening(account_id, name, "question", f"Question {number}", "Nurse", group_id=group)  # type: ignore[arg-type]
        made = posting.start(chart, opening, Said(f"{WORDS} {number * EACH}"), once=mark())
        for more in range(1, EACH):
            posting.reply(chart, made.thread, Said(f"{WORDS} {number * EACH + more}"), once=mark())
    total = chart.db.execute(select(func.count()).select_from(table(Message))).scalar_one()
    if total != THREADS * EACH:
        raise RuntimeError(f"{total} messages on file")


def _search(patient: Person, typed: str) -> None:
    door.in_chart(patient.token, inbox.list_threads, Wanted(search=typed))


def _read_inbox(patient: Person) -> None:
    """What the inbox shows: rows, how far they were read, three numbers, drafts, and the topics' names."""
    key = {"patient": patient.patient_id, "account": patient.account_id}
    with reading() as db:
        unseal = sealing.opener(keys.open_key(db, patient.patient_id))  # type: ignore[arg-type]
        ask = db.connection()
        for row in ask.execute(ROWS, key).all():
            unseal(row.sealed, f"thread:{row.id.hex}:{key['patient'].hex}".encode())  # type: ignore[union-attr]
        ask.execute(COUNTS, key).one()
        for row in ask.execute(DRAFTS, key).all():
            unseal(row.sealed, f"message_draft:{row.id.hex}:{key['patient'].hex}".encode())  # type: ignore[union-attr]
        ask.execute(TOPICS).all()


def _read_messages(patient: Person) -> None:
    assert patient.patient_id is not None
    query = select(MESSAGE.id, MESSAGE.sealed).where(MESSAGE.patient_id == patient.patient_id)
    with reading() as db:
        unseal = sealing.opener(keys.open_key(db, patient.patient_id))
        for row in db.connection().execute(query):
            unseal(row.sealed, f"message:{row.id.hex}:{patient.patient_id.hex}".encode())
