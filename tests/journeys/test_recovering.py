"""Alice forgot how to sign in, and gets back in: in a real browser, on a phone, by keyboard, interrupted."""

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import people
from tests.journeys.browser import axe, shoot
from tests.journeys.serving import Site
from tests.recovering import ANSWERS, PASSWORD, code_for, lock, mails_to, share, with_answers

pytestmark = pytest.mark.browser

LOOKS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).locator("visible=true").click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def begin(page: Page, email: str) -> None:
    page.get_by_label("Email address", exact=True).fill(email)
    press(page, "Send me a code")
    heading(page, "Step 2 of 4")


def type_code(page: Page, email: str) -> None:
    page.get_by_label("Code", exact=True).fill(code_for(email))
    press(page, "Continue")


def answer(page: Page) -> None:
    heading(page, "Step 3 of 4")
    from portal.services.credentials import questions

    words = dict(questions())
    for key, said in ANSWERS.items():
        box = page.get_by_label(words[key])
        if box.count():
            box.fill(said)
    press(page, "Continue")


def test_alice_gets_back_in_from_the_sign_in_page(page: Page, site: Site) -> None:
    alice = with_answers(people.alice(signed_in=False))
    page.goto("/")
    page.get_by_role("link", name="I forgot my username and/or password").click()
    heading(page, "Step 1 of 4")
    begin(page, alice.email)
    expect(page.get_by_text(f"to {alice.email}")).to_be_visible()
    type_code(page, alice.email)
    answer(page)
    heading(page, "Step 4 of 4")
    expect(page.get_by_label("Your username")).to_have_value(alice.username)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    expect(page.get_by_text("Hard to guess (done)")).to_be_visible()
    press(page, "Save and sign in")
    heading(page, "Good ")
    expect(page.get_by_text("Alice Ames").first).to_be_visible()
    assert any("You have a new password" in mail.text for mail in mails_to(alice.email))


def test_by_keyboard_alone_the_focus_goes_from_step_to_step(page: Page, site: Site) -> None:
    alice = with_answers(people.alice(signed_in=False))
    page.goto("/recover")
    heading(page, "Step 1 of 4")
    page.get_by_label("Email address", exact=True).focus()
    page.keyboard.type("not an address")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Email address", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Email address", exact=True)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(alice.email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Step 2 of 4")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("00000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("That is not the code")).to_be_visible()
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type(code_for(alice.email))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Step 3 of 4")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_text("4 tries left")).to_be_visible()
    answer(page)
    expect(page.get_by_role("heading", name="Step 4 of 4")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    heading(page, "Good ")


def test_a_reload_in_the_middle_loses_nothing(page: Page, site: Site) -> None:
    alice = with_answers(people.alice(signed_in=False))
    page.goto("/recover")
    begin(page, alice.email)
    page.reload()
    heading(page, "Step 2 of 4")
    expect(page.get_by_text(f"to {alice.email}")).to_be_visible()
    type_code(page, alice.email)
    heading(page, "Step 3 of 4")
    page.reload()
    answer(page)
    heading(page, "Step 4 of 4")
    page.goto("/help")
    page.goto("/recover")
    heading(page, "Step 4 of 4")


def test_back_leads_to_the_address_and_forward_to_where_one_was(page: Page, site: Site) -> None:
    alice = with_answers(people.alice(signed_in=False))
    page.goto("/recover")
    begin(page, "alcie.typo@example.org")
    page.go_back()
    heading(page, "Step 1 of 4")
    expect(page.get_by_label("Email address", exact=True)).to_have_value("alcie.typo@example.org")
    page.go_forward()
    heading(page, "Step 2 of 4")
    press(page, "Use another email address")
    heading(page, "Step 1 of 4")
    begin(page, alice.email)
    expect(page.get_by_text(f"to {alice.email}")).to_be_visible()
    type_code(page, alice.email)
    heading(page, "Step 3 of 4")
    page.go_back()
    heading(page, "Step 1 of 4")
    page.go_forward()
    answer(page)
    heading(page, "Step 4 of 4")


def test_two_windows_are_one_way_back_in(context: BrowserContext, page: Page, site: Site) -> None:
    alice = with_answers(people.alice(signed_in=False))
    page.goto("/recover")
    begin(page, alice.email)
    other = context.new_page()
    other.goto("/recover")
    heading(other, "Step 2 of 4")
    type_code(other, alice.email)
    answer(other)
    heading(other, "Step 4 of 4")
    page.get_by_label("Code", exact=True).fill("12345678")
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_contain_text("another window")
    heading(page, "Step 4 of 4")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    press(page, "Save and sign in")
    heading(page, "Good ")
    other.get_by_label("New password", exact=True).fill("another quiet lantern 9")
    press(other, "Save and sign in")
    expect(other.get_by_role("alert")).to_contain_text("Nothing was changed")
    heading(other, "Step 1 of 4")


def test_another_code_can_be_asked_for_after_a_minute(page: Page, site: Site) -> None:
    alice = with_answers(people.alice(signed_in=False))
    page.goto("/recover")
    begin(page, alice.email)
    again = page.get_by_role("button", name="Send a new code")
    expect(again).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("You can ask for a new code in")).to_be_visible()
    again.focus()
    again.press("Enter")
    assert len(mails_to(alice.email)) == 1
    site.forward(minutes=2)
    page.reload()
    heading(page, "Step 2 of 4")
    expect(again).not_to_have_attribute("aria-disabled", "true")
    again.focus()
    again.press("Enter")
    expect(page.get_by_text("A new code is on its way")).to_be_visible()
    expect(again).to_be_focused()
    expect(again).to_have_attribute("aria-disabled", "true")
    assert len(mails_to(alice.email)) == 2
    type_code(page, alice.email)
    heading(page, "Step 3 of 4")


