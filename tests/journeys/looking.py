"""What axe does not ask of a page: names that read as words, and large text on a small screen."""

from pathlib import Path

from playwright.sync_api import Page

SMALL, LARGE = 320, "34px"
"""The width of a small phone in pixels, and twice the size of text that this portal has."""

LOOKS = Path(__file__).with_suffix(".js").read_text()


def names_are_words(page: Page) -> None:
    """Assert that no name in Chromium's accessibility tree runs two pieces together ("Results30 records")."""
    found = page.evaluate(f"{LOOKS}.glued()")
    assert not found, f"{page.url}: {found}"


def large_text_fits(page: Page) -> None:
    """Assert that with text of twice the size on a small phone nothing overlaps or is cut off."""
    before = page.viewport_size or {"width": 1280, "height": 900}
    page.set_viewport_size({"width": SMALL, "height": 640})
    page.evaluate("(size) => document.documentElement.style.setProperty('font-size', size)", LARGE)
    try:
        found = page.evaluate(f"(width) => {LOOKS}.tight(width)", SMALL)
        assert not found, f"{page.url}: {found}"
    finally:
        page.evaluate("document.documentElement.style.removeProperty('font-size')")
        page.set_viewport_size(before)
