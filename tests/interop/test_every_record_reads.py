"""Records nobody here wrote read well: every list opens, every row has its page, no code stands alone."""

import re
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from portal.access.actor import operator
from portal.db import reading
from portal.models.patient import Patient
from portal.services import door, records
from portal.services.importing import import_paths
from portal.services.records import Detail, RecordPage, Row
from tests.interop.shared import SHARED, needs_shared

pytestmark = [pytest.mark.interop, needs_shared]
BARE_CODE = re.compile(r"\b\d{6,}\b|urn:uuid|https?://|None\b")
FILES = sorted((SHARED / "fhir-r4").glob("*.json"), key=lambda path: path.stat().st_size)


@pytest.mark.parametrize("path", FILES[:2] + FILES[-1:], ids=lambda path: path.name[:8])
def test_every_list_opens_and_every_row_leads_to_its_page(home: Path, path: Path) -> None:
    assert not import_paths(operator(), [path]).rejected
    with reading() as db:
        (patient_id,) = db.exec(select(Patient.id)).all()

    for kind in records.KINDS:
        first = _list(patient_id, kind, page=1)
        rows = [row for page in range(1, first.pages + 1) for row in _list(patient_id, kind, page=page).rows]
        assert len(rows) == first.total
        for row in rows:
            assert row.title
            assert not BARE_CODE.search(f"{row.title} {row.line} {row.tag}"), row
        for row in rows[:: max(1, len(rows) // 12)]:
            _reads_well(_show(patient_id, kind, row), row)


def _reads_well(detail: Detail, row: Row) -> None:
    assert detail.title in row.title
    said = " ".join([detail.line, *(fact.value for fact in detail.facts)])
    assert not BARE_CODE.search(said), said


def _list(patient_id: UUID, kind: str, *, page: int) -> RecordPage:
    if kind == "medications":
        return door.as_actor(operator(), records.list_medications, patient_id=patient_id, page=page)
    return door.as_actor(operator(), records.list_records, kind=kind, patient_id=patient_id, page=page)


def _show(patient_id: UUID, kind: str, row: Row) -> Detail:
    record_id = UUID(row.href.rpartition("/")[2])
    if kind == "medications":
        return door.as_actor(operator(), records.show_medication, patient_id=patient_id, record_id=record_id)
    return door.as_actor(
        operator(), records.show_record, kind=kind, patient_id=patient_id, record_id=record_id
    )
