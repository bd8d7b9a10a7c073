"""A patient's audit trail, as staff read it. Reading it is written into it."""

from dataclasses import dataclass
from uuid import UUID

from portal.access import trail
from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.keys import open_key
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import NotFound
from portal.i18n import moment, t
from portal.models.patient import Patient
from portal.services import audit_words

PAGE = 20
FURTHEST = 100_000
ICONS = {
    "looked": "search",
    "invited": "messages",
    "signed-in": "lock",
    "imported": "upload",
    "managed": "people",
}
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One entry in words."""

    title: str
    line: str
    tag: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Trail:
    """One page of a trail, newest first."""

    rows: list[TrailRow]
    total: int
    page: int
    pages: int


@needs(Duty.AUDIT)
def list_entries(practice: Practice, *, patient_id: UUID, kind: str = "", page: int = 1) -> Trail:
    """One page of who saw or did what in a patient's record; `kind` is "refused" or a group of actions.

    Raises:
        NotFound: no such patient.
    """
    if practice.db.get(Patient, patient_id) is None:
        raise NotFound
    practice.note_about(patient_id, Deed("trail.list_entries", relation="staff"))
    key = open_key(practice.db, patient_id)
    refused = kind == REFUSED
    actions = audit_words.actions_of(kind) if kind and not refused else None
    page = min(max(page, 1), FURTHEST)
    found, total = trail.entries(
        practice.db, patient_id, key, actions=actions, refused=refused, skip=(page - 1) * PAGE, limit=PAGE
    )
    return Trail([_row(entry) for entry in found], total, page, max(1, -(-total // PAGE)))


def kinds() -> list[tuple[str, str]]:
    """What a trail can be narrowed to, as (kind, words)."""
    return [*audit_words.groups(), (REFUSED, t("Refused"))]


def _row(entry: trail.Entry) -> TrailRow:
    address = t("from {address}", address=entry.contents.address) if entry.contents.address else ""
    return TrailRow(
        title=audit_words.deed_words(entry),
        line=" · ".join(filter(None, (moment(entry.at), address, entry.contents.reason))),
        tag="" if entry.allowed else t("Refused"),
        tone="plain" if entry.allowed else "danger",
        icon=ICONS.get(audit_words.group_of(entry.action), "records") if entry.allowed else "shield",
    )
