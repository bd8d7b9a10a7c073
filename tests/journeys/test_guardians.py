"""Nia invites Ben for Mia; he takes it up; she stops him while his page is open, and allows him again."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.guardians import child
from tests.journeys.browser import axe, come_in
from tests.journeys.serving import Site
from tests.journeys.test_enrolling import answer, choose, heading, link, press
from tests.pdfs import pdf
from tests.services.offers.offering import link_of_newest
from tests.services.staff.guardians.steps import WHY

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _still(page: Page) -> None:
    """Colours change at once, so that what axe measures is what stays."""
    page.emulate_media(reduced_motion="reduce")


def invited(page: Page, whose: people.Person, name: str, email: str) -> None:
    page.goto(f"/staff/patients/{whose.patient_id}")
    page.get_by_role("link", name="Invite a parent or guardian").click()
    page.get_by_role("heading", name="Invite a parent or guardian").wait_for()
    page.get_by_label("Name").fill(name)
    page.get_by_label("What they are to the patient").fill("Father")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Their date of birth").fill("1980-05-04")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("Enter a ZIP code or a phone number.")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value(name)
    page.get_by_label("Their ZIP code").fill("04103")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text(f"The invitation to {email} is on its way.")).to_be_visible()
    expect(page.get_by_text(re.compile(f"invited .* at {email}"))).to_be_visible()


def test_from_the_childs_page_to_bens_own_account_and_stopped_at_once(page: Page, site: Site) -> None:
    mia, nia = child(f"Mia {uuid4().hex[:6]}", years=8), people.nia()
    email = f"{uuid4().hex[:10]}@example.org"
    come_in(page, nia)
    invited(page, mia, "Ben Ames", email)
    expect(page.get_by_text("Father · invited").first).to_be_visible()

    with page.context.browser.new_context(base_url=site.origin, reduced_motion="reduce") as his:
        ben = his.new_page()
        ben.goto(link(site, link_of_newest(email)))
        heading(ben, "You are invited as a parent or guardian")
        axe(ben)
        press(ben, "No, set one up")
        heading(ben, "Step 1 of 3")
        ben.get_by_label("Their date of birth").fill(f"{mia.birth_date:%m/%d/%Y}")
        ben.get_by_label("Their ZIP code").fill(mia.zip)
        ben.get_by_label("Your own date of birth").fill("05/04/1980")
        press(ben, "Continue")
        expect(ben.get_by_text("Enter your own ZIP code")).to_be_visible()
        axe(ben)
        ben.get_by_label("Your own ZIP code or phone number").fill("04103")
        press(ben, "Continue")
        choose(ben, f"ben.{uuid4().hex[:8]}")
        heading(ben, "Step 3 of 3")
        answer(ben)
        press(ben, "Finish")
        ben.wait_for_url(re.compile("/home$"))
        mine = ben.get_by_role("main").get_by_text("You are their parent or guardian")
        expect(mine).to_be_visible()
        ben.get_by_role("button", name=re.compile("^Open for Mia")).click()
        band = ben.get_by_text(re.compile("^You are viewing Mia .* as their parent or guardian$"))
        expect(band).to_be_visible()
        expect(ben.get_by_text("representative")).to_have_count(0)
        axe(ben)

    page.reload()
    expect(page.get_by_text("Has access", exact=True)).to_be_visible()
    page.get_by_role("button", name="Stop access…: Ben Ames").click()
    question = page.get_by_role("dialog", name="Stop this access?")
    question.get_by_role("button", name="Stop access").click()
    expect(question.get_by_text("Write 10 to 1,000 characters.")).to_be_visible()
    axe(page)
    question.get_by_label("Why").fill(WHY)
    question.get_by_role("button", name="Stop access").click()
    expect(page.get_by_text("Stopped", exact=True)).to_be_visible()
    expect(page.locator("#guardians-list")).to_be_focused()
    expect(page.get_by_text(WHY)).to_be_visible()

    page.get_by_role("button", name="Allow again…: Ben Ames").click()
    question = page.get_by_role("dialog", name="Allow this access again?")
    question.get_by_label("Why").fill("The order was lifted on Monday.")
    question.get_by_role("button", name="Allow again").click()
    expect(page.get_by_text("Has access", exact=True)).to_be_visible()


def test_a_court_paper_is_added_opened_and_removed(page: Page, site: Site) -> None:
    mia, nia = child(f"Mia {uuid4().hex[:6]}", years=8), people.nia()
    come_in(page, nia, f"/staff/patients/{mia.patient_id}/guardians")
    page.get_by_text("Add a court paper").click()
    page.get_by_label("What it is").fill("Custody order")
    page.get_by_label("Who may not").fill("Ben Ames")
    page.get_by_label("File").set_input_files(
        {"name": "order.pdf", "mimeType": "application/pdf", "buffer": pdf("Order")}
    )
    page.get_by_role("button", name="Keep it here").click()
    expect(page.get_by_text("The court paper is kept here, for staff only.")).to_be_visible()
    expect(page.get_by_text("May not: Ben Ames")).to_be_visible()
    axe(page)
    with page.expect_download() as getting:
        page.get_by_role("link", name="Open Custody order").click()
    assert getting.value.suggested_filename == "order.pdf"
    page.get_by_role("button", name="Remove Custody order").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No court paper here")).to_be_visible()


def test_nia_opens_one_part_of_a_teens_record(page: Page, site: Site) -> None:
    mia, nia = child(f"Mia {uuid4().hex[:6]}", years=14, in_days=-20), people.nia()
    come_in(page, nia, f"/staff/patients/{mia.patient_id}/guardians")
    page.get_by_role("button", name="Change…: Results").click()
    question = page.get_by_role("dialog", name="Change for this patient")
    question.get_by_label("From now on").select_option("view")
    question.get_by_label("Why").fill("She asked me to, we spoke alone.")
    question.get_by_role("button", name="Change", exact=True).click()
    expect(page.get_by_text("Nia Novak on ")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Use the policy: Results").click()
    expect(page.get_by_text("The practice's policy counts again.")).to_be_visible()
