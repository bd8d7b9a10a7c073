"""Chromium, where it is, and what every browser test asks of it."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, Playwright, expect

from portal.services.cookie import cookie_name
from portal.settings import get_settings
from tests.people import Person

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-blink-features=ComputedAccessibilityInfo",  # element.computedName
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
NOWHERE = "We could not find this page"
"""What the page for every other address says; nothing fills it."""
MISSING = "No Chromium or Chrome found. Install one (for example: apt-get install chromium) and run again."


ASK_AXE = """async (options) => {
  const bar = document.querySelector(".foot");
  bar?.style.setProperty("position", "static"); // what it lies over can be scrolled free; axe does not
  const found = await axe.run(options);
  bar?.style.removeProperty("position");
  return found.violations;
}"""


def find_chromium(playwright: Playwright) -> str:
    """An installed Chromium or Chrome; as root on Debian it installs one when there is none."""
    if found := _installed() or _playwrights_own(playwright):
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        command = ["apt-get", "install", "-y", "-q", "chromium"]
        subprocess.run(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        if found := _installed():
            return found
    pytest.exit(MISSING, returncode=1)


def come_in(page: Page, person: Person, path: str = "") -> None:
    """Be signed in as this person (and go to `path`), without the sign-in page."""
    cookie = {"name": cookie_name(), "value": person.token, "httpOnly": True, "sameSite": "Strict"}
    page.context.add_cookies([{**cookie, "url": get_settings().origin}])  # type: ignore[list-item]
    if path:
        page.goto(path)


def settled(page: Page) -> None:
    """Wait until all that belongs on the page is there: filled, and nothing still loads."""
    filled, nowhere = page.locator("main[data-filled=true]"), page.locator("main", has_text=NOWHERE)
    expect(filled.or_(nowhere)).to_be_visible()
    expect(page.locator(".waiting, [aria-busy=true]")).to_have_count(0)


def axe(page: Page, *, ignore: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> None:
    """Assert that axe finds nothing wrong with the page as it is now (WCAG 2.2 AA and best practice).

    `only` names the rules to ask where the others were asked before.
    """
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(only)} if only else {})
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(ASK_AXE, options)
    wrong = [rule for rule in found if rule["id"] not in ignore]
    assert not wrong, "\n".join(_line(rule) for rule in wrong)


def shoot(page: Page, name: str) -> Path:
    """Save a picture of the whole page to look at; returns where (`SHOTS` names the folder)."""
    folder = Path(os.environ.get("SHOTS") or Path(tempfile.gettempdir()) / "portal-shots")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png"
    page.screenshot(path=path, full_page=True)
    return path


def _installed() -> str:
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def _playwrights_own(playwright: Playwright) -> str:
    path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def _line(rule: dict[str, object]) -> str:
    places = [node["target"] for node in rule["nodes"]]  # type: ignore[attr-defined]
    return f"{rule['id']} ({rule['impact']}): {rule['help']} at {places[:5]}"
