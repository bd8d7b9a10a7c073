"""A real server and a real Chromium, for tests that read as a person's story.

def test_alice_reads_her_results(page, site):
    alice = people.alice()
    come_in(page, alice)
    page.goto("/records/results")
    axe(page)
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from portal import build
from portal.vault import keyring
from tests.conftest import live_in
from tests.journeys.serving import Site, serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Site]:
    """One portal for all of a process's browser tests."""
    home = tmp_path_factory.mktemp("site") / "home"
    home.mkdir(mode=0o700)
    (home / "portal.db").write_bytes(migrated.read_bytes())
    with pytest.MonkeyPatch.context() as patch, live_in(home, patch):
        keyring.make()
        build.ensure()
    with serving(home) as site:
        yield site


@pytest.fixture
def site(server: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The portal being tested; what this test makes in its database, the portal has too."""
    with live_in(server.home, monkeypatch, **server.settings):
        yield server


@pytest.fixture
def context(chromium: Browser, site: Site) -> Iterator[BrowserContext]:
    """A browser profile of its own for one test."""
    context = chromium.new_context(base_url=site.origin, viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; a script error or anything the content security policy had to stop fails the test."""
    problems: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text or "Content-Security-Policy" in message.text:
            problems.append(message.text)

    page = context.new_page()
    page.on("pageerror", lambda fault: problems.append(str(fault)))
    page.on("console", heard)
    yield page
    assert problems == []
