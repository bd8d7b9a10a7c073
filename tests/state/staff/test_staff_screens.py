"""The staff's screens as a browser tab sees them: what each person gets, and what they do not."""

import re
from datetime import date
from uuid import UUID

import pytest

from portal.access import sessions
from portal.db import unit_of_work
from portal.models.account import Role
from portal.models.patient import Patient
from portal.services import door
from portal.services.staff import accounts
from portal.state.frame import FrameState
from portal.state.refusals import NoticeState
from portal.state.staff.patient import PatientState
from portal.state.staff.patients import PatientsState
from portal.state.staff.set_up import SetUpState
from portal.state.staff.trail import TrailState
from tests import people


@pytest.fixture
def jo(home) -> people.Person:
    return people.patient("Jo Jones", mrn="LF-77001", birth_date=date(1979, 8, 2))


def page_of(patient: people.Person) -> str:
    return f"/staff/patients/{patient.patient_id}"


def test_nia_opens_the_list_searches_and_shows_all_again(tabs, jo):
    people.patient("Sam Smith")
    tab = tabs(people.nia(), "/staff/patients")
    assert tab.var(PatientsState, "count") == "2 patients"
    tab.send(PatientsState.search, form={"search": "jon"})
    assert [row["title"] for row in tab.var(PatientsState, "rows")] == ["Jo Jones"]
    tab.send(PatientsState.clear)
    assert (tab.var(PatientsState, "count"), tab.var(PatientsState, "text")) == ("2 patients", "")


@pytest.mark.parametrize("form", [{}, {"search": None}, {"search": ["a"]}, {"search": "x" * 10_000}])
def test_odd_input_to_the_search_breaks_nothing(tabs, jo, form):
    tab = tabs(people.nia(), "/staff/patients")
    tab.send(PatientsState.search, form=form)
    assert (tab.var(PatientsState, "status"), tab.var(NoticeState, "words")) == ("ready", "")


def test_nia_opens_a_patient_and_the_audit_trail_only_when_she_asks(tabs, jo):
    tab = tabs(people.nia(), page_of(jo))
    assert tab.var(PatientState, "status") == "ready"
    assert tab.var(PatientState, "card")["mrn"] == "LF-77001"
    assert tab.var(PatientState, "standing")["words"] == "Not invited"
    assert tab.var(TrailState, "rows") == []
    tab.send(TrailState.open)
    assert "Nia Novak, clinician, opened the patient's page" in tab.received
    tab.send(TrailState.narrow, form={"kind": "refused"})
    assert tab.var(TrailState, "total") == 0


def test_opening_another_patient_puts_the_first_ones_trail_away(tabs, jo):
    tab = tabs(people.nia(), page_of(jo))
    tab.send(TrailState.open)
    tab.go(page_of(people.patient("Sam Smith")))
    assert (tab.var(TrailState, "rows"), tab.var(TrailState, "is_open")) == ([], False)
    assert tab.var(PatientState, "card")["name"] == "Sam Smith"


def test_nia_invites_sends_again_elsewhere_and_takes_it_back(tabs, jo):
    tab = tabs(people.nia(), page_of(jo))
    tab.send(PatientState.ask, what="invite")
    tab.send(PatientState.invite, form={"email": "not an address"})
    assert tab.var(PatientState, "asking") == "invite"
    assert tab.var(PatientState, "email_error")
    tab.send(PatientState.invite, form={"email": " jo@example.org "})
    assert tab.var(PatientState, "asking") == ""
    assert tab.var(PatientState, "standing")["words"] == "Invited"
    assert tab.var(NoticeState, "words") == "The invitation to jo@example.org is on its way."
    tab.send(PatientState.ask, what="invite")
    assert tab.var(PatientState, "email") == "jo@example.org"
    tab.send(PatientState.invite, form={"email": "jo.jones@example.org"})
    assert tab.var(PatientState, "standing")["email"] == "jo.jones@example.org"
    tab.send(PatientState.ask, what="revoke")
    tab.send(PatientState.revoke)
    assert tab.var(PatientState, "standing")["words"] == "Invitation taken back"


def test_who_could_not_prove_who_they_are_is_not_invited_and_nia_reads_why(tabs, home):
    kim = people.patient("Kim Lee", zip="")
    tab = tabs(people.nia(), page_of(kim))
    tab.send(PatientState.ask, what="invite")
    tab.send(PatientState.invite, form={"email": "kim@example.org"})
    assert tab.var(PatientState, "asking") == "invite"
    assert "no ZIP code on file" in tab.var(PatientState, "invite_error")
    assert tab.var(PatientState, "email_error") in ("", None)


def test_who_has_enrolled_meanwhile_is_not_invited_and_nia_reads_why(tabs):
    alice = people.alice()
    tab = tabs(people.nia(), page_of(alice))
    assert tab.var(PatientState, "standing")["may_invite"] is False
    tab.send(PatientState.ask, what="invite")
    tab.send(PatientState.invite, form={"email": "alice@example.org"})
    assert tab.var(PatientState, "asking") == ""
    assert "already set up an account" in tab.var(NoticeState, "words")


def test_the_front_desk_invites_but_gets_no_counts_and_no_trail(tabs, jo):
    tab = tabs(people.nia(role=Role.FRONT_DESK), page_of(jo))
    card = tab.var(PatientState, "card")
    assert (card["may_read"], card["may_import"], card["may_audit"]) == (False, False, False)
    assert tab.var(PatientState, "kinds") == []
    tab.send(TrailState.open)
    assert tab.var(TrailState, "rows") == []
    assert tab.var(NoticeState, "words") == "You do not have access to this."
    tab.send(PatientState.invite, form={"email": "jo@example.org"})
    assert tab.var(PatientState, "standing")["words"] == "Invited"


