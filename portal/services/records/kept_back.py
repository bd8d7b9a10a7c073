"""What is kept back from the patient: no copy is finished with what was held meanwhile; staff read why."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from portal.access.charts import Chart
from portal.i18n import day, t
from portal.models.hold import HoldContents, RecordHold
from portal.models.record import Record
from portal.services.records.shelf import Held, sees_holds


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an item is on hold, since when and by whom; for staff alone, and else empty."""

    reason: str = ""
    line: str = ""


def hold_of(chart: Chart, held: Held) -> Hold:
    """The hold of an item, or that of the panel it is part of."""
    if not held.on_hold or not sees_holds(chart):
        return Hold()
    panel = select(Record.id).where(
        Record.patient_id == chart.patient_id, col(Record.source_key) == held.panel_key
    )
    which = (col(RecordHold.record_id) == held.id) | col(RecordHold.record_id).in_(panel)
    mine = select(RecordHold).where(RecordHold.patient_id == chart.patient_id, which)
    is_open = col(RecordHold.released_at).is_(None)
    row = chart.db.exec(mine.where(is_open).order_by(col(RecordHold.record_id) != held.id)).first()
    if row is None:
        return Hold()
    said = chart.unseal(row, HoldContents)
    return Hold(said.reason, t("On hold since {day} by {name}", day=day(row.held_at), name=said.by))


def kept_back(db: Session, patient_id: UUID) -> frozenset[UUID]:
    """The holds that count now. Ask before reading what is copied, and again when the copy is kept."""
    query = select(RecordHold.id).where(
        RecordHold.patient_id == patient_id, col(RecordHold.released_at).is_(None)
    )
    return frozenset(db.exec(query))
