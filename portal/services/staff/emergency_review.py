"""Checking what was opened in an emergency: by someone else than the one who did it, once, for the record."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlmodel import Session, case, col, func, select

from portal import clock
from portal.access import keys, trail
from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.bindings import row_binding
from portal.access.folder import Folder, open_folder
from portal.access.needs import needs
from portal.access.patient_index import unseal_patient
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import day, hour, moment, nt, t
from portal.models.audit import AuditEntry
from portal.models.base import table
from portal.models.emergency import EmergencyContents, EmergencyOpening
from portal.models.patient import Patient
from portal.services import audit_words
from portal.services.staff import emergency, openings
from portal.services.staff.roles import role_name
from portal.settings import get_settings
from portal.vault import sealing

PAGE = 25
RIGHT, WRONG = "right", "wrong"
SHORTEST, LONGEST = 10, 1_000
MOST_LOOKS = 100
_ENTRY = table(AuditEntry).c


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening in a list."""

    title: str
    line: str
    tag: str
    tone: str
    href: str
    icon: str = "alert"


@dataclass(frozen=True, slots=True)
class Openings:
    """One page of the openings: those nobody has checked first, the oldest of them first."""

    rows: list[OpeningRow] = field(default_factory=list)
    waiting: str = ""
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked at meanwhile."""

    title: str
    line: str
    icon: str = "search"
    tag: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening, whole. `may_decide` says that the one who looks may check it now."""

    patient: str = ""
    patient_href: str = ""
    by: str = ""
    role: str = ""
    reason: str = ""
    opened: str = ""
    ended: str = ""
    unusual: str = ""
    tag: str = ""
    tone: str = "plain"
    outcome: str = ""
    note: str = ""
    is_open: bool = False
    is_mine: bool = False
    may_decide: bool = False
    looks: list[Look] = field(default_factory=list)


@needs(Duty.REVIEW)
def list_openings(practice: Practice, *, page: int = 1) -> Openings:
    """Everyone's openings, a page at a time."""
    return _page(practice, page)


@needs(Duty.EMERGENCY)
def list_mine(practice: Practice, *, page: int = 1) -> Openings:
    """One's own openings and what was found of them."""
    return _page(practice, page, EmergencyOpening.account_id == practice.actor.account_id, may_open=False)


@needs(Duty.REVIEW)
def look_into(practice: Practice, *, opening_id: UUID) -> Opening:
    """One opening with what was looked at meanwhile. Raises: NotFound."""
    row = _find(practice.db, opening_id)
    return _opening(practice, row, _folder(practice, row, "emergency_review.look_into"))


@needs(Duty.REVIEW, acting=True)
def end_now(practice: Practice, *, opening_id: UUID) -> Opening:
    """End someone's look at a chart at once; nothing happens when it is over. Raises: NotFound."""
    row = _find(practice.db, opening_id, hold=True)
    if openings.is_running(row):
        openings.close(practice, row)
    return _opening(practice, row, _folder(practice, row, "emergency_review.end_now"))


@needs(Duty.REVIEW, acting=True)
def decide(practice: Practice, *, opening_id: UUID, outcome: str, note: str) -> Opening:
    """Write down that an opening was right or not; for one that was not, with a note.

    Raises: NotFound; Invalid; Conflict for one's own, for one that is still open, and when someone was first.
    """
    text = " ".join(note.split())
    wrong = {
        "outcome": "" if outcome in (RIGHT, WRONG) else t("Choose one of the two."),
        "note": _note_wrong(outcome, text),
    }
    if fields := {name: said for name, said in wrong.items() if said}:
        raise Invalid(fields=fields)
    row = _find(practice.db, opening_id, hold=True)
    folder = open_folder(practice, row.patient_id, deed=None)
    said = folder.unseal(row, EmergencyContents)
    _refuse_to_decide(practice, row, said)
    said.reviewer, said.note = practice.actor.name, text
    row.outcome, row.reviewed_at, row.reviewed_by = outcome, clock.now(), practice.actor.account_id
    folder.seal(row, said)
    practice.db.add(row)
    found = "emergency.found_right" if outcome == RIGHT else "emergency.found_wrong"
    folder.note(Deed(found, subject_id=row.id, relation="staff"))
    return _opening(practice, row, folder)


def _refuse_to_decide(practice: Practice, row: EmergencyOpening, said: EmergencyContents) -> None:
    if row.account_id == practice.actor.account_id:
        raise Conflict(t("You opened this chart yourself. Someone else has to check it."))
    if row.outcome:
        words = t("{name} has checked this on {day}. Nothing was changed.",
                  name=said.reviewer, day=day(row.reviewed_at))  # fmt: skip
        raise Conflict(words)
    if openings.is_running(row):
        raise Conflict(t("This chart is still open. End it first, or check it when the time is over."))


def _note_wrong(outcome: str, text: str) -> str:
    if outcome == WRONG and len(text) < SHORTEST:
        return t("Write what was not right and what happens now, in at least {n} characters.", n=SHORTEST)
    return t("Use up to {n} characters.", n=LONGEST) if len(text) > LONGEST else ""


