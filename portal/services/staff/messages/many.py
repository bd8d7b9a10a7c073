"""One message to one patient or to many: each gets a thread of their own, and sees nobody else's.

Whoever writes checks first whom it reaches. It goes by a job (`sending.py`).
"""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, func, select

from portal import clock
from portal.access import bell
from portal.access.actor import Actor, Duty
from portal.access.audit import Deed
from portal.access.needs import needs
from portal.access.patient_index import find_by_mrn
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.i18n import moment, nt, t
from portal.models.account import Account, AccountContents, Grant, Role
from portal.models.base import new_id
from portal.models.message_desk import BulkContents, BulkRecipient, MessageBulk, Reached
from portal.models.patient import Patient
from portal.services import receipts
from portal.services.messages import plain, whom
from portal.services.messages.drafts import LONGEST, LONGEST_SUBJECT
from portal.services.staff.messages import quick, sending
from portal.services.staff.names import named
from portal.vault.lookup import lookup

MOST = 5_000
"""Patients that one message goes to."""
SHOWN = 200
"""Of those who could not be reached, as many are listed."""
LATEST = 10
HOME = "/staff/messages/sendings"


@dataclass(frozen=True, slots=True)
class ToMany:
    """What someone typed. `patients` are ids that were chosen; `mrns` a list as it was pasted."""

    topic: str = ""
    group: str = ""
    subject: str = ""
    body: str = ""
    patients: tuple[str, ...] = ()
    mrns: str = ""
    everyone: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """Whom it would go to: how many, in words too, and what of the pasted list fits nobody.

    `without` says of how many nobody can read it; `body` is what it says to `example`, one who reads it.
    """

    count: int = 0
    line: str = ""
    without: str = ""
    example: str = ""
    body: str = ""
    unknown: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NotReached:
    """A patient whom it did not reach, and why, in words."""

    name: str
    why: str
    href: str


@dataclass(frozen=True, slots=True)
class Sending:
    """A message to many, and how far it is. `percent` of its patients are done."""

    key: str = ""
    subject: str = ""
    body: str = ""
    line: str = ""
    percent: int = 0
    sent: int = 0
    total: int = 0
    is_done: bool = False
    is_stopped: bool = False
    href: str = ""
    not_reached: list[NotReached] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class ManyForm:
    """What the form starts with: topics and groups as (key, name), and the newest sendings."""

    once: str = ""
    topics: list[tuple[str, str]] = field(default_factory=list)
    groups: list[tuple[str, str]] = field(default_factory=list)
    latest: list[Sending] = field(default_factory=list)
    may_everyone: bool = False


@needs(Duty.MESSAGES)
def begin(practice: Practice) -> ManyForm:
    """What the form starts with."""
    groups = [(str(row.id), row.name) for row in whom.groups_of(practice.db)]
    query = select(MessageBulk).where(_seen(practice)).order_by(col(MessageBulk.made_at).desc())
    rows = practice.db.exec(query.limit(LATEST))
    latest = [_sending(practice, row, whole=False) for row in rows]
    topics = [(one.key, one.name) for one in whom.topics(practice.db)]
    return ManyForm(receipts.new_mark(), topics, groups, latest, practice.actor.role == Role.ADMINISTRATOR)


@needs(Duty.MESSAGES)
def name_one(practice: Practice, *, patient_id: UUID) -> str:
    """The name of a patient who was chosen. Raises: NotFound."""
    if practice.db.get(Patient, patient_id) is None:
        raise NotFound
    return named(practice.db, [patient_id])[patient_id].name


@needs(Duty.MESSAGES)
def check(practice: Practice, asked: ToMany) -> Check:
    """Whom it would go to, before it does. Raises: Invalid, naming each field that is wrong."""
    ids, unknown = _ready(practice, asked)
    shown = named(practice.db, ids[:SHOWN])
    names = sorted((shown[one].name for one in ids[:SHOWN] if one in shown), key=str.casefold)
    read = {one: theirs[0] for one in ids if (theirs := sending.readers_of(practice.db, one))}
    without = len(ids) - len(read)
    example = _name_of_account(practice, next(iter(read.values()), None))
    return Check(
        count=len(ids),
        line=_patients(len(ids)),
        without=nt(
            "{n} of them does not get it: no account reads their messages.",
            "{n} of them do not get it: no account reads their messages.",
            without,
        )
        if without
        else "",
        example=example,
        body=quick.fill(plain.text(asked.body), name=example, clinician=practice.actor.name)
        if example
        else "",
        unknown=unknown,
        names=names,
    )


