"""Records nobody here wrote are found: by what each row of a list is called, and by its day."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from portal.access.actor import operator
from portal.db import reading
from portal.models.patient import Patient
from portal.services import door, records
from portal.services.importing import import_paths
from portal.services.records import Found
from portal.services.records.search import MOST
from tests.interop.shared import SHARED, needs_shared

pytestmark = [pytest.mark.interop, needs_shared]
FILES = sorted((SHARED / "fhir-r4").glob("*.json"), key=lambda path: path.stat().st_size)


@pytest.mark.parametrize("path", FILES[:2] + FILES[-1:], ids=lambda path: path.name[:8])
def test_every_row_is_found_by_what_it_says(home: Path, path: Path) -> None:
    assert not import_paths(operator(), [path]).rejected
    with reading() as db:
        (patient_id,) = db.exec(select(Patient.id)).all()

    for kind in records.KINDS:
        service = records.list_medications if kind == "medications" else records.list_records
        given = {} if kind == "medications" else {"kind": kind}
        rows = door.as_actor(operator(), service, patient_id=patient_id, **given).rows
        for row in rows[:: max(1, len(rows) // 6)]:
            found = _search(patient_id, row.title, within=kind)
            assert found.total > 0, (kind, row.title)
            if found.total <= MOST:
                assert row.href in [hit.href for hit in found.hits], (kind, row.title)


def _search(patient_id: UUID, typed: str, *, within: str) -> Found:
    return door.as_actor(operator(), records.search, typed, patient_id=patient_id, within=within)
