"""Ada invites Nia, Nia sets herself up from her email, gets another role, and is shut out when she leaves."""

import re

import pyotp
import pytest
from playwright.sync_api import expect

from portal import clock
from portal.models.account import Role
from tests import mail, people
from tests.journeys.browser import axe, come_in
from tests.people import uuid4

pytestmark = pytest.mark.browser

PASSWORD = "seven quiet herons wade"
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"), (320, "light")]


@pytest.fixture(autouse=True)
def _still(page):
    page.emulate_media(reduced_motion="reduce")


def in_each_look(page):
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def link_in_the_email_to(page, address: str) -> str:
    """The path of the set-up link sent there; the portal's own queue may have it in hand."""
    for _ in range(100):
        mail.send_due()
        sent = [one.text for one in mail.emails() if one.to == address and one.status == "sent"]
        if sent:
            return re.search(r"/staff/set-up#\S+", sent[0])[0]
        page.wait_for_timeout(50)
    raise AssertionError("no email came")


def prove(page, person) -> None:
    """Give the password again in the question that has opened."""
    page.get_by_label("Your password", exact=True).fill(person.password)
    axe(page)
    page.get_by_role("button", name="Continue").click()


def test_ada_invites_nia_changes_her_role_and_shuts_her_out(page, site, chromium):
    name = f"Nia {uuid4().hex[:6].title()}"
    email = f"{uuid4().hex[:8]}@example.org"
    ada = people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    come_in(page, ada, "/staff/settings")
    page.get_by_role("link", name="Invite someone").click()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("Enter a name of up to 100 characters.")).to_be_visible()
    expect(page.get_by_text("Choose a role.")).to_be_visible()
    in_each_look(page)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Work email").fill(email)
    page.get_by_label("Clinician").check()
    page.get_by_role("button", name="Send the invitation").click()
    prove(page, ada)
    expect(page.get_by_role("heading", name="The invitation is on its way")).to_be_focused()
    in_each_look(page)
    page.get_by_role("link", name="See the account").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    expect(page.get_by_text("Not set up yet")).to_be_visible()
    in_each_look(page)

    with chromium.new_context(base_url=site.origin) as hers:
        desk = hers.new_page()
        desk.goto(link_in_the_email_to(page, email))
        desk.get_by_label("Password", exact=True).fill(PASSWORD)
        totp = pyotp.TOTP(desk.locator("code").inner_text().replace(" ", ""))
        desk.get_by_label("6-digit code").fill(totp.at(clock.now()))
        desk.get_by_role("button", name="Finish and sign in").click()
        desk.wait_for_url("**/staff/patients")
        desk.get_by_role("heading", name="Patients", exact=True).wait_for()
        expect(desk.get_by_role("link", name="Settings")).to_have_count(0)

        page.reload()
        expect(page.get_by_text("On 1 device")).to_be_visible()
        page.get_by_label("Administrator").check()
        page.get_by_role("button", name="Change the role").click()
        expect(page.get_by_text("Changed. They sign in again to go on.")).to_be_visible()
        in_each_look(page)

        desk.wait_for_url(re.compile("/staff/sign-in"))  # by itself: her sessions have ended
        site.forward(minutes=1)
        desk.get_by_label("Username").fill(email)
        desk.get_by_label("Password", exact=True).fill(PASSWORD)
        desk.get_by_label("6-digit code").fill(totp.at(clock.now()))
        desk.keyboard.press("Enter")
        desk.wait_for_url("**/staff/patients")
        desk.get_by_role("link", name="Settings").first.click()
        desk.get_by_role("link", name=re.compile(name)).wait_for()

        page.get_by_role("button", name="Disable…").click()
        axe(page)
        page.get_by_role("dialog").get_by_role("button", name="Disable").click()
        expect(page.get_by_text("Disabled. They are signed out and cannot sign in.")).to_be_visible()
        expect(page.locator("#person-standing")).to_be_focused()
        in_each_look(page)

        desk.wait_for_url(re.compile("/staff/sign-in"))
        assert name not in desk.content()


def test_on_a_phone_the_settings_are_behind_more_and_only_for_those_who_may(page, site):
    page.set_viewport_size({"width": 390, "height": 844})
    come_in(page, people.staff("Ada Admin", role=Role.ADMINISTRATOR), "/staff/patients")
    bar = page.locator("nav.foot")
    bar.get_by_text("More").click()
    bar.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="Settings", exact=True)).to_be_visible()

    come_in(page, people.nia(role=Role.FRONT_DESK), "/staff/patients")
    expect(page.get_by_role("heading", name="Patients", exact=True)).to_be_visible()
    page.locator("nav.foot").get_by_text("More").click()
    expect(page.locator("nav.foot").get_by_role("link", name="Help")).to_be_visible()
    for hidden in ("Settings", "On hold", "Corrections"):
        expect(page.get_by_role("link", name=hidden)).to_have_count(0)


def test_by_keyboard_alone_ada_signs_nia_out_everywhere(page, site):
    nia = people.staff(f"Kay {uuid4().hex[:6].title()}", role=Role.CLINICIAN)
    ada = people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    come_in(page, ada, f"/staff/settings/people/{nia.account_id}")
    page.get_by_role("button", name="Sign out everywhere…").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out everywhere…")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").press("Enter")
    page.get_by_label("Your password", exact=True).fill(ada.password)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Signed out everywhere.")).to_be_visible()
    expect(page.get_by_text("Not signed in now")).to_be_visible()
