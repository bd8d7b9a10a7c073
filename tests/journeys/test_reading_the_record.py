"""Alice reads her record in a browser: lists, a panel, one result, a visit, a file, and back again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import practice
from tests.journeys.browser import axe, come_in

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(page: Page, site) -> Page:
    """Her browser, signed in."""
    practice.fill(site.home)
    come_in(page, practice.enrolled("alice"))
    return page


def test_from_home_to_one_number_and_back_with_the_back_button(alice: Page) -> None:
    alice.goto("/home")
    expect(alice.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"Good (morning|afternoon|evening), Alice")
    )
    alice.get_by_role("link", name="All records").click()
    alice.get_by_role("main").get_by_role("link", name=re.compile("^Results")).click()
    alice.get_by_role("link", name=re.compile("^Lipid panel")).first.click()
    alice.get_by_role("link", name=re.compile("^LDL cholesterol")).click()

    expect(alice.get_by_role("heading", level=1)).to_have_text("LDL cholesterol")
    expect(alice.locator(".figure")).to_contain_text(re.compile("148.*mg/dL"))
    expect(alice.get_by_role("img", name=re.compile("Above the usual range"))).to_be_visible()
    expect(alice.get_by_role("heading", name="From the care team")).to_be_visible()
    expect(alice.get_by_text("You may see results before the care team has.")).to_have_count(0)
    alice.get_by_text("Show as a table").click()
    expect(alice.get_by_role("table")).to_contain_text("118 mg/dL")
    axe(alice)

    alice.go_back()
    expect(alice.get_by_role("heading", level=1)).to_have_text("Lipid panel")
    alice.go_back()
    expect(alice.get_by_role("heading", level=1)).to_have_text("Results")


def test_a_filter_lives_in_the_address_and_survives_a_reload(alice: Page) -> None:
    alice.goto("/records/results")
    number = alice.get_by_role("status").filter(has_text="in all")
    of_all = number.inner_text()
    alice.get_by_text("Choose what to show").click()
    alice.get_by_label("To").fill("2022-12-31")
    alice.get_by_role("button", name="Show", exact=True).click()

    expect(alice).to_have_url(re.compile(r"/records/results\?until=2022-12-31$"))
    expect(number).not_to_have_text(of_all)
    count = number.inner_text()
    alice.reload()
    expect(alice.get_by_label("To")).to_have_value("2022-12-31")
    expect(number).to_have_text(count)

    alice.get_by_role("button", name="Show all").click()
    expect(alice).to_have_url(re.compile(r"/records/results$"))
    expect(alice.get_by_role("link", name=re.compile("2026")).first).to_be_visible()


def test_a_long_list_turns_its_pages(alice: Page) -> None:
    alice.goto("/records/vitals")
    expect(alice.get_by_text("Page 1 of 2")).to_be_visible()
    alice.get_by_role("button", name="Older").click()

    expect(alice).to_have_url(re.compile(r"/records/vitals\?page=2$"))
    expect(alice.get_by_text("Page 2 of 2")).to_be_visible()
    alice.go_back()
    expect(alice.get_by_text("Page 1 of 2")).to_be_visible()


def test_a_visit_leads_to_what_happened_in_it(alice: Page) -> None:
    alice.goto("/records/visits")
    alice.get_by_role("link", name=re.compile("^Yearly physical")).first.click()

    expect(alice.get_by_role("heading", name="Results")).to_be_visible()
    expect(alice.get_by_role("heading", name="Vitals")).to_be_visible()
    alice.get_by_role("link", name=re.compile("^Blood pressure")).click()
    expect(alice.get_by_role("heading", level=1)).to_have_text("Blood pressure")


def test_a_document_downloads_under_its_own_name(alice: Page) -> None:
    alice.goto("/records/documents")
    alice.get_by_role("link", name=re.compile("Referral to cardiology")).click()
    with alice.expect_download() as started:
        alice.get_by_role("link", name="Download").click()

    assert started.value.suggested_filename.endswith(".pdf")
    assert started.value.path().read_bytes().startswith(b"%PDF-")


def test_a_made_up_address_says_so_and_leads_back(alice: Page) -> None:
    alice.goto("/records/visits/no-such-thing")

    expect(alice.get_by_role("heading", level=1)).to_have_text("We could not find that")
    alice.get_by_role("link", name="Back to Visits").click()
    expect(alice.get_by_role("heading", level=1)).to_have_text("Visits")
