"""A mail program stops emails with one press; opening the link, or one made up, changes nothing."""

import pytest

from portal.services import door
from portal.services.notifications import stopping, wishes
from tests import people
from tests.web import Browser

pytestmark = pytest.mark.usefixtures("home")
ELSEWHERE = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}


def path_of(who: people.Person) -> str:
    return stopping.stop_link(who.account_id).removeprefix("http://localhost:8000")


def wants_all(who: people.Person) -> bool:
    return all(one.wanted for one in door.in_account(who.token, wishes.show_wishes).topics)


def test_opening_the_link_only_leads_to_the_page_that_asks() -> None:
    alice = people.alice()
    answer = Browser().get(path_of(alice))
    assert answer.status_code == 303 and answer.headers["location"].startswith("/emails-off?t=")
    assert wants_all(alice)


def test_the_button_of_a_mail_program_stops_them_from_anywhere_and_signs_nobody_in() -> None:
    alice, bob = people.alice(), people.bob()
    body = {"List-Unsubscribe": "One-Click"}
    answer = Browser(token=bob.token).post(path_of(alice), data=body, headers=ELSEWHERE)
    assert answer.status_code == 204 and "set-cookie" not in answer.headers
    assert not wants_all(alice) and wants_all(bob)


@pytest.mark.parametrize("ticket", ["x", "A" * 43, "%2e%2e", "é" * 20, "A" * 5000])
def test_a_made_up_link_does_nothing(ticket: str) -> None:
    alice = people.alice()
    assert Browser().post(f"/api/emails/off/{ticket}", headers=ELSEWHERE).status_code == 404
    assert wants_all(alice)
