"""Alice has her record open in two tabs. What ends in one ends in the other, though nobody touches it."""

from datetime import timedelta

import pytest
from sqlmodel import select, update

from portal import clock as portal_clock
from portal.access import bell, grants, sessions
from portal.db import unit_of_work
from portal.models.account import Account, AccountSession, Grant
from portal.services import door, sign_in
from portal.state import live
from portal.state.elsewhere import ElsewhereState
from portal.state.frame import FrameState
from portal.state.records import RecordListState
from tests import people
from tests.charts import condition, on_file
from tests.people import HERE

PAGE = "/records/conditions"


@pytest.fixture
def alice(home) -> people.Person:
    alice = people.alice()
    on_file(alice, condition("asthma"))
    return alice


@pytest.fixture
def look_round(reflex_house):
    """What the server does every few seconds."""
    return lambda: reflex_house.run(live.look_round(reflex_house.wires.app))


def holds_nothing(tab) -> bool:
    """Whether what a tab was sent last, in all its vars, is an empty page."""
    return (tab.var(FrameState, "name"), tab.var(RecordListState, "rows")) == ("", [])


def test_signing_out_takes_the_page_away_in_her_other_tabs_and_on_no_other_device(tabs, alice):
    one, other, phone = tabs(alice, PAGE), tabs(alice, "/home"), tabs(people.sign_in(alice), PAGE)
    sign_in.sign_out(alice.token, source=HERE)
    for tab in (one, other, phone):
        tab.settle()
    assert one.redirects == [f"/#signed-out=ended&next={PAGE}"]
    assert other.redirects == ["/#signed-out=ended&next=/home"]
    assert holds_nothing(one) and holds_nothing(other)
    assert phone.redirects == [] and phone.var(FrameState, "name") == "Alice Ames"


def test_ending_all_sessions_takes_it_away_on_every_device(tabs, alice):
    here, phone, bob = tabs(alice, PAGE), tabs(people.sign_in(alice), PAGE), tabs(people.bob(), "/home")
    with unit_of_work() as db:
        sessions.end_all(db, alice.account_id, why="reset")
    for tab in (here, phone, bob):
        tab.settle()
    assert here.redirects == phone.redirects == [f"/#signed-out=ended&next={PAGE}"]
    assert holds_nothing(here) and holds_nothing(phone)
    assert bob.redirects == [] and bob.var(FrameState, "name") == "Bob Brown"


def test_nothing_is_taken_away_by_what_was_rolled_back(tabs, alice):
    tab = tabs(alice, PAGE)
    with pytest.raises(ZeroDivisionError), unit_of_work() as db:
        sessions.end(db, alice.token)
        raise ZeroDivisionError
    tab.settle()
    assert tab.redirects == [] and not holds_nothing(tab)


def test_a_ring_inside_a_savepoint_waits_for_the_whole(tabs, alice):
    tab = tabs(alice, PAGE)
    with pytest.raises(ZeroDivisionError), unit_of_work() as db:
        bell.ring(db, bell.account(alice.account_id))
        with db.begin_nested():
            db.exec(update(Account).values(locked_at=portal_clock.now()))
        tab.settle()
        raise ZeroDivisionError
    assert tab.redirects == []


@pytest.mark.parametrize(
    ("moved", "reason"), [({"minutes": 15}, "idle"), ({"hours": 12}, "age")], ids=["idle", "age"]
)
def test_what_ends_by_itself_is_found_without_anyone_pressing_anything(
    tabs, alice, clock, look_round, moved, reason
):
    tab = tabs(alice, PAGE)
    look_round()
    tab.settle()
    assert tab.redirects == []
    clock.forward(**moved)
    if reason == "age":
        with unit_of_work() as db:
            db.exec(update(AccountSession).values(seen_at=portal_clock.now()))
    look_round()
    tab.settle()
    assert tab.redirects == [f"/#signed-out={reason}&next={PAGE}"] and holds_nothing(tab)


def test_what_another_process_ended_is_found_too(tabs, alice, look_round):
    """The operator's command and a second server ring no bell here."""
    tab = tabs(alice, PAGE)
    with unit_of_work() as db:
        db.exec(update(Account).where(Account.id == alice.account_id).values(locked_at=portal_clock.now()))
    look_round()
    tab.settle()
    assert tab.redirects == [f"/#signed-out=ended&next={PAGE}"] and holds_nothing(tab)


def test_looking_round_keeps_no_session_alive(tabs, alice, clock, look_round):
    tabs(alice, PAGE)
    with unit_of_work() as db:
        seen = db.exec(select(AccountSession.seen_at)).one()
    clock.forward(minutes=10)
    look_round()
    with unit_of_work() as db:
        assert db.exec(select(AccountSession.seen_at)).one() == seen


