"""The last step of an enrolment: the ticket is exchanged for the session cookie, over HTTP and once."""

import pytest

from portal.errors import SignedOut
from portal.services import enrolment, sign_in
from portal.services.enrolment import Choice
from tests import people
from tests.mail import link_for
from tests.people import HERE
from tests.web import OURS, Browser

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def browser() -> Browser:
    return Browser()


@pytest.fixture
def ticket() -> str:
    proof = enrolment.prove(link_for(people.patient("Jo Jones")), "03/09/1984", "04101", source=HERE)
    answers = [("first-pet", "Rex"), ("first-car", "Beetle"), ("first-job", "Baker")]
    return enrolment.activate(proof, Choice("jo.jones", "kettle orchid mulberry 7", answers), source=HERE)


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {**OURS, "Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_cannot_enter_with_it(browser: Browser, ticket: str, headers: dict[str, str]) -> None:
    answer = browser.post("/api/enter", data={"ticket": ticket}, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert enrolment.enter(ticket, source=HERE)


@pytest.mark.parametrize("body", [{}, {"ticket": ""}, {"ticket": "x"}, {"ticket": "a" * 43}, {"t": "\x00"}])
def test_what_is_no_ticket_gets_words_and_no_cookie(browser: Browser, body: dict[str, str]) -> None:
    answer = browser.post("/api/enter", data=body)
    assert (answer.status_code, answer.json()["ok"]) == (409, False)
    assert "sign in" in answer.json()["message"]
    assert "set-cookie" not in answer.headers


def test_a_body_too_large_is_refused(browser: Browser) -> None:
    assert browser.post("/api/enter", content=b"a" * 70_000).status_code == 422


def test_looking_at_the_address_does_nothing(browser: Browser, ticket: str) -> None:
    assert browser.get("/api/enter", params={"ticket": ticket}).status_code == 405
    assert enrolment.enter(ticket, source=HERE)


def test_the_ticket_becomes_a_session_once(browser: Browser, ticket: str) -> None:
    answer = browser.post("/api/enter", data={"ticket": ticket})
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "next": "/home"})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert sign_in.remaining(browser.cookies["portal"]).life > 0
    again = browser.post("/api/enter", data={"ticket": ticket})
    assert again.status_code == 409


def test_whoever_was_signed_in_here_before_is_signed_out(ticket: str) -> None:
    bob = people.bob()
    answer = Browser(token=bob.token).post("/api/enter", data={"ticket": ticket})
    assert answer.status_code == 200
    with pytest.raises(SignedOut):
        sign_in.remaining(bob.token)
