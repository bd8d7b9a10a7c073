"""Writing what was sorted: new, newer, the same, or refused. One unit of work a patient."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, insert, or_, update
from sqlalchemy import select as core_select
from sqlmodel import Session, func, select

from portal import clock
from portal.access import bell
from portal.access.actor import Actor, Scope
from portal.access.audit import Deed
from portal.access.charts import Chart, open_chart
from portal.access.patient_index import find_by_fhir_id, put_patient
from portal.access.record_keys import code_key, source_key
from portal.db import reading, unit_of_work
from portal.i18n import t
from portal.integrations.fhir.reading import Rejected, fold
from portal.integrations.fhir.validating import check
from portal.integrations.fhir.views.demographics import Demographics, demographics
from portal.models.base import table
from portal.models.patient import PatientContents
from portal.models.record import (
    PanelMember,
    Record,
    RecordVersion,
    packed,
)
from portal.services import news
from portal.services.importing.sort import Item
from portal.vault.lookup import lookup


@dataclass(slots=True)
class Outcome:
    """What came of a batch of resources."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)

    def refuse(self, item: Item, reason: str) -> None:
        self.rejected.append(Rejected(item.raw.file, item.raw.entry, reason))


def is_on_file(patient: str) -> bool:
    """Whether "Patient/id" has a chart."""
    with reading() as db:
        return _find(db, patient) is not None


def write_patient(actor: Actor, patient: str, items: list[Item]) -> Outcome:
    """Write one patient's resources of one file, all in one unit of work."""
    outcome = Outcome()
    items = valid(items, outcome, _known(patient, items))
    if not items or (items[0].source != patient and not is_on_file(patient)):
        for item in items:
            outcome.refuse(item, t("The patient it is about could not be taken."))
        return outcome
    with unit_of_work() as db:
        patient_id = _put_patient(db, items[0]) if items[0].source == patient else _find(db, patient)
        if patient_id is None:
            raise LookupError("the patient was on file a moment ago")
        deed = Deed("importing.imported", subject=t("{n} items", n=len(items)))
        chart = open_chart(db, actor, patient_id, Scope.RECORDS, deed=deed, acting=True)
        writer = _Writer(chart, outcome)
        writer.write(items)
        if outcome.created or outcome.updated:
            bell.ring(db, bell.chart(patient_id, Scope.RECORDS))
        if writer.new_results:
            news.tell(chart)
    return outcome


def valid(items: list[Item], outcome: Outcome, known: set[str]) -> list[Item]:
    """Those that are valid FHIR R4. `known` are the sources on file word for word."""
    kept = []
    for item in items:
        reason = None if item.source in known else check(item.raw.data)
        if reason is None:
            kept.append(item)
        else:
            outcome.refuse(item, reason)
    return kept


def _known(patient: str, items: list[Item]) -> set[str]:
    """The sources among `items` whose text is on file word for word."""
    with reading() as db:
        patient_id = _find(db, patient)
        if patient_id is None:
            return set()
        folds = set(db.exec(select(Record.fold_key).where(Record.patient_id == patient_id)))
    return {item.source for item in items if _fold_key(patient_id, item) in folds}


def _find(db: Session, patient: str) -> UUID | None:
    found = find_by_fhir_id(db, patient)
    return found.id if found else None


def _put_patient(db: Session, item: Item) -> UUID:
    who = demographics(item.raw.data)
    return put_patient(db, _contents(item, who), deceased=bool(who.deceased)).id


def _contents(item: Item, who: Demographics) -> PatientContents:
    fhir_id = item.source.removeprefix("Patient/")
    return PatientContents(
        fhir_id=fhir_id,
        mrn=who.mrn or fhir_id,
        given=who.given,
        family=who.family,
        name=who.name,
        birth_date=who.birth_date,
        zip=who.zip,
        sex=who.sex,
        phone=who.phones[0] if who.phones else "",
        email=who.emails[0] if who.emails else "",
        address=", ".join(who.address),
        died=who.died,
        died_on=who.died_on,
    )