@needs(Duty.MESSAGES, acting=True)
def send(practice: Practice, asked: ToMany, *, once: str) -> str:
    """Have it go; repeated with the same mark it is one. Returns where to see how far it is.

    Raises: Invalid, naming each field that is wrong.
    """
    receipts.refuse_other_marks(once)
    me = _account(practice.actor)
    mark = lookup("message-bulk", f"{me}:{once}")
    before = practice.db.exec(select(MessageBulk).where(MessageBulk.once_key == mark)).first()
    if before is not None:
        return f"{HOME}/{before.id}"
    ids, _ = _ready(practice, asked)
    row = MessageBulk(
        id=new_id(),
        made_at=clock.now(),
        made_by_id=me,
        topic=asked.topic,
        group_id=UUID(asked.group),
        once_key=mark,
        total=len(ids),
        sealed=b"",
    )
    practice.seal(
        row,
        BulkContents(subject=plain.line(asked.subject), body=plain.text(asked.body), by=practice.actor.name),
    )
    practice.db.add(row)
    practice.db.flush()
    for position, patient_id in enumerate(ids):
        practice.db.add(BulkRecipient(id=new_id(), bulk_id=row.id, patient_id=patient_id, position=position))
    practice.note(Deed("many.asked", subject_id=row.id, subject=_patients(len(ids))))
    bell.ring(practice.db, bell.own(me, sending.SENDINGS))
    sending.soon(practice.db, row.id)
    return f"{HOME}/{row.id}"


@needs(Duty.MESSAGES)
def show(practice: Practice, *, sending_id: UUID) -> Sending:
    """How far one is, and whom it did not reach. Raises: NotFound."""
    return _sending(practice, _one(practice, sending_id), whole=True)


@needs(Duty.MESSAGES, acting=True)
def stop(practice: Practice, *, sending_id: UUID) -> Sending:
    """Send it to no one more; what went, went. Raises: NotFound; Conflict when it has gone to everyone."""
    row = _one(practice, sending_id)
    if row.finished_at is not None:
        raise Conflict(t("It had gone to everyone already. Nothing was stopped."))
    if row.stopped_at is None:
        row.stopped_at = clock.now()
        practice.db.add(row)
        practice.db.flush()
        practice.note(Deed("many.stopped", subject_id=row.id))
    return _sending(practice, row, whole=True)


def _ready(practice: Practice, asked: ToMany) -> tuple[list[UUID], list[str]]:
    """Whom it goes to, and what fits nobody. Raises: Invalid, naming each field that is wrong."""
    db, wrong = practice.db, dict[str, str]()
    if asked.topic not in {one.key for one in whom.topics(db)}:
        wrong["topic"] = t("Choose what it is about.")
    if asked.group not in {str(row.id) for row in whom.groups_of(db)}:
        wrong["group"] = t("Choose who reads the answers.")
    if not 0 < len(plain.line(asked.subject)) <= LONGEST_SUBJECT:
        wrong["subject"] = t("Enter a subject of up to {most} characters.", most=LONGEST_SUBJECT)
    if not 0 < len(plain.text(asked.body)) <= LONGEST:
        wrong["body"] = t("Write a message of up to {most} characters.", most=f"{LONGEST:,}")
    elif unknown := quick.unknown_field(asked.body):
        wrong["body"] = unknown
    ids, missing = _whom(practice, asked)
    if not ids:
        wrong["patients"] = t("Choose at least one patient.")
    elif len(ids) > MOST:
        wrong["patients"] = t("{n} patients is the most for one message.", n=f"{MOST:,}")
    if wrong:
        raise Invalid(fields=wrong)
    return ids, missing


def _name_of_account(practice: Practice, account_id: UUID | None) -> str:
    account = practice.db.get(Account, account_id) if account_id else None
    return practice.unseal(account, AccountContents).name if account else ""


