"""Requests for other contact details as the practice works through them: what waits, each one, the answer.

Nothing is changed here: staff enter what was asked for into the EHR and say so, or say why not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, case, col, func, select

from portal import clock
from portal.access import bell
from portal.access.actor import Duty, Scope
from portal.access.audit import Deed
from portal.access.bindings import row_binding
from portal.access.folder import Folder, open_folder
from portal.access.grants import allows, live_in_chart
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import day, nt, t
from portal.integrations.email import words as letters
from portal.models.contact_change import ContactChange, ContactChangeContents, Status
from portal.models.unseen import HELPERS
from portal.services import answers
from portal.services.contact import words
from portal.services.contact.asking import HOME as PATIENTS_PAGE
from portal.services.contact.on_file import on_file
from portal.services.receipts import receipt_words
from portal.services.records.whose import Whose, in_words
from portal.services.staff.names import Named, named
from portal.settings import get_settings
from portal.vault import sealing

PAGE = 25
HOME = "/staff/contact-changes"
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class ContactRequestRow:
    """One request in the list."""

    title: str
    line: str
    tag: str
    tone: str
    href: str
    icon: str = "phone"


@dataclass(frozen=True, slots=True)
class ContactQueue:
    """One page of the requests: open ones first, the earliest due first. `page` counts from 1."""

    rows: list[ContactRequestRow] = field(default_factory=list)
    waiting: str = ""
    total: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Beside:
    """One part: what is on file, what was asked for, and whether that is the same by now."""

    name: str
    now: str
    wanted: str
    is_there: bool


@dataclass(frozen=True, slots=True)
class ContactRequest:
    """One request as staff read it. `doubts` is what to look at before it is entered."""

    whose: Whose = field(default_factory=Whose)
    patient_href: str = ""
    tag: str = ""
    tone: str = "plain"
    receipt: str = ""
    asked_on: str = ""
    asked_by: str = ""
    due: str = ""
    overdue: str = ""
    doubts: list[str] = field(default_factory=list)
    rows: list[Beside] = field(default_factory=list)
    outcome: str = ""
    reason: str = ""
    is_open: bool = False


@needs(Duty.CONTACTS)
def queue(practice: Practice, *, page: int = 1) -> ContactQueue:
    """The requests of everyone, open ones first by when they are due, then the others, newest first."""
    db = practice.db
    is_open = col(ContactChange.status) == Status.RECEIVED
    total = db.exec(select(func.count(col(ContactChange.id)))).one()
    waiting = db.exec(select(func.count(col(ContactChange.id))).where(is_open)).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    first = (case((is_open, 0), else_=1), case((is_open, col(ContactChange.due_on))))
    query = select(ContactChange).order_by(*first, col(ContactChange.asked_at).desc())
    rows = _rows(db, db.exec(query.offset((page - 1) * PAGE).limit(PAGE)).all())
    said = nt("{n} open", "{n} open", waiting) if waiting else t("None open")
    return ContactQueue(rows, said, total, page, pages)


@needs(Duty.CONTACTS)
def look_into(practice: Practice, *, change_id: UUID) -> ContactRequest:
    """One request, old and new beside each other. Raises: NotFound."""
    row = _find(practice, change_id)
    deed = Deed("contact_changes.look_into", subject_id=row.id, relation="staff")
    return _request(open_folder(practice, row.patient_id, deed=deed), row)


@needs(Duty.CONTACTS, acting=True)
def enter(practice: Practice, *, change_id: UUID) -> ContactRequest:
    """Say that it is in the EHR now. Raises: NotFound; Conflict when it was answered or taken back."""
    return _answer(practice, change_id, Status.ENTERED, "")


@needs(Duty.CONTACTS, acting=True)
def deny(practice: Practice, *, change_id: UUID, reason: str) -> ContactRequest:
    """Say that it will not be changed, and why.

    Raises: NotFound; Invalid without a reason or with one too long; Conflict as `enter`.
    """
    text = reason.replace("\r\n", "\n").strip() if isinstance(reason, str) else ""
    if not text:
        raise Invalid(fields={"reason": t("Write the reason, so that the patient understands it.")})
    if len(text) > LONGEST:
        raise Invalid(fields={"reason": t("Use at most {n} characters.", n=f"{LONGEST:,}")})
    return _answer(practice, change_id, Status.DENIED, text)


def _answer(practice: Practice, change_id: UUID, status: Status, reason: str) -> ContactRequest:
    row = _find(practice, change_id, hold=True)
    folder = open_folder(practice, row.patient_id, deed=None)
    said = folder.unseal(row, ContactChangeContents)
    if row.status != Status.RECEIVED:
        if (row.decided_by_id, row.status, said.reason) == (practice.actor.account_id, status, reason):
            return _request(folder, row)
        raise Conflict(_first_was(row, said))
    said.reason, said.decided_by = reason, practice.actor.name
    row.status, row.decided_at, row.decided_by_id = status, clock.now(), practice.actor.account_id
    folder.seal(row, said)
    practice.db.add(row)
    folder.note(Deed(f"contact_changes.{status}", subject_id=row.id, relation="staff"))
    bell.ring(practice.db, bell.chart(row.patient_id, Scope.RECORDS), bell.duty(Duty.CONTACTS))
    _tell(practice, row)
    return _request(folder, row)


def _first_was(row: ContactChange, said: ContactChangeContents) -> str:
    if row.status == Status.WITHDRAWN:
        taken = day(row.withdrawn_at)
        return t("The request was taken back on {day}. There is nothing to enter.", day=taken)
    return t("Someone was first. {outcome}", outcome=words.outcome(row, said, is_there=True))


def _tell(practice: Practice, row: ContactChange) -> None:
    link = f"{get_settings().origin}{PATIENTS_PAGE}?for={row.patient_id}"
    letter = letters.request_answered(link)
    answers.tell(practice, "contact-change", letter, patient_id=row.patient_id, asked_by=row.asked_by_id)


def _find(practice: Practice, change_id: UUID, *, hold: bool = False) -> ContactChange:
    query = select(ContactChange).where(ContactChange.id == change_id)
    row = practice.db.exec(query.with_for_update() if hold else query).first()
    if row is None:
        raise NotFound
    return row


def _rows(db: Session, found: Sequence[ContactChange]) -> list[ContactRequestRow]:
    whose = named(db, (row.patient_id for row in found))
    return [_row(row, whose[row.patient_id]) for row in found]


def _row(row: ContactChange, whose: Named) -> ContactRequestRow:
    tag, tone = words.status_tag(row)
    if row.status == Status.RECEIVED:
        tag, tone = (t("Overdue"), "danger") if words.is_overdue(row) else (t("Open"), "attention")
        end = t("due {day}", day=day(row.due_on))
    else:
        end = t("closed {day}", day=day(row.decided_at or row.withdrawn_at))
    line = " · ".join(filter(None, (*_asked(row, whose), t("asked {day}", day=day(row.asked_at)), end)))
    return ContactRequestRow(whose.name, line, tag, tone, f"{HOME}/{row.id}")


def _asked(row: ContactChange, whose: Named) -> list[str]:
    """What is to change, by name, and who asked for it when it was not the patient."""
    if whose.key is None:
        return []
    try:
        sealed = sealing.unseal(whose.key, row.sealed, row_binding(row, row.patient_id))
    except sealing.Unreadable:
        return []
    told = ContactChangeContents.model_validate_json(sealed)
    said = ", ".join(name for part, name in words.names().items() if part in told.parts)
    by = words.who_asked(told, patient=whose.name)
    return [said[:1] + said[1:].lower(), t("by {name}", name=by) if told.relation in HELPERS else ""]


def _request(folder: Folder, row: ContactChange) -> ContactRequest:
    said, who = folder.unseal(row, ContactChangeContents), folder.who()
    now = on_file(folder, row.patient_id, who)
    tag, tone = words.status_tag(row)
    is_open = row.status == Status.RECEIVED
    rows = [
        Beside(
            name,
            words.value(now, part) or t("None"),
            words.value(said.wanted, part) or t("Remove it"),
            words.is_same(now, said.wanted, part),
        )
        for part, name in words.names().items()
        if part in said.parts
    ]
    return ContactRequest(
        whose=in_words(who),
        patient_href=f"/staff/patients/{row.patient_id}",
        tag=t("Open") if is_open else tag,
        tone=tone,
        receipt=receipt_words(row.receipt),
        asked_on=day(row.asked_at),
        asked_by=words.who_asked(said, patient=who.name),
        due=day(row.due_on) if is_open else "",
        overdue=t("The answer was due on {day}.", day=day(row.due_on)) if words.is_overdue(row) else "",
        doubts=_doubts(folder, row, rows) if is_open else [],
        rows=rows,
        outcome="" if is_open else words.outcome(row, said, is_there=all(one.is_there for one in rows)),
        reason=said.reason,
        is_open=is_open,
    )


def _doubts(folder: Folder, row: ContactChange, rows: list[Beside]) -> list[str]:
    found = []
    if not any(
        held.account_id == row.asked_by_id and allows(held.scopes, Scope.RECORDS, acting=True)
        for held in live_in_chart(folder.db, row.patient_id, clock.now())
    ):
        found.append(t("Who asked may not act for this patient any more. Call the patient first."))
    if all(one.is_there for one in rows):
        found.append(t("The EHR has all of this already. You can mark it as entered."))
    return found
