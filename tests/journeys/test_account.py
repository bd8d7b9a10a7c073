"""Alice keeps her own account safe: password, questions, devices, history. Nia keeps hers."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from portal.services.sign_in import From
from tests import mail, people
from tests.journeys.browser import axe, come_in
from tests.services.account.accounts import PHONE

pytestmark = pytest.mark.browser
NEW = "seven green umbrellas dancing"


def prove(page: Page, who: people.Person) -> None:
    """Answer the question that opened over the page."""
    dialog = page.get_by_role("dialog", name="Please show that it is you")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Your password").fill(who.password)
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog).to_be_hidden()


def test_alice_changes_her_password_and_her_phone_is_signed_out(page, site, context, chromium):
    alice = people.alice()
    pocket = people.sign_in(alice, source=PHONE)
    phone = chromium.new_context(base_url=site.origin, viewport={"width": 390, "height": 844}).new_page()
    come_in(phone, pocket, "/profile/security")
    expect(phone.get_by_role("heading", name="Where you are signed in")).to_be_visible()
    come_in(page, alice, "/home")
    other_tab = context.new_page()
    other_tab.goto("/profile")
    page.bring_to_front()

    page.get_by_label("Account: Alice Ames. Open the menu").click()
    page.get_by_role("link", name="Profile").first.click()
    page.get_by_role("link", name="Security Password").click()
    page.get_by_role("link", name="Password Choose a new one").click()
    page.get_by_role("textbox", name="New password").fill("lakeside")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("A password has 12 to 128 characters.")).to_be_visible()
    expect(page.get_by_role("textbox", name="New password")).to_be_focused()
    axe(page)
    page.get_by_role("textbox", name="New password").fill(NEW)
    expect(page.get_by_text("Hard to guess (done)")).to_be_visible()
    page.get_by_role("button", name="Change the password").click()
    prove(page, alice)
    expect(page.get_by_text("Your password is changed")).to_be_visible()
    expect(page.locator("#changed")).to_be_focused()
    axe(page)

    page.get_by_role("link", name="Security").last.click()
    expect(page.get_by_text("This one", exact=True)).to_be_visible()
    expect(page.get_by_text("Safari on iPhone")).to_have_count(0)
    other_tab.bring_to_front()
    other_tab.get_by_role("link", name="How you see results").click()
    expect(other_tab.get_by_label("Show it to me at once")).to_be_checked()
    phone.bring_to_front()
    expect(phone.get_by_label("Username")).to_be_visible()
    phone.get_by_label("Username").fill(alice.username)
    phone.get_by_role("textbox", name="Password").fill(NEW)
    phone.get_by_role("button", name="Sign in", exact=True).click()
    expect(phone).to_have_url(f"{site.origin}/profile/security")
    phone.context.close()


def test_alice_chooses_other_questions_and_what_she_typed_survives_the_question(page, site):
    alice = people.alice()
    come_in(page, alice, "/profile/security/questions")
    for n, (question, answer) in enumerate(
        [("first pet", "Biscuit"), ("ten", "Alder Way"), ("first car", "a blue van")], start=1
    ):
        box = page.get_by_label(f"Question {n}", exact=True)
        words = box.locator("option", has_text=question).first.inner_text()
        box.select_option(label=words)
        page.get_by_label(f"Your answer to question {n}").fill(answer)
    page.get_by_role("button", name="Save").click()
    dialog = page.get_by_role("dialog", name="Please show that it is you")
    dialog.get_by_label("Your password").fill("not hers at all")
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_text("That is not your password.")).to_be_visible()
    axe(page)
    prove(page, alice)
    expect(page.get_by_text("Your security questions are changed")).to_be_visible()
    axe(page)


def test_alice_leaves_the_question_and_keeps_what_she_typed(page, site):
    alice = people.alice()
    come_in(page, alice, "/profile/security/password")
    page.get_by_role("textbox", name="New password").fill(NEW)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("dialog", name="Please show that it is you")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Please show that it is you")).to_be_hidden()
    expect(page.get_by_role("textbox", name="New password")).to_have_value(NEW)
    expect(page.get_by_role("button", name="Change the password")).to_be_focused()


def test_alice_signs_out_one_device_then_all(page, site):
    alice = people.alice()
    people.sign_in(alice, source=PHONE)
    come_in(page, alice, "/profile/security")
    page.get_by_role("button", name="Sign out Safari on iPhone").click()
    axe(page)
    page.get_by_role("dialog").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("Signed out: Safari on iPhone.")).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out everywhere").click()
    expect(page.get_by_label("Username")).to_be_visible()
    page.goto("/profile/security")
    expect(page.get_by_label("Username")).to_be_visible()


def test_alice_reads_her_sign_ins_by_keyboard_on_a_narrow_phone(page, site):
    alice = people.alice()
    people.sign_in(alice, source=From(address="198.51.100.77", device=PHONE.device, browser="q" * 43))
    page.set_viewport_size({"width": 320, "height": 700})
    come_in(page, alice, "/profile/security")
    way = page.get_by_role("link", name="Sign-in history")
    way.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign-in history")).to_be_focused()
    expect(page.get_by_text("from 198.51.100.77")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    axe(page)


def test_nia_changes_her_password_on_the_staff_side(page, site):
    nia = people.nia()
    come_in(page, nia, "/staff/patients")
    page.get_by_label("Account: Nia Novak. Open the menu").click()
    page.get_by_role("link", name="Your account").first.click()
    expect(page.get_by_text("This one", exact=True)).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Password Choose a new one").click()
    page.get_by_role("textbox", name="New password").fill(NEW)
    page.get_by_role("button", name="Change the password").click()
    prove(page, nia)
    expect(page.get_by_text("Your password is changed")).to_be_visible()
    page.get_by_role("link", name="Your account").last.click()
    page.get_by_role("link", name="Sign-in history").click()
    expect(page.get_by_text("Signed in", exact=True).first).to_be_visible()


def test_alice_moves_to_another_email_address(page, site):
    alice = people.alice()
    new = f"new.{alice.username}@example.org"
    come_in(page, alice, "/profile")
    page.get_by_role("link", name="Email Where").click()
    page.get_by_label("New email address").fill("not an address")
    page.get_by_role("button", name="Send a code there").click()
    expect(page.get_by_text("Enter an email address like name@example.org.")).to_be_visible()
    axe(page)
    page.get_by_label("New email address").fill(new)
    page.get_by_role("button", name="Send a code there").click()
    prove(page, alice)
    expect(page.get_by_text(f"We have sent a code to {new}.")).to_be_visible()
    page.get_by_label("Code from the email").fill("00000000")
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("That is not the code we sent.")).to_be_visible()
    axe(page)
    page.get_by_label("Code from the email").fill(code_for(new))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Your email address is changed.")).to_be_visible()
    expect(page.get_by_text(new)).to_be_visible()


def code_for(address: str) -> str:
    """The code in the email to this address; the queue may still have it in hand."""
    for _ in range(100):
        letters = [one for one in mail.emails() if one.to == address and one.status == "sent"]
        if letters and (found := re.search(r"asked: (\d{4} \d{4})", letters[0].text)):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"no code for {address}")
