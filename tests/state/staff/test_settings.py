"""The settings as Ada's browser sees them, and what others get who go there."""

import pytest

from portal.models.account import Role
from portal.services import accounts
from portal.state.refusals import NoticeState, ProofState
from portal.state.staff.settings import InviteStaffState, PersonState, SettingsState
from tests import people

EMAIL = "nia.park@example.org"


@pytest.fixture
def ada(home):
    return people.proved(people.staff("Ada Admin", role=Role.ADMINISTRATOR))


def page_of(person):
    return f"/staff/settings/people/{person.account_id}"


def names(tab):
    return [row["title"] for row in tab.var(SettingsState, "rows")]


def test_ada_invites_someone_and_finds_them_in_the_list(tabs, ada):
    tab = tabs(ada, "/staff/settings/people/new")
    tab.send(InviteStaffState.send, form={"name": "Nia Park", "email": "nia", "role": "clinician"})
    assert tab.var(InviteStaffState, "status") == "ready"
    assert tab.var(InviteStaffState, "email_error")
    assert tab.var(InviteStaffState, "name") == "Nia Park"
    tab.send(InviteStaffState.send, form={"name": "Nia Park", "email": EMAIL, "role": "clinician"})
    assert tab.var(InviteStaffState, "status") == "sent"
    tab.go(tab.var(InviteStaffState, "place"))
    assert tab.var(PersonState, "one")["standing"] == "invited"
    tab.go("/staff/settings")
    assert names(tab) == ["Ada Admin", "Nia Park"]


@pytest.mark.parametrize("form", [{}, {"name": None, "email": [], "role": {}}, {"name": "x" * 10_000}])
def test_odd_input_makes_no_account(tabs, ada, form):
    tab = tabs(ada, "/staff/settings/people/new")
    tab.send(InviteStaffState.send, form=form)
    assert tab.var(InviteStaffState, "email_error") and tab.var(NoticeState, "words") == ""
    tab.go("/staff/settings")
    assert names(tab) == ["Ada Admin"]


def test_ada_changes_a_role_and_reads_what_happened(tabs, ada):
    nia = people.nia()
    tab = tabs(ada, page_of(nia))
    tab.send(PersonState.change_role, form={"role": "clinician"})
    assert "already" in tab.var(PersonState, "role_error")
    tab.send(PersonState.change_role, form={"role": "king"})
    assert tab.var(PersonState, "role_error") == "Choose a role."
    tab.send(PersonState.change_role, form={"role": "front-desk"})
    assert tab.var(PersonState, "one")["role_name"] == "Front desk"
    assert tab.var(NoticeState, "words") == "Changed. They sign in again to go on."


@pytest.mark.parametrize(
    ("question", "answer", "tag"),
    [
        ("disable", PersonState.disable, "Disabled"),
        ("start-over", PersonState.start_over, "Invited"),
        ("end-sessions", PersonState.end_sessions, "Active"),
    ],
)
def test_what_signs_someone_out_is_asked_first_and_ends_pages_that_are_open(tabs, ada, question, answer, tag):
    nia = people.nia()
    hers = tabs(nia, "/staff/patients")
    tab = tabs(ada, page_of(nia))
    tab.send(PersonState.ask, what=question)
    assert tab.var(PersonState, "asking") == question
    tab.send(answer)
    assert (tab.var(PersonState, "asking"), tab.var(PersonState, "one")["tag"]) == ("", tag)
    hers.settle()
    assert hers.redirects == ["/staff/sign-in#signed-out=ended&next=/staff/patients"]


def test_disabled_and_let_in_again(tabs, ada):
    nia = people.nia()
    tab = tabs(ada, page_of(nia))
    tab.send(PersonState.disable)
    tab.send(PersonState.resend)
    assert "Nothing was sent." in tab.var(NoticeState, "words")
    tab.send(PersonState.enable)
    assert tab.var(PersonState, "one")["tag"] == "Active"


def test_ada_cannot_lock_herself_out_by_any_event(tabs, ada):
    tab = tabs(ada, page_of(ada))
    for handler in (
        PersonState.disable,
        PersonState.enable,
        PersonState.start_over,
        PersonState.end_sessions,
    ):
        tab.send(handler)
        assert "your own account" in tab.var(NoticeState, "words")
        tab.send(NoticeState.close)
    tab.send(PersonState.change_role, form={"role": "biller"})
    assert "your own account" in tab.var(NoticeState, "words")
    assert accounts.who(ada.token).role == "administrator"


def test_what_was_typed_goes_on_once_ada_has_shown_that_it_is_her(tabs, ada):
    again = people.sign_in(ada)
    tab = tabs(again, "/staff/settings/people/new")
    tab.send(InviteStaffState.send, form={"name": "Nia Park", "email": EMAIL, "role": "clinician"})
    assert (tab.var(ProofState, "wanted"), tab.var(InviteStaffState, "status")) == (True, "ready")
    tab.reconnect(token=people.proved(again).token)
    tab.send(ProofState.go_on)
    assert tab.var(InviteStaffState, "status") == "sent"


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER, Role.CLINICIAN, Role.PERSON])
@pytest.mark.parametrize("path", ["/staff/settings", "/staff/settings/people/new", "{}"])
def test_whoever_is_no_administrator_reads_that_and_nothing_else(tabs, ada, role, path):
    who = people.alice() if role == Role.PERSON else people.nia(role=role)
    tab = tabs(who, path.format(page_of(ada)))
    form = {"name": "Mallory", "email": "m@example.org", "role": "administrator"}
    for handler in (SettingsState.load, InviteStaffState.load, PersonState.load, PersonState.disable):
        tab.send(handler)
    tab.send(InviteStaffState.send, form=form)
    tab.send(PersonState.change_role, form=form)
    assert "You do not have access to this." in tab.received
    assert "Ada Admin" not in tab.received and ada.email not in tab.received
    assert names(tabs(ada, "/staff/settings")).count("Mallory") == 0


@pytest.mark.parametrize("number", ["x", "0", str(people.UUID(int=0)), "../people/new"])
def test_someone_who_is_not_there_is_said_to_be_missing(tabs, ada, number):
    tab = tabs(ada, f"/staff/settings/people/{number}")
    assert tab.var(PersonState, "one")["name"] == ""
