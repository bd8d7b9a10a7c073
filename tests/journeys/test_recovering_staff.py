"""At the front desk: Nia helps Alice back in, locks and unlocks, and puts an address right."""

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.models.account import Role
from tests import people
from tests.journeys.browser import axe, come_in, shoot
from tests.journeys.serving import Site
from tests.people import Person
from tests.recovering import ANSWERS, PASSWORD, code_for, mails_to, with_answers
from tests.recovering import Browser as Visitor

pytestmark = pytest.mark.browser


def front_desk() -> Person:
    return people.nia(role=Role.FRONT_DESK)


def desk(page: Page, nia: Person, whose: Person) -> None:
    come_in(page, nia, f"/staff/patients/{whose.patient_id}")
    expect(page.get_by_role("heading", name="Signing in")).to_be_visible()


def ask(page: Page, what: str, whose: Person) -> None:
    page.get_by_role("button", name=f"{what} {whose.name}").click()
    expect(page.get_by_role("dialog").locator("visible=true")).to_be_visible()


def dialog(page: Page):
    return page.get_by_role("dialog").locator("visible=true").last


def do(page: Page, name: str) -> None:
    dialog(page).get_by_role("button", name=name, exact=True).click()


def show_that_it_is_me(page: Page, nia: Person) -> None:
    expect(page.get_by_label("Your password", exact=True)).to_be_visible()
    page.get_by_label("Your password", exact=True).fill(nia.password)
    do(page, "Continue")


def test_a_printed_code_gets_alice_back_in_on_her_phone(chromium: Browser, page: Page, site: Site) -> None:
    alice, nia = with_answers(people.alice(signed_in=False)), front_desk()
    desk(page, nia, alice)
    shoot(page, "desk-1280")
    assert alice.username not in page.content().replace(alice.email, "")
    ask(page, "Print a code", alice)
    axe(page)
    do(page, "Make the code")
    expect(page.get_by_text("Choose how you made sure")).to_be_visible()
    expect(page.get_by_label("Driver license or state ID")).to_be_focused()
    axe(page)
    shoot(page, "desk-print-wrong")
    page.get_by_label("Driver license or state ID").check()
    do(page, "Make the code")
    show_that_it_is_me(page, nia)
    paper = page.get_by_role("article", name="The paper to hand over")
    expect(paper.get_by_text(alice.username)).to_be_visible()
    expect(page.get_by_role("region", name="Code to hand over")).to_be_focused()
    code = paper.locator(".slip-code").inner_text()
    axe(page)
    shoot(page, "desk-slip")
    page.emulate_media(media="print")
    expect(paper).to_be_visible()
    expect(page.get_by_role("heading", name="Alice Ames")).not_to_be_visible()
    expect(page.get_by_text("Nobody else should see this screen")).not_to_be_visible()
    shoot(page, "desk-slip-printed")
    page.emulate_media(media="screen")
    page.get_by_role("button", name="I have handed it over").click()
    expect(page.get_by_text("Nia Novak printed a code")).to_be_visible()
    expect(page.locator("#signing-in")).to_be_focused()
    assert code not in page.content()
    axe(page)

    phone = chromium.new_context(base_url=site.origin, viewport={"width": 390, "height": 844}, has_touch=True)
    hers = phone.new_page()
    hers.goto("/recover")
    hers.get_by_role("button", name="I have a code from the practice").tap()
    hers.get_by_label("Username or email address").fill(alice.username.upper())
    hers.get_by_label("Code", exact=True).fill(code)
    hers.get_by_role("button", name="Continue").tap()
    expect(hers.get_by_role("heading", name="Step 3 of 4")).to_be_focused()
    axe(hers)
    shoot(hers, "recover-birth-390")
    hers.get_by_label("Date of birth").press_sequentially("03091984")
    hers.get_by_role("button", name="Continue").tap()
    expect(hers.get_by_label("Your username")).to_have_value(alice.username)
    hers.get_by_label("New password", exact=True).fill(PASSWORD)
    hers.get_by_role("button", name="Continue").locator("visible=true").tap()
    expect(hers.get_by_role("heading", name="New security questions")).to_be_focused()
    axe(hers)
    shoot(hers, "recover-questions-390")
    hers.go_back()
    expect(hers.get_by_label("New password", exact=True)).to_have_value(PASSWORD)
    hers.go_forward()
    for n, (question, words) in enumerate(ANSWERS.items(), 1):
        hers.get_by_label(f"Question {n}", exact=True).select_option(question)
        hers.get_by_label(f"Your answer to question {n}").fill(words)
    hers.get_by_role("button", name="Save and sign in").locator("visible=true").tap()
    expect(hers.get_by_role("heading", name="Good ")).to_be_visible()
    phone.close()