def test_a_biller_finds_a_patient_and_goes_no_further(tabs, jo):
    bea = people.nia(role=Role.BILLER)
    tab = tabs(bea, "/staff/patients")
    assert [row["href"] for row in tab.var(PatientsState, "rows")] == [""]
    tab.go(page_of(jo))
    assert tab.var(PatientState, "status") == "refused"
    tab.send(PatientState.invite, form={"email": "jo@example.org"})
    tab.send(PatientState.revoke)
    assert tab.var(PatientState, "card")["name"] == ""


@pytest.mark.parametrize("path", ["/staff/patients", "/staff/patients/{}"])
def test_a_patient_on_a_staff_page_reads_that_it_is_not_theirs_and_nothing_else(tabs, jo, path):
    alice = people.alice()
    tab = tabs(alice, path.format(jo.patient_id))
    for handler in (PatientsState.load, PatientState.load, PatientState.imported, TrailState.open):
        tab.send(handler)
    tab.send(PatientsState.search, form={"search": "jo"})
    tab.send(PatientState.invite, form={"email": "alice@example.org"})
    assert "You do not have access to this." in tab.received
    for planted in ("Jo Jones", "LF-77001", "1979"):
        assert not re.search(rf"(?<![0-9a-f-]){planted}(?![0-9a-f-])", tab.received)


def test_a_patient_does_not_even_open_her_own_page_on_the_staff_side(tabs):
    alice = people.alice()
    tab = tabs(alice, page_of(alice))
    assert tab.var(PatientState, "status") == "refused"
    assert (tab.var(PatientState, "card")["name"], tab.var(PatientState, "card")["mrn"]) == ("", "")


@pytest.mark.parametrize("path", ["/staff", "/staff/patients", "/staff/patients/1"])
def test_whoever_is_not_signed_in_is_led_to_the_staff_sign_in(tabs, path):
    tab = tabs(None, path)
    assert tab.redirects == [f"/staff/sign-in#next={path}"]
    assert tab.var(FrameState, "name") in (None, "")


@pytest.mark.parametrize("number", ["x", "1", str(UUID(int=7))])
def test_a_patient_who_is_not_there_is_said_so(tabs, number, home):
    tab = tabs(people.nia(), f"/staff/patients/{number}")
    assert tab.var(PatientState, "status") == "missing"


def test_noors_link_shows_her_what_to_scan_and_ticks_the_rules(tabs, home):
    ada = people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    link = door.in_practice(ada.token, accounts.add_staff, "noor@example.org", "clinician", "Noor Nassar")
    tab = tabs(None, "/staff/set-up")
    tab.send(SetUpState.read_link, token=link.partition("#")[2])
    assert (tab.var(SetUpState, "status"), tab.var(SetUpState, "name")) == ("ready", "Noor Nassar")
    assert tab.var(SetUpState, "qr").startswith("data:image/svg+xml")
    tab.send(SetUpState.check_password, password="seven quiet herons wade")
    assert [tab.var(SetUpState, rule) for rule in ("long_enough", "hard_to_guess", "not_personal")] == [
        True
    ] * 3
    tab.send(SetUpState.check_password, password="noor")
    assert tab.var(SetUpState, "long_enough") is False
    assert "seven quiet herons" not in tab.received


@pytest.mark.parametrize("token", ["", "x", "A" * 43, 7, None, ["a"]])
def test_a_link_that_is_none_says_so_and_names_nobody(tabs, home, token):
    tab = tabs(None, "/staff/set-up")
    tab.send(SetUpState.read_link, token=token)
    assert tab.var(SetUpState, "status") == "gone"
    assert "Ask an administrator" in tab.var(SetUpState, "why")


def test_one_damaged_patient_hides_nobody_and_their_page_can_be_tried_again(tabs, jo):
    alice = people.alice()
    with unit_of_work() as db:
        row = db.get_one(Patient, jo.patient_id)
        whole, row.sealed = row.sealed, row.sealed[:-1] + b"\x00\x00"
    nia = people.nia()
    tab, one = tabs(nia, "/staff/patients"), tabs(nia, page_of(jo))
    assert {row["title"]: row["href"] for row in tab.var(PatientsState, "rows")} == {
        "Damaged record": "",
        "Alice Ames": page_of(alice),
    }
    assert one.var(PatientState, "status") == "error"
    assert "Something went wrong on our side" in one.var(NoticeState, "words")
    with unit_of_work() as db:
        db.get_one(Patient, jo.patient_id).sealed = whole
    one.send(PatientState.load)
    assert one.var(PatientState, "status") == "ready"


def test_nia_whose_session_ends_between_two_steps_is_led_back_to_the_staff_side(tabs, monkeypatch):
    nia = people.nia()
    tab = tabs(nia, "/staff/patients")
    held = door.holding(nia.token)
    monkeypatch.setattr(door, "holding", lambda token: held)  # it was alive when the doorkeeper looked
    with unit_of_work() as db:
        sessions.end(db, nia.token)
    tab.send(PatientsState.load)
    assert tab.redirects == ["/staff/sign-in#signed-out=ended&next=/staff/patients"]
