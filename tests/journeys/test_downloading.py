"""Alice takes her record away, and always sees what is becoming of it."""

import re

import pytest
from playwright.sync_api import expect

from tests import people
from tests.charts import condition, lab, on_file
from tests.journeys.browser import come_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_she_is_led_to_her_download_and_told_when_it_is_ready(page, site, width: int):
    alice = people.alice()
    on_file(alice, lab("ldl", "118"), condition("asthma"))
    page.set_viewport_size({"width": width, "height": 700})
    come_in(page, alice, "/records/download")
    page.get_by_role("radio", name=re.compile("^FHIR")).check()
    page.get_by_role("button", name="Make the download").click()

    mine = page.get_by_role("group", name="Your downloads")
    expect(mine).to_be_focused()
    row = mine.get_by_role("listitem")
    expect(row).to_be_in_viewport()
    expect(mine.get_by_role("status").filter(has_text="Your download is ready.")).to_have_count(1)
    get = mine.get_by_role("link", name="Download: FHIR")
    expect(get).to_be_in_viewport()
    with page.expect_download() as coming:
        get.click()
    assert coming.value.suggested_filename.endswith(".json")

    mine.get_by_role("button", name="Remove: FHIR").click()
    expect(mine).to_be_focused()
    expect(mine.get_by_role("status").filter(has_text="The download was removed.")).to_have_count(1)