def _whom(practice: Practice, asked: ToMany) -> tuple[list[UUID], list[str]]:
    db = practice.db
    if asked.everyone:
        if practice.actor.role != Role.ADMINISTRATOR:
            raise NotPermitted
        enrolled = (
            Grant.relation == "self",
            col(Grant.ended_at).is_(None),
            col(Grant.patient_id).is_not(None),
        )
        return [one for one in db.exec(select(Grant.patient_id).where(*enrolled).distinct()) if one], []
    chosen = {_id(one) for one in asked.patients[: MOST + 1]} - {None}
    found = dict.fromkeys(db.exec(select(Patient.id).where(col(Patient.id).in_(chosen))))
    missing: list[str] = []
    for mrn in dict.fromkeys(asked.mrns.replace(",", "\n").replace(";", "\n").splitlines()[: MOST + 1]):
        if not (plain := mrn.strip()):
            continue
        fits = find_by_mrn(db, plain)
        if len(fits) == 1:
            found[fits[0].id] = None
        else:
            missing.append(plain[:40])
    return list(found), missing


def _sending(practice: Practice, row: MessageBulk, *, whole: bool) -> Sending:
    said, db = practice.unseal(row, BulkContents), practice.db
    counts = dict(
        db.exec(
            select(BulkRecipient.reached, func.count(col(BulkRecipient.id)))
            .where(BulkRecipient.bulk_id == row.id)
            .group_by(BulkRecipient.reached)
        ).all()
    )
    waiting, sent = counts.get(Reached.WAITING, 0), counts.get(Reached.SENT, 0)
    done = row.total - waiting
    line = nt(
        "{name}, {when}: sent to {sent} of {total} patient",
        "{name}, {when}: sent to {sent} of {total} patients",
        row.total,
        name=said.by,
        when=moment(row.made_at),
        sent=f"{sent:,}",
        total=f"{row.total:,}",
    )
    missed, more = _not_reached(db, row) if whole else ([], 0)
    return Sending(
        key=str(row.id),
        subject=said.subject,
        body=said.body,
        line=line,
        percent=100 * done // row.total if row.total else 100,
        sent=sent,
        total=row.total,
        is_done=waiting == 0,
        is_stopped=row.stopped_at is not None,
        href=f"{HOME}/{row.id}",
        not_reached=missed,
        more=more,
    )


def _not_reached(db: Session, row: MessageBulk) -> tuple[list[NotReached], int]:
    other = col(BulkRecipient.reached).not_in((Reached.WAITING, Reached.SENT))
    which = (BulkRecipient.bulk_id == row.id, other)
    total = db.exec(select(func.count(col(BulkRecipient.id))).where(*which)).one()
    query = select(BulkRecipient).where(*which).order_by(col(BulkRecipient.position)).limit(SHOWN)
    rows = db.exec(query).all()
    names = named(db, (one.patient_id for one in rows))
    found = [
        NotReached(
            names[one.patient_id].name if one.patient_id in names else t("Erased patient"),
            _why(one.reached),
            f"/staff/patients/{one.patient_id}",
        )
        for one in rows
    ]
    return found, total - len(rows)


def _why(reached: str) -> str:
    return {
        Reached.NO_ACCOUNT: t("Has no account, and nobody acts for them"),
        Reached.NO_MESSAGES: t("Nobody who has access may read messages"),
        Reached.GONE: t("Is no longer on file"),
        Reached.STOPPED: t("It was stopped before"),
    }.get(Reached(reached), t("Did not work. Send it to them by itself"))


def _one(practice: Practice, sending_id: UUID) -> MessageBulk:
    """One's own, or for an administrator anyone's. Raises: NotFound."""
    row = practice.db.exec(select(MessageBulk).where(MessageBulk.id == sending_id, _seen(practice))).first()
    if row is None:
        raise NotFound
    return row


def _seen(practice: Practice) -> ColumnElement[bool]:
    if practice.actor.role == Role.ADMINISTRATOR:
        return true()
    return col(MessageBulk.made_by_id) == practice.actor.account_id


def _account(actor: Actor) -> UUID:
    if actor.account_id is None:
        raise NotPermitted
    return actor.account_id


def _patients(n: int) -> str:
    return nt("{count} patient", "{count} patients", n, count=f"{n:,}")


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
