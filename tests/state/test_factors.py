"""The pages on the second factor: what a tab is sent, what it is never sent, and what strange clients get."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from portal.services import door, second_factor
from portal.state.factors import AppState, CodesState, FactorsState, PasskeysState
from portal.state.refusals import NoticeState, ProofState
from tests import people
from tests.factors import proved, with_app, with_passkey

pytestmark = pytest.mark.usefixtures("home")

APP, KEYS, CODES = (f"/profile/security/{page}" for page in ("authenticator", "passkeys", "recovery-codes"))


@pytest.fixture
def alice() -> people.Person:
    return proved(people.alice())


def set_up(tab: Any, who: people.Person) -> people.Person:
    tab.send(AppState.begin)
    return replace(who, totp_secret=tab.var(AppState, "secret").replace(" ", ""))


def test_the_key_is_shown_in_fours_and_gone_once_the_app_is_on(tabs: Any, alice) -> None:
    tab = tabs(alice, APP)
    assert tab.var(FactorsState, "app") is False and tab.var(AppState, "secret") == ""
    alice = set_up(tab, alice)
    assert [len(group) for group in tab.var(AppState, "secret").split()] == [4] * 8
    assert tab.var(AppState, "qr").startswith("data:image/svg+xml")

    tab.send(AppState.confirm, form={"code": alice.code})
    assert tab.var(AppState, "secret") == tab.var(AppState, "qr") == ""
    assert tab.var(FactorsState, "app") is True and tab.var(FactorsState, "codes_left") == 10
    assert tab.tab.redirects[-1] == CODES
    tab.go(CODES)
    assert "app is set up" in tab.var(NoticeState, "words") and tab.var(NoticeState, "tone") == "good"


def test_the_first_codes_are_shown_once_on_their_page(tabs: Any, alice) -> None:
    tab = tabs(alice, APP)
    alice = set_up(tab, alice)
    tab.send(AppState.confirm, form={"code": alice.code})
    tab.go(CODES)
    assert len(tab.var(CodesState, "codes")) == 10
    first = tab.var(CodesState, "codes")[0]
    assert first not in tabs(alice, CODES).received

    tab.reload()
    assert tab.var(CodesState, "codes") == []


def test_a_wrong_code_is_said_beside_the_field_and_the_key_stays(tabs: Any, alice) -> None:
    tab = tabs(alice, APP)
    set_up(tab, alice)
    key = tab.var(AppState, "secret")
    tab.send(AppState.confirm, form={"code": "000000"})
    assert "not the code shown now" in tab.var(AppState, "wrong") and tab.var(AppState, "secret") == key
    tab.send(AppState.cancel)
    assert tab.var(AppState, "secret") == ""


def test_left_lying_too_long_it_says_so(tabs: Any, alice, clock) -> None:
    tab = tabs(alice, APP)
    alice = set_up(tab, alice)
    for _ in range(3):
        clock.forward(minutes=11)
        alice = proved(alice)
        tab.reload(token=alice.token)
    tab.send(AppState.confirm, form={"code": alice.code})
    assert "too long" in tab.var(NoticeState, "words")


def test_turning_it_off_asks_first_and_then_who_is_there(tabs: Any, alice, clock) -> None:
    alice, _ = with_app(alice)
    tab = tabs(alice, APP)
    clock.forward(minutes=6)
    tab.send(AppState.ask)
    assert tab.var(AppState, "asking") is True
    tab.send(AppState.turn_off)
    assert tab.var(ProofState, "wanted") is True and tab.var(AppState, "asking") is True
    assert door.in_account(alice.token, second_factor.show_factors).app

    tab.reload(token=proved(alice).token)
    tab.send(ProofState.go_on)
    assert tab.var(FactorsState, "app") is False and tab.var(AppState, "asking") is False
    assert "turned off" in tab.var(NoticeState, "words")


def test_nia_reads_that_she_may_not_be_without(tabs: Any) -> None:
    nia = proved(people.nia())
    tab = tabs(nia, "/staff/profile/authenticator")
    assert tab.var(FactorsState, "is_required") is True and tab.var(FactorsState, "home") == "/staff/profile"
    tab.send(AppState.turn_off)
    assert "Staff need a second step" in tab.var(NoticeState, "words")
    assert tab.var(FactorsState, "app") is True


def test_passkeys_are_listed_renamed_and_removed(tabs: Any, alice) -> None:
    alice, _ = with_passkey(alice)
    alice, _ = with_passkey(alice, name="Old tablet")
    tab = tabs(alice, KEYS)
    first, second = tab.var(FactorsState, "rows")
    assert [first["name"], second["name"]] == ["My phone", "Old tablet"]

    tab.send(PasskeysState.begin_renaming, passkey_id=second["id"])
    assert tab.var(PasskeysState, "name") == "Old tablet"
    tab.send(PasskeysState.rename, form={"name": " "})
    assert tab.var(PasskeysState, "wrong") and tab.var(PasskeysState, "renaming") == second["id"]
    tab.send(PasskeysState.rename, form={"name": "Tablet"})
    assert tab.var(FactorsState, "rows")[1]["name"] == "Tablet"

    tab.send(PasskeysState.ask, passkey_id=first["id"])
    tab.send(PasskeysState.keep)
    assert tab.var(PasskeysState, "removing") == ""
    tab.send(PasskeysState.ask, passkey_id=first["id"])
    tab.send(PasskeysState.remove)
    assert [row["name"] for row in tab.var(FactorsState, "rows")] == ["Tablet"]
    tab.send(PasskeysState.ask, passkey_id=first["id"])
    tab.send(PasskeysState.remove)
    assert "another window" in tab.var(NoticeState, "words")


def test_after_the_first_passkey_the_codes_come_and_after_the_next_words(tabs: Any, alice) -> None:
    alice, _ = with_passkey(alice)
    tab = tabs(alice, KEYS)
    tab.send(PasskeysState.added, words="The passkey was added.")
    assert tab.tab.redirects[-1] == CODES
    tab.go(CODES)
    assert len(tab.var(CodesState, "codes")) == 10
    tab.send(PasskeysState.added, words="The passkey was added.")
    assert tab.var(NoticeState, "words") == "The passkey was added."


def test_new_codes_are_asked_about_shown_and_put_away(tabs: Any, alice) -> None:
    alice, old = with_app(alice)
    tab = tabs(alice, CODES)
    tab.send(CodesState.ask)
    assert tab.var(CodesState, "asking") is True
    tab.send(CodesState.keep)
    tab.send(CodesState.make)
    codes = tab.var(CodesState, "codes")
    assert len(codes) == 10 and not set(codes) & set(old) and tab.var(CodesState, "asking") is False
    tab.send(CodesState.done)
    assert tab.var(CodesState, "codes") == [] and tab.var(FactorsState, "codes_left") == 10


def test_without_a_factor_there_is_nothing_to_make(tabs: Any, alice) -> None:
    tab = tabs(alice, CODES)
    tab.send(CodesState.make)
    assert tab.var(CodesState, "codes") == [] and "first" in tab.var(NoticeState, "words")


@pytest.mark.parametrize("strange", [None, 7, "x", [], {"code": []}, {"code": None}, {"name": {"a": 1}}])
def test_strange_forms_change_nothing(tabs: Any, alice, strange) -> None:
    alice, _ = with_passkey(alice)
    tab = tabs(alice, KEYS)
    (row,) = tab.var(FactorsState, "rows")
    tab.send(PasskeysState.begin_renaming, passkey_id=row["id"])
    tab.send(PasskeysState.rename, form=strange)
    tab.send(AppState.confirm, form=strange)
    found = door.in_account(alice.token, second_factor.show_factors)
    assert [one.name for one in found.passkeys] == ["My phone"] and not found.app


def test_bob_cannot_touch_hers_by_its_id(tabs: Any, alice) -> None:
    alice, _ = with_passkey(alice)
    (row,) = door.in_account(alice.token, second_factor.show_factors).passkeys
    tab = tabs(proved(people.bob()), KEYS)
    for passkey_id in (row.id, str(uuid4()), "nonsense"):
        tab.send(PasskeysState.begin_renaming, passkey_id=passkey_id)
        assert tab.var(PasskeysState, "renaming") == ""
        tab.send(PasskeysState.ask, passkey_id=passkey_id)
        tab.send(PasskeysState.remove)
    assert door.in_account(alice.token, second_factor.show_factors).passkeys == [row]
