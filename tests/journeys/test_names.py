"""What a screen reader says of pages that change: titles, names, descriptions, how setting up ends."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.charts import lab, on_file
from tests.journeys.browser import axe, come_in
from tests.journeys.test_enrolling import answer, choose, heading, link, press, prove
from tests.mail import link_for
from tests.services.records import correcting

pytestmark = pytest.mark.browser

PRACTICE = "Lakeside Family Practice"
HARD = re.compile("12 to 128 characters.*Hard to guess")


def test_each_step_has_its_title_and_the_end_is_told(page: Page, site) -> None:
    page.goto(link(site, link_for(people.patient("Jo Jones"))))
    heading(page, "Step 1 of 3")
    expect(page).to_have_title(f"Step 1 of 3: Show that it is you · Set up your account · {PRACTICE}")
    prove(page)
    expect(page).to_have_title(re.compile(r"^Step 2 of 3: Choose a username and password · Set up"))
    expect(page.get_by_label("Username")).to_have_accessible_description(re.compile("6 to 50 characters"))
    expect(page.get_by_label("Password", exact=True)).to_have_accessible_description(HARD)
    page.go_back()
    expect(page).to_have_title(re.compile(r"^Step 1 of 3: [^·]+ · Set up your account · [^·]+$"))
    page.go_forward()
    choose(page, "jo.hears.titles")
    expect(page).to_have_title(re.compile(r"^Step 3 of 3: Security questions · Set up"))
    answer(page)
    press(page, "Finish")
    ready = page.get_by_text("Your account is ready. You are signed in.")
    expect(ready).to_be_focused()
    expect(page).to_have_url(re.compile("/home/?$"))
    expect(page).to_have_title(f"Home · {PRACTICE}")
    axe(page)
    page.reload()
    heading(page, "Good ")
    expect(ready).to_have_count(0)


def test_a_request_sent_is_the_title_too(page: Page, site) -> None:
    alice = people.alice()
    come_in(page, alice, f"/records/corrections/new/results/{correcting.iron_on_file(alice)}")
    expect(page).to_have_title(f"Ask for a correction · {PRACTICE}")
    page.get_by_label("What is wrong?").fill("It was 30.")
    page.get_by_label("What should it say?").fill("Iron 30")
    press(page, "Send the request")
    heading(page, "We have your request")
    expect(page).to_have_title(f"We have your request · {PRACTICE}")
    expect(page.locator(".page-head p")).to_have_count(0)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Home").click()
    expect(page).to_have_title(f"Home · {PRACTICE}")


def test_what_is_not_there_brings_no_empty_paragraph(page: Page, site) -> None:
    come_in(page, people.alice(), "/records/results/00000000-0000-4000-8000-000000000000")
    expect(page.get_by_text("We could not find that").first).to_be_visible()
    expect(page.locator(".page-head p")).to_have_count(0)


def test_initials_are_for_the_eye_only(page: Page, site) -> None:
    come_in(page, people.alice(), "/home")
    face = page.locator("header summary")
    expect(face).to_contain_text("AA")
    assert "AA" not in face.aria_snapshot()
    face.click()
    assert "AA" not in page.locator("header .menu-list").aria_snapshot()


def test_the_question_who_is_there_says_only_what_it_means(page: Page, site) -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "50"))
    come_in(page, alice, "/profile/security/password")
    page.get_by_label("New password").fill("orchid kettle mulberry 8")
    expect(page.get_by_label("New password")).to_have_accessible_description(HARD)
    press(page, "Change the password")
    secret = page.get_by_role("dialog").get_by_label("Your password", exact=True)
    expect(secret).to_be_visible()
    known = {
        "id",
        "name",
        "type",
        "class",
        "autocomplete",
        "autocapitalize",
        "spellcheck",
        "required",
        "value",
    }
    assert set(secret.evaluate("one => one.getAttributeNames()")) <= known
    expect(
        page.get_by_role("dialog").get_by_role("button", name="Show your password", exact=True)
    ).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/staff/sign-in"])
def test_empty_fields_are_named(page: Page, site, path: str) -> None:
    page.goto(path)
    press(page, "Sign in")
    name, secret = page.get_by_label("Username"), page.get_by_label("Password", exact=True)
    expect(page.get_by_text("Type your username.")).to_have_count(1)
    expect(name).to_be_focused()
    expect(secret).to_have_accessible_description("Type your password.")
    name.fill("alice")
    press(page, "Sign in")
    expect(page.get_by_text("Type your username.")).to_have_count(0)
    expect(secret).to_be_focused()
    axe(page)
