"""Dana switches between her own account and Alice's record: in one window, in two, until Alice stops it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import update

from portal import clock as portal_clock
from portal.db import unit_of_work
from portal.models.account import Grant
from portal.state.elsewhere import ElsewhereState
from portal.state.frame import FrameState
from portal.state.home import HomeState
from portal.state.records import RecordDetailState, RecordListState
from portal.state.refusals import NoticeState
from tests import people
from tests.charts import lab, on_file
from tests.events import Client
from tests.people import Person

Tabs = Callable[..., Client]
SECRET = "hush-marker"


@pytest.fixture
def alice(home: object) -> Person:
    alice = people.alice()
    on_file(alice, lab(SECRET, "7"))
    return alice


@pytest.fixture
def dana(alice: Person) -> Person:
    """Alice's representative, and a patient here herself: she may see all of Alice's record."""
    who = people.with_own_chart(people.account(people.patient("Dana Diaz")))
    on_file(who, lab("her-own-marker", "3"))
    with unit_of_work() as db:
        people.give_access(db, who, alice, relation="representative", scopes="records:view medications:view")
    return people.sign_in(who)


def switch(tab: Client, whose: Person | None) -> None:
    tab.send(FrameState.switch, patient_id=str(whose.patient_id) if whose else "")


def change(who: Person, **values: Any) -> None:
    """Alice changes Dana's access."""
    with unit_of_work() as db:
        mine = (Grant.account_id == who.account_id, Grant.relation == "representative")
        db.exec(update(Grant).where(*mine).values(**values))


def at_home(tabs: Tabs, who: Person) -> Client:
    return tabs(who, "/home")


def test_she_sees_her_own_home_and_whom_she_helps(tabs: Tabs, dana: Person) -> None:
    tab = at_home(tabs, dana)
    assert tab.var(HomeState, "home")["greeting"].endswith("Dana")
    assert SECRET not in tab.received
    assert [one["name"] for one in tab.var(FrameState, "people")] == ["Alice Ames"]
    assert [one["name"] for one in tab.var(HomeState, "others")] == ["Alice Ames"]


def test_she_switches_to_alice_and_back(tabs: Tabs, dana: Person, alice: Person) -> None:
    tab = at_home(tabs, dana)
    switch(tab, alice)
    assert tab.var(FrameState, "helped")["name"] == "Alice Ames"
    assert tab.var(FrameState, "acts") == []
    assert SECRET in str(tab.var(HomeState, "home"))
    assert tab.var(HomeState, "others") == []
    tab.forget()
    switch(tab, None)
    assert tab.var(FrameState, "helped")["name"] == ""
    assert SECRET not in str(tab.var(HomeState, "home")) and SECRET not in tab.received


@pytest.mark.parametrize(
    ("path", "where"), [("/records/results", "/records/results"), ("https://evil.example", "/home")]
)
def test_what_is_new_for_alice_opens_in_her_record(
    tabs: Tabs, dana: Person, alice: Person, path: str, where: str
) -> None:
    tab = at_home(tabs, dana)
    tab.send(FrameState.open_for, patient_id=str(alice.patient_id), path=path)
    if where != "/home":
        assert tab.redirects == [where]
        tab.go(where)
    assert tab.var(FrameState, "helped")["name"] == "Alice Ames"
    assert all(one.startswith("/") for one in tab.redirects)


def test_for_someone_she_does_not_help_nothing_opens(tabs: Tabs, dana: Person) -> None:
    tab = at_home(tabs, dana)
    tab.send(FrameState.open_for, patient_id=str(people.bob().patient_id), path="/records/results")
    assert tab.redirects == [] and tab.var(FrameState, "helped")["name"] == ""


def test_the_choice_survives_a_reload_and_a_new_window(tabs: Tabs, dana: Person, alice: Person) -> None:
    tab = at_home(tabs, dana)
    switch(tab, alice)
    tab.reload()
    assert tab.var(FrameState, "helped")["name"] == "Alice Ames"
    assert at_home(tabs, dana).var(FrameState, "helped")["name"] == "Alice Ames"


@pytest.mark.parametrize("wish", ["bob", "nobody", "nonsense"])
def test_nobody_else_can_be_switched_to(tabs: Tabs, dana: Person, wish: str) -> None:
    bob = people.bob()
    on_file(bob, lab("bobs-marker", "1"))
    tab = at_home(tabs, dana)
    tab.send(
        FrameState.switch, patient_id={"bob": str(bob.patient_id), "nobody": str(uuid4())}.get(wish, wish)
    )
    assert "bobs-marker" not in tab.received
    assert tab.var(FrameState, "helped")["name"] == ""
    assert tab.var(NoticeState, "words")


def test_a_window_left_on_alice_does_nothing_for_dana(tabs: Tabs, dana: Person, alice: Person) -> None:
    first = at_home(tabs, dana)
    switch(first, alice)
    second = at_home(tabs, dana)
    switch(second, None)
    first.forget()

    first.go("/records/results")
    assert "her-own-marker" not in first.received
    assert first.var(ElsewhereState, "open") is True
    assert (first.var(ElsewhereState, "here"), first.var(ElsewhereState, "now")) == (
        "Alice Ames",
        "your own account",
    )
    first.send(ElsewhereState.back)
    assert first.var(ElsewhereState, "open") is False
    assert SECRET in str(first.var(RecordListState, "rows"))


