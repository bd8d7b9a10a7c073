"""Opening the results list of a long record: event in, delta out, with no browser."""

import time
from collections.abc import Iterator

from sqlalchemy import select

from portal.access import keys
from portal.db import reading
from portal.models.base import table
from portal.models.record import Record, unpacked
from portal.services.records.listing import PAGE
from portal.state.records import RecordListState
from portal.vault import sealing
from tests.bench import people
from tests.bench.practice import practice
from tests.bench.row import Row, seconds, times_floor
from tests.events import House, Tab
from tests.people import Person

RESOURCES = 2_000
RUNS = 25
RECORDS = table(Record)


def measure() -> Iterator[Row]:
    """The median of opening the first page, beside reading and unsealing what it shows.

    What it shows is its rows, and the results within the panels among them, whose flags the rows tell.
    """
    with practice(), House() as house:
        patient = people.with_heavy_chart(RESOURCES)
        tab = house.open("/records/results", token=patient.token).tab
        if tab.var(RecordListState, "status") != "ready":
            raise RuntimeError("the list does not open")
        shown = len(tab.var(RecordListState, "rows"))
        taken = house.run(_open_again(tab))
        floor = seconds(lambda: _read_and_unseal(patient, within=True), runs=RUNS)
        rows_only = seconds(lambda: _read_and_unseal(patient, within=False), runs=RUNS)
        read = _read_and_unseal(patient, within=True)
    what = f"results list of a patient with {RESOURCES:,} resources"
    yield times_floor(
        what, taken, floor, 3, rows=shown, unsealed=read, floor_of_rows_only=round(rows_only * 1000, 2)
    )


async def _open_again(tab: Tab) -> float:
    times = []
    for _ in range(RUNS):
        await tab.go("/home")
        start = time.perf_counter()
        await tab.go("/records/results")
        times.append(time.perf_counter() - start)
    return sorted(times)[RUNS // 2]


def _read_and_unseal(patient: Person, *, within: bool) -> int:
    """Read the first page's rows, perhaps with those within them; returns how many were unsealed."""
    assert patient.patient_id is not None
    mine = RECORDS.c.patient_id == patient.patient_id
    columns = select(RECORDS.c.id, RECORDS.c.source_key, RECORDS.c.sealed)
    newest = columns.where(mine, RECORDS.c.kind == "results", RECORDS.c.hidden.is_(False))
    with reading() as db:
        unseal = sealing.opener(keys.open_key(db, patient.patient_id))
        rows = db.connection().execute(newest.order_by(RECORDS.c.listed_at.desc()).limit(PAGE)).all()
        if within:
            panels = [row.source_key for row in rows]
            rows = [*rows, *db.connection().execute(columns.where(mine, RECORDS.c.panel_key.in_(panels)))]
        for row in rows:
            unpacked(unseal(row.sealed, f"record:{row.id.hex}:{patient.patient_id.hex}".encode()))
    return len(rows)
