"""Writing a CCD, beside what it takes merely to parse its records and to write that much XML."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from lxml import etree

from portal.demo.people import dumps, heavy
from portal.integrations.ccda.writing import Occasion, write_ccd
from tests.bench.row import Row, at_most, seconds

RESOURCES = 1_000
BAR = 2.0
RUNS = 3
Resource = dict[str, Any]


def measure() -> Iterator[Row]:
    """Write the whole record of one patient, from parsed records to bytes."""
    texts = [dumps(entry["resource"]) for entry in heavy(RESOURCES, seed=1)["entry"]]
    records = [_parse(text) for text in texts]
    filed = {f"{one['resourceType']}/{one['id']}": one for one in records}
    patient = next(one for one in records if one["resourceType"] == "Patient")

    def write() -> bytes:
        return write_ccd(patient, records, lambda reference: filed.get(reference), _occasion())

    whole = etree.fromstring(write())
    floor = seconds(lambda: [[_parse(text) for text in texts], etree.tostring(whole)], runs=RUNS)
    yield at_most(
        f"a CCD of {RESOURCES:,} resources", "s", seconds(write, runs=RUNS), BAR,
        floor=floor, megabytes=round(len(write()) / 1e6, 2), entries=_entries(whole),
    )  # fmt: skip


def _parse(text: str) -> Resource:
    found: Resource = json.loads(text, parse_float=Decimal)
    return found


def _entries(whole: etree._Element) -> int:
    entries = len(whole.findall(".//{urn:hl7-org:v3}entry"))
    if not entries:
        raise RuntimeError("The document is empty.")
    return entries


def _occasion() -> Occasion:
    return Occasion(datetime(2026, 11, 23, tzinfo=UTC), UUID(int=1), "Lakeside Family Practice", "555-0134")
