"""Taking in one bundle, beside what `fhir.resources` takes merely to parse it."""

from collections.abc import Iterator

from fhir.resources.R4B.bundle import Bundle

from portal.access.actor import operator
from portal.demo.people import dumps, heavy
from portal.services.importing import import_upload
from tests.bench.practice import practice
from tests.bench.row import Row, seconds, times_floor

RESOURCES = 600
RUNS = 3


def measure() -> Iterator[Row]:
    """Parse, check, link, seal, index and write a record, each time into an empty practice."""
    text = dumps(heavy(RESOURCES, seed=1)).encode()
    _import(text)
    floor = seconds(lambda: Bundle.model_validate_json(text), runs=RUNS)
    taken = sorted(_import(text) for _ in range(RUNS))[RUNS // 2]
    what = f"import of one bundle of {RESOURCES} resources"
    yield times_floor(what, taken, floor, 2, megabytes=round(len(text) / 1e6, 2))


def _import(text: bytes) -> float:
    with practice():
        return seconds(lambda: _checked(text), runs=1)


def _checked(text: bytes) -> None:
    report = import_upload(operator("bench"), "heavy.json", text)
    if report.rejected or report.created != RESOURCES:
        raise RuntimeError(f"{report.created} taken in, {len(report.rejected)} not")
