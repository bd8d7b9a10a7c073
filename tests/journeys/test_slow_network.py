"""Alice is on a train: the pages take their time, then they do not come at all, and she loses nothing."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests import people
from tests.charts import lab, listed, on_file
from tests.journeys.browser import axe, come_in
from tests.services.records import correcting

pytestmark = pytest.mark.browser

RESULTS = "**/assets/_records_._results_*.js"
HERE = "so you are still on this page"


@pytest.fixture
def alice(site) -> people.Person:
    alice = people.alice()
    on_file(alice, lab("iron", "50"))
    return alice


def said(page: Page):
    """What a screen reader hears while a page is on its way."""
    return page.get_by_role("status").filter(has_text="Loading…")


def waiting(page: Page, files: str) -> Callable[[], None]:
    """Lets these files hang on the way; returns what lets them through."""
    held: list[Route] = []
    page.route(files, lambda route: held.append(route))

    def through() -> None:
        for route in held:
            route.continue_()
        page.unroute(files)

    return through


def slow(page: Page, *, milliseconds: int) -> None:
    """Every answer takes this long."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    conditions = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
    wire.send("Network.emulateNetworkConditions", conditions)


def test_a_page_on_its_way_is_seen_and_heard(page: Page, alice) -> None:
    come_in(page, alice, "/records")
    link = page.locator("main").get_by_role("link", name=re.compile("^Results"))
    expect(link).to_be_visible()
    let_through = waiting(page, RESULTS)

    link.press("Enter")
    expect(said(page)).to_have_count(1)
    bar = page.locator(".going")
    expect(bar).to_be_in_viewport()
    header = page.locator("header.top").bounding_box() or {}
    assert (bar.bounding_box() or {})["y"] == pytest.approx(header["y"] + header["height"], abs=1)
    expect(page).to_have_url(re.compile("/records$"))
    axe(page)

    let_through()
    expect(page.get_by_role("heading", level=1, name="Results")).to_be_focused()
    expect(page.get_by_role("link", name=re.compile("^iron"))).to_be_visible()
    expect(bar).to_have_count(0)
    expect(said(page)).to_have_count(0)


def test_a_slow_line_is_slow_and_no_more(page: Page, alice) -> None:
    page.emulate_media(reduced_motion="reduce")
    come_in(page, alice, "/home")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    slow(page, milliseconds=600)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Medications").click()
    expect(page.locator(".going")).to_be_visible()
    name = page.locator(".going").evaluate("one => getComputedStyle(one, '::before').animationName")
    assert name == "none"
    slow(page, milliseconds=0)
    expect(page.get_by_role("heading", level=1, name="Medications")).to_be_focused()
    expect(page.locator(".going")).to_have_count(0)


def test_what_was_fetched_ahead_is_not_fetched_again(page: Page, alice) -> None:
    come_in(page, alice, "/records")
    link = page.locator("main").get_by_role("link", name=re.compile("^Results"))
    expect(link).to_be_visible()
    wire: Any = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    came: list[tuple[str, str]] = []

    def hear(event: dict[str, Any]) -> None:
        if not event["response"].get("fromDiskCache"):
            came.append((event["type"], event["response"]["url"]))

    wire.on("Network.responseReceived", hear)
    link.click()
    expect(page.get_by_role("link", name=re.compile("^iron"))).to_be_visible()
    files = [(kind, url) for kind, url in came if "/assets/" in url]
    assert {kind for kind, _ in files} == {"Fetch"}
    assert len(files) == len(set(files))


def test_who_changes_their_mind_while_waiting_goes_where_they_said_last(page: Page, alice) -> None:
    come_in(page, alice, "/records")
    let_through = waiting(page, RESULTS)
    page.locator("main").get_by_role("link", name=re.compile("^Results")).click()
    expect(said(page)).to_have_count(1)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Home").click()
    expect(page).to_have_url(re.compile("/home$"))
    let_through()
    expect(page.locator(".going")).to_have_count(0)
    expect(page).to_have_url(re.compile("/home$"))


