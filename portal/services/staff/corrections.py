"""Requests to correct the record as the practice answers them: what waits, each one, and the decision.

An answer is given once and is never taken back (HIPAA 45 CFR 164.526(c), (d)): whoever was affected has been
told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlmodel import Session, case, col, func, select

from portal import clock
from portal.access import bell
from portal.access.actor import Duty, Scope
from portal.access.audit import Deed
from portal.access.charts import row_binding
from portal.access.folder import Folder, open_folder
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import day, nt, t
from portal.integrations.email import words as letters
from portal.models.correction import Correction, CorrectionContents, CorrectionFile, Status
from portal.models.unseen import HELPERS
from portal.services import answers
from portal.services.receipts import receipt_words
from portal.services.records import KINDS
from portal.services.records.corrections import asking, telling, words
from portal.services.records.corrections.views import CorrectionRow, Told
from portal.services.records.files import Download
from portal.services.records.telling import dotted
from portal.services.records.whose import Whose, in_words
from portal.services.staff.names import Named, named
from portal.settings import get_settings
from portal.vault import sealing

PAGE = 25
FILES = "/api/staff/corrections/files"
HOME = "/staff/corrections"


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the requests: open ones first, the earliest due first. `page` counts from 1."""

    rows: list[CorrectionRow] = field(default_factory=list)
    waiting: str = ""
    total: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Request:
    """One request as staff read it. `kind` and `record_id` name the item as it stands now."""

    patient_id: str = ""
    whose: Whose = field(default_factory=Whose)
    patient_href: str = ""
    kind: str = ""
    record_id: str = ""
    item_href: str = ""
    told: Told = field(default_factory=Told)
    overdue: str = ""
    is_open: bool = False


@needs(Duty.CORRECT)
def queue(practice: Practice, *, page: int = 1) -> Queue:
    """The requests of everyone, open ones first by when they are due, then the others, newest first."""
    db = practice.db
    sent = col(Correction.status) != Status.DRAFT
    is_open = col(Correction.status) == Status.RECEIVED
    total = db.exec(select(func.count(col(Correction.id))).where(sent)).one()
    waiting = db.exec(select(func.count(col(Correction.id))).where(is_open)).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    order = (
        case((is_open, 0), else_=1),
        case((is_open, col(Correction.due_on))),
        col(Correction.asked_at).desc(),
    )
    query = select(Correction).where(sent).order_by(*order).offset((page - 1) * PAGE).limit(PAGE)
    rows = _rows(db, db.exec(query).all())
    return Queue(rows, nt("{n} open", "{n} open", waiting) if waiting else t("None open"), total, page, pages)


@needs(Duty.CORRECT)
def look_into(practice: Practice, *, correction_id: UUID) -> Request:
    """One request, whole. Raises: NotFound."""
    row = _find(practice, correction_id)
    deed = Deed("corrections.look_into", subject_id=row.id, relation="staff")
    return _request(open_folder(practice, row.patient_id, deed=deed), row)


@needs(Duty.CORRECT)
def open_evidence(practice: Practice, *, file_id: UUID) -> Download:
    """A file that was sent along. Raises: NotFound."""
    file = practice.db.get(CorrectionFile, file_id)
    if file is None:
        raise NotFound
    row = _find(practice, file.correction_id)
    deed = Deed("corrections.open_evidence", subject_id=row.id, relation="staff")
    folder = open_folder(practice, row.patient_id, deed=deed)
    note = next(one for one in folder.unseal(row, CorrectionContents).files if one.id == file_id)
    data = sealing.unseal(folder.key, file.sealed, row_binding(file, row.patient_id))
    return Download(data, note.media_type, note.name)


@needs(Duty.CORRECT, acting=True)
def accept(practice: Practice, *, correction_id: UUID, note: str) -> Request:
    """Accept a request, with a note on what was done.

    Raises: NotFound; Invalid without a note or with one too long; Conflict when it was decided or taken back.
    """
    text = asking.checked_text(note)
    if wrong := asking.too_long(text) if text else t("Write what was done."):
        raise Invalid(fields={"note": wrong})
    return _decide(practice, correction_id, Status.ACCEPTED, text)


@needs(Duty.CORRECT, acting=True)
def deny(practice: Practice, *, correction_id: UUID, ground: str, reason: str) -> Request:
    """Deny a request on one of the law's grounds, with the reason in words.

    Raises: NotFound; Invalid without ground or reason; Conflict when it was decided or taken back.
    """
    text = asking.checked_text(reason)
    wrong = {
        "ground": "" if ground in words.GROUNDS else t("Choose one of the grounds."),
        "reason": asking.too_long(text)
        if text
        else t("Write the reason, so that the patient understands it."),
    }
    if fields := {name: said for name, said in wrong.items() if said}:
        raise Invalid(fields=fields)
    return _decide(practice, correction_id, Status.DENIED, text, ground)


