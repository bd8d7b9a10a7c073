"""What the tests need of the machine, looked for once before they start, and got where that is possible."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from portal.integrations.pdf import machine
from tests import redis_server
from tests.postgres import find_binaries

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ADVICE = "The browser tests need Chromium or Chrome. Install one, e.g.: apt-get install chromium"


def find_browser() -> str:
    """An installed Chromium or Chrome, or Playwright's own; empty when there is none."""
    installed = next((path for name in BROWSERS if (path := shutil.which(name))), "")
    return installed or _playwrights_own()


def get_browser() -> str:
    """Install one: Debian's package when root, Playwright's otherwise. Empty when neither works."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _quietly(["apt-get", "update"])
        _quietly(["apt-get", "install", "-y", "--no-install-recommends", "chromium"])
    if not find_browser():
        _quietly([sys.executable, "-m", "playwright", "install", "chromium"])
    return find_browser()


def get_letters() -> None:
    """Install what PDFs are laid out with, and fonts for every script, where that is possible and missing."""
    wanted = [] if machine.can_print() else list(machine.DEBIAN)
    wanted += machine.packages_for(machine.missing_scripts())
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        _quietly(["apt-get", "update"])
        _quietly(["apt-get", "install", "-y", "--no-install-recommends", *wanted])


def get_redis() -> str:
    """Install Redis, which several processes tell each other through, where that is possible and missing."""
    if not redis_server.find_binary() and os.geteuid() == 0 and shutil.which("apt-get"):
        _quietly(["apt-get", "update"])
        _quietly(["apt-get", "install", "-y", "--no-install-recommends", "redis-server"])
    return redis_server.find_binary()


def main() -> None:
    """Say what is used, and stop with one line of advice when there is no browser to be had."""
    browser = find_browser() or get_browser()
    if not browser:
        sys.exit(ADVICE)
    get_letters()
    if not machine.can_print():
        sys.exit(f"The tests make PDFs, and Pango is missing. {machine.HOW}")
    missing = ", ".join(machine.missing_scripts())
    postgres = find_binaries() or "no server binaries found in /usr/lib/postgresql; tests run on SQLite only"
    letters = f"no fonts for {missing}; tests leave those out" if missing else "fonts for every script"
    relay = get_redis() or "no redis-server found; tests of several processes are left out"
    found = f"Browser: {browser}\nPostgreSQL: {postgres}\nRedis: {relay}\nPapers: {letters}\n"
    sys.stdout.write(found)


def _playwrights_own() -> str:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def _quietly(command: Sequence[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(
        command, env=environment, check=False, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


if __name__ == "__main__":
    main()