def test_the_email_from_the_practice_leads_to_where_its_code_is_typed(page: Page, site: Site) -> None:
    alice, nia = with_answers(people.alice(signed_in=False)), front_desk()
    desk(page, nia, alice)
    ask(page, "Send a code", alice)
    axe(page)
    page.get_by_label("I called the phone number on file").check()
    do(page, "Send the code")
    show_that_it_is_me(page, nia)
    expect(page.get_by_text("A code is on its way")).to_be_visible()
    expect(page.get_by_text("sent a code by email")).to_be_visible()
    code = code_for(alice.email)
    link = next(word for word in mails_to(alice.email)[0].text.split() if "/recover" in word)
    assert link == f"{site.origin}/recover#desk"
    page.context.clear_cookies()
    page.goto(link)
    expect(page.get_by_role("heading", name="Your code from the practice")).to_be_visible()
    page.get_by_label("Username or email address").fill(alice.email)
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Step 3 of 4")).to_be_visible()


def test_lock_and_unlock(page: Page, site: Site) -> None:
    alice, nia = with_answers(people.alice(signed_in=False)), front_desk()
    desk(page, nia, alice)
    ask(page, "Lock", alice)
    do(page, "Lock")
    expect(page.get_by_text("Give a reason of 5")).to_be_visible()
    expect(page.get_by_label("Reason")).to_be_focused()
    axe(page)
    page.get_by_label("Reason").fill("She lost her phone")
    do(page, "Lock")
    expect(page.get_by_text("by Nia Novak: She lost her phone")).to_be_visible()
    expect(page.locator("#signing-in")).to_be_focused()
    axe(page)
    shoot(page, "desk-locked")
    visitor = Visitor()
    visitor.ask(alice.email)
    assert visitor.prove(code_for(alice.email)).step == "locked"
    ask(page, "Unlock", alice)
    page.get_by_label("Reason").fill("She was here with her license")
    do(page, "Unlock")
    show_that_it_is_me(page, nia)
    expect(page.get_by_text("Unlocked. They can sign in")).to_be_visible()
    expect(page.get_by_role("button", name="Lock Alice Ames")).to_be_visible()


def test_an_address_is_put_right_on_a_phone(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    alice, nia = with_answers(people.alice(signed_in=False)), front_desk()
    right = f"right.{alice.email}"
    desk(page, nia, alice)
    shoot(page, "desk-390")
    ask(page, "Change email", alice)
    page.get_by_label("New email address").fill("nonsense")
    do(page, "Change it")
    expect(page.get_by_text("Enter an email address")).to_be_visible()
    expect(page.get_by_label("New email address")).to_be_focused()
    axe(page)
    shoot(page, "desk-email-390")
    page.get_by_label("New email address").fill(right)
    page.get_by_label("Passport").check()
    do(page, "Change it")
    show_that_it_is_me(page, nia)
    expect(page.get_by_text("We have told both addresses")).to_be_visible()
    expect(page.get_by_text(right, exact=True)).to_be_visible()
    assert mails_to(right) and mails_to(alice.email)


def test_a_patient_without_an_account_has_nothing_to_help_with(page: Page, site: Site) -> None:
    jo = people.patient("Jo Without")
    come_in(page, front_desk(), f"/staff/patients/{jo.patient_id}")
    expect(page.get_by_role("heading", name="Portal account")).to_be_visible()
    expect(page.get_by_role("heading", name="Signing in")).not_to_be_visible()
