"""Alice offers Dana access: in a real browser Dana takes it up, with a new account or the one she has."""

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.journeys.browser import axe
from tests.journeys.serving import Site
from tests.journeys.test_enrolling import answer, choose, heading, link, press
from tests.people import Person
from tests.services.offers.offering import link_of_newest, offer, where_it_stands

pytestmark = pytest.mark.browser


def offered(whose: Person) -> tuple[str, object]:
    """A fresh offer and its link's token."""
    email = f"{uuid4().hex[:10]}@example.org"
    made = offer(whose, email=email)
    return link_of_newest(email), made


def prove(page: Page) -> None:
    page.get_by_label("Their date of birth").fill("03/09/1984")
    page.get_by_label("Their ZIP code").fill("04101")
    press(page, "Continue")


def test_with_a_new_account(page: Page, site: Site) -> None:
    alice = people.alice(signed_in=False)
    token, made = offered(alice)
    page.goto(link(site, token))
    heading(page, "You are invited to help someone")
    axe(page)
    press(page, "No, set one up")
    heading(page, "Step 1 of 3")
    axe(page)
    prove(page)
    choose(page, f"dana.{uuid4().hex[:8]}")
    heading(page, "Step 3 of 3")
    answer(page)
    press(page, "Finish")
    heading(page, "You have no health record of your own here")
    axe(page)
    assert where_it_stands(alice, made).standing == "accepted"


def test_signing_in_leads_to_accepting(page: Page, site: Site) -> None:
    alice, bob = people.alice(signed_in=False), people.bob(signed_in=False)
    token, made = offered(alice)
    page.goto(link(site, token))
    press(page, "Yes, sign me in")
    page.get_by_label("Username").fill(bob.username)
    page.get_by_label("Password", exact=True).fill(bob.password)
    press(page, "Sign in")
    heading(page, "Step 1 of 2")
    axe(page)
    prove(page)
    heading(page, "Step 2 of 2")
    expect(page.get_by_text("Health records: see")).to_be_visible()
    axe(page)
    press(page, "Accept")
    expect(page.get_by_text("You can now open the record of Alice Ames.")).to_be_visible()
    axe(page)
    assert where_it_stands(alice, made).holder == "Bob Brown"


def test_no_thank_you(page: Page, site: Site) -> None:
    alice = people.alice(signed_in=False)
    token, made = offered(alice)
    page.goto(link(site, token))
    press(page, "No, thank you")
    heading(page, "You said no")
    axe(page)
    assert where_it_stands(alice, made).standing == "declined"
