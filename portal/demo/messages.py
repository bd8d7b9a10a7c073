"""Conversations in the demonstration: answered, waiting, late, one begun and not sent, one to many."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import select

from portal.access.actor import Actor
from portal.db import reading, unit_of_work
from portal.demo.accounts import SignIn, ids_of, on_file, staff_actor
from portal.models.account import Role
from portal.models.message import Message, MessageGroup, Thread, ThreadReader
from portal.services.door import as_actor
from portal.services.messages import thread, writing
from portal.services.messages.drafts import Place, Typed
from portal.services.staff.messages import answering, desk, many, mine, quick, sending
from portal.services.staff.messages.many import ToMany


@dataclass(frozen=True, slots=True)
class _Talk:
    """One conversation: who gets it, about what, and what is said in turn; the patient begins."""

    to: str
    topic: str
    subject: str
    said: tuple[str, ...]
    days_ago: int
    answers: tuple[tuple[str, str], ...] = ()
    note: str = ""


_TALKS = (
    _Talk(
        "Nurse",
        "question",
        "Rash after the new tablets",
        (
            "Since Thursday evening I have had a red rash on my arm. I have no fever.",
            "Thank you for writing. Please stop the tablets today. Dr. Okafor will look at this in the "
            "morning and I will write again before noon.",
            "I have stopped them. The rash is a little paler today.",
            "Good to hear. Dr. Okafor says not to take them again. We will find another one at your visit.",
        ),
        days_ago=3,
        answers=(("When did it begin?", "Thursday evening"),),
        note="Talked to Dr. Okafor. Allergy to be added in the EHR.",
    ),
    _Talk(
        "Billing",
        "bill",
        "The bill for the lab test",
        ("My insurance says they have paid this already. Can you look?",),
        days_ago=9,
        answers=(("Which bill is it about?", "The one of last month"),),
    ),
    _Talk(
        "Front desk",
        "form",
        "A letter for my employer",
        ("I need a note that I was with you on Tuesday morning. Can you send one?",),
        days_ago=0,
        answers=(("By when do you need it?", "Next Friday"),),
    ),
)
_BEGUN = Typed(
    topic="medication",
    subject="Trouble sleeping",
    body="I have been sleeping badly since I began the new tablets. Could it be",
)
_QUICK = (
    (
        "Please call us",
        "Dear {first name},\n\nthis is easier to talk about. Please call us: {practice phone}.",
    ),
    ("Refill is on its way", "Dear {first name},\n\nyour refill was sent to your pharmacy today."),
    ("Result is normal", "Dear {first name},\n\nyour result is as it should be. Nothing more is to be done."),
)
_FLU = (
    "Flu shots are here",
    "Dear {first name},\n\nflu shots are here. Come without an appointment on weekday mornings, or call us: "
    "{practice phone}.",
)


def equip(mrns: list[str], staff: SignIn) -> None:
    """Quick replies, a signature, and a message to these patients, of whom not all can be reached."""
    ids = [on_file(mrn)[0] for mrn in mrns]
    nia = staff_actor(staff, Role.ADMINISTRATOR)
    kept = {one.name for one in as_actor(nia, quick.list_quick)}
    for name, words in _QUICK:
        if name not in kept:
            as_actor(nia, quick.save_quick, name=name, words=words)
    as_actor(nia, mine.set_signature, signature=f"{staff.name}\nLakeside Family Practice")
    to = ToMany("other", str(_group("Front desk")), *_FLU, patients=tuple(str(one) for one in ids))
    as_actor(nia, many.send, to, once=_mark("to many", _FLU[0]))
    sending.send_due()


def talk(mrn: str, username: str, staff: SignIn) -> None:
    """Each conversation once, through the real services; at the next start they are the same."""
    patient_id, account_id, name = ids_of(mrn, username)
    _, staff_account, _ = ids_of(mrn, staff.username)
    alice = Actor(Role.PERSON, name, account_id, patient_id=patient_id)
    nia = Actor(Role.ADMINISTRATOR, staff.name, staff_account)
    for one in _TALKS:
        _hold(one, alice, nia, patient_id)
    mark = _mark(str(patient_id), _BEGUN.subject)
    as_actor(
        alice, writing.keep, _BEGUN, patient_id=patient_id, place=Place(), once=mark, version=0, anyway=True
    )


def _hold(one: _Talk, alice: Actor, nia: Actor, patient_id: UUID) -> None:
    mark = _mark(str(patient_id), one.subject)
    typed = Typed(f"group:{_group(one.to)}", one.topic, one.subject, one.said[0], dict(one.answers))
    with reading() as db:
        known = db.exec(select(Thread).where(Thread.patient_id == patient_id)).all()
    before = {row.id for row in known}
    sent = as_actor(alice, writing.send, typed, patient_id=patient_id, place=Place(), once=mark, anyway=True)
    thread_id = UUID(sent.href.rpartition("/")[2])
    if thread_id in before:
        return
    for n, words in enumerate(one.said[1:], 1):
        again = _mark(mark, str(n))
        if n % 2:
            as_actor(
                nia, answering.send_reply, thread_id=thread_id, body=words, once=again, seen="", anyway=True
            )
        else:
            as_actor(
                alice,
                writing.send,
                Typed(body=words),
                patient_id=patient_id,
                place=Place(thread_id=thread_id),
                once=again,
                anyway=True,
            )
            as_actor(alice, thread.read_thread, patient_id=patient_id, thread_id=thread_id)
    if one.note:
        as_actor(nia, desk.add_note, thread_id=thread_id, note=one.note)
    _age(thread_id, one.days_ago)


def _age(thread_id: UUID, days: int) -> None:
    """As if it had been some days ago: so that the demonstration has something late."""
    by = timedelta(days=days)
    with unit_of_work() as db:
        row = db.get_one(Thread, thread_id)
        for name in ("started_at", "last_at", "last_patient_at", "last_staff_at", "waiting_since"):
            if (at := getattr(row, name)) is not None:
                setattr(row, name, at - by)
        if row.due_on is not None:
            row.due_on = max(row.due_on - by, date(2000, 1, 1))
        for one in db.exec(select(Message).where(Message.thread_id == thread_id)):
            one.sent_at -= by
            db.add(one)
        for reader in db.exec(select(ThreadReader).where(ThreadReader.thread_id == thread_id)):
            if reader.read_at is not None:
                reader.read_at -= by
        db.add(row)


def _group(name: str) -> UUID:
    with reading() as db:
        return db.exec(select(MessageGroup.id).where(MessageGroup.name == name)).one()


def _mark(*words: str) -> str:
    """The same for the same words, so that the next start sends nothing new."""
    return hashlib.sha256("|".join(words).encode()).hexdigest()
