"""The frame knows whose record is looked at, and asks for it once."""

from typing import Any

import pytest

from portal.state.frame import FrameState
from tests import people

pytestmark = pytest.mark.usefixtures("home")


def test_it_names_the_patient_for_what_is_printed(tabs: Any) -> None:
    alice = people.alice()
    tab = tabs(alice, "/home")
    assert tab.var(FrameState, "whose") == {
        "name": "Alice Ames",
        "line": f"Born Mar 9, 1984 · MRN {alice.mrn}",
    }


@pytest.mark.parametrize("scopes", ["messages:view", ""])
def test_whoever_may_not_read_the_record_is_not_told_and_nothing_is_refused(tabs: Any, scopes: str) -> None:
    alice = people.alice()
    tab = tabs(people.dana(alice, scopes=scopes), "/help")
    tab.go("/records/download")
    assert tab.var(FrameState, "name") == "Dana Diaz"
    assert tab.var(FrameState, "whose") == {"name": "", "line": ""}


def test_staff_have_no_record_of_their_own(tabs: Any) -> None:
    tab = tabs(people.nia(), "/staff/patients")
    assert tab.var(FrameState, "whose") == {"name": "", "line": ""}
