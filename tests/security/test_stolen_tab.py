"""SECURITY.md 2: Reflex's client token is no secret, so it must open nothing without its cookie."""

from portal.state.frame import FrameState
from tests import people


def test_alice_sees_her_name_and_whoever_steals_her_tab_sees_nothing(tabs):
    alice = people.alice()
    mine = tabs(alice, "/home")
    assert mine.var(FrameState, "name") == "Alice Ames"
    mine.close()

    stolen = tabs(None, "/home", client_token=mine.tab.client_token)

    assert "Alice" not in stolen.received
    assert stolen.redirects == ["/#next=/home"]
