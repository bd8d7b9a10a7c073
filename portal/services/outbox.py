"""The outbox: an email is written in the same unit of work as its cause, and sent afterwards by a job.

So none is sent for something that was rolled back, and none is forgotten. Sending is at least once: a row is
claimed before its email is handed over, so two workers never send the same one, but a process killed between
handing over and writing that down leaves it to be sent again once the claim runs out, under the same
Message-ID.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, event
from sqlmodel import Session, col, select, update

from portal import clock
from portal.access.actor import Duty, operator
from portal.access.audit import Deed
from portal.access.needs import needs
from portal.access.own import Own
from portal.access.practice import Practice, open_front_door
from portal.db import reading, unit_of_work
from portal.i18n import t
from portal.integrations.email import Letter, NotNow, Refused, compose, local_mailer, mailer
from portal.integrations.email.compose import Draft
from portal.models.account import Role
from portal.models.base import new_id
from portal.models.invitation import Invitation, MailContents, OutboxMail
from portal.models.offer import AccessOffer
from portal.services.notifications import wishes

PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 180, 360))
GIVE_UP = timedelta(days=2)
CLAIM = timedelta(minutes=10)
"""Longer than handing over one email can take."""

REFUSED, WITHDRAWN = "refused: ", "withdrawn"

_queue: list[Callable[[UUID], None]] = []


@dataclass(frozen=True, slots=True)
class MailRow:
    """One email and where it stands: waiting, sent, failed, bounced or withdrawn."""

    id: str
    kind: str
    to: str
    status: str
    created_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    tries: int
    failure: str
    subject: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Claim:
    letter: Letter
    tries: int
    key: bytes


def queue_with(put: Callable[[UUID], None] | None) -> None:
    """Call `put` with the id of every email as soon as its unit of work has committed; None stops that."""
    _queue[:] = [put] if put else []


def write(
    practice: Practice | Own,
    kind: str,
    to: str,
    draft: Draft,
    *,
    held: bool = False,
    account_id: UUID | None = None,
    not_before: datetime | None = None,
) -> UUID:
    """Put an email into the outbox, within the unit of work of its cause; returns its id.

    One that is `held` back counts as withdrawn: the same is written, and nothing is sent. Should it come
    back, that is kept with the account it was for, if `account_id` says which.
    """
    at = clock.now()
    row = OutboxMail(
        id=new_id(),
        kind=kind,
        account_id=account_id,
        created_at=at,
        next_try_at=not_before or at,
        sealed=b"",
    )
    if held:
        row.failed_at, row.failure = at, WITHDRAWN
    letter = compose.letter(row.id, to, draft, at)
    says = MailContents(to=to, subject=letter.subject, text=letter.text, html=letter.html, off=letter.off)
    practice.seal(row, says)
    practice.db.add(row)
    practice.db.flush()
    event.listen(practice.db, "after_commit", lambda _db: _tell(row.id), once=True)
    return row.id


def is_waiting(row: OutboxMail) -> bool:
    """Whether an email is still to be sent."""
    return row.sent_at is None and row.failed_at is None


def withdraw(practice: Practice, mail_id: UUID) -> None:
    """Do not send an email that was not sent yet: its link no longer works."""
    row = practice.db.get(OutboxMail, mail_id)
    if row is None or not is_waiting(row):
        return
    row.failed_at, row.failure = clock.now(), WITHDRAWN
    _empty(practice, row)


def due(*, limit: int = 200) -> list[UUID]:
    """The emails whose time has come, oldest first."""
    query = (
        select(OutboxMail.id)
        .where(*_open(), OutboxMail.next_try_at <= clock.now())
        .order_by(col(OutboxMail.created_at))
        .limit(limit)
    )
    with reading() as db:
        return list(db.exec(query))


def deliver_due() -> int:
    """Send every email whose time has come; returns how many went."""
    return sum(deliver(mail_id) for mail_id in due())


def deliver(mail_id: UUID) -> bool:
    """Send one email if it is due and nobody else has it in hand; True when it was sent."""
    claim = _claim(mail_id)
    if claim is None:
        return False
    try:
        mailer(claim.key).send(claim.letter)
    except Refused as refusal:
        _refused(claim, str(refusal))
        return False
    except NotNow as fault:
        _not_now(claim, str(fault))
        return False
    except Exception as fault:
        _not_now(claim, type(fault).__name__)
        raise
    _sent(claim)
    return True


@needs(Duty.INVITE)
def listing(practice: Practice, *, limit: int = 200) -> list[MailRow]:
    """The emails of the outbox, newest first.

    The operator also reads those in the local folder; staff never do, since an invitation's link lets in.
    """
    query = select(OutboxMail).order_by(col(OutboxMail.created_at).desc()).limit(limit)
    is_operator = practice.actor.role == Role.OPERATOR
    kept = {one.id: one for one in local_mailer(practice.key).kept()} if is_operator else {}
    rows = []
    for row in practice.db.exec(query):
        one = kept.get(row.id)
        rows.append(_row(practice, row, one.subject if one else "", one.text if one else ""))
    return rows


def status_of(row: OutboxMail) -> str:
    """Where an email stands: waiting, sent, failed, bounced or withdrawn."""
    if row.failure.startswith(REFUSED):
        return "bounced"
    if row.sent_at is not None:
        return "sent"
    if row.failed_at is None:
        return "waiting"
    return "withdrawn" if row.failure == WITHDRAWN else "failed"


def _tell(mail_id: UUID) -> None:
    for put in _queue:
        put(mail_id)


def _row(practice: Practice, row: OutboxMail, subject: str, text: str) -> MailRow:
    status = status_of(row)
    return MailRow(
        id=str(row.id),
        kind=row.kind,
        to=practice.unseal(row, MailContents).to,
        status=status,
        created_at=row.created_at,
        sent_at=row.sent_at,
        next_try_at=row.next_try_at if status == "waiting" else None,
        tries=row.tries,
        failure=row.failure.removeprefix(REFUSED),
        subject=subject,
        text=text,
    )


def _claim(mail_id: UUID) -> _Claim | None:
    """Take one email in hand: whoever moves its next try forward first has it."""
    at = clock.now()
    with unit_of_work() as db:
        query = update(OutboxMail).where(
            col(OutboxMail.id) == mail_id, *_open(), col(OutboxMail.next_try_at) <= at
        )
        taken = db.exec(query.values(tries=OutboxMail.tries + 1, next_try_at=at + CLAIM))
        if taken.rowcount != 1:
            return None
        row = db.get_one(OutboxMail, mail_id)
        practice = open_front_door(db, operator("outbox"))
        says = practice.unseal(row, MailContents)
        letter = Letter(row.id, says.to, says.subject, says.text, says.html, row.created_at, says.off)
        return _Claim(letter, row.tries, practice.key)


def _sent(claim: _Claim) -> None:
    with unit_of_work() as db:
        if row := _still_ours(db, claim):
            row.sent_at, row.failure = clock.now(), ""
            if row.account_id is not None:
                wishes.went_out(db, row.account_id)
            _empty(open_front_door(db, operator("outbox")), row)


def _not_now(claim: _Claim, why: str) -> None:
    with unit_of_work() as db:
        row = _still_ours(db, claim)
        if row is None:
            return
        at = clock.now()
        row.failure, row.next_try_at = why, at + PAUSES[min(row.tries, len(PAUSES)) - 1]
        if row.next_try_at - row.created_at > GIVE_UP:
            row.failed_at = at
            _empty(open_front_door(db, operator("outbox")), row)
        db.add(row)


def _refused(claim: _Claim, why: str) -> None:
    """The receiving side will never take it: whoever was invited by it is marked as bounced."""
    with unit_of_work() as db:
        row = _still_ours(db, claim)
        if row is None:
            return
        bounced(open_front_door(db, operator("outbox")), row, why)


def bounced(practice: Practice, row: OutboxMail, why: str) -> None:
    """The receiving side will never take it: say so where whoever sent a link will look."""
    row.failed_at, row.failure = row.failed_at or clock.now(), REFUSED + why
    if row.account_id is not None:
        wishes.came_back(practice, row.account_id, practice.unseal(row, MailContents).to)
    _empty(practice, row)
    invitations = practice.db.exec(select(Invitation).where(Invitation.mail_id == row.id))
    offers = practice.db.exec(select(AccessOffer).where(AccessOffer.mail_id == row.id))
    for sent in (*invitations, *offers):
        sent.bounced_at = clock.now()
        practice.db.add(sent)
        deed = Deed("outbox.bounced", subject_id=sent.id, subject=t("Invitation email"))
        practice.note_about(sent.patient_id, deed)


def _still_ours(db: Session, claim: _Claim) -> OutboxMail | None:
    """The row, unless the claim ran out meanwhile and another worker has taken it."""
    query = select(OutboxMail).where(
        OutboxMail.id == claim.letter.id, OutboxMail.tries == claim.tries, *_open()
    )
    return db.exec(query.with_for_update()).first()


def _empty(practice: Practice, row: OutboxMail) -> None:
    """Keep whom it went to, and nothing of what it said: it held a link."""
    practice.seal(row, MailContents(to=practice.unseal(row, MailContents).to))
    practice.db.add(row)


def _open() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(OutboxMail.sent_at).is_(None), col(OutboxMail.failed_at).is_(None)
