"""Every component, loading, empty, failed, disabled and filled, for everyone who looks or listens."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import axe

PAGES = ["/", "/home", "/filled", "/states", "/result", "/forms", "/pieces"]
TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, input, select, textarea, .choice")]
  .filter((one) => !one.closest(".choice") || one.matches(".choice"))
  .filter((one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.matches(".skip"))
  .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 47.5 || box.width < 47.5))
  .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(open_page: Callable[..., Page], path: str, scheme: str) -> None:
    page = open_page(path, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 860})
        axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_dialog(open_page: Callable[..., Page], scheme: str) -> None:
    page = open_page("/pieces", color_scheme=scheme)
    page.get_by_role("button", name="Primary").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_to_press_is_small_and_nothing_runs_off_the_side(
    open_page: Callable[..., Page], path: str
) -> None:
    page = open_page(path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 860})
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_is_at_least_17_pixels(open_page: Callable[..., Page]) -> None:
    page = open_page("/home", width=390)
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") >= 17
    assert "Atkinson" in page.evaluate("getComputedStyle(document.body).fontFamily")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('17px \"Atkinson Hyperlegible Next\"')")


def test_a_loading_list_says_so_aloud(open_page: Callable[..., Page]) -> None:
    page = open_page("/states")
    expect(page.get_by_text("Loading…")).to_have_role("status")
    expect(page.get_by_role("alert")).to_contain_text("We could not load this. Nothing is lost.")
    expect(page.get_by_text("No immunizations yet", exact=True)).to_be_visible()
    expect(page.get_by_text("We could not find that", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Shown once it is there")).to_be_visible()
    expect(page.get_by_text("never shown")).to_have_count(0)


def test_a_state_is_never_told_by_colour_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("/home")
    tags = page.locator(".tag:visible").all()
    assert len(tags) > 5
    assert all(tag.inner_text().strip() for tag in tags)
    mark = "(tone) => getComputedStyle(document.querySelector(`.tag[data-tone=${tone}]`), '::before').content"
    assert [page.evaluate(mark, tone)[1] for tone in ("high", "low", "good")] == ["▲", "▼", "✓"]


def test_a_trend_is_a_table_too(open_page: Callable[..., Page]) -> None:
    page = open_page("/result")
    expect(page.get_by_role("img", name="LDL rose from 118 in 2021 to 148 in 2026")).to_be_visible()
    page.get_by_text("Show as a table").click()
    row = page.get_by_role("row", name="Nov 20, 2026 148 mg/dL Above the usual range")
    expect(row).to_be_visible()


def test_motion_stops_for_those_who_ask(open_page: Callable[..., Page]) -> None:
    page = open_page("/states", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('.skeleton i')).animationName") == "none"


def test_paper_gets_the_page_without_the_frame(open_page: Callable[..., Page]) -> None:
    page = open_page("/result", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--card')") == "#fff"
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    expect(page.get_by_role("heading", name="LDL cholesterol")).to_be_visible()
    expect(page.get_by_role("img", name="LDL rose")).to_be_visible()
