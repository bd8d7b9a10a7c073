"""Keeping one record back from the patient for now: one item, one written reason, never a rule for all.

The patient's record says that an item is on hold to nobody but staff; the trail says who did it.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlmodel import col, select, update

from portal import clock
from portal.access import bell, keys
from portal.access.actor import Duty, Scope
from portal.access.audit import Deed
from portal.access.charts import Chart, binding, open_chart
from portal.access.needs import needs
from portal.access.patient_index import unseal_patient
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import day, t
from portal.models.hold import HoldContents, RecordHold
from portal.models.patient import Patient
from portal.models.record import Record
from portal.services import records, sharing
from portal.services.exporting import making
from portal.vault import sealing

SHORTEST, LONGEST = 10, 1_000
MOST = 500


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One item on hold: whose, what, why, since when and by whom, and where it is."""

    title: str
    line: str
    reason: str
    href: str
    patient_id: str
    record_id: str
    icon: str = "lock"
    tag: str = ""
    tone: str = "attention"


@needs(Duty.HOLD, acting=True)
def hold(practice: Practice, *, patient_id: UUID, record_id: UUID, kind: str, reason: str) -> None:
    """Keep one item (with a panel, its members) from the patient until it is released.

    Downloads and shared links that hold it end; whoever made them is told, and makes new ones.

    Raises: Invalid without a reason; NotFound; Conflict when it is on hold already.
    """
    why = _reason(reason)
    chart = _chart(practice, patient_id, Deed("holds.hold", subject_id=record_id, subject=kind))
    title = records.title_of(chart, kind=kind, record_id=record_id)
    if _open(chart, record_id) is not None:
        raise Conflict(t("This is on hold already. Nothing was changed."))
    row = RecordHold(
        patient_id=patient_id,
        record_id=record_id,
        kind=kind,
        held_at=clock.now(),
        held_by=practice.actor.account_id,
        sealed=b"",
    )
    chart.seal(row, HoldContents(title=title, reason=why, by=practice.actor.name))
    chart.db.add(row)
    _mark(chart, record_id, on_hold=True)
    making.withdraw(chart, kind)
    sharing.close_those_with(chart, _within(record_id))


@needs(Duty.HOLD, acting=True)
def release(practice: Practice, *, patient_id: UUID, record_id: UUID) -> None:
    """Show an item to the patient again. Raises: NotFound when it is not on hold."""
    chart = _chart(practice, patient_id, Deed("holds.release", subject_id=record_id))
    row = _open(chart, record_id)
    if row is None:
        raise NotFound(t("This is not on hold."))
    said = chart.unseal(row, HoldContents)
    chart.seal(row, said.model_copy(update={"released_by": practice.actor.name}))
    row.released_at = clock.now()
    chart.db.add(row)
    _mark(chart, record_id, on_hold=False)


@needs(Duty.HOLD)
def list_holds(practice: Practice) -> list[HoldRow]:
    """Everything on hold in the practice, longest first."""
    query = (
        select(RecordHold)
        .where(col(RecordHold.released_at).is_(None))
        .order_by(col(RecordHold.held_at))
        .limit(MOST)
    )
    return [_row(practice, row) for row in practice.db.exec(query)]


def _reason(given: str) -> str:
    reason = " ".join(given.split())
    if not SHORTEST <= len(reason) <= LONGEST:
        words = t("Write why, in {least} to {most} characters.", least=SHORTEST, most=LONGEST)
        raise Invalid(fields={"reason": words})
    return reason


def _chart(practice: Practice, patient_id: UUID, deed: Deed) -> Chart:
    return open_chart(practice.db, practice.actor, patient_id, Scope.RECORDS, deed=deed, acting=True)


def _open(chart: Chart, record_id: UUID) -> RecordHold | None:
    mine = (
        RecordHold.patient_id == chart.patient_id,
        RecordHold.record_id == record_id,
        col(RecordHold.released_at).is_(None),
    )
    return chart.db.exec(select(RecordHold).where(*mine).with_for_update()).first()


def _mark(chart: Chart, record_id: UUID, *, on_hold: bool) -> None:
    """The item and what is within, except those on hold for a reason of their own; open pages look again."""
    others = select(RecordHold.record_id).where(
        RecordHold.patient_id == chart.patient_id,
        col(RecordHold.released_at).is_(None),
        RecordHold.record_id != record_id,
    )
    chart.db.flush()
    marked = update(Record).where(col(Record.patient_id) == chart.patient_id, _within(record_id))
    chart.db.exec(marked.where(col(Record.id).not_in(others)).values(on_hold=on_hold))
    bell.ring(chart.db, bell.chart(chart.patient_id, Scope.RECORDS))


def _within(record_id: UUID) -> ColumnElement[bool]:
    """An item itself and, of a panel, its members."""
    own = select(Record.source_key).where(Record.id == record_id, col(Record.fhir_type) == "DiagnosticReport")
    return or_(col(Record.id) == record_id, col(Record.panel_key).in_(own))


def _row(practice: Practice, row: RecordHold) -> HoldRow:
    key = keys.open_key(practice.db, row.patient_id)
    bound = binding("record_hold", row.id, row.patient_id)
    said = HoldContents.model_validate_json(sealing.unseal(key, row.sealed, bound))
    who = unseal_patient(practice.db.get_one(Patient, row.patient_id), key)
    practice.note_about(row.patient_id, Deed("holds.listed", subject_id=row.record_id, relation="staff"))
    since = t("on hold since {day} by {name}", day=day(row.held_at), name=said.by)
    return HoldRow(
        title=said.title,
        line=" · ".join((who.name, since)),
        reason=said.reason,
        href=f"/staff/patients/{row.patient_id}/records/{row.kind}/{row.record_id}",
        patient_id=str(row.patient_id),
        record_id=str(row.record_id),
    )
