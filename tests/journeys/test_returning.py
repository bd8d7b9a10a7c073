"""Alice opens something far down a list and comes back: she is where she was, by key as well."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import people
from tests.charts import lab, on_file
from tests.journeys import practice
from tests.journeys.browser import come_in

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(site) -> people.Person:
    alice = people.alice()
    names = [f"test-{n:02}" for n in range(70)]
    on_file(
        alice, *[lab(name, "5", when=f"2024-0{1 + n // 28}-{1 + n % 28:02}") for n, name in enumerate(names)]
    )
    return alice


def row(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("link", name=re.compile(name))


def height(link: Locator) -> float:
    """How far below the top of the window something is."""
    return float(link.evaluate("one => one.getBoundingClientRect().top"))


def is_where_it_was(link: Locator, before: float) -> None:
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    assert height(link) == pytest.approx(before, abs=2)


@pytest.mark.parametrize("way", ["the browser's Back", "the page's own way back"])
def test_a_list_is_where_she_left_it(page: Page, alice, way: str) -> None:
    come_in(page, alice, "/records/results?since=2024-01-05")
    page.get_by_role("button", name="Older").click()
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    link = row(page, "test-08")
    link.focus()
    before = height(link)
    assert page.evaluate("scrollY") > 0
    link.press("Enter")
    expect(page.get_by_role("heading", level=1, name="test-08")).to_be_focused()
    if way == "the browser's Back":
        page.go_back()
    else:
        page.locator("main .back, main .crumbs a").first.press("Enter")
    expect(page).to_have_url(re.compile("since=2024-01-05.*page=2"))
    is_where_it_was(link, before)
    page.keyboard.press("Tab")
    expect(row(page, "test-07")).to_be_focused()


def test_a_search_is_where_she_left_it(page: Page, alice) -> None:
    come_in(page, alice, "/records/search")
    page.get_by_label("Search for").fill("test-")
    link = row(page, "test-52").first
    link.focus()
    before = height(link)
    assert page.evaluate("scrollY") > 0
    link.press("Enter")
    expect(page.get_by_role("heading", level=1, name="test-52")).to_be_focused()
    page.go_back()
    is_where_it_was(link, before)


def test_home_is_where_she_left_it(page: Page, site) -> None:
    practice.fill(site.home)
    come_in(page, practice.enrolled("alice"), "/home")
    link = page.locator("main ul.items a").nth(2)
    expect(link).to_be_visible()
    link.press("Enter")
    expect(page).not_to_have_url(re.compile("/home"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.go_back()
    expect(link).to_be_focused()


def test_who_goes_on_by_themselves_is_left_alone(page: Page, alice) -> None:
    come_in(page, alice, "/records")
    page.locator("main").get_by_role("link", name=re.compile("^Results")).press("Enter")
    expect(page.get_by_role("heading", level=1, name="Results")).to_be_focused()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Home").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Results")).to_be_focused()