def test_the_countdown_goes_by_itself(page: Page, site: Site) -> None:
    page.clock.install()
    page.goto("/recover")
    begin(page, f"{people.patient('Jo Jones').mrn.lower()}@example.org")
    again = page.get_by_role("button", name="Send a new code")
    expect(again).to_have_attribute("aria-disabled", "true")
    page.clock.fast_forward(61_000)
    expect(again).not_to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_step_is_accessible_and_fits(chromium: Browser, site: Site, width: int, scheme: str) -> None:
    alice = with_answers(people.account(people.Person("Alice Ames", totp_secret=pyotp.random_base32())))
    bella = with_answers(people.account(people.Person("Bella Ames")))
    share(bella, alice.email)
    context = chromium.new_context(
        base_url=site.origin,
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()

    def looks_right(name: str) -> None:
        shoot(page, f"recover-{name}-{width}-{scheme}")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    page.goto("/recover")
    heading(page, "Step 1 of 4")
    looks_right("1")
    press(page, "Send me a code")
    expect(page.get_by_text("Enter an email address")).to_be_visible()
    looks_right("1-empty")
    press(page, "I have a code from the practice")
    heading(page, "Your code from the practice")
    looks_right("desk")
    press(page, "Continue")
    expect(page.get_by_text("Type the 12 digits")).to_be_visible()
    looks_right("desk-empty")
    press(page, "Back")
    begin(page, alice.email)
    looks_right("2")
    press(page, "Continue")
    expect(page.get_by_text("Type the 8 digits")).to_be_visible()
    looks_right("2-empty")
    type_code(page, alice.email)
    heading(page, "Whose account is it?")
    looks_right("3-which")
    press(page, "Alice")
    heading(page, "Show that it is you")
    looks_right("3-question")
    press(page, "Continue")
    expect(page.get_by_text("Type your answer")).to_be_visible()
    looks_right("3-question-empty")
    answer(page)
    heading(page, "Your second step")
    looks_right("3-factor")
    page.get_by_label("Code", exact=True).fill(alice.code)
    press(page, "Continue")
    heading(page, "Step 4 of 4")
    looks_right("4")
    page.get_by_label("New password", exact=True).fill("password1234")
    press(page, "Save and sign in")
    expect(page.get_by_text("easy to guess")).to_be_visible()
    looks_right("4-wrong")
    press(page, "Only email me my username")
    heading(page, "Your username is on its way")
    looks_right("sent")
    context.close()


@pytest.mark.parametrize("end", ["nobody", "staff", "closed", "locked"])
def test_each_end_says_what_to_do(page: Page, site: Site, end: str) -> None:
    words = {
        "nobody": "There is no account with this email address",
        "staff": "This address belongs to someone who works here",
        "closed": "Please contact your practice",
        "locked": "Your account is locked",
    }
    someone = people.nia(signed_in=False) if end == "staff" else with_answers(people.bob(signed_in=False))
    email = f"{end}.end@example.org" if end == "nobody" else someone.email
    page.goto("/recover")
    begin(page, email)
    if end == "locked":
        lock(someone)
    type_code(page, email)
    if end == "closed":
        box = page.get_by_label("?")
        for left in ("4 tries", "3 tries", "2 tries", "1 try"):
            box.fill("wrong")
            press(page, "Continue")
            expect(page.get_by_text(f"{left} left")).to_be_visible()
        box.fill("wrong")
        press(page, "Continue")
    expect(page.get_by_role("heading", name=words[end])).to_be_focused()
    assert "555-0134" in page.get_by_role("main").inner_text()
    shoot(page, f"recover-end-{end}")
    axe(page)


def test_back_pressed_the_moment_a_step_is_there_leads_back_all_the_same(page: Page, site: Site) -> None:
    page.add_init_script("""
        const push = history.pushState;
        history.pushState = function (...given) {
            push.apply(this, given);
            if (String(given[2]).endsWith("#code")) history.back();
        };
    """)
    page.goto("/recover")
    page.get_by_label("Email address", exact=True).fill("alcie.hurry@example.org")
    press(page, "Send me a code")
    expect(page.get_by_label("Email address", exact=True)).to_have_value("alcie.hurry@example.org")
    page.wait_for_timeout(700)
    heading(page, "Step 1 of 4")
    page.go_forward()
    heading(page, "Step 2 of 4")
