"""Alice invites Dana in a real browser, and ends it again; every screen of it is accessible."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.journeys.browser import axe, come_in, shoot
from tests.journeys.serving import Site

pytestmark = pytest.mark.browser


def test_alice_invites_dana_and_takes_it_back(page: Page, site: Site) -> None:
    alice = people.alice()
    come_in(page, alice, "/profile/representatives")
    expect(page.get_by_text("You have let nobody in yet.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Invite someone").click()
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_label("Your password").fill(alice.password)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Enter their first and last name.")).to_be_visible()
    axe(page)
    shoot(page, "representatives-new")
    page.get_by_label("Their first and last name").fill("Dana Diaz")
    page.get_by_label("Their email address").fill(f"{uuid4().hex[:10]}@example.org")
    page.get_by_label("Health records").select_option("view")
    page.get_by_label("I have read this and agree").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", name="Dana Diaz")).to_be_visible()
    expect(page.get_by_text("Health records: see")).to_be_visible()
    axe(page)
    shoot(page, "representatives-one")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back. The link no longer works.")).to_be_visible()
    page.goto("/profile/representatives")
    expect(page.get_by_role("link", name="Dana Diaz")).to_be_visible()
    axe(page)
