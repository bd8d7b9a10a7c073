"""Alice makes her sign-in safer and uses it: an app, recovery codes, a passkey. Nia does so at work."""

import re

import pyotp
import pytest
from playwright.sync_api import expect

from portal import clock
from tests import people
from tests.journeys.browser import axe, come_in, settled, shoot
from tests.journeys.passkeys import Device
from tests.mail import emails, send_due

pytestmark = pytest.mark.browser
CODE = re.compile(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}")
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"), (320, "light")]


@pytest.fixture(autouse=True)
def _still(page):
    """Colours change at once, so that what axe measures is what stays."""
    page.emulate_media(reduced_motion="reduce")


def look(page, name):
    """axe, and nothing wider than the screen, in each look; with a picture of each."""
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        shoot(page, f"{name}-{width}-{scheme}")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def prove(page, who):
    """Answer the question that asks for the password again."""
    page.get_by_role("dialog", name="Please show that it is you").wait_for()
    page.get_by_label("Your password", exact=True).fill(who.password)
    page.get_by_role("button", name="Continue").click()


def sign_out(page):
    page.get_by_label(re.compile("^Account:")).click()
    page.get_by_role("button", name="Sign out").first.click()
    page.get_by_text("You are signed out.").wait_for()


def give_password(page, who):
    page.get_by_label("Username").fill(who.username)
    page.get_by_label("Password", exact=True).fill(who.password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up_app(page, who):
    """Her app, from the page on it on; the recovery codes are on the screen."""
    page.goto("/profile/security/authenticator")
    page.get_by_role("button", name="Set up the app").click()
    prove(page, who)
    page.get_by_alt_text("QR code for your authenticator app").wait_for()
    app = pyotp.TOTP(page.locator("main code").inner_text().replace(" ", ""))
    page.get_by_label("6-digit code").fill(app.at(clock.now()))
    page.get_by_role("button", name="Turn it on").click()
    page.get_by_role("heading", name="Keep these codes now").wait_for()
    return app


def add_passkey(page, who, name="My phone"):
    page.goto("/profile/security/passkeys")
    page.get_by_label("Name for this passkey").fill(name)
    page.get_by_role("button", name="Add a passkey").click()
    prove(page, who)


def told(who):
    send_due()
    return " ".join(mail.text for mail in emails() if mail.to == who.email)


def test_alice_sets_up_an_app_and_signs_in_with_it_and_with_a_recovery_code(page, site):
    alice = people.alice()
    come_in(page, alice, "/profile/security")
    page.get_by_text("Off", exact=True).wait_for()
    look(page, "security-none")
    page.get_by_role("link", name=re.compile("Authenticator app")).click()
    page.get_by_role("button", name="Set up the app").wait_for()
    look(page, "app-off")
    page.get_by_role("button", name="Set up the app").click()
    prove(page, alice)
    page.get_by_alt_text("QR code for your authenticator app").wait_for()
    look(page, "app-setting-up")
    page.get_by_label("6-digit code").fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_text("That is not the code shown now.")).to_be_visible()
    app = pyotp.TOTP(page.locator("main code").inner_text().replace(" ", ""))
    page.get_by_label("6-digit code").fill(app.at(clock.now()))
    page.get_by_role("button", name="Turn it on").click()

    page.get_by_role("heading", name="Keep these codes now").wait_for()
    codes = [code.inner_text() for code in page.locator(".codes code").all()]
    assert len(codes) == 10 and all(CODE.fullmatch(code) for code in codes)
    look(page, "codes-shown")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save as a file").click()
    assert saved.value.suggested_filename == "recovery-codes.txt"
    assert saved.value.path().read_text().split() == codes
    page.get_by_role("button", name="I have kept them").click()
    page.get_by_text("You have 10 codes left of 10.").wait_for()
    look(page, "codes-left")
    page.reload()
    page.get_by_text("You have 10 codes left of 10.").wait_for()
    assert codes[0] not in page.content()

    sign_out(page)
    give_password(page, alice)
    page.get_by_role("heading", name="One more step").wait_for()
    expect(page.get_by_role("heading", name="One more step")).to_be_focused()
    look(page, "second-step")
    page.get_by_label("6-digit code").fill("000000")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("That code does not fit.")).to_be_visible()
    axe(page)
    page.reload()
    page.get_by_label("6-digit code").wait_for()
    site.forward(minutes=1)
    page.get_by_label("6-digit code").fill(app.at(clock.now()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")

    page.go_back()
    page.get_by_role("button", name="Sign in", exact=True).wait_for()
    page.goto("/home")
    sign_out(page)
    give_password(page, alice)
    page.get_by_role("button", name="Use a recovery code").click()
    expect(page.get_by_label("Recovery code")).to_be_focused()
    look(page, "second-step-list")
    page.get_by_label("Recovery code").fill(codes[0].lower().replace("-", " "))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/home")
    assert "An authenticator app was added" in told(alice) and "A recovery code was used" in told(alice)


def test_the_link_she_came_for_survives_the_second_step_and_too_late_is_said(page, site):
    alice = people.alice()
    come_in(page, alice)
    app = set_up_app(page, alice)
    sign_out(page)
    page.goto("/records/results")
    page.wait_for_url("**/#next=/records/results")
    give_password(page, alice)
    page.get_by_label("6-digit code").wait_for()
    site.forward(minutes=6)
    page.get_by_label("6-digit code").fill(app.at(clock.now()))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("That took too long. Nothing was lost.")).to_be_visible()
    axe(page)
    give_password(page, alice)
    page.get_by_label("6-digit code").fill(app.at(clock.now()))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/records/results")


def test_starting_again_leads_back_to_the_first_step(page, site):
    alice = people.alice()
    come_in(page, alice)
    set_up_app(page, alice)
    sign_out(page)
    give_password(page, alice)
    page.get_by_role("button", name="Start again").click()
    page.get_by_label("Username").wait_for()
    page.reload()
    page.get_by_label("Username").wait_for()
    expect(page.get_by_text("One more step")).to_have_count(0)


def test_alice_adds_a_passkey_signs_in_without_a_password_renames_and_removes_it(page, site):
    alice, device = people.alice(), Device(page)
    come_in(page, alice, "/profile/security/passkeys")
    page.get_by_text("You have no passkey yet.").wait_for()
    look(page, "passkeys-none")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Enter a name of 1 to 60 characters.")).to_be_visible()
    expect(page.get_by_label("Name for this passkey")).to_be_focused()
    page.get_by_label("Name for this passkey").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    prove(page, alice)
    page.get_by_role("heading", name="Keep these codes now").wait_for()
    assert device.count() == 1
    page.goto("/profile/security/passkeys")
    page.get_by_text("My phone").first.wait_for()
    look(page, "passkeys-one")
    page.get_by_label("Name for this passkey").fill("Again")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This device already has a passkey for your account.")).to_be_visible()
    axe(page)

    sign_out(page)
    look(page, "sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/home")
    page.get_by_text("Alice Ames").first.wait_for()

    page.goto("/profile/security/passkeys")
    page.get_by_role("button", name="Rename My phone").click()
    expect(page.get_by_label("New name")).to_be_focused()
    page.get_by_label("New name").fill("Old phone")
    page.get_by_role("button", name="Save the name").click()
    page.get_by_role("button", name="Remove Old phone").click()
    page.get_by_role("dialog", name="Remove this passkey?").wait_for()
    axe(page)
    page.get_by_role("button", name="Remove it").click()
    prove_with_passkey(page)
    page.get_by_text("The passkey is removed here.").wait_for()
    page.get_by_text("You have no passkey yet.").wait_for()
    assert "A passkey was added" in told(alice) and "A passkey was removed" in told(alice)

    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That passkey did not work here.")).to_be_visible()
    axe(page)


def prove_with_passkey(page):
    """Answer the question that asks who is there with a passkey instead."""
    page.get_by_role("button", name="Use a passkey instead").wait_for()
    axe(page)
    shoot(page, "proof-with-passkey")
    page.get_by_role("button", name="Use a passkey instead").click()


def test_a_passkey_is_a_second_step_too_and_a_stranger_with_her_phone_gets_nowhere(page, site):
    alice, device = people.alice(), Device(page)
    come_in(page, alice)
    add_passkey(page, alice)
    page.get_by_role("heading", name="Keep these codes now").wait_for()
    sign_out(page)
    give_password(page, alice)
    page.get_by_text("Now use your passkey.").wait_for()
    look(page, "second-step-passkey")
    device.knows(False)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    axe(page)
    device.knows(True)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/home")


def test_nia_signs_in_with_a_passkey_at_the_staff_door_and_not_at_the_other(page, site):
    nia, device = people.nia(), Device(page)
    come_in(page, nia, "/staff/profile")
    page.get_by_text("On", exact=True).wait_for()
    look(page, "staff-security")
    page.get_by_role("link", name=re.compile("Passkeys")).click()
    page.get_by_label("Name for this passkey").fill("Desk key")
    page.get_by_role("button", name="Add a passkey").click()
    prove(page, nia)
    page.get_by_role("heading", name="Keep these codes now").wait_for()
    sign_out(page)
    look(page, "staff-sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/staff/patients")
    sign_out(page)
    page.goto("/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That passkey is for a staff account.")).to_be_visible()
    assert device.count() == 1


