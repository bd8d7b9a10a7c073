"""The built portal answers in a real browser, and the browser stays within its policy."""

import pytest

from tests import people
from tests.journeys.browser import axe, come_in

pytestmark = pytest.mark.browser


def test_a_signed_out_person_who_opens_home_is_led_to_sign_in(page, site):
    page.goto("/home")
    page.wait_for_url("**/#next=/home")
    axe(page)


def test_alice_signed_in_finds_her_name_and_after_fifteen_quiet_minutes_does_not(page, site):
    alice = people.alice()
    come_in(page, alice, "/home")
    page.get_by_text("Alice Ames").first.wait_for()
    site.forward(minutes=15)
    page.reload()
    page.wait_for_url("**/#signed-out=idle&next=/home")
    assert "Alice" not in page.content()