def _find(db: Session, opening_id: UUID, *, hold: bool = False) -> EmergencyOpening:
    query = select(EmergencyOpening).where(EmergencyOpening.id == opening_id)
    row = db.exec(query.with_for_update() if hold else query).first()
    if row is None:
        raise NotFound
    return row


def _folder(practice: Practice, row: EmergencyOpening, action: str) -> Folder:
    return open_folder(practice, row.patient_id, deed=Deed(action, subject_id=row.id, relation="staff"))


def _page(practice: Practice, page: int, *which: bool, may_open: bool = True) -> Openings:
    db, waits = practice.db, col(EmergencyOpening.outcome) == ""
    total = db.exec(select(func.count(col(EmergencyOpening.id))).where(*which)).one()
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    opened_at = col(EmergencyOpening.opened_at)
    order = (case((waits, 0), else_=1), case((waits, opened_at)), opened_at.desc())
    query = select(EmergencyOpening).where(*which).order_by(*order).offset((page - 1) * PAGE).limit(PAGE)
    found = list(db.exec(query))
    opened = keys.open_keys(db, [row.patient_id for row in found])
    rows = [_row(db, row, opened[row.patient_id], may_open) for row in found if row.patient_id in opened]
    n = emergency.count_waiting(db, practice.actor)
    words = nt("{n} to check", "{n} to check", n) if n else t("Nothing to check")
    return Openings(rows, words, page, pages)


def _row(db: Session, row: EmergencyOpening, key: bytes, may_open: bool) -> OpeningRow:
    said = EmergencyContents.model_validate_json(
        sealing.unseal(key, row.sealed, row_binding(row, row.patient_id))
    )
    who = unseal_patient(db.get_one(Patient, row.patient_id), key)
    tag, tone = _tag(row)
    line = " · ".join((said.by, role_name(said.role), moment(row.opened_at)))
    href = f"{emergency.REVIEWS}/{row.id}" if may_open else ""
    return OpeningRow(who.name or t("Name not on file"), line, tag, tone, href)


def _tag(row: EmergencyOpening) -> tuple[str, str]:
    if row.outcome:
        return (t("Right"), "good") if row.outcome == RIGHT else (t("Not right"), "danger")
    return (t("Open now"), "high") if openings.is_running(row) else (t("To check"), "attention")


def _opening(practice: Practice, row: EmergencyOpening, folder: Folder) -> Opening:
    said, (tag, tone) = folder.unseal(row, EmergencyContents), _tag(row)
    is_open, is_mine = openings.is_running(row), row.account_id == practice.actor.account_id
    return Opening(
        patient=folder.who().name or t("Name not on file"),
        patient_href=f"/staff/patients/{row.patient_id}",
        by=said.by,
        role=role_name(said.role),
        reason=said.reason,
        opened=moment(row.opened_at),
        ended=_ended(row),
        unusual=_unusual(row),
        tag=tag,
        tone=tone,
        outcome=_outcome(row, said),
        note=said.note,
        is_open=is_open,
        is_mine=is_mine,
        may_decide=not (row.outcome or is_open or is_mine),
        looks=_looks(folder, row),
    )


def _ended(row: EmergencyOpening) -> str:
    if row.ended_at is not None:
        return t("Ended at {hour}", hour=hour(row.ended_at))
    if openings.is_running(row):
        return t("Open until {hour}", hour=hour(row.ends_at))
    return t("Ended by itself at {hour}", hour=hour(row.ends_at))


def _unusual(row: EmergencyOpening) -> str:
    if row.nth <= get_settings().emergency_daily:
        return ""
    return t("This was number {n} by the same person within 24 hours, more than usual.", n=row.nth)


def _outcome(row: EmergencyOpening, said: EmergencyContents) -> str:
    if not row.outcome:
        return ""
    values = {"name": said.reviewer, "day": day(row.reviewed_at)}
    if row.outcome == RIGHT:
        return t("{name} found on {day} that it was right.", **values)
    return t("{name} found on {day} that it was not right.", **values)


def _looks(folder: Folder, row: EmergencyOpening) -> list[Look]:
    """What the same person looked at in this chart while it was open, oldest first."""
    chain, until = row.patient_id, row.ended_at or row.ends_at
    which = (_ENTRY.account_id == row.account_id, _ENTRY.at.between(row.opened_at, until))
    places = [mark.seq for mark in trail.marks(folder.db, chain, *which, limit=MOST_LOOKS)]
    entries = trail.at_places(folder.db, chain, folder.key, places)
    return [
        _look(entries[place])
        for place in sorted(places)
        if not entries[place].action.startswith("emergency.")
    ]


def _look(entry: trail.Entry) -> Look:
    said = entry.contents.model_copy(update={"relation": ""})  # that it was an emergency goes without saying
    did = audit_words.did_words(replace(entry, contents=said))
    if not entry.allowed:
        return Look(t("Tried to {attempt}", attempt=did), hour(entry.at), "shield", t("Refused"), "danger")
    return Look(did[:1].upper() + did[1:], hour(entry.at))