def test_alice_turns_her_app_off_and_nia_cannot_while_it_is_her_only_second_step(page, site):
    alice = people.alice()
    come_in(page, alice)
    set_up_app(page, alice)
    page.goto("/profile/security/authenticator")
    page.get_by_role("button", name="Turn off").click()
    page.get_by_role("dialog", name="Turn off the authenticator app?").wait_for()
    look(page, "app-turn-off")
    page.get_by_role("button", name="Turn it off").click()
    page.get_by_text("The authenticator app is turned off.").wait_for()
    page.get_by_role("button", name="Set up the app").wait_for()
    sign_out(page)
    give_password(page, alice)
    page.wait_for_url("**/home")

    nia = people.nia()
    come_in(page, nia, "/staff/profile/authenticator")
    page.get_by_text("You can turn it off once you have a passkey.").wait_for()
    look(page, "app-staff")
    expect(page.get_by_role("button", name="Turn off")).to_have_count(0)


def test_where_the_browser_has_no_passkeys_nothing_asks_for_one(page, site):
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/")
    page.get_by_role("button", name="Sign in", exact=True).wait_for()
    settled(page)
    come_in(page, people.alice(), "/profile/security/passkeys")
    expect(page.get_by_text("This browser cannot make a passkey.")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/")
    page.get_by_label("Username").fill("x")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
