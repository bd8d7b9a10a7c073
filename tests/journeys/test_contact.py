"""Alice has moved: she asks for it on her profile, the front desk enters it, her open page says so."""

import pytest
from playwright.sync_api import expect

from portal.models.account import Role
from tests import people
from tests.journeys.browser import axe, come_in
from tests.services.contact.contacting import with_contact

pytestmark = pytest.mark.browser


def test_alice_asks_the_desk_enters_it_and_her_open_page_says_so(page, site, chromium):
    alice, desk = with_contact(people.alice()), people.nia(role=Role.FRONT_DESK)
    come_in(page, alice, "/home")
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Profile").click()
    expect(page.get_by_text("9 Elm Street, Portland, ME 04101")).to_be_visible()
    page.get_by_role("link", name="Ask for a change").click()

    expect(page.get_by_label("Street and number")).to_have_value("9 Elm Street")
    page.get_by_label("Street and number").fill("4 Oak Road")
    page.get_by_label("ZIP code").fill("0410")
    send = page.get_by_role("button", name="Send the request")
    send.click()
    page.get_by_role("dialog").get_by_label("Password").fill(alice.password)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Enter the ZIP code: 5 digits, or 9.")).to_be_visible()
    expect(page.get_by_label("Street and number")).to_have_value("4 Oak Road")
    axe(page)
    page.get_by_label("ZIP code").fill("04102")
    send.dblclick()
    expect(page.get_by_role("heading", name="We have your request")).to_be_visible()
    expect(page.locator("#contact-receipt")).to_be_focused()
    axe(page)
    page.get_by_role("link", name="Back to Profile").click()
    expect(page.get_by_text("Waiting", exact=True)).to_have_count(1)
    axe(page)

    staff = chromium.new_context(base_url=site.origin, viewport={"width": 1280, "height": 900})
    other = staff.new_page()
    come_in(other, desk, "/staff/patients")
    other.get_by_role("link", name="Contact changes").first.click()
    other.locator("main a[href^='/staff/contact-changes/']").first.click()
    expect(other.get_by_role("rowheader", name="Address")).to_be_visible()
    expect(other.get_by_role("cell", name="9 Elm Street, Portland, ME 04101")).to_be_visible()
    other.get_by_role("button", name="Entered in the EHR").click()
    axe(other)
    other.get_by_role("button", name="Yes, it is entered").click()
    expect(other.get_by_text("What came of it")).to_be_visible()
    staff.close()

    asked = page.get_by_role("group", name="Changes asked for")
    expect(asked.get_by_text("Entered by Nia Novak")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Entered by Nia Novak")).to_have_count(1)


def test_she_takes_it_back(page, site):
    alice = people.proved(with_contact(people.alice()))
    come_in(page, alice, "/profile/contact")
    page.get_by_label("Mobile phone").fill("(207) 555-0177")
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("link", name="Back to Profile").click()
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Your request was taken back.")).to_be_visible()
    expect(page.locator("#contact-pending")).to_be_focused()
