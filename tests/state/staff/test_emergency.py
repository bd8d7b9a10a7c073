"""An emergency as Sam's browser sees it: asked for, open, over; and what a hostile client gets instead."""

import pytest

from portal.models.account import Role
from portal.services import door
from portal.services.staff import people as staff
from portal.state.refusals import NoticeState, ProofState
from portal.state.staff.chart import StaffDetailState, StaffListState
from portal.state.staff.emergency import BandState, EmergencyHomeState, EmergencyState
from portal.state.staff.emergency_review import ReviewState
from portal.state.staff.patient import PatientState
from portal.state.staff.patients import PatientsState
from tests import people
from tests.charts import lab, listed, on_file
from tests.services.staff.emergencies import WHY, end, open_it, opening_of, sam


@pytest.fixture
def alice(home):
    alice = people.alice()
    on_file(alice, lab("zyqiron", "30"))
    return alice


@pytest.fixture
def desk(alice):
    return sam()


def page_of(patient):
    return f"/staff/patients/{patient.patient_id}/emergency"


def results_of(patient):
    return f"/staff/patients/{patient.patient_id}/records/results"


def until(tab):
    return tab.var(EmergencyState, "ask")["until"]


def written(tab):
    """The form as the page sends it."""
    return {"reason": WHY, "once": tab.var(EmergencyState, "ask")["once"]}


def is_shown(tab):
    return "zyqiron" in str(tab.tab.vars)


def test_sam_finds_alice_opens_her_chart_reads_and_ends_it(tabs, alice, desk):
    tab = tabs(desk, "/staff/emergency")
    assert (tab.var(EmergencyHomeState, "may_open"), tab.var(EmergencyHomeState, "rows")) == (True, [])
    tab.send(EmergencyHomeState.search, form={"search": "alice"})
    (row,) = tab.var(EmergencyHomeState, "found")
    assert row["href"] == page_of(alice)

    tab.go(row["href"])
    assert (until(tab), tab.var(EmergencyState, "kinds")) == ("", [])
    tab.send(EmergencyState.open, form=written(tab))
    assert until(tab) and tab.var(EmergencyState, "kinds")[0]["title"] == "Results"
    assert [one["name"] for one in tab.var(BandState, "openings")] == ["Alice Ames"]

    tab.go(results_of(alice))
    assert is_shown(tab)
    tab.send(BandState.end, patient_id=str(alice.patient_id))
    assert (tab.var(StaffListState, "status"), tab.var(StaffListState, "rows")) == ("refused", [])
    assert tab.var(StaffListState, "ask_page") == page_of(alice)
    assert tab.var(BandState, "openings")[0]["over"].startswith("Ended at") and not is_shown(tab)


@pytest.mark.parametrize("handler", [StaffListState.older, BandState.load, NoticeState.close])
def test_a_page_left_open_is_put_away_at_the_next_event_after_its_time(tabs, alice, desk, clock, handler):
    open_it(desk, alice)
    clock.forward(minutes=50)
    tab = tabs(people.sign_in(desk), results_of(alice))
    assert is_shown(tab)
    clock.forward(minutes=11)
    tab.send(handler)
    assert tab.var(StaffListState, "rows") == [] and not is_shown(tab)
    assert tab.var(StaffListState, "status") == "refused"


def test_one_result_left_open_is_put_away_too(tabs, alice, desk, clock):
    href = results_of(alice) + "/" + listed(alice, "results").rows[0].href.rpartition("/")[2]
    open_it(desk, alice)
    clock.forward(minutes=50)
    tab = tabs(people.sign_in(desk), href)
    assert is_shown(tab)
    clock.forward(minutes=11)
    tab.send(BandState.load)
    assert tab.var(StaffDetailState, "status") == "refused" and not is_shown(tab)


def test_the_page_of_the_chart_asks_anew_when_the_time_is_over(tabs, alice, desk, clock):
    open_it(desk, alice)
    clock.forward(minutes=50)
    tab = tabs(people.sign_in(desk), page_of(alice))
    assert until(tab)
    clock.forward(minutes=11)
    tab.send(BandState.load)
    assert (until(tab), tab.var(EmergencyState, "kinds")) == ("", [])


def test_the_patients_page_puts_away_what_is_on_file(tabs, alice, desk):
    open_it(desk, alice)
    tab = tabs(desk, f"/staff/patients/{alice.patient_id}")
    assert tab.var(PatientState, "kinds")
    end(desk, alice)
    tab.send(BandState.load)
    assert tab.var(PatientState, "kinds") == []
    assert tab.var(PatientState, "card")["name"] == "Alice Ames"


def test_another_chart_that_is_still_open_is_shown_anew(tabs, alice, desk, clock):
    bob = people.bob()
    on_file(bob, lab("zyqiron", "40"))
    open_it(desk, alice)
    clock.forward(minutes=4)
    open_it(desk, bob)
    clock.forward(minutes=50)
    tab = tabs(people.sign_in(desk), results_of(bob))
    clock.forward(minutes=8)
    tab.send(BandState.load)
    assert is_shown(tab) and tab.var(StaffListState, "status") == "ready"
    assert [one["over"] == "" for one in tab.var(BandState, "openings")] == [True, False]