class _Writer:
    """Writes one patient's resources, telling new from newer from the same."""

    def __init__(self, chart: Chart, outcome: Outcome) -> None:
        self.chart, self.db, self.outcome = chart, chart.db, outcome
        self.at = clock.now()
        self.fresh: list[dict[str, Any]] = []
        self.panels: dict[bytes, list[bytes]] = {}
        self.new_results = 0
        last = self.db.exec(select(func.max(Record.position)).where(Record.patient_id == chart.patient_id))
        self.position = last.one() or 0
        rows = table(Record).c
        query = core_select(rows.source_key, rows.id, rows.fold_key, rows.source_updated_at)
        found = self.db.connection().execute(query.where(rows.patient_id == chart.patient_id))
        self.held: dict[bytes, tuple[UUID, bytes, datetime | None]] = {
            row[0]: (row[1], row[2], row[3]) for row in found
        }

    def write(self, items: list[Item]) -> None:
        for item in items:
            self._one(item)
        self._flush()
        if any(item.facts.kind == "results" for item in items):
            self._join_panels()

    def _one(self, item: Item) -> None:
        key = source_key(self.chart.patient_id, item.source)
        fold_key = _fold_key(self.chart.patient_id, item)
        held = self.held.get(key)
        if held is not None and (held[1] == fold_key or _is_older(item, held[2])):
            self.outcome.unchanged += 1
            return
        if item.facts.kind == "results" and item.raw.type == "DiagnosticReport":
            members = [] if item.facts.entered_in_error else item.facts.members
            self.panels[key] = [source_key(self.chart.patient_id, member) for member in members]
        columns = self._columns(item, fold_key)
        if held is None:
            self._create(item, key, columns)
        else:
            self._update(item, key, columns)

    def _columns(self, item: Item, fold_key: bytes) -> dict[str, Any]:
        facts = item.facts
        return {
            "fhir_type": item.raw.type,
            "kind": facts.kind,
            "category": facts.group,
            "code_key": code_key(self.chart.patient_id, facts.code) if facts.code else None,
            "visit_key": source_key(self.chart.patient_id, facts.visit) if facts.visit else None,
            "fold_key": fold_key,
            "status": facts.status,
            "happened_at": facts.when,
            "listed_at": facts.when or self.at,
            "hidden": facts.entered_in_error,
            "source_updated_at": facts.last_updated,
        }

    def _create(self, item: Item, key: bytes, columns: dict[str, Any]) -> None:
        self.position += 1
        row = Record(
            patient_id=self.chart.patient_id,
            source_key=key,
            position=self.position,
            arrived_at=self.at,
            sealed=b"",
            **columns,
        )
        self.chart.seal_bytes(row, packed(item.raw.full_url, item.raw.text))
        self.fresh.append(row.model_dump())
        self.new_results += row.kind == "results" and not row.hidden
        self.held[key] = (row.id, row.fold_key, row.source_updated_at)
        self.outcome.created += 1

    def _update(self, item: Item, key: bytes, columns: dict[str, Any]) -> None:
        self._flush()
        row = self.db.get_one(Record, self.held[key][0])
        before = RecordVersion(
            record_id=row.id,
            patient_id=self.chart.patient_id,
            version=row.version,
            replaced_at=self.at,
            sealed=b"",
        )
        self.chart.seal_bytes(before, self.chart.unseal_bytes(row))
        self.db.add(before)
        for name, value in columns.items():
            setattr(row, name, value)
        if columns["happened_at"] is None:
            row.listed_at = row.arrived_at
        row.version, row.updated_at = row.version + 1, self.at
        self.chart.seal_bytes(row, packed(item.raw.full_url, item.raw.text))
        self.db.add(row)
        self.db.flush()
        self.held[key] = (row.id, row.fold_key, row.source_updated_at)
        self.outcome.updated += 1

    def _flush(self) -> None:
        if self.fresh:
            self.db.connection().execute(insert(table(Record)), self.fresh)
            self.fresh = []

    def _join_panels(self) -> None:
        """Put results under the report that lists them, whichever of the two came first."""
        records, members, mine = table(Record), table(PanelMember), self.chart.patient_id
        connection = self.db.connection()
        for panel, listed in self.panels.items():
            is_old = or_(members.c.panel_key == panel, members.c.member_key.in_(listed))
            connection.execute(delete(members).where(members.c.patient_id == mine, is_old))
            rows = [
                {"patient_id": mine, "member_key": key, "panel_key": panel} for key in dict.fromkeys(listed)
            ]
            if rows:
                connection.execute(insert(members), rows)
        of_record = (members.c.patient_id == mine) & (members.c.member_key == records.c.source_key)
        panel_of = select(members.c.panel_key).where(of_record).scalar_subquery()
        wrong = records.c.status == "entered-in-error"
        connection.execute(
            update(records)
            .where(records.c.patient_id == mine, records.c.kind == "results")
            .where(records.c.fhir_type == "Observation")
            .values(panel_key=panel_of, hidden=or_(wrong, exists().where(of_record)))
        )
        self._hold_members()

    def _hold_members(self) -> None:
        """What comes into a panel that a clinician keeps back is kept back with it."""
        records, mine = table(Record), table(Record).c.patient_id == self.chart.patient_id
        panels = core_select(records.c.source_key).where(
            mine, records.c.on_hold.is_(True), records.c.fhir_type == "DiagnosticReport"
        )
        late = (mine, records.c.on_hold.is_(False), records.c.panel_key.in_(panels))
        self.db.connection().execute(update(records).where(*late).values(on_hold=True))


def _fold_key(patient_id: UUID, item: Item) -> bytes:
    """Tells the same text from another, without telling anything else."""
    return lookup(f"fold:{patient_id.hex}:{item.source}", fold(item.raw.text).decode())


def _is_older(item: Item, held_at: datetime | None) -> bool:
    """Whether what comes says itself that it is older than what is on file."""
    comes_at = item.facts.last_updated
    return comes_at is not None and held_at is not None and comes_at < held_at
