"""Court papers about a child or ward: recorded for staff alone, with what they say and until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.folder import Folder
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import day, t
from portal.integrations.media.intake import LARGEST, SHEETS, Taken, take_in
from portal.models.base import new_id
from portal.models.guardian import CourtContents, CourtDocument, CourtFile, Guardianship, GuardianStop
from portal.services.records.files import Download
from portal.services.staff.guardians import typed
from portal.services.staff.guardians.views import PaperRow

__all__ = ["LARGEST", "Paper", "add", "checked", "open_file", "remove", "rows"]


@dataclass(frozen=True, slots=True)
class Paper:
    """A court paper as it was given, checked."""

    title: str
    may: str
    may_not: str
    until: str
    file: Taken


def checked(*, title: str, may: str, may_not: str, until: str, name: str, data: bytes) -> Paper:
    """A paper fit to be kept. Raises: Invalid, naming the field that is wrong."""
    wrong: typed.Wrong = {}
    called = typed.words(title, "title", wrong, least=2, most=120)
    who = typed.words(may, "may", wrong, least=0)
    who_not = typed.words(may_not, "may_not", wrong, least=0)
    if not who and not who_not:
        wrong["may"] = t("Write who may, or who may not. Staff go by it.")
    last = _until(until, wrong)
    file = _file(name, data, wrong)
    if wrong or file is None:
        raise Invalid(fields=wrong)
    return Paper(called, who, who_not, last, file)


def add(practice: Practice, folder: Folder, paper: Paper) -> None:
    """Keep a paper and its file, sealed under the patient's key."""
    row = CourtDocument(
        id=new_id(),
        patient_id=folder.patient.id,
        added_at=clock.now(),
        added_by=practice.actor.account_id,
        sealed=b"",
    )
    said = CourtContents(
        title=paper.title,
        may=paper.may,
        may_not=paper.may_not,
        until=paper.until,
        by=practice.actor.name,
        name=paper.file.name,
        media_type=paper.file.media_type,
        size=len(paper.file.data),
    )
    folder.seal(row, said)
    file = CourtFile(id=row.id, patient_id=folder.patient.id, sealed=b"")
    folder.seal_bytes(file, paper.file.data)
    folder.db.add(row)
    folder.db.flush()
    folder.db.add(file)


def open_file(folder: Folder, document_id: UUID) -> Download:
    """The file of a paper. Raises: NotFound."""
    said = folder.unseal(_one(folder, document_id), CourtContents)
    return Download(
        folder.unseal_bytes(folder.db.get_one(CourtFile, document_id)), said.media_type, said.name
    )


def remove(folder: Folder, document_id: UUID) -> None:
    """Take a paper off again, put here by mistake.

    Raises: NotFound; Conflict when a stop or a guardianship rests on it.
    """
    row = _one(folder, document_id)
    if row.id in _cited(folder):
        raise Conflict(t("A stop or a guardianship rests on this paper, so it stays."))
    folder.db.delete(folder.db.get_one(CourtFile, document_id))
    folder.db.flush()
    folder.db.delete(row)


def rows(folder: Folder) -> list[PaperRow]:
    """Every court paper of this patient's, newest first."""
    query = select(CourtDocument).where(CourtDocument.patient_id == folder.patient.id)
    cited = _cited(folder)
    found = folder.db.exec(query.order_by(col(CourtDocument.added_at).desc()))
    return [_row(folder, row, is_cited=row.id in cited) for row in found]


def _row(folder: Folder, row: CourtDocument, *, is_cited: bool) -> PaperRow:
    said = folder.unseal(row, CourtContents)
    until = date.fromisoformat(said.until) if said.until else None
    tag, tone = (
        (t("In force"), "attention") if until is None else (t("Until {day}", day=day(until)), "attention")
    )
    if until is not None and until < clock.today():
        tag, tone = t("Ended on {day}", day=day(until)), "plain"
    added = t("added {day} by {name}", day=day(row.added_at), name=said.by)
    return PaperRow(
        id=str(row.id),
        title=said.title,
        line=f"{said.name} · {added}",
        may=said.may,
        may_not=said.may_not,
        tag=tag,
        tone=tone,
        href=f"/api/staff/patients/{row.patient_id}/court-papers/{row.id}",
        is_cited=is_cited,
    )


def _one(folder: Folder, document_id: UUID) -> CourtDocument:
    row = folder.db.get(CourtDocument, document_id)
    if row is None or row.patient_id != folder.patient.id:
        raise NotFound
    return row


def _cited(folder: Folder) -> set[UUID | None]:
    stops = select(GuardianStop.document_id).where(GuardianStop.patient_id == folder.patient.id)
    wards = select(Guardianship.document_id).where(Guardianship.patient_id == folder.patient.id)
    return {*folder.db.exec(stops), *folder.db.exec(wards)} - {None}


def _until(given: str, wrong: typed.Wrong) -> str:
    """The day it ends, as it is kept; a paper may have none, and may be over already."""
    if not given.strip():
        return ""
    try:
        return date.fromisoformat(given.strip()).isoformat()
    except ValueError:
        wrong["until"] = t("Enter the day it ends, or leave it empty.")
        return ""


def _file(name: str, data: bytes, wrong: typed.Wrong) -> Taken | None:
    if not data:
        wrong["file"] = t("Choose a file.")
        return None
    try:
        return take_in(name, data, allowed=SHEETS, largest=LARGEST)
    except Invalid as refusal:
        wrong["file"] = refusal.message
        return None
