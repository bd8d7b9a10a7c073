"""How much a browser fetches to show the sign-in page, as it goes over the wire."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import sync_playwright

from tests.bench.practice import practice, served
from tests.bench.row import Row, at_most
from tests.journeys.browser import FLAGS
from tests.machine import find_browser


def measure() -> Iterator[Row]:
    """Everything Chromium loads for `/`, by what it is, compressed and with headers."""
    with practice() as home, served(home) as site:
        bytes_by_kind, files = _load(site.origin + "/")
    code = sum(bytes_by_kind[kind] for kind in ("Document", "Script", "Stylesheet"))
    parts = {kind.lower(): round(size / 1000, 1) for kind, size in bytes_by_kind.items()}
    yield at_most("sign-in page, scripts and styles", "kB", code / 1000, 200, files=files, **parts)
    yield at_most("sign-in page's font", "kB", bytes_by_kind["Font"] / 1000, 40)


def _load(address: str) -> tuple[Counter[str], int]:
    kinds: dict[str, str] = {}
    sizes: Counter[str] = Counter()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        page = browser.new_page()
        wire: Any = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

        def done(event: dict[str, Any]) -> None:
            sizes[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

        wire.on("Network.loadingFinished", done)
        page.goto(address, wait_until="networkidle")
        page.wait_for_timeout(1000)
        browser.close()
    return sizes, len(kinds)
