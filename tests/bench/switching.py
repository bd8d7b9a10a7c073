"""Switching account: from the press until the other account's Home is on screen, in a real browser."""

import os
import statistics
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, sync_playwright

from portal.db import unit_of_work
from tests import people as cast
from tests.bench import people
from tests.bench.practice import practice, served
from tests.bench.row import Row, at_most
from tests.journeys.browser import FLAGS, come_in
from tests.machine import find_browser

RUNS = 15
BACK = "[...document.querySelectorAll('.acting button')].at(-1)"
OVER = "document.querySelector('.member button.quiet-button')"
HOME = "[...document.querySelectorAll('nav a[href=\\'/home\\']')].find((one) => one.checkVisibility())"
PRESS = """([button, words]) => new Promise((done) => {
  const start = performance.now();
  const look = () => document.querySelector("main").innerText.includes(words) && requestAnimationFrame(
    () => setTimeout(() => (watch.disconnect(), done(performance.now() - start))));
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  eval(button).click();
})"""


def measure() -> Iterator[Row]:
    """To someone else's record and back; the floor is one's own Home, come to from the page beside it."""
    with practice() as home:
        alice, dana = people.many(2)
        with unit_of_work() as db:
            cast.give_access(db, dana, alice, relation="representative", scopes="records:view")
        with served(home) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
            context = browser.new_context(base_url=site.origin, bypass_csp=True)
            page = context.new_page()
            come_in(page, dana, "/home")
            times, floors = _all(page)
            browser.close()
    load = round(os.getloadavg()[0], 2)
    yield at_most(
        "switching account: the other one's Home on screen", "ms", statistics.median(times), 500,
        floor=statistics.median(floors), slowest=round(max(times), 1), runs=len(times), load=load,
    )  # fmt: skip


def _all(page: Page) -> tuple[list[float], list[float]]:
    times, floors = [], []
    for turn in range(RUNS + 1):
        page.locator(".member").wait_for()
        over = _press(page, OVER, "in the record of")
        back = _press(page, BACK, "People you help")
        page.get_by_role("link", name="All records").click()
        page.locator("h1", has_text="Health Records").wait_for()
        floor = _press(page, HOME, "People you help")
        if turn:  # the first time everything is still cold
            times += [over, back]
            floors.append(floor)
    return times, floors


def _press(page: Page, button: str, words: str) -> float:
    """Milliseconds from a press until these words are on screen."""
    took: Any = page.evaluate(PRESS, [button, words])
    return float(took)
