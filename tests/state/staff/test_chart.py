"""Staff's tabs on a patient's record always say whose it is."""

from typing import Any

import pytest

from portal.state.staff.chart import StaffDetailState, StaffListState
from portal.state.staff.corrections import DecideState
from tests import people
from tests.charts import lab, listed, medicine, on_file
from tests.services.records import correcting

pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize("kind", ["results", "medications"])
def test_a_list_and_a_record_say_whose_they_are(tabs: Any, kind: str) -> None:
    alice, nia = people.alice(), people.nia()
    on_file(alice, lab("iron", "30"), medicine("Metformin"))
    row_id = listed(alice, kind).rows[0].href.rpartition("/")[2]
    whose = {"name": "Alice Ames", "line": f"Born Mar 9, 1984 · MRN {alice.mrn}"}

    tab = tabs(nia, f"/staff/patients/{alice.patient_id}/records/{kind}")
    assert tab.var(StaffListState, "whose") == whose
    tab.go(f"/staff/patients/{alice.patient_id}/records/{kind}/{row_id}")
    assert tab.var(StaffDetailState, "detail")["whose"] == whose

    bob = people.bob()
    tab.go(f"/staff/patients/{bob.patient_id}/records/{kind}")
    assert tab.var(StaffListState, "whose")["name"] == "Bob Brown"


def test_so_does_a_request_for_a_correction(tabs: Any) -> None:
    alice = people.alice()
    href = correcting.sent(alice, correcting.iron_on_file(alice)).href

    tab = tabs(people.nia(), f"/staff/corrections/{href.rpartition('/')[2]}")

    assert tab.var(DecideState, "one")["whose"]["line"] == f"Born Mar 9, 1984 · MRN {alice.mrn}"
