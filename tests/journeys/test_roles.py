"""Each role of the practice goes wherever its bars lead, and is refused nowhere; and is told so elsewhere."""

import pytest
from playwright.sync_api import expect

from portal.models.account import Role
from tests import people
from tests.journeys import practice
from tests.journeys.browser import come_in, settled

pytestmark = pytest.mark.browser

LEFT_OUT = {
    Role.FRONT_DESK: ["Corrections", "On hold", "Settings"],
    Role.BILLER: ["Corrections", "On hold", "Settings"],
    Role.CLINICIAN: [],
    Role.ADMINISTRATOR: [],
}


@pytest.mark.parametrize("role", list(LEFT_OUT))
def test_the_bars_lead_only_to_where_a_role_may_be(page, site, role):
    practice.fill(site.home)
    come_in(page, people.staff("Sam Ortiz", role=role), "/staff/patients")
    bar = page.get_by_role("navigation").first
    expect(bar.get_by_role("link", name="Patients")).to_be_visible()
    for name in LEFT_OUT[role]:
        expect(bar.get_by_role("link", name=name)).to_have_count(0)
    ways = [one.get_attribute("href") for one in bar.get_by_role("link").all()]
    for way in ways:
        page.goto(way)
        page.locator("h1").first.wait_for()
        settled(page)
        expect(page.get_by_role("link", name="Go to your own page")).to_have_count(0)
        expect(page.locator('main .notice[data-tone="danger"]')).to_have_count(0)


def test_whoever_is_refused_is_led_back_to_their_own_work(page, site):
    practice.fill(site.home)
    come_in(page, people.staff("Sam Ortiz", role=Role.BILLER), "/staff/corrections")
    page.get_by_role("link", name="Go to your own page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Patients")
