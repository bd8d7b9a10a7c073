"""What is taken out of a record at once: the patient, chosen kinds between two days, each in its own text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from portal.access.charts import Chart
from portal.models.record import unpacked
from portal.services.records.days import taken_between
from portal.services.records.kinds import KINDS, readable
from portal.services.records.shelf import RECORDS, mine
from portal.services.records.told import text_told

PATIENT = "Patient"
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """What to take: kinds (None: everything there is, also what no page shows) and days, both included.

    What has no date of its own is in any range, and what is so now is always whole (`days`).
    """

    kinds: frozenset[str] | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource: its type and kind, the address it had in its bundle (or empty), its exact text."""

    fhir_type: str
    kind: str
    full_url: str
    text: bytes


def extract(chart: Chart, choice: Choice) -> Iterator[Entry]:
    """The patient first, then the rest as it came; a few hundred at a time are open."""
    columns = (RECORDS.c.id, RECORDS.c.fhir_type, RECORDS.c.kind, RECORDS.c.sealed)
    last = RECORDS.c.fhir_type != PATIENT
    query = select(*columns).where(_chosen(chart, choice)).order_by(last, RECORDS.c.position)
    found = chart.db.connection().execution_options(yield_per=_BATCH).execute(query)
    for rows in found.partitions(_BATCH):
        contents = chart.unseal_all("record", ((row.id, row.sealed) for row in rows))
        for row, content in zip(rows, contents, strict=True):
            full_url, text = unpacked(content)
            told = text_told(chart, row.kind, text)
            if told is not None:
                yield Entry(row.fhir_type, row.kind, full_url, told)


def count(chart: Chart, choice: Choice) -> dict[str, int]:
    """How many records of each readable kind there are between the days, as lists count them."""
    listed = and_(_chosen(chart, choice), RECORDS.c.hidden.is_(False))
    query = select(RECORDS.c.kind, func.count()).where(listed).group_by(RECORDS.c.kind)
    found: dict[str, int] = {row[0]: int(row[1]) for row in chart.db.connection().execute(query)}
    return {kind: found.get(kind, 0) for kind in readable(chart)}


def _chosen(chart: Chart, choice: Choice) -> ColumnElement[bool]:
    parts: list[Any] = [mine(chart), taken_between(choice.since, choice.until)]
    may_read = readable(chart)
    if choice.kinds is not None or len(may_read) < len(KINDS):
        kinds = set(may_read) if choice.kinds is None else set(may_read) & choice.kinds
        parts.append(or_(RECORDS.c.kind.in_(kinds), RECORDS.c.fhir_type == PATIENT))
    return and_(*parts)
