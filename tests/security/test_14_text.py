"""SECURITY.md 14: text from people and from other systems is shown as text, whatever it pretends to be."""

import pytest

from portal.pages import registry
from tests import people
from tests.journeys.browser import come_in, settled
from tests.security.planted import plant

pytestmark = pytest.mark.browser
registry.load_all()

HOSTILE = (
    "<script>window.zyqran=1</script><img src=x onerror=window.zyqran=1><svg onload=window.zyqran=1></svg>"
    "<a href=javascript:window.zyqran=1>here</a><iframe srcdoc='<script>parent.zyqran=1</script>'></iframe>"
    "{{7*7}} ${7*7} \u202eesrever\u202c </main></body> %00 &lt;b&gt;"
)
ALIVE = "main script, main img[src='x'], main iframe, main [onerror], main [onload], a[href^='javascript' i]"
PATIENTS = [screen.route for screen in registry.SCREENS if screen.audience == "patient"]
LISTS = [route for route in PATIENTS if "[" not in route]
ADDRESSES = ["/?<script>window.zyqran=1</script>", "/#next=javascript:window.zyqran=1", "/enroll#<img src=x>"]


def read(page, path: str) -> str:
    """Open a page and read it; no script in it ran and nothing in it is more than text."""
    page.goto(path)
    page.locator("h1").first.wait_for()
    page.get_by_text("Loading…").first.wait_for(state="hidden")
    settled(page)
    assert page.evaluate("window.zyqran") is None, path
    assert page.locator(ALIVE).count() == 0, path
    return page.locator("body").inner_text()


def linked_from(page) -> set[str]:
    """The single records that this page leads to."""
    paths = page.locator("main a[href]").evaluate_all("all => all.map(a => a.pathname)")
    return {path for path in paths if len(path.rpartition("/")[2]) == 36}


def test_scripts_in_a_record_are_read_and_not_run(page, site):
    alice = plant(also=HOSTILE).alice
    come_in(page, alice)
    said, found = "", set()
    for path in LISTS:
        said += read(page, path)
        found |= linked_from(page)
    for path in sorted(found):
        said += read(page, path)
    assert len(found) >= 8, found
    assert "<script>window.zyqran=1</script>" in said and "{{7*7}} ${7*7}" in said

    nia = people.nia()
    page.context.clear_cookies()
    come_in(page, nia)
    assert "window.zyqran=1" in read(page, f"/staff/patients/{alice.patient_id}")
    read(page, "/staff/patients")


def test_a_word_without_end_stays_within_a_phones_width(page, site):
    alice = plant(also="W" * 3000).alice
    come_in(page, alice)
    page.set_viewport_size({"width": 320, "height": 800})
    found = set()
    for path in LISTS:
        read(page, path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found |= linked_from(page)
    for path in sorted(found):
        read(page, path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert len(found) >= 8


@pytest.mark.parametrize("path", ADDRESSES)
def test_what_an_address_says_is_not_run(page, site, path):
    come_in(page, people.alice())
    page.goto(path)
    page.locator("h1").first.wait_for()
    assert page.evaluate("window.zyqran") is None and page.locator(ALIVE).count() == 0
