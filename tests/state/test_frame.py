"""The frame knows whose record is looked at, and asks for it once."""

import ast
from pathlib import Path
from typing import Any

import pytest

from portal import build
from portal.state.frame import FrameState
from portal.state.refusals import NoticeState
from portal.state.staff.guardians import InviteGuardianState
from tests import people
from tests.guardians import child
from tests.state.staff.test_guardians import FORM

pytestmark = pytest.mark.usefixtures("home")
STATES = sorted((build.ROOT / "portal" / "state").rglob("*.py"))


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


def test_a_notice_that_leads_to_another_page_is_there_when_that_page_has_loaded(tabs: Any) -> None:
    mia, nia = child(years=8), people.nia()
    the_list = f"/staff/patients/{mia.patient_id}/guardians"
    tab = tabs(nia, f"{the_list}/invite")
    tab.send(InviteGuardianState.send, form=FORM)
    assert tab.redirects == [the_list]
    tab.go(the_list)
    assert tab.var(NoticeState, "words") == "The invitation to ben@example.org is on its way."
    tab.go(the_list)
    assert tab.var(NoticeState, "words") == "", "loaded once more, it is over"


def test_a_notice_for_a_page_that_was_not_gone_to_is_not_shown_on_another(tabs: Any) -> None:
    mia, nia = child(years=8), people.nia()
    tab = tabs(nia, f"/staff/patients/{mia.patient_id}/guardians/invite")
    tab.send(InviteGuardianState.send, form=FORM)
    tab.go("/staff/patients")
    assert tab.var(NoticeState, "words") == ""


@pytest.mark.parametrize("file", STATES, ids=lambda one: one.stem)
def test_no_handler_leaves_a_notice_to_race_with_the_next_page(file: Path) -> None:
    tree = ast.parse(file.read_text())
    ways = {
        ast.unparse(one.targets[0])
        for one in ast.walk(tree)
        if isinstance(one, ast.Assign) and "redirect" in ast.unparse(one.value)
    }
    for node in ast.walk(tree):
        parts = [ast.unparse(one) for one in node.elts] if isinstance(node, ast.List) else []
        leads = any("redirect" in one or one in ways for one in parts)
        assert not (leads and any("NoticeState.show" in one for one in parts)), "say it by `say_there`"


def test_staff_have_no_record_of_their_own(tabs: Any) -> None:
    tab = tabs(people.nia(), "/staff/patients")
    assert tab.var(FrameState, "whose") == {"name": "", "line": ""}
