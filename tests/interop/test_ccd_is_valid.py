"""The CCDs of records that nobody here wrote are valid by HL7's own schema and schematron."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integrations.ccda.writing.odd import odd_resources
from tests.integrations.ccda.writing.written import written
from tests.interop import ccds
from tests.interop.ccda_schematron import Checker, checker
from tests.interop.shared import needs_shared

HL7 = os.environ.get("PORTAL_HL7_CDA", "")
pytestmark = [
    pytest.mark.interop,
    needs_shared,
    pytest.mark.skipif(
        not HL7, reason="PORTAL_HL7_CDA names no folder with HL7/CDA-core-2.0 and HL7/CDA-ccda-2.1"
    ),
]


@pytest.fixture(scope="module")
def rules() -> Checker:
    return checker(Path(HL7))


@pytest.mark.parametrize("path", ccds.FILES, ids=lambda path: path.name[:8])
def test_the_ccd_has_no_errors(rules: Checker, path: Path) -> None:
    assert list(rules.faults(ccds.ccd_of(path))) == []
    assert rules.fired > 100


def test_the_ccd_of_a_patient_with_nothing_at_all_has_no_errors(rules: Checker) -> None:
    assert list(rules.faults(ccds.nobody())) == []


def test_the_ccd_of_days_in_which_nothing_happened_has_no_errors(rules: Checker) -> None:
    assert list(rules.faults(ccds.of_some_days())) == []


def test_what_is_wrong_is_found(rules: Checker) -> None:
    whole = ccds.nobody()
    assert list(rules.faults(whole.replace(b'code="48765-2"', b'code="48765-3"')))
    assert list(rules.faults(whole.replace(b"<realmCode", b"<realm")))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=st.lists(odd_resources, min_size=4, max_size=12))
def test_the_ccd_of_damaged_records_has_no_errors_either(rules: Checker, records: list[Any]) -> None:
    assert list(rules.faults(written(*records))) == []
