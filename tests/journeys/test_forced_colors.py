"""With the colours of the system's own theme, what is chosen, current or out of range can still be told."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import people
from tests.charts import lab, listed, on_file, vital
from tests.journeys.browser import come_in

pytestmark = pytest.mark.browser


@pytest.fixture(params=["light", "dark"])
def forced(page: Page, request: Any) -> Page:
    page.emulate_media(forced_colors="active", color_scheme=request.param)
    return page


def style(what: Locator, name: str) -> str:
    """How the browser draws something."""
    return str(what.evaluate("(one, name) => getComputedStyle(one)[name]", name))


def canvas(page: Page) -> str:
    return style(page.locator("body"), "backgroundColor")


def test_what_is_pressed_chosen_and_current(forced: Page, site) -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "50"), vital("iron-rod", "61", "/min"))
    come_in(forced, alice, "/records/search")
    forced.get_by_label("Search for").fill("iron")
    pressed, other = (
        forced.locator(".kind[aria-pressed='true']"),
        forced.locator(".kind[aria-pressed='false']").first,
    )
    expect(pressed).to_be_visible()
    assert style(pressed, "outlineStyle") == "solid" != style(other, "outlineStyle")
    here = forced.locator(".tab[aria-current]")
    elsewhere = forced.locator(".tab:not([aria-current])").first
    assert style(here, "borderBottomColor") != style(elsewhere, "borderBottomColor")

    forced.goto("/records/download")
    chosen = forced.locator(".choice:has(:checked)").first
    free = forced.locator(".choice:not(:has(:checked))").first
    expect(chosen).to_be_visible()
    assert style(chosen, "outlineStyle") == "solid" != style(free, "outlineStyle")


def test_a_result_out_of_range(forced: Page, site) -> None:
    alice = people.alice()
    on_file(
        alice,
        *[lab("ldl", str(value), high="130", when=f"2025-0{n}-01") for n, value in ((1, 120), (2, 148))],
    )
    come_in(forced, alice, listed(alice, "results").rows[0].href)
    expect(forced.locator(".range-bar")).to_be_visible()
    paper = canvas(forced)
    assert style(forced.locator(".tag").first, "borderTopStyle") == "solid"
    for mark in (".needle", ".here", ".usual"):
        assert style(forced.locator(f".range-bar {mark}"), "fill") != paper
    assert style(forced.locator(".range-bar .track"), "stroke") != paper
    high, plain = (
        forced.locator(".trend .dot[data-tone='high']"),
        forced.locator(".trend .dot:not([data-tone='high'])"),
    )
    assert style(high.first, "fill") != style(plain.first, "fill")
    assert style(forced.locator(".trend .path"), "stroke") != paper
