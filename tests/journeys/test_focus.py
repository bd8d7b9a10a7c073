"""Nobody who works by key is left nowhere: what was pressed goes away, the focus stays with the matter."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.services import door
from portal.services.records import preferences
from tests import people
from tests.charts import lab, listed, on_file, vital
from tests.journeys.browser import come_in
from tests.services.records import correcting
from tests.sharing import share

pytestmark = pytest.mark.browser


def press(page: Page, name: str, *, within: str = "main") -> None:
    """Press a button by key."""
    page.locator(within).get_by_role("button", name=name, exact=True).first.press("Enter")


def heading(page: Page, name: str | re.Pattern[str]):
    """A heading of the page."""
    return page.get_by_role("heading", name=name).first


def test_a_result_that_is_asked_for_is_read_from_its_heading(page, site):
    alice = people.alice()
    on_file(alice, lab("ldl", "148"))
    door.in_chart(alice.token, preferences.choose_wishes, show="ask", tell=False)
    come_in(page, alice, listed(alice, "results").rows[0].href)

    press(page, "Show it now")
    expect(page.get_by_text("148", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_turned_page_begins_at_the_list_and_filters_fold_to_their_line(page, site):
    alice = people.alice()
    days = [f"2020-{1 + n // 28:02}-{1 + n % 28:02}" for n in range(60)]
    on_file(alice, *[vital("Pulse", "61", "/min", when=day) for day in days])
    come_in(page, alice, "/records/vitals")

    press(page, "Older")
    expect(page.get_by_text("Page 2 of 2")).to_be_visible()
    expect(page.get_by_role("heading", name="Vitals", level=2)).to_be_focused()
    page.get_by_text("Choose dates").press("Enter")
    page.get_by_label("To").fill("2020-01-31")
    press(page, "Show")
    expect(page).to_have_url(re.compile("until="))
    press(page, "Show all")
    expect(page).to_have_url(re.compile("vitals$"))
    expect(page.locator("summary", has_text="Choose dates")).to_be_focused()


def test_a_question_answered_leads_to_what_it_was_about(page, site):
    alice = people.alice()
    record_id = correcting.iron_on_file(alice)
    href = correcting.sent(alice, record_id).href
    made = share(alice, "results", passcode="blue heron lake")
    come_in(page, alice, href)
    press(page, "Take the request back")
    press(page, "Keep it", within="dialog")
    expect(page.get_by_role("button", name="Take the request back")).to_be_focused()
    press(page, "Take the request back")
    press(page, "Take it back", within="dialog")
    expect(page.get_by_text("The request was taken back. The record stays as it is.")).to_be_visible()
    expect(page.get_by_role("button", name="Print this page")).to_be_focused()
    press(page, "Close")
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    page.goto(f"/records/sharing/link?id={made.id}")
    press(page, "Turn the link off")
    press(page, "Turn it off", within="dialog")
    expect(page.get_by_text("The link is turned off.")).to_be_visible()
    expect(heading(page, "About this link")).to_be_focused()


def test_files_come_and_go_and_the_focus_stays(page, site):
    alice = people.alice()
    come_in(page, alice, f"/records/corrections/new/results/{correcting.iron_on_file(alice)}")
    add = page.get_by_label("Anything that shows it?")
    add.focus()
    add.set_input_files({"name": "one.png", "mimeType": "image/png", "buffer": correcting.picture()})
    add.set_input_files({"name": "two.png", "mimeType": "image/png", "buffer": correcting.picture()})
    expect(page.get_by_role("button", name="Remove two.png")).to_be_visible()
    expect(add).to_be_focused()
    press(page, "Remove one.png")
    expect(page.get_by_role("button", name="Remove one.png")).to_have_count(0)
    expect(page.locator("#correction-files")).to_be_focused()
    page.get_by_label("What is wrong?").fill("It was 30.")
    page.get_by_label("What should it say?").fill("Iron 30")
    press(page, "Send the request")
    expect(page.locator("#correction-receipt")).to_be_focused()
    press(page, "Ask for another correction")
    expect(page.get_by_label("What is wrong?")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_staff_hold_release_invite_decide_and_read_who_looked(page, site):
    nia, alice, jo = people.nia(), people.alice(), people.patient("Jo Keeler")
    on_file(alice, lab("zinc", "30"))
    way = listed(alice, "results").rows[0].href.rpartition("/")[2]
    come_in(page, nia, f"/staff/patients/{alice.patient_id}/records/results/{way}")
    press(page, "Hold…")
    page.get_by_label("Why is it held?").fill("I will call her first.")
    press(page, "Hold it", within="dialog")
    expect(page.get_by_role("button", name="Release", exact=True)).to_be_focused()
    press(page, "Release")
    press(page, "Release it", within="dialog")
    expect(page.get_by_role("button", name="Hold…")).to_be_focused()

    page.goto(f"/staff/patients/{jo.patient_id}")
    press(page, "Invite")
    page.get_by_label("Email address").fill("jo.keeler@example.org")
    press(page, "Send invitation", within="dialog")
    expect(page.get_by_role("button", name="Resend")).to_be_focused()
    press(page, "Import a file")
    expect(page.get_by_label("File from your EHR")).to_be_focused()
    press(page, "Show the audit trail")
    expect(heading(page, "Who has seen or changed this record")).to_be_focused()

    request = correcting.sent(alice, correcting.iron_on_file(alice)).href.rpartition("/")[2]
    page.goto(f"/staff/corrections/{request}")
    press(page, "Accept")
    page.get_by_label("What was done").fill("The laboratory sent it again.")
    press(page, "Accept", within="dialog[open]")
    expect(heading(page, "What came of it")).to_be_focused()
