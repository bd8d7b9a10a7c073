"""Nothing of the records that nobody here wrote is lost on the way into a CCD."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from portal.integrations.fhir.facts import kind_of
from tests.interop import ccds
from tests.interop.shared import needs_shared

pytestmark = [pytest.mark.interop, needs_shared]
CDA = "{urn:hl7-org:v3}"


def resources(path: Path) -> list[dict[str, Any]]:
    whole = json.loads(path.read_bytes(), parse_float=Decimal)
    return [entry["resource"] for entry in whole["entry"]]


@pytest.mark.parametrize("path", ccds.FILES, ids=lambda path: path.name[:8])
def test_every_record_has_a_row_and_every_number_stands_as_it_was_written(path: Path) -> None:
    root = etree.fromstring(ccds.ccd_of(path))
    records = resources(path)
    rows = [row for row in root.iter(f"{CDA}tr") if row.get("ID")]
    sex_at_birth = 1
    assert len(rows) - sex_at_birth == sum(kind_of(data) != "other" for data in records)

    wanted = Counter(
        (part["code"]["coding"][0]["code"], str(part["valueQuantity"]["value"]))
        for data in records
        if data["resourceType"] == "Observation"
        for part in [data, *data.get("component", [])]
        if "valueQuantity" in part
    )
    written = Counter(
        (code.get("code"), value.get("value"))
        for code, value in _coded_values(root)
        if value.get("value") is not None
    )
    assert written == wanted


def _coded_values(root: Any) -> list[tuple[Any, Any]]:
    found = [(one.find(f"{CDA}code"), one.find(f"{CDA}value")) for one in root.iter(f"{CDA}observation")]
    return [(code, value) for code, value in found if value is not None]
