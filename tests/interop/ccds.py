"""CCDs of the records that nobody here wrote, as this portal writes them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from portal.integrations.ccda.writing import Occasion, write_ccd
from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.reading import Raw, read_file
from portal.integrations.fhir.references import Links, source_of
from portal.integrations.fhir.views import load
from tests.interop.shared import SHARED

MADE = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
FILES = sorted((SHARED / "fhir-r4").glob("*.json"))


def occasion(name: str = "") -> Occasion:
    """A document made today; each name has its own id."""
    return Occasion(
        at=MADE,
        document_id=uuid5(NAMESPACE_URL, name),
        practice_name="Lakeside Family Practice",
        practice_phone="555-0134",
        practice_address="120 Lake Street, second floor",
    )


def ccd_of(path: Path) -> bytes:
    """The CCD of the one patient in a bundle."""
    raws = [raw for raw in read_file(path, max_bytes=100_000_000, max_depth=64) if isinstance(raw, Raw)]
    links, filed = Links(raws), {source_of(raw): load(raw.text) for raw in raws}

    def look_up(reference: str) -> Json | None:
        return filed.get(links.resolve(reference))

    (patient,) = (data for data in filed.values() if data["resourceType"] == "Patient")
    return write_ccd(patient, list(filed.values()), look_up, occasion(path.name))


def nobody() -> bytes:
    """The CCD of a patient of whom nothing is known."""
    return write_ccd({"resourceType": "Patient"}, [], lambda reference: None, occasion("nobody"))


def of_some_days() -> bytes:
    """The CCD of days in which nothing happened; there is something in others."""
    days = replace(
        occasion("days"),
        since=date(2026, 1, 1),
        covers="It covers results, from Jan 1, 2026 on.",
        elsewhen=frozenset({"results", "visits", "vitals", "immunizations", "procedures", "care-plans"}),
    )
    return write_ccd({"resourceType": "Patient"}, [], lambda reference: None, days)


def all_ccds() -> Iterator[tuple[str, bytes]]:
    """Every one of them by name, and that of a patient with nothing at all."""
    for path in FILES:
        yield path.stem, ccd_of(path)
    yield "a patient with nothing at all", nobody()
