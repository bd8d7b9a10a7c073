"""Alice invites Dana in a real browser, looking first at what Dana will see; every screen is accessible."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.charts import condition, lab, on_file
from tests.journeys.browser import axe, come_in, shoot
from tests.journeys.serving import Site
from tests.people import Person

pytestmark = pytest.mark.browser
PEOPLE = "/profile/representatives"
MANY = 400


@pytest.fixture
def alice(site: Site) -> Person:
    """Alice, with as many results as someone has who was often at the doctor's."""
    alice = people.alice()
    days = [date(2026, 11, 20) - timedelta(days=3 * n) for n in range(MANY)]
    labs = [lab(f"test-{n:03}", "7", when=day.isoformat()) for n, day in enumerate(days)]
    on_file(alice, *labs, condition("asthma"))
    return alice


def fill(page: Page) -> None:
    page.get_by_label("Their first and last name").fill("Dana Diaz")
    page.get_by_label("Their email address").fill(f"{uuid4().hex[:10]}@example.org")
    page.get_by_label("Health records").select_option("view")
    page.get_by_label("Messages").select_option("act")
    page.get_by_label("I have read this and agree").check()


def prove(page: Page, who: Person) -> None:
    page.get_by_label("Your password").fill(who.password)
    page.get_by_role("button", name="Continue").click()


def test_alice_looks_takes_something_out_invites_dana_and_takes_it_back(page: Page, alice: Person) -> None:
    come_in(page, alice, PEOPLE)
    expect(page.get_by_text("You have let nobody in yet.")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Invite someone").click()
    page.get_by_role("button", name="See what they will see").click()
    expect(page.get_by_text("Enter their first and last name.")).to_be_visible()
    axe(page)
    shoot(page, "representatives-new")
    fill(page)
    page.get_by_role("button", name="See what they will see").click()

    expect(page.get_by_role("heading", name="What Dana Diaz will see")).to_be_visible()
    expect(page.get_by_role("button", name=f"Results {MANY}")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("Messages: see and act")).to_be_visible()
    axe(page)
    shoot(page, "representatives-preview")
    page.get_by_role("button", name="Older").click()
    expect(page.get_by_text("Page 2 of 16")).to_be_visible()
    page.get_by_label("Find something in it").fill("test-217")
    page.get_by_role("button", name="Hide test-217").press("Enter")
    expect(page.get_by_role("button", name="Put back test-217")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Hidden: test-217")).to_have_count(1)
    axe(page)
    shoot(page, "representatives-preview-hidden")
    page.get_by_role("link", name="Change what you entered").click()
    expect(page.get_by_label("Their first and last name")).to_have_value("Dana Diaz")
    expect(page.get_by_label("Messages")).to_have_value("act")
    page.go_back()
    page.get_by_role("button", name="Hidden 1").click()
    expect(page.get_by_role("link", name="test-217")).to_be_visible()

    page.get_by_role("button", name="Send the invitation").click()
    prove(page, alice)
    expect(page.get_by_role("heading", name="Dana Diaz", exact=True)).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Health records: see")).to_be_visible()
    axe(page)
    shoot(page, "representatives-one")
    page.get_by_role("link", name="See what they see").click()
    page.get_by_role("button", name="Hidden 1").click()
    page.get_by_role("button", name="Put back test-217").click()
    expect(page.get_by_text("Nothing is hidden.")).to_be_visible()
    axe(page)
    page.go_back()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back. The link no longer works.")).to_be_visible()
    page.goto(PEOPLE)
    expect(page.get_by_role("link", name="Dana Diaz")).to_be_visible()
    axe(page)


def test_at_an_item_alice_hides_it_from_dana_on_her_phone(page: Page, alice: Person) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    come_in(page, alice, f"{PEOPLE}/new")
    fill(page)
    page.get_by_role("button", name="See what they will see").click()
    expect(page.get_by_role("heading", name="What Dana Diaz will see")).to_be_visible()
    shoot(page, "representatives-preview-phone")
    page.get_by_role("button", name="Send the invitation").click()
    prove(page, alice)
    page.get_by_role("heading", name="Dana Diaz", exact=True).wait_for()

    page.goto("/records/conditions")
    page.get_by_role("link", name="asthma").click()
    page.get_by_role("button", name="Hide from my representatives…").click()
    expect(page.get_by_role("heading", name="Hide from whom?")).to_be_visible()
    page.get_by_label("Dana Diaz").check()
    axe(page)
    shoot(page, "hide-item-phone")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It counts from now on.")).to_be_visible()
    page.get_by_role("button", name="Hide from my representatives…").click()
    expect(page.get_by_role("heading", name="Hide from whom?")).to_be_visible()
    expect(page.get_by_label("Dana Diaz")).to_be_checked()
    page.get_by_label("Dana Diaz").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Hide from whom?")).to_be_hidden()
    page.get_by_role("button", name="Hide from my representatives…").click()
    expect(page.get_by_role("heading", name="Hide from whom?")).to_be_visible()
    expect(page.get_by_label("Dana Diaz")).to_be_checked()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Hide from whom?")).to_be_hidden()