def grounds() -> list[tuple[str, str]]:
    """The grounds on which a request may be denied, as (ground, words)."""
    return words.grounds()


def _decide(
    practice: Practice, correction_id: UUID, status: Status, answer: str, ground: str = ""
) -> Request:
    row = _find(practice, correction_id, hold=True)
    deed = Deed(f"corrections.{status}", subject_id=row.id, subject=row.kind, relation="staff")
    folder = open_folder(practice, row.patient_id, deed=None)
    said = folder.unseal(row, CorrectionContents)
    if row.status != Status.RECEIVED:
        is_same = (row.decided_by_id, row.status) == (practice.actor.account_id, status)
        if is_same and (said.answer, said.ground) == (answer, ground):
            return _request(folder, row)
        raise Conflict(_first_was(row, said))
    said.answer, said.ground, said.decided_by = answer, ground, practice.actor.name
    row.status, row.decided_at, row.decided_by_id = status, clock.now(), practice.actor.account_id
    folder.seal(row, said)
    practice.db.add(row)
    folder.note(deed)
    bell.ring(practice.db, bell.chart(row.patient_id, Scope.RECORDS))
    _tell(practice, row)
    return _request(folder, row)


def _first_was(row: Correction, said: CorrectionContents) -> str:
    if row.status == Status.WITHDRAWN:
        return t(
            "The patient took this request back on {day}. There is nothing to decide.",
            day=day(row.withdrawn_at),
        )
    return t("Someone was first. {outcome}", outcome=words.outcome(row, said))


def _tell(practice: Practice, row: Correction) -> None:
    """An email to whoever asked, and to the patient's own account."""
    link = f"{get_settings().origin}{telling.HOME}/{row.id}?for={row.patient_id}"
    letter = letters.request_answered(link)
    answers.tell(practice, "correction", letter, patient_id=row.patient_id, asked_by=row.asked_by_id)


def _find(practice: Practice, correction_id: UUID, *, hold: bool = False) -> Correction:
    query = select(Correction).where(Correction.id == correction_id, Correction.status != Status.DRAFT)
    row = practice.db.exec(query.with_for_update() if hold else query).first()
    if row is None:
        raise NotFound
    return row


def _rows(db: Session, found: Sequence[Correction]) -> list[CorrectionRow]:
    whose = named(db, (row.patient_id for row in found))
    return [_row(row, whose[row.patient_id]) for row in found]


def _row(row: Correction, whose: Named) -> CorrectionRow:
    tag, tone = words.status_tag(row)
    if row.status == Status.RECEIVED:
        tag, tone = (t("Overdue"), "danger") if words.is_overdue(row) else (t("Open"), "attention")
        end = t("due {day}", day=day(row.due_on))
    else:
        end = t("closed {day}", day=day(row.decided_at or row.withdrawn_at))
    number, asked = (
        t("receipt {number}", number=receipt_words(row.receipt)),
        t("asked {day}", day=day(row.asked_at)),
    )
    line = dotted(KINDS[row.kind].title, number, asked, _asked_by(row, whose), end)
    return CorrectionRow(whose.name, line, tag, tone, KINDS[row.kind].icon, f"{HOME}/{row.id}")


def _asked_by(row: Correction, whose: Named) -> str:
    """Who asked for whom, when it was not the patient; empty for what cannot be read."""
    if whose.key is None:
        return ""
    try:
        text = sealing.unseal(whose.key, row.sealed, row_binding(row, row.patient_id))
    except sealing.Unreadable:
        return ""
    said = CorrectionContents.model_validate_json(text)
    by = words.who_asked(said, patient=whose.name)
    return t("by {name}", name=by) if said.relation in HELPERS else ""


def _request(folder: Folder, row: Correction) -> Request:
    said = folder.unseal(row, CorrectionContents)
    told = telling.told(row, said, patient=folder.who().name, files=FILES)
    is_open = row.status == Status.RECEIVED
    return Request(
        patient_id=str(row.patient_id),
        whose=in_words(folder.who()),
        patient_href=f"/staff/patients/{row.patient_id}",
        kind=row.kind,
        record_id=str(row.record_id),
        item_href=f"/staff/patients/{row.patient_id}/records/{row.kind}/{row.record_id}",
        told=replace(told, tag=t("Open"), outcome="") if is_open else told,
        overdue=t("The answer was due on {day}.", day=day(row.due_on)) if words.is_overdue(row) else "",
        is_open=is_open,
    )
