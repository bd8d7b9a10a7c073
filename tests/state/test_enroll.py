"""The three steps as a browser tab sees them, and as a hostile client tries them."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from portal.access.actor import operator
from portal.services import door, enrolment, invitations, sign_in
from portal.settings import get_settings
from portal.state.enroll import EnrollState
from portal.vault.tokens import new_token
from tests import people
from tests.conftest import Clock, live_in
from tests.events import Client
from tests.mail import link_for
from tests.people import HERE, Person

BORN = {"birth_date": "03/09/1984", "zip": "04101"}
CHOSEN = {"username": "jo.jones", "password": "kettle orchid mulberry 7"}
ANSWERED = {
    "question_1": "first-pet", "answer_1": "Rex", "question_2": "first-car", "answer_2": "Beetle",
    "question_3": "first-job", "answer_3": "Baker",
}  # fmt: skip
WHOLE = BORN | CHOSEN | ANSWERED


@pytest.fixture
def jo(home: object) -> Person:
    return people.patient("Josephine Quillfeather")


@pytest.fixture
def token(jo: Person) -> str:
    return link_for(jo, "quillfeather@example.org")


@pytest.fixture
def tab(tabs: Callable[..., Client]) -> Client:
    return tabs(path="/enroll")


def step(tab: Client) -> str:
    return tab.var(EnrollState, "step")


def errors(tab: Client) -> dict[str, str]:
    return tab.var(EnrollState, "errors")


def submit(tab: Client, form: dict[str, Any]) -> None:
    tab.send(EnrollState.submit, form=form)


@pytest.mark.parametrize("form", [{}, WHOLE, {"birth_date": None, "zip": ["x"]}, {"username": {"a": 1}}])
@pytest.mark.parametrize("opened", [None, "", "nonsense", "x" * 5000])
def test_without_a_link_no_step_takes_anything(tab: Client, opened: str | None, form: dict[str, Any]) -> None:
    if opened is not None:
        tab.send(EnrollState.opened, token=opened)
    submit(tab, form)
    for name in ("choose", "questions", "ready", "x"):
        tab.send(EnrollState.go, step=name)
        submit(tab, form)
    assert step(tab) in ("loading", "start", "unknown")
    assert tab.var(EnrollState, "ticket") == ""


def test_steps_cannot_be_skipped(tab: Client, token: str) -> None:
    tab.send(EnrollState.opened, token=token)
    for name in ("choose", "questions", "ready"):
        tab.send(EnrollState.go, step=name)
    assert step(tab) == "prove"
    submit(tab, WHOLE | {"zip": "99999"})
    assert (step(tab), errors(tab)) == ("prove", {})
    assert "does not match" in tab.var(EnrollState, "message")


def test_without_a_proof_nobody_learns_which_usernames_exist(tab: Client, token: str) -> None:
    alice = people.alice()
    tab.send(EnrollState.opened, token=token)
    tab.send(EnrollState.try_username, username=alice.username)
    tab.send(EnrollState.try_username, username="nobody.has.this")
    assert not tab.var(EnrollState, "name_free")
    assert not tab.var(EnrollState, "name_length")


def test_what_was_typed_never_comes_back(tab: Client, token: str) -> None:
    tab.send(EnrollState.opened, token=token)
    submit(tab, BORN)
    tab.send(EnrollState.try_username, username="quill.feather")
    tab.send(EnrollState.try_password, password=CHOSEN["password"])
    submit(tab, WHOLE | {"username": "x"})
    submit(tab, WHOLE)
    submit(tab, WHOLE | {"answer_2": ""})
    submit(tab, WHOLE)
    assert step(tab) == "ready"
    for private in ("Josephine", "Quillfeather", "quill", "1984", "04101", "kettle", "Beetle", token):
        assert private.lower() not in tab.received.lower()


def test_three_steps_lead_to_a_ticket_that_signs_in(tab: Client, jo: Person, token: str) -> None:
    tab.send(EnrollState.opened, token=token)
    submit(tab, BORN)
    assert step(tab) == "choose"
    tab.send(EnrollState.try_username, username=CHOSEN["username"])
    tab.send(EnrollState.try_password, password=CHOSEN["password"])
    rules = ("name_length", "name_characters", "name_free", "password_length", "password_hard")
    assert all(tab.var(EnrollState, name) for name in rules)
    submit(tab, BORN | CHOSEN)
    assert step(tab) == "questions"
    submit(tab, WHOLE)
    assert step(tab) == "ready"
    session = enrolment.enter(tab.var(EnrollState, "ticket"), source=HERE)
    assert sign_in.remaining(session).life > 0


def test_another_tab_does_not_see_the_ticket(tab: Client, tabs: Callable[..., Client], token: str) -> None:
    tab.send(EnrollState.opened, token=token)
    for _ in range(3):
        submit(tab, WHOLE)
    ticket = tab.var(EnrollState, "ticket")
    thief = tabs(people.bob(), "/enroll", client_token=tab.tab.client_token)
    assert ticket and ticket not in thief.received


def test_errors_show_on_the_step_they_belong_to(tab: Client, token: str) -> None:
    alice = people.alice()
    tab.send(EnrollState.opened, token=token)
    submit(tab, {"birth_date": "x"})
    assert set(errors(tab)) == {"birth_date", "zip"}
    submit(tab, BORN)
    submit(tab, {"username": alice.username, "password": "short"})
    assert set(errors(tab)) == {"username", "password"}
    tab.send(EnrollState.try_username, username="jo.jones")
    assert set(errors(tab)) == {"password"}
    submit(tab, CHOSEN)
    submit(tab, CHOSEN | {"question_1": "first-pet", "answer_1": "R", "question_2": "first-pet"})
    assert (step(tab), "question_2" in errors(tab)) == ("questions", True)
    submit(tab, WHOLE | {"username": alice.username})
    assert (step(tab), set(errors(tab))) == ("choose", {"username"})


def test_back_and_forward_between_steps(tab: Client, token: str) -> None:
    tab.send(EnrollState.opened, token=token)
    submit(tab, WHOLE)
    submit(tab, WHOLE)
    for name, there in [("choose", "choose"), ("prove", "prove"), ("questions", "choose"), ("x", "choose")]:
        tab.send(EnrollState.go, step=name)
        assert step(tab) == there


@pytest.mark.parametrize("end", ["expired", "used", "revoked", "replaced"])
def test_a_dead_link_gets_its_own_page_and_no_name(
    tab: Client, jo: Person, token: str, clock: Clock, end: str
) -> None:
    if end == "expired":
        clock.forward(days=8)
    elif end == "used":
        proof = enrolment.prove(token, "03/09/1984", "04101", source=HERE)
        answers = [("first-pet", "Rex"), ("first-car", "Beetle"), ("first-job", "Baker")]
        enrolment.activate(proof, enrolment.Choice("jo.jones", CHOSEN["password"], answers), source=HERE)
    else:
        service = invitations.revoke if end == "revoked" else invitations.resend
        door.as_actor(operator(), service, patient_id=jo.patient_id)
    tab.send(EnrollState.opened, token=token)
    assert step(tab) == end
    assert not re.search("quillfeather|josephine", tab.received, re.IGNORECASE)


def test_a_link_can_be_pasted_whole_or_in_part(tab: Client, token: str) -> None:
    tab.send(EnrollState.opened, token="")
    for nonsense in ("", "hello", "http://localhost:8000/enroll", "a" * 44, None, 7, "x" * 100_000):
        tab.send(EnrollState.paste, form={"link": nonsense})
        assert (step(tab), set(errors(tab))) == ("start", {"link"})
    tab.send(EnrollState.paste, form={"link": f" <http://localhost:8000/enroll#{token}> "})
    assert step(tab) == "prove"
    tab.send(EnrollState.start_over)
    tab.send(EnrollState.paste, form={"link": new_token()})
    assert step(tab) == "unknown"


def test_loading_the_page_again_goes_on_where_it_was(tab: Client, token: str) -> None:
    tab.send(EnrollState.opened, token=token)
    tab.reload()
    tab.send(EnrollState.opened, token="")
    assert step(tab) == "prove"
    submit(tab, WHOLE)
    submit(tab, WHOLE)
    tab.reload()
    tab.send(EnrollState.opened, token="")
    assert step(tab) == "choose"


def test_taking_too_long_asks_for_the_proof_again(tab: Client, token: str, clock: Clock) -> None:
    tab.send(EnrollState.opened, token=token)
    submit(tab, WHOLE)
    clock.forward(minutes=61)
    submit(tab, WHOLE)
    assert (step(tab), "once more" in tab.var(EnrollState, "message")) == ("prove", True)
    for _ in range(3):
        submit(tab, WHOLE)
    assert step(tab) == "ready"


def test_someone_else_opening_a_link_in_the_same_tab_starts_anew(tab: Client, token: str) -> None:
    tab.send(EnrollState.opened, token=token)
    submit(tab, WHOLE)
    other = link_for(people.patient("Kim King"), "kim@example.org")
    tab.send(EnrollState.opened, token=other)
    tab.send(EnrollState.go, step="choose")
    assert step(tab) == "prove"


def test_ten_wrong_proofs_say_whom_to_call(tab: Client, token: str) -> None:
    tab.send(EnrollState.opened, token=token)
    for _ in range(11):
        submit(tab, BORN | {"zip": "99999"})
    assert "555-0134" in tab.var(EnrollState, "message")
    submit(tab, BORN)
    assert step(tab) == "prove"


def test_without_questions_it_is_still_three_steps(
    tab: Client, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice = people.alice()
    with live_in(get_settings().home, monkeypatch, PORTAL_SECURITY_QUESTIONS="false"):
        tab.send(EnrollState.opened, token=token)
        submit(tab, BORN)
        assert step(tab) == "choose"
        for other in ("questions", "accept", "ready"):
            tab.send(EnrollState.go, step=other)
        submit(tab, {"username": alice.username})
        assert (step(tab), set(errors(tab))) == ("choose", {"username"})
        submit(tab, {"username": CHOSEN["username"]})
        assert step(tab) == "password"
        tab.send(EnrollState.try_password, password=CHOSEN["password"])
        assert tab.var(EnrollState, "password_hard")
        submit(tab, CHOSEN | {"password": "short"})
        assert (step(tab), set(errors(tab))) == ("password", {"password"})
        tab.send(EnrollState.go, step="choose")
        assert step(tab) == "choose"
        submit(tab, {"username": CHOSEN["username"]})
        submit(tab, CHOSEN)
        assert step(tab) == "ready"


def test_a_pause_in_typing_that_ends_after_the_form_was_sent_leaves_what_is_wrong(
    tab: Client, token: str
) -> None:
    alice = people.alice()
    tab.send(EnrollState.opened, token=token)
    submit(tab, BORN)
    submit(tab, {"username": alice.username, "password": "password1234"})
    tab.send(EnrollState.try_username, username=alice.username)
    tab.send(EnrollState.try_password, password="password1234")
    assert set(errors(tab)) == {"username", "password"}
    assert "password1234" not in tab.received
    tab.send(EnrollState.try_username, username="jo.jones")
    tab.send(EnrollState.try_password, password="password12345")
    assert errors(tab) == {}
