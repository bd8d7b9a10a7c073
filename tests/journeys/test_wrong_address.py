"""Someone comes to an address that is none: signed out, signed in, without scripts, by a link within."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.journeys.browser import axe, come_in

pytestmark = pytest.mark.browser

WRONG = ["/nowhere", "/records/nowhere/at/all", "/staff/nowhere"]
HEADING = "We could not find this page"


@pytest.mark.parametrize("path", WRONG)
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_wrong_address_says_so_and_leads_on(page, site, path: str, is_signed_in: bool):
    if is_signed_in:
        come_in(page, people.alice())
    answer = page.goto(path)

    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    expect(page).to_have_title("Page not found · Lakeside Family Practice")
    expect(page.get_by_role("link", name="Call 555-0134")).to_have_attribute("href", "tel:555-0134")
    axe(page)
    page.get_by_role("main").get_by_role("link", name="Help").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Help")
    page.go_back()
    page.get_by_role("link", name="Go to Home").click()
    page.wait_for_url("**/home" if is_signed_in else "**/#next=/home")


def test_it_needs_no_scripts(chromium, site):
    context = chromium.new_context(base_url=site.origin, java_script_enabled=False)
    page = context.new_page()
    assert page.goto("/nowhere").status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
    page.get_by_role("link", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    context.close()


def test_a_link_within_that_leads_nowhere_says_the_same(page, site):
    come_in(page, people.alice(), "/home")
    page.get_by_role("heading", level=1).wait_for()
    page.evaluate("history.pushState({}, '', '/nowhere'); dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.get_by_role("heading", level=1)).to_have_text(HEADING)