def test_a_link_pressed_offline_leaves_the_page_as_it_is(page: Page, alice) -> None:
    come_in(page, alice, f"/records/corrections/new/results/{correcting.iron_on_file(alice)}")
    wrong = page.get_by_label("What is wrong?")
    wrong.fill("It was 30.")
    address = page.url
    page.context.set_offline(True)
    for name in ("Home", "Medications"):
        page.get_by_role("navigation", name="Main").get_by_role("link", name=name).press("Enter")
        expect(page.get_by_text(HERE)).to_be_visible()
        expect(page).to_have_url(address)
    page.locator("header summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text(HERE)).to_be_visible()
    expect(wrong).to_have_value("It was 30.")

    page.context.set_offline(False)
    expect(page.get_by_text(HERE)).to_have_count(0)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Home").click()
    expect(page).to_have_url(re.compile("/home$"))
    page.go_back()
    expect(wrong).to_be_visible()


def test_the_way_back_waits_for_the_line_too(page: Page, alice) -> None:
    come_in(page, alice, "/records")
    page.locator("main").get_by_role("link", name=re.compile("^Results")).click()
    expect(page.get_by_role("link", name=re.compile("^iron"))).to_be_visible()
    page.context.set_offline(True)
    page.evaluate("history.back()")
    expect(page.get_by_text(HERE)).to_be_visible()
    expect(page).to_have_url(re.compile("/records/results$"))
    expect(page.get_by_role("link", name=re.compile("^iron"))).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text(HERE)).to_have_count(0)
    page.evaluate("history.back()")
    expect(page).to_have_url(re.compile("/records$"))


def test_a_page_whose_files_do_not_come_can_be_tried_again(page: Page, alice) -> None:
    come_in(page, alice, "/records")
    page.route(RESULTS, lambda route: route.abort())
    page.locator("main").get_by_role("link", name=re.compile("^Results")).click()
    sorry = page.locator(".offline", has_text="That page did not load")
    expect(sorry).to_be_visible()
    expect(page).to_have_url(re.compile("/records$"))
    axe(page)
    sorry.get_by_role("button", name="Close").click()
    expect(sorry).to_have_count(0)
    page.locator("main").get_by_role("link", name=re.compile("^Results")).click()
    expect(sorry).to_be_visible()
    page.unroute(RESULTS)
    sorry.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", level=1, name="Results")).to_be_visible()
    expect(sorry).to_have_count(0)


def test_a_newer_portal_opens_the_page_anew(page: Page, alice) -> None:
    """The files of the pages she has open went with the release before."""
    come_in(page, alice, "/records")
    page.evaluate("window.before = true")
    gone: list[str] = []

    def answer(route: Route) -> None:
        if gone:
            return route.continue_()
        gone.append(route.request.url)
        return route.fulfill(status=404, body="Not Found")

    page.route(RESULTS, answer)
    page.locator("main").get_by_role("link", name=re.compile("^Results")).click()
    expect(page.get_by_role("link", name=re.compile("^iron"))).to_be_visible()
    expect(page).to_have_url(re.compile("/records/results/?$"))
    assert gone
    assert page.evaluate("window.before") is None


def test_public_pages_wait_alike(page: Page, site) -> None:
    page.goto("/")
    let_through = waiting(page, "**/assets/_help_*.js")
    page.get_by_role("link", name="Help").first.click()
    expect(said(page)).to_have_count(1)
    expect(page.locator(".going")).to_be_in_viewport()
    let_through()
    expect(page.get_by_role("heading", level=1, name="Help")).to_be_focused()
    page.context.set_offline(True)
    page.get_by_role("link", name="Privacy").first.click()
    expect(page.get_by_text(HERE)).to_be_visible()
    page.context.set_offline(False)


def test_an_emailed_link_leads_to_the_sign_in_page_even_while_its_own_files_are_on_their_way(
    page: Page, site
) -> None:
    """The answer that nobody is signed in can come before the page's own files and the next page's."""
    own = waiting(page, "**/assets/_messages_.__thread_id_*.js")
    next_ones = waiting(page, "**/assets/_index-*.js")
    with page.expect_request("**/assets/_index-*.js"):
        page.goto("/messages/00000000-0000-4000-8000-000000000000")
    own()
    expect(page.get_by_role("heading", level=1, name="Message")).to_be_visible()
    next_ones()
    expect(page.get_by_label("Username")).to_be_visible()
    expect(page).to_have_url(re.compile("/#next="))


def test_a_record_lists_itself_again_after_the_line_comes_back(page: Page, alice) -> None:
    """Paging and filters stay on their page: they are carried out once she is back."""
    on_file(alice, *[lab("iron", str(n), when=f"2021-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(60)])
    assert listed(alice, "results").pages > 1
    come_in(page, alice, "/records/results")
    expect(page.get_by_text("Page 1 of")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="Older").click()
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Page 2 of")).to_be_visible()
