"""Every screen there is, with much and with nothing on file: axe, light and dark, phone and desk."""

import re
from pathlib import Path

import pytest

from portal.models.account import Role
from portal.pages import registry
from tests import people
from tests.journeys import practice
from tests.journeys.browser import axe, come_in, settled
from tests.journeys.looking import large_text_fits, names_are_words
from tests.people import Person

pytestmark = pytest.mark.browser

registry.load_all()
BY_LOOK = ("color-contrast", "target-size", "scrollable-region-focusable")
"""What can change with colours and width alone; all else is asked once at each width."""
LOOKS = [(1280, "light", ()), (1280, "dark", BY_LOOK), (390, "light", BY_LOOK), (390, "dark", ())]
ID = re.compile(r"\[\w+\]")
SCREENS = {screen.route: screen for screen in registry.SCREENS}
LISTS = sorted(route for route in SCREENS if not ID.search(route))
DETAILS = sorted(route for route in SCREENS if ID.search(route))
MUCH, NOTHING = "alice", "baby"
"""A patient with a long record, and one with nothing on file."""
BY_WHOM = [
    (route, who)
    for route in LISTS
    for who in ([MUCH, NOTHING] if SCREENS[route].audience == "patient" else [MUCH])
]


def visitor(audience: str, who: str, route: str) -> Person | None:
    """Whoever goes to this screen."""
    if route.startswith(("/staff/settings", "/staff/messages/sendings")):
        return people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    if audience == "staff" and route.endswith("[patient_id]/emergency"):
        return people.staff("Sam Ortiz", role=Role.FRONT_DESK)
    if audience == "staff":
        return people.nia()
    return practice.enrolled(who) if audience == "patient" else None


def fill(route: str, home: Path) -> None:
    """The practice, with what the screen at this route is about."""
    practice.fill(home)
    if "/corrections" in route:
        practice.fill_corrections(home)
    if "contact" in route or route == "/profile":
        practice.fill_contact_changes(home)
    if route == "/staff/holds":
        practice.fill_holds(home)
    if route == "/staff/aging-out":
        practice.fill_aging_out(home)
    if route.startswith("/staff/emergency"):
        practice.fill_emergencies(home)
    if route.startswith("/profile/representatives"):
        practice.fill_representatives(home)
    if "/messages" in route or route == "/home":
        practice.fill_messages(home)


def way_to(page, route: str) -> str:
    """The address of the first of what the list above a route leads to."""
    above = ID.sub("", route).rstrip("/")
    if route.startswith("/staff/patients/[patient_id]/records"):
        return _in_the_chart(page, is_list=route.endswith("[kind]"))
    if route.endswith("[patient_id]/emergency"):
        page.goto("/staff/emergency")
        page.get_by_label("Name, MRN or date of birth").fill("alice")
        page.keyboard.press("Enter")
        return _first(page, "/staff/patients")
    if route.startswith("/profile/representatives"):
        page.goto("/profile/representatives")
        return _first(page, "/profile/representatives", kind="a.item") + route.partition("]")[2]
    if route.startswith("/staff/settings"):
        page.goto("/staff/settings")
        return _first(page, above, kind="a.item")
    if route.startswith("/staff/patients/[patient_id]/guardians"):
        page.goto("/staff/patients")
        return _first(page, "/staff/patients") + route.partition("]")[2]
    if route == "/messages/[thread_id]":
        page.goto("/messages")
        return _first(page, "/messages", kind="a[href*='/messages/']:not([href*='/new'])")
    if route == "/staff/messages/[thread_id]":
        page.goto("/staff/messages?queue=answered")
        return _first(page, "/staff/messages", kind="a.item")
    if route == "/staff/messages/sendings/[sending_id]":
        page.goto("/staff/messages/new")
        return _first(page, above)
    if above.endswith("/new"):
        page.goto("/records/results")
        page.goto(_first(page, "/records/results"))
    else:
        page.goto(above)
    return _first(page, above)


def _in_the_chart(page, *, is_list: bool) -> str:
    """Staff's way: a patient, a kind of record, one of them."""
    page.goto("/staff/patients")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Alice")).first.click()
    kind = page.locator("main a[href*='/records/results']").first
    kind.wait_for()
    many = kind.get_attribute("href")
    if is_list:
        return many
    page.goto(many)
    return _first(page, many)


def _first(page, above: str, *, kind: str = "a") -> str:
    first = page.locator(f"main {kind}[href^='{above}/']").first
    first.wait_for()
    return first.get_attribute("href")


def look_at(page) -> None:
    """As it is now, in every look: axe, names that are words, and nothing wider than the screen."""
    page.locator("h1").first.wait_for()
    settled(page)
    for width, scheme, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        axe(page, only=rules)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, page.url)
    names_are_words(page)
    large_text_fits(page)


@pytest.mark.parametrize(("route", "who"), BY_WHOM)
def test_a_list_or_single_screen(page, site, route: str, who: str):
    fill(route, site.home)
    person = visitor(SCREENS[route].audience, who, route)
    if person is not None:
        come_in(page, person)
    page.goto(route)
    look_at(page)


@pytest.mark.parametrize("route", DETAILS)
def test_one_of_a_list(page, site, route: str):
    fill(route, site.home)
    person = visitor(SCREENS[route].audience, MUCH, route)
    assert person is not None
    come_in(page, person)
    page.goto(way_to(page, route))
    look_at(page)


@pytest.mark.parametrize("route", DETAILS)
def test_one_that_is_not_there_says_so(page, site, route: str):
    practice.fill(site.home)
    person = visitor(SCREENS[route].audience, MUCH, route)
    assert person is not None
    come_in(page, person, ID.sub("5d0c3f7e-8c55-4a0e-9d0c-3f7e8c554a0e", route))
    page.get_by_text("could not find").first.wait_for()
    look_at(page)
