"""Dana from beginning to end, in her own browser beside Alice's: invited, looked ahead for, let in without an
account, switching, acting for Alice, kept from one item, paused, let in again, and gone.
"""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import people
from tests.charts import lab, on_file
from tests.journeys.browser import axe, come_in, shoot
from tests.journeys.serving import Site
from tests.journeys.test_enrolling import answer, choose, heading, link, press
from tests.journeys.test_representatives import prove as give_password
from tests.people import Person
from tests.services.offers.offering import link_of_newest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PEOPLE = "/profile/representatives"


@pytest.fixture
def alice(site: Site) -> Person:
    alice = people.alice()
    on_file(alice, lab("ferritin", "7"), lab("private-test", "1"), lab("glucose", "90"))
    return alice


def invite(page: Page, alice: Person, email: str) -> None:
    """Alice fills in the form, takes one item out of what Dana will see, and sends it."""
    come_in(page, alice, f"{PEOPLE}/new")
    page.get_by_label("Their first and last name").fill("Dana Diaz")
    page.get_by_label("Their email address").fill(email)
    page.get_by_label("Health records").select_option("act")
    page.get_by_label("I have read this and agree").check()
    press(page, "See what they will see")
    page.get_by_role("button", name="Hide private-test").click()
    expect(page.get_by_role("button", name="Put back private-test")).to_be_visible()
    press(page, "Send the invitation")
    give_password(page, alice)
    expect(page.get_by_role("heading", name="Dana Diaz", exact=True)).to_be_visible(timeout=20_000)


def set_up(page: Page, site: Site, token: str) -> None:
    """Dana has no account, so she is led through setting one up."""
    page.goto(link(site, token))
    press(page, "No, set one up")
    page.get_by_label("Their date of birth").fill("03/09/1984")
    page.get_by_label("Their ZIP code").fill("04101")
    press(page, "Continue")
    choose(page, f"dana.{uuid4().hex[:8]}")
    heading(page, "Step 3 of 3")
    answer(page)
    press(page, "Finish")
    heading(page, "You have no health record of your own here")


def sees(page: Page, *titles: str) -> None:
    """Exactly these results are in the list Dana has open."""
    rows = page.get_by_role("main").get_by_role("listitem")
    expect(rows).to_have_count(len(titles))
    for title in titles:
        expect(rows.filter(has_text=title)).to_have_count(1)


def test_dana_from_beginning_to_end(page: Page, site: Site, chromium: Browser, alice: Person) -> None:
    email = f"{uuid4().hex[:10]}@example.org"
    invite(page, alice, email)
    context = chromium.new_context(base_url=site.origin, viewport={"width": 390, "height": 844})
    hers = context.new_page()
    set_up(hers, site, link_of_newest(email))
    hers.goto("/home")
    shoot(hers, "dana-home")
    axe(hers)
    press(hers, "Open for Alice")
    expect(hers.get_by_text("You are viewing Alice Ames as their representative")).to_be_visible()

    hers.goto("/records/results")
    sees(hers, "ferritin", "glucose")
    hers.goto("/records/search")
    hers.get_by_label("Search for").fill("private-test")
    expect(hers.get_by_text("Nothing matches “private-test”.")).to_be_visible()

    hers.goto("/records/results")
    hers.get_by_role("link", name="glucose").click()
    expect(hers.get_by_text("Hide from my representatives")).to_have_count(0)
    hers.get_by_role("link", name="Something wrong here?").click()
    hers.get_by_label("What is wrong?").fill("It was another day.")
    hers.get_by_label("What should it say?").fill("The day before.")
    press(hers, "Send the request for Alice")
    expect(hers.get_by_role("heading", name="We have your request")).to_be_visible()
    page.goto("/records/corrections")
    expect(page.get_by_text("by Dana Diaz for Alice Ames")).to_be_visible()

    hers.goto("/records/results")
    sees(hers, "ferritin", "glucose")
    page.goto("/records/results")
    page.get_by_role("link", name="ferritin").click()
    page.get_by_role("button", name="Hide from my representatives…").click()
    page.get_by_label("Dana Diaz").check()
    press(page, "Save")
    expect(page.get_by_text("Saved. It counts from now on.")).to_be_visible()
    sees(hers, "glucose")
    shoot(hers, "dana-without-it")

    page.goto(PEOPLE)
    page.get_by_role("link", name="Dana Diaz").click()
    press(page, "Pause")
    expect(page.get_by_text("Paused. They see nothing from now on.")).to_be_visible()
    expect(hers.get_by_text("cannot be opened any more, or not now")).to_be_visible()
    expect(hers.get_by_text("glucose")).to_have_count(0)
    press(page, "Resume")
    expect(page.get_by_text("They have access again.")).to_be_visible()
    hers.goto("/home")
    press(hers, "Open for Alice")
    hers.goto("/records/results")
    sees(hers, "glucose")

    press(hers, "Back to my account")
    hers.goto(PEOPLE)
    press(hers, "Stop helping Alice")
    hers.get_by_role("dialog").get_by_role("button", name="Stop helping", exact=True).click()
    hers.wait_for_url("**/home")
    expect(hers.get_by_text(re.compile("^You no longer help Alice"))).to_be_visible()
    expect(hers.get_by_text("Right now nobody shares their record with you.")).to_be_visible()
    axe(hers)
    page.goto(PEOPLE)
    expect(page.get_by_role("link", name=re.compile("Dana Diaz.*Ended"))).to_be_visible()
    context.close()
