"""A patient searches a long record as they type; everything that can be searched is sealed."""

import gc
from collections.abc import Iterator

from sqlalchemy import select

from portal.access import keys
from portal.db import reading
from portal.models.base import table
from portal.models.record import RecordWords
from portal.services import door, records
from portal.vault import sealing
from tests.bench import people
from tests.bench.practice import practice
from tests.bench.row import Row, at_most, p95, seconds
from tests.people import Person

RESOURCES = 5_000
WORDS = table(RecordWords)
TYPED = (
    "a", "l", "ldl", "ldl 148", "chol", "cholesterol", "blood pressure", "bp 12", "nov 2025", "2025", "mg/dl",
    "hemoglobin a1c high", "dr", "clinic", "glucose 1", "zzz nothing like it", "office visit",
    "11/20", "sodium potassium",
)  # fmt: skip


def measure() -> Iterator[Row]:
    """The slowest of what is typed, through the door; the floor reads and unseals what is searched."""
    with practice():
        patient = people.with_heavy_chart(RESOURCES)
        gc.freeze()  # as a warm server does: see portal/state/warm.py
        first = seconds(lambda: door.in_chart(patient.token, records.open_search), runs=1)
        times = {typed: seconds(lambda typed=typed: _search(patient, typed)) for typed in TYPED}  # type: ignore[misc]
        floor = seconds(lambda: _read_and_unseal(patient))
    slowest = max(times, key=lambda typed: times[typed])
    yield at_most(
        f"search over a record of {RESOURCES:,} resources", "ms", times[slowest] * 1000, 100,
        floor=floor * 1000, slowest=slowest, p95=round(p95([value * 1000 for value in times.values()]), 1),
        searches=len(TYPED), opened_first=round(first * 1000, 1),
    )  # fmt: skip


def _search(patient: Person, typed: str) -> records.Found:
    return door.in_chart(patient.token, records.search, typed)


def _read_and_unseal(patient: Person) -> None:
    assert patient.patient_id is not None
    columns = select(WORDS.c.id, WORDS.c.sealed).where(WORDS.c.patient_id == patient.patient_id)
    with reading() as db:
        unseal = sealing.opener(keys.open_key(db, patient.patient_id))
        for row in db.connection().execute(columns):
            unseal(row.sealed, f"record_words:{row.id.hex}:{patient.patient_id.hex}".encode())
