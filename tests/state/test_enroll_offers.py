"""An offer of access as a browser tab sees it: with a new account, with the one there is, or with a no."""

from collections.abc import Callable

import pytest

from portal.services import enrolment, sign_in
from portal.state.enroll import EnrollState
from portal.state.home import HomeState
from tests import people
from tests.events import Client
from tests.people import HERE, Person
from tests.services.offers.offering import link_of_newest, offer, where_it_stands

BORN = {"birth_date": "03/09/1984", "zip": "04101"}
CHOSEN = {"username": "dana.diaz", "password": "kettle orchid mulberry 7"}
ANSWERED = {
    "question_1": "first-pet", "answer_1": "Rex", "question_2": "first-car", "answer_2": "Beetle",
    "question_3": "first-job", "answer_3": "Baker",
}  # fmt: skip
Tabs = Callable[..., Client]


@pytest.fixture
def alice(home: object) -> Person:
    return people.alice()


def step(tab: Client) -> str:
    return tab.var(EnrollState, "step")


def opened(tabs: Tabs, token: str, person: Person | None = None) -> Client:
    tab = tabs(person, "/enroll")
    tab.send(EnrollState.opened, token=token)
    return tab


def test_dana_without_an_account_goes_through_the_three_steps_and_lands_on_a_sensible_home(
    tabs: Tabs, alice: Person
) -> None:
    made = offer(alice)
    tab = opened(tabs, link_of_newest())
    assert step(tab) == "offered"
    assert "Alice" not in tab.received
    tab.send(EnrollState.newcomer)
    for then in ("choose", "questions", "ready"):
        tab.send(EnrollState.submit, form=BORN | CHOSEN | ANSWERED)
        assert step(tab) == then
    assert where_it_stands(alice, made).standing == "accepted"

    session = enrolment.enter(tab.var(EnrollState, "ticket"), source=HERE)
    home = tabs(Person("Dana Diaz", token=session), "/home")
    assert home.var(HomeState, "status") == "apart"
    assert home.redirects == []


def test_signing_in_leads_back_to_the_link_and_the_link_to_accepting(tabs: Tabs, alice: Person) -> None:
    made, token, bob = offer(alice), link_of_newest(), people.bob()
    tab = opened(tabs, token)
    tab.send(EnrollState.sign_in)
    assert tab.redirects == [f"/#next=/enroll#{token}"]

    again = opened(tabs, token, bob)
    assert (step(again), again.var(EnrollState, "member")) == ("prove", "Bob Brown")
    again.send(EnrollState.submit, form=BORN)
    assert step(again) == "accept"
    assert "Alice Ames" in again.received and "Health records: see" in again.received
    again.send(EnrollState.submit, form={})
    assert step(again) == "joined"
    assert where_it_stands(alice, made).holder == "Bob Brown"


def test_accepting_cannot_come_before_the_proof(tabs: Tabs, alice: Person) -> None:
    made = offer(alice)
    tab = opened(tabs, link_of_newest(), people.bob())
    tab.send(EnrollState.go, step="accept")
    assert step(tab) == "prove"
    tab.send(EnrollState.go, step="choose")
    assert step(tab) == "prove"
    tab.send(EnrollState.submit, form={})
    assert step(tab) == "prove"
    assert where_it_stands(alice, made).standing == "invited"


def test_a_session_that_ended_meanwhile_accepts_nothing(tabs: Tabs, alice: Person) -> None:
    made, bob = offer(alice), people.bob()
    tab = opened(tabs, link_of_newest(), bob)
    tab.send(EnrollState.submit, form=BORN)
    sign_in.sign_out(bob.token, source=HERE)
    tab.send(EnrollState.submit, form={})
    assert where_it_stands(alice, made).standing == "invited"


def test_her_own_offer_is_refused_in_words(tabs: Tabs, alice: Person) -> None:
    offer(alice)
    tab = opened(tabs, link_of_newest(), alice)
    tab.send(EnrollState.submit, form=BORN)
    tab.send(EnrollState.submit, form={})
    assert "your own health record" in tab.var(EnrollState, "message")


@pytest.mark.parametrize("signed_in", [True, False])
def test_no_thank_you(tabs: Tabs, alice: Person, signed_in: bool) -> None:
    made, token = offer(alice), link_of_newest()
    tab = opened(tabs, token, people.bob() if signed_in else None)
    tab.send(EnrollState.decline)
    assert step(tab) == "said-no"
    assert where_it_stands(alice, made).standing == "declined"
    assert step(opened(tabs, token)) == "declined"
    tab.send(EnrollState.decline)
    assert step(tab) == "said-no"


def test_staff_signed_in_here_are_asked_to_use_another_account(tabs: Tabs, alice: Person) -> None:
    offer(alice)
    tab = opened(tabs, link_of_newest(), people.nia())
    assert (step(tab), tab.var(EnrollState, "member")) == ("offered", "")
