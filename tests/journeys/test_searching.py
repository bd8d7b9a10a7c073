"""Alice looks for something in her record: she types, goes through it by key, opens one, comes back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import practice
from tests.journeys.browser import axe, come_in

pytestmark = pytest.mark.browser


def test_she_types_opens_a_result_and_comes_back_to_what_she_found(page: Page, site) -> None:
    practice.fill(site.home)
    come_in(page, practice.enrolled("alice"), "/records")
    page.get_by_label("Search your record").fill("ldl")
    page.get_by_role("button", name="Search", exact=True).click()

    expect(page).to_have_url(re.compile(r"/records/search$"))
    box = page.get_by_label("Search for")
    expect(box).to_have_value("ldl")
    first = page.get_by_role("link", name=re.compile("LDL cholesterol")).first
    expect(first).to_be_visible()
    box.press("End")
    box.press_sequentially(" 148")
    expect(page.get_by_role("status").filter(has_text="1 found")).to_have_count(1)
    axe(page)

    box.press("ArrowDown")
    expect(first).to_be_focused()
    first.press("ArrowUp")
    expect(box).to_be_focused()
    box.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("LDL cholesterol")

    page.go_back()
    expect(page.get_by_label("Search for")).to_have_value("ldl 148")
    expect(first).to_be_visible()
    page.get_by_label("Search for").press("Escape")
    expect(page.get_by_text("What are you looking for?")).to_be_visible()
    expect(page.get_by_label("Search for")).to_have_value("")
