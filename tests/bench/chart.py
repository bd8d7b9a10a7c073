"""Opening a patient's chart: the grant is checked, the key unwrapped, the audit entry written."""

from collections.abc import Iterator
from uuid import uuid4

from sqlalchemy import insert

from portal import clock
from portal.access.actor import Scope
from portal.access.audit import Deed
from portal.access.charts import open_chart
from portal.db import unit_of_work
from portal.models.account import Role
from portal.models.audit import AuditEntry
from portal.models.base import table
from tests import people as cast
from tests.bench import people
from tests.bench.practice import practice
from tests.bench.row import Row, at_most, p95, seconds
from tests.people import Person

RUNS = 400
BAR = 2


def measure() -> Iterator[Row]:
    """One after another, committed each time; the floor is one empty audit entry, committed."""
    with practice():
        alice = people.many(1)[0]
        dana = cast.dana(alice, scopes="records:view")
        nia = cast.staff("Nia Novak", role=Role.CLINICIAN)
        floor = seconds(_bare_entry, runs=RUNS)
        for who, name in ((alice, "her own"), (dana, "as a representative"), (nia, "as a clinician")):
            times = [seconds(lambda who=who: _open(who, alice), runs=1) * 1000 for _ in range(RUNS)]
            middle = sorted(times)[RUNS // 2]
            yield at_most(
                f"opening a chart, {name}", "ms", middle, BAR, floor=floor * 1000, p95=round(p95(times), 2)
            )


def _open(who: Person, whose: Person) -> None:
    assert whose.patient_id is not None
    with unit_of_work(durable=False) as db:
        open_chart(db, who.actor, whose.patient_id, Scope.RECORDS, deed=Deed("records.list_records"))


def _bare_entry() -> None:
    """What SQLite takes to keep one line of the trail."""
    chain = uuid4()
    row = {
        "id": uuid4(), "chain_id": chain, "seq": 1, "at": clock.now(), "account_id": None,
        "session_id": None, "action": "bench.floor", "allowed": True, "subject_id": None,
        "sealed": bytes(200), "mac": bytes(32),
    }  # fmt: skip
    with unit_of_work(durable=False) as db:
        db.connection().execute(insert(table(AuditEntry)), row)