def test_or_the_window_goes_on_as_dana(tabs: Tabs, dana: Person, alice: Person) -> None:
    first = at_home(tabs, dana)
    switch(first, alice)
    switch(at_home(tabs, dana), None)
    first.send(HomeState.load)
    assert first.var(ElsewhereState, "open") is True
    first.forget()
    first.send(ElsewhereState.go_on)
    assert first.var(ElsewhereState, "open") is False
    assert first.var(FrameState, "helped")["name"] == ""
    assert "her-own-marker" in str(first.var(HomeState, "home")) and SECRET not in first.received


def test_the_answers_to_a_question_nobody_asked_do_nothing(tabs: Tabs, dana: Person) -> None:
    tab = at_home(tabs, dana)
    tab.forget()
    tab.send(ElsewhereState.back)
    tab.send(ElsewhereState.go_on)
    assert tab.var(FrameState, "helped")["name"] == "" and tab.redirects == []


ENDS = {
    "paused": {"paused_at": True},
    "ended": {"ended_at": True},
    "over": {"ends_at": True},
}


@pytest.mark.parametrize("how", list(ENDS))
def test_the_next_thing_she_presses_clears_the_page(
    tabs: Tabs, dana: Person, alice: Person, how: str
) -> None:
    tab = at_home(tabs, dana)
    switch(tab, alice)
    tab.go("/records/results")
    assert SECRET in str(tab.var(RecordListState, "rows"))
    change(dana, **{column: portal_clock.now() for column in ENDS[how]})
    tab.forget()

    tab.send(RecordListState.retry)

    assert SECRET not in tab.received
    assert SECRET not in str(tab.tab.vars)
    assert tab.var(FrameState, "helped")["name"] == ""
    assert "cannot be opened any more" in tab.var(NoticeState, "words")
    assert "her-own-marker" in str(tab.var(RecordListState, "rows"))


def test_without_a_record_of_her_own_she_reads_why_nothing_is_there(tabs: Tabs, alice: Person) -> None:
    dana = people.dana(alice, scopes="records:view")
    tab = at_home(tabs, dana)
    switch(tab, alice)
    tab.go("/records/results")
    change(dana, paused_at=portal_clock.now())
    tab.send(RecordListState.retry)
    assert SECRET not in str(tab.tab.vars)
    assert tab.redirects[-1] == "/home"
    tab.go("/home")
    assert "cannot be opened any more" in tab.var(NoticeState, "words")
    assert tab.var(HomeState, "status") == "apart"
    tab.go("/profile")
    assert tab.var(NoticeState, "words") == ""


def test_access_given_back_does_not_switch_her_by_itself(tabs: Tabs, dana: Person, alice: Person) -> None:
    tab = at_home(tabs, dana)
    switch(tab, alice)
    change(dana, paused_at=portal_clock.now())
    tab.send(HomeState.load)
    tab.go("/home")
    change(dana, paused_at=None)
    tab.go("/home")
    assert tab.var(FrameState, "helped")["name"] == ""
    assert tab.var(ElsewhereState, "open") in (False, None)


def test_a_link_for_alice_offers_to_switch(tabs: Tabs, dana: Person, alice: Person) -> None:
    tab = tabs(dana, f"/records/results?for={alice.patient_id}")
    assert tab.var(FrameState, "meant")["name"] == "Alice Ames"
    assert SECRET not in tab.received
    tab.send(FrameState.follow)
    tab.go("/records/results")
    assert SECRET in str(tab.var(RecordListState, "rows"))


def test_whoever_signs_in_first_comes_back_to_whose_link_it_was(tabs: Tabs, alice: Person) -> None:
    tab = tabs(None, f"/records/results?for={alice.patient_id}")
    assert tab.redirects == [f"/#next=/records/results?for={alice.patient_id}"]
    other = tabs(None, "/records/results?for=nonsense")
    assert other.redirects == ["/#next=/records/results"]


def test_an_item_of_alices_offers_to_switch(tabs: Tabs, dana: Person, alice: Person) -> None:
    hers = at_home(tabs, dana)
    switch(hers, alice)
    href = hers.var(HomeState, "home")["rows"][0]["href"]
    switch(hers, None)
    tab = tabs(dana, href)
    assert tab.var(RecordDetailState, "status") == "missing"
    assert tab.var(FrameState, "meant")["name"] == "Alice Ames"
    tab.send(FrameState.stay)
    assert tab.var(FrameState, "meant")["name"] == ""


def test_a_link_for_someone_who_shares_nothing_offers_nothing(tabs: Tabs, dana: Person) -> None:
    bob = people.bob()
    on_file(bob, lab("bobs-marker", "1"))
    for path in (
        f"/records/results?for={bob.patient_id}",
        "/records/results?for=x",
        f"/records/results/{uuid4()}",
    ):
        tab = tabs(dana, path)
        assert tab.var(FrameState, "meant")["name"] == ""
        assert "bobs-marker" not in tab.received and "Bob" not in tab.received


def test_someone_who_sees_medications_only_has_a_home_that_says_so(tabs: Tabs, alice: Person) -> None:
    dana = people.dana(alice, scopes="medications:view")
    tab = at_home(tabs, dana)
    assert tab.var(HomeState, "status") == "apart"
    switch(tab, alice)
    assert (tab.var(HomeState, "status"), tab.var(FrameState, "sees")) == ("narrow", ["medications"])
    assert SECRET not in tab.received
