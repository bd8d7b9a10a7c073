"""The record on a mid-range phone: how soon a long list is on screen, and how much script its pages bring."""

import statistics
from collections import Counter
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from portal.services.cookie import cookie_name
from tests.bench import people
from tests.bench.practice import practice, served
from tests.bench.row import Row, at_most
from tests.journeys.browser import FLAGS
from tests.journeys.serving import Site
from tests.machine import find_browser

RESOURCES = 2_000
RUNS = 5
SLOWER = 4
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
"""Milliseconds there and back, and bytes a second (1.6 Mbit/s down)."""
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True}
LISTS = ("/records", "/records/results", "/records/visits", "/records/download", "/medications")


def measure() -> Iterator[Row]:
    """The list from navigation with a warm cache, and the heaviest page's scripts, compressed."""
    with practice() as home:
        patient = people.with_heavy_chart(RESOURCES)
        with served(home) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
            shown = _shown_after(_context(browser, site, patient.token))
            weights = _scripts(browser, site, patient.token)
            browser.close()
    yield at_most(
        f"results list of {RESOURCES:,} resources on a phone (4 × slower CPU, slow 4G, warm)", "s", shown, 2.5
    )
    heaviest = max(weights, key=lambda path: weights[path])
    yield at_most(
        "scripts of the heaviest page of the record", "kB", weights[heaviest] / 1000, 260, page=heaviest
    )


def _context(browser: Browser, site: Site, token: str) -> BrowserContext:
    context = browser.new_context(base_url=site.origin, **PHONE)  # type: ignore[arg-type]
    context.add_cookies([{"name": cookie_name(), "value": token, "url": site.origin}])
    return context


def _shown_after(context: BrowserContext) -> float:
    """Seconds from navigation to the first row on screen; the median of a few."""
    page = context.new_page()
    _open(page)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW_4G)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    times = []
    for _ in range(RUNS):
        page.goto("about:blank")
        times.append(_open(page))
    context.close()
    return statistics.median(times) / 1000


def _open(page: Page) -> float:
    """Milliseconds until a row can be seen, as the page's own clock has it."""
    page.goto("/records/results", wait_until="commit")
    page.locator("main ul.items li a").first.wait_for()
    return float(page.evaluate("performance.now()"))


def _scripts(browser: Browser, site: Site, token: str) -> Counter[str]:
    """Bytes of script each page brings, as they go over the wire to an empty cache."""
    context = _context(browser, site, token)
    page = context.new_page()
    _open(page)
    first = page.locator("main ul.items li a").first.get_attribute("href") or ""
    page.goto(first)
    within = page.locator("main ul.items li a").first
    within.wait_for()
    paths = [*LISTS, first, within.get_attribute("href") or ""]
    context.close()
    return Counter({path: _script_bytes(browser, site, token, path) for path in paths})


def _script_bytes(browser: Browser, site: Site, token: str, path: str) -> int:
    context = _context(browser, site, token)
    page = context.new_page()
    kinds: dict[str, str] = {}
    sizes: Counter[str] = Counter()
    wire: Any = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))

    def done(event: dict[str, Any]) -> None:
        sizes[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    wire.on("Network.loadingFinished", done)
    page.goto(path, wait_until="networkidle")
    page.wait_for_timeout(800)
    context.close()
    return sizes["Script"]