def dana_looks_at(alice: people.Person) -> people.Person:
    """Dana, her representative, signed in and looking at Alice's record."""
    dana = people.dana(alice)
    with unit_of_work() as db:
        mine = AccountSession.account_id == dana.account_id
        db.exec(update(AccountSession).where(mine).values(patient_id=alice.patient_id))
    return dana


def take_away(dana: people.Person) -> None:
    with unit_of_work() as db:
        grant = db.exec(select(Grant).where(Grant.account_id == dana.account_id)).one()
        grants.end(db, grant, why="revoked")


def test_a_grant_that_is_revoked_closes_the_pages_that_are_open_with_it(tabs, alice):
    dana = dana_looks_at(alice)
    hers, own = tabs(dana, PAGE), tabs(alice, PAGE)
    assert [row["title"] for row in hers.var(RecordListState, "rows")] == ["asthma"]
    hers.forget()
    take_away(dana)
    hers.settle()
    own.settle()
    assert hers.var(RecordListState, "rows") == [] and hers.var(RecordListState, "status") == "error"
    assert "asthma" not in hers.received
    assert hers.redirects == [
        "/home"
    ]  # she is still signed in, and reads there that she is in her own account
    assert own.var(RecordListState, "status") == "ready" and not holds_nothing(own)


def test_access_with_an_end_date_ends_on_an_open_page(tabs, alice, clock, look_round):
    dana = dana_looks_at(alice)
    with unit_of_work() as db:
        mine = Grant.account_id == dana.account_id
        db.exec(update(Grant).where(mine).values(ends_at=portal_clock.now() + timedelta(minutes=5)))
    tab = tabs(dana, PAGE)
    clock.forward(minutes=5)
    look_round()
    tab.settle()
    assert tab.var(RecordListState, "rows") == [] and tab.var(RecordListState, "status") == "error"


def test_more_access_takes_nothing_away(tabs, alice, look_round):
    dana = dana_looks_at(alice)
    tab = tabs(dana, PAGE)
    with unit_of_work() as db:
        mine = Grant.account_id == dana.account_id
        db.exec(update(Grant).where(mine).values(scopes="records:act messages:view bills:view"))
    tab.forget()
    look_round()
    tab.settle()
    assert tab.received == "" and not holds_nothing(tab)


def test_looking_at_another_record_in_one_tab_does_not_leave_the_first_one_in_the_others(tabs, alice):
    """What is pressed next would be done in the other record."""
    dana = dana_looks_at(alice)
    carl = people.patient("Carl Cole")
    with unit_of_work() as db:
        people.give_access(db, dana, carl, relation="representative", scopes="records:view")
    tab = tabs(dana, PAGE)
    with unit_of_work() as db:
        session = db.exec(select(AccountSession).where(AccountSession.account_id == dana.account_id)).one()
        session.patient_id = carl.patient_id
        db.add(session)
        bell.ring(db, bell.session(session.id))
    tab.settle()
    assert (tab.var(ElsewhereState, "open"), tab.var(ElsewhereState, "now")) == (True, "Carl Cole")
    tab.send(ElsewhereState.go_on)
    assert tab.var(RecordListState, "rows") == []


def test_a_ring_from_one_persons_event_is_nobody_elses_event(tabs, alice):
    """A push must bring neither the address nor the cookie of whoever caused it."""
    bob = people.bob()
    hers, his = tabs(alice, PAGE), tabs(bob, "/home")
    with unit_of_work() as db:
        bell.ring(db, bell.account(bob.account_id))
    hers.send(FrameState.load)
    his.settle()
    assert his.redirects == [] and his.var(FrameState, "name") == "Bob Brown"
    assert "Alice" not in his.received


def test_a_closed_tab_is_forgotten(tabs, alice):
    tab = tabs(alice, PAGE)
    assert live.TABS.sessions() == {door.holding(alice.token).session_id}
    tab.close()
    assert live.TABS.sessions() == set()


def test_a_page_for_everyone_is_emptied_and_stays(tabs, alice):
    tab = tabs(alice, "/home")
    tab.go("/help")
    sign_in.sign_out(alice.token, source=HERE)
    tab.settle()
    assert tab.redirects == [] and tab.var(FrameState, "name") == ""


def test_a_hearer_that_fails_undoes_nothing_and_keeps_nobody_from_hearing(home, alice):
    heard: list[frozenset[str]] = []

    def deaf(_topics: frozenset[str]) -> None:
        raise RuntimeError

    for hearer in (deaf, heard.append):
        bell.answer(hearer)
    try:
        sign_in.sign_out(alice.token, source=HERE)
    finally:
        for hearer in (deaf, heard.append):
            bell.hang_up(hearer)
    assert len(heard) == 1
    with pytest.raises(Exception, match="signed out"):
        door.holding(alice.token)
