"""Dana helps Alice: she switches in a browser, in two windows, and is paused while a page is open."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import update

from portal import clock
from portal.db import unit_of_work
from portal.models.account import Grant
from tests import people
from tests.charts import lab, on_file
from tests.guardians import guardian
from tests.journeys.browser import axe, come_in, shoot
from tests.journeys.serving import Site
from tests.people import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(site: Site) -> Person:
    alice = people.alice(signed_in=False)
    on_file(alice, lab("alice-ferritin", "7"))
    return alice


@pytest.fixture
def dana(alice: Person) -> Person:
    who = people.with_own_chart(people.account(people.patient("Dana Diaz")))
    on_file(who, lab("dana-ferritin", "3"))
    with unit_of_work() as db:
        people.give_access(db, who, alice, relation="representative", scopes="records:view medications:view")
    return people.sign_in(who)


def menu(page: Page) -> None:
    page.locator("summary.who").click()


def switch_to(page: Page, name: str) -> None:
    menu(page)
    page.get_by_role("button", name=name).locator("visible=true").first.click()


def band(page: Page) -> None:
    expect(page.get_by_text("You are viewing Alice Ames as their representative")).to_be_visible()


def test_she_switches_and_comes_back(page: Page, dana: Person) -> None:
    come_in(page, dana, "/home")
    expect(page.get_by_role("heading", name="People you help")).to_be_visible()
    shoot(page, "switch-own-home")
    axe(page)
    menu(page)
    axe(page)
    shoot(page, "switch-menu")
    page.get_by_role("button", name="Alice Ames").first.click()
    band(page)
    expect(page.get_by_text("alice-ferritin")).to_be_visible()
    expect(page.get_by_role("navigation").get_by_role("link", name="Medications").first).to_be_visible()
    shoot(page, "switch-alice-home")
    axe(page)
    page.reload()
    band(page)
    page.get_by_role("button", name="Back to my account").click()
    expect(page.get_by_text("dana-ferritin")).to_be_visible()
    expect(page.get_by_text("You are viewing")).to_have_count(0)


HERS = {
    "/records": "The record of Alice",
    "/records/activity": "Who looked at the record of Alice",
    "/records/download": "Download the record of Alice",
    "/records/search": "Search the record of Alice",
    "/records/sharing": "Share the record of Alice",
    "/profile": "The record of Alice",
}


def test_every_page_she_looks_at_says_whose_it_is(page: Page, dana: Person) -> None:
    come_in(page, dana, "/home")
    expect(page).to_have_title("Home · Lakeside Family Practice")
    switch_to(page, "Alice Ames")
    band(page)
    for path, heading in HERS.items():
        page.goto(path)
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        expect(page).to_have_title(re.compile("^Alice Ames · "))
        expect(page.get_by_role("main")).not_to_contain_text(re.compile("(your|my) (record|care team)", re.I))
    page.get_by_role("link", name="Health Records").first.click()
    expect(page).to_have_title("Alice Ames · Health Records · Lakeside Family Practice")
    page.get_by_role("button", name="Back to my account").click()
    expect(page).to_have_title("Home · Lakeside Family Practice")


def test_her_profile_says_what_is_hers_and_what_is_of_alice(page: Page, dana: Person) -> None:
    come_in(page, dana, "/home")
    switch_to(page, "Alice Ames")
    band(page)
    page.goto("/profile")
    main = page.get_by_role("main")
    expect(main).to_contain_text("Your account is that of Dana Diaz. The record is that of Alice Ames.")
    expect(main.get_by_role("heading", name="Contact details of Alice")).to_be_visible()
    expect(main).to_contain_text("For you alone: how you see results of Alice")
    expect(main).not_to_contain_text("you share")
    axe(page)
    shoot(page, "switch-profile")
    page.goto("/profile/representatives")
    expect(main).to_contain_text("This is about your own record, not that of Alice")


def test_someone_without_a_record_is_offered_none(page: Page, alice: Person) -> None:
    gail = guardian("Gail Green", people.mia())
    come_in(page, gail, "/profile")
    main = page.get_by_role("main")
    expect(main).to_contain_text("People you help, and how to stop helping someone")
    expect(main.get_by_role("heading", name="Your account")).to_be_visible()
    expect(main.get_by_role("link")).to_have_count(4)
    expect(main).not_to_contain_text("Your record")
    axe(page)
    shoot(page, "apart-profile")
    page.goto("/profile/representatives")
    expect(main).to_contain_text("You have no health record of your own here")
    expect(main).to_contain_text("Everyone whose record you may open.")


def test_a_window_left_behind_asks_whom_she_means(page: Page, dana: Person) -> None:
    come_in(page, dana, "/home")
    switch_to(page, "Alice Ames")
    band(page)
    other = page.context.new_page()
    other.goto("/home")
    band(other)
    other.get_by_role("button", name="Back to my account").click()
    expect(other.get_by_text("dana-ferritin")).to_be_visible()

    expect(page.get_by_role("heading", name="You have switched in another window")).to_be_visible()
    axe(page)
    shoot(page, "switch-left-behind")
    page.get_by_role("button", name="Switch back to Alice Ames").click()
    expect(page.get_by_role("heading", name="You have switched in another window")).to_be_hidden()
    band(page)


def test_alice_pauses_her_while_a_page_is_open(page: Page, dana: Person) -> None:
    come_in(page, dana, "/home")
    switch_to(page, "Alice Ames")
    expect(page.get_by_text("alice-ferritin")).to_be_visible()
    with unit_of_work() as db:
        mine = (Grant.account_id == dana.account_id, Grant.relation == "representative")
        db.exec(update(Grant).where(*mine).values(paused_at=clock.now()))
    page.get_by_role("link", name="All records").click()
    expect(page.get_by_text("cannot be opened any more, or not now")).to_be_visible()
    expect(page.get_by_text("alice-ferritin")).to_have_count(0)
    shoot(page, "switch-lost")
    axe(page)
    expect(page.get_by_text("You are viewing")).to_have_count(0)
    page.get_by_role("navigation").get_by_role("link", name="Home").locator("visible=true").first.click()
    expect(page.get_by_text("dana-ferritin")).to_be_visible()
    expect(page.get_by_text("alice-ferritin")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("dana-ferritin")).to_be_visible()
    expect(page.get_by_text("You are viewing")).to_have_count(0)


def test_a_link_about_alice_offers_to_switch(page: Page, alice: Person, dana: Person) -> None:
    come_in(page, dana, f"/records/results?for={alice.patient_id}")
    expect(page.get_by_role("heading", name="This link is about another record")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Yes, switch").click()
    band(page)
    expect(page.get_by_text("alice-ferritin")).to_be_visible()
    expect(page.get_by_role("heading", name="Results", level=1)).to_be_visible()