@pytest.mark.parametrize(
    "form",
    [None, {}, {"reason": ""}, {"reason": None}, {"reason": [WHY]}, {"reason": "x" * 9}, {"reason": WHY}],
)
def test_without_a_reason_over_the_websocket_nothing_opens(tabs, alice, desk, form):
    tab = tabs(desk, page_of(alice))
    tab.send(EmergencyState.open, form=form)
    assert until(tab) == ""
    tab.go(results_of(alice))
    assert tab.var(StaffListState, "status") == "refused" and not is_shown(tab)


def test_what_was_written_goes_on_once_sam_has_shown_that_it_is_him(tabs, alice, desk):
    again = people.sign_in(desk)
    tab = tabs(again, page_of(alice))
    tab.send(EmergencyState.open, form=written(tab))
    assert (tab.var(ProofState, "wanted"), until(tab)) == (True, "")
    tab.reconnect(token=people.proved(again).token)
    tab.send(ProofState.go_on)
    assert until(tab)


def test_the_same_event_sent_again_after_the_end_opens_nothing(tabs, alice, desk):
    tab = tabs(desk, page_of(alice))
    frame = written(tab)
    tab.send(EmergencyState.open, form=frame)
    end(desk, alice)
    for _ in range(3):
        tab.send(EmergencyState.open, form=frame)
    assert "sent before" in tab.var(EmergencyState, "wait_error")
    tab.go(results_of(alice))
    assert tab.var(StaffListState, "status") == "refused"


def test_sam_who_is_shut_out_meanwhile_has_an_empty_page_at_the_next_event(tabs, alice, desk):
    ada = people.proved(people.staff("Ada Admin", role=Role.ADMINISTRATOR))
    open_it(desk, alice)
    tab = tabs(desk, results_of(alice))
    assert is_shown(tab)
    door.in_practice(ada.token, staff.disable, person_id=desk.account_id)
    tab.forget()
    tab.send(StaffListState.older)
    assert not is_shown(tab) and tab.redirects[0].startswith("/staff/sign-in#signed-out=ended")


def test_the_front_desk_without_an_emergency_gets_nothing_of_a_chart(tabs, alice, desk):
    tab = tabs(desk, results_of(alice))
    for handler in (StaffListState.load, StaffListState.newer, StaffDetailState.load, PatientState.imported):
        tab.send(handler)
    assert not is_shown(tab) and "zyqiron" not in tab.received


@pytest.mark.parametrize("patient_id", ["", "x", None, [], {"a": 1}, str(people.UUID(int=0)), "../x"])
def test_ending_what_is_none_breaks_nothing(tabs, alice, desk, patient_id):
    tab = tabs(desk, "/staff/patients")
    tab.send(BandState.end, patient_id=patient_id)
    tab.send(PatientsState.load)
    assert tab.var(PatientsState, "status") == "ready"


def test_one_cannot_end_or_see_what_another_opened(tabs, alice, desk):
    open_it(desk, alice)
    other = tabs(sam(name="Sue Other"), results_of(alice))
    assert other.var(BandState, "openings") == [] and not is_shown(other)
    other.send(BandState.end, patient_id=str(alice.patient_id))
    mine = tabs(desk, results_of(alice))
    assert is_shown(mine)


def test_nia_sees_one_waiting_checks_it_and_none_waits(tabs, alice, desk):
    open_it(desk, alice)
    nia = people.nia()
    tab = tabs(nia, "/staff/emergency")
    assert (tab.var(BandState, "waiting"), tab.var(EmergencyHomeState, "may_review")) == (1, True)
    (row,) = tab.var(EmergencyHomeState, "rows")
    tab.go(row["href"])
    assert tab.var(ReviewState, "one")["reason"] == WHY
    tab.send(ReviewState.decide, form={"outcome": "right"})
    assert "still open" in tab.var(NoticeState, "words")
    tab.send(ReviewState.end_now)
    tab.send(ReviewState.decide, form={"outcome": "wrong", "note": ""})
    assert tab.var(ReviewState, "note_error")
    tab.send(ReviewState.decide, form={"outcome": "right", "note": ""})
    assert tab.var(ReviewState, "one")["tag"] == "Right"
    assert tab.var(BandState, "waiting") == 0


@pytest.mark.parametrize("form", [None, {}, {"outcome": ["right"]}, {"outcome": "right", "note": None}, 7])
def test_odd_answers_decide_nothing_that_was_not_meant(tabs, alice, desk, form):
    open_it(desk, alice)
    end(desk, alice)
    tab = tabs(people.nia(), f"/staff/emergency/{opening_of(alice)}")
    tab.send(ReviewState.decide, form=form)
    meant = isinstance(form, dict) and form.get("outcome") == "right"
    tab.send(ReviewState.load)
    assert tab.var(ReviewState, "one")["tag"] == ("Right" if meant else "To check")


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER, Role.PERSON])
def test_whoever_is_no_reviewer_gets_nothing_of_an_opening(tabs, alice, desk, role):
    open_it(desk, alice)
    who = people.bob() if role == Role.PERSON else people.nia(role=role)
    tab = tabs(who, f"/staff/emergency/{opening_of(alice)}")
    tab.send(ReviewState.decide, form={"outcome": "right", "note": ""})
    tab.send(ReviewState.end_now)
    tab.go("/staff/emergency")
    for planted in (WHY, "Alice Ames", "Sam Ortiz"):
        assert planted not in tab.received
    assert tabs(desk, results_of(alice)).var(StaffListState, "status") == "ready"
