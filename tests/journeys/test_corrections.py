"""Alice says her iron is wrong, with a picture; Nia denies it with a reason; Alice reads that and answers."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.journeys.browser import axe, come_in
from tests.services.records.correcting import iron_on_file, picture

pytestmark = pytest.mark.browser


def test_alice_asks_nia_denies_and_alice_reads_it(page, site, chromium):
    alice, nia = people.alice(), people.nia()
    record_id = iron_on_file(alice)
    come_in(page, alice, f"/records/results/{record_id}")
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("link", name="Something wrong here?").click()

    page.get_by_label("What is wrong?").fill("It was 30.")
    page.get_by_label("Anything that shows it?").set_input_files(
        [
            {"name": "bottle.png", "mimeType": "image/png", "buffer": picture()},
            {"name": "tune.mp3", "mimeType": "audio/mpeg", "buffer": b"ID3" + b"\x00" * 99},
        ]
    )
    expect(page.get_by_text("tune.mp3: This kind of file cannot be added here.")).to_be_visible()
    expect(page.get_by_role("button", name="Remove bottle.png")).to_be_visible()
    expect(page.get_by_text("Kept at ")).to_be_visible()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("Tell us what it should say.")).to_be_visible()
    expect(page.get_by_label("What should it say?")).to_be_focused()
    axe(page)
    page.get_by_label("What should it say?").press_sequentially("Iron")
    expect(page.get_by_text("Kept at ")).to_be_visible()
    page.reload()
    expect(page.get_by_label("What is wrong?")).to_have_value("It was 30.")
    expect(page.get_by_label("What should it say?")).to_have_value("Iron")
    expect(page.get_by_role("button", name="Remove bottle.png")).to_be_visible()

    page.get_by_label("What should it say?").fill("Iron 30")
    page.get_by_role("button", name="Send the request").dblclick()
    expect(page.get_by_role("heading", name="We have your request")).to_be_visible()
    expect(page.locator("#correction-receipt")).to_be_focused()
    axe(page)
    page.get_by_role("link", name="See your request").click()
    expect(page.get_by_text("Not decided yet.")).to_be_visible()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download bottle.png").click()
    assert coming.value.suggested_filename == "bottle.png"

    request_id = page.url.rpartition("/")[2]
    staff = chromium.new_context(base_url=site.origin, viewport={"width": 1280, "height": 900})
    desk = staff.new_page()
    come_in(desk, nia, "/staff/patients")
    desk.get_by_role("link", name="Corrections").first.click()
    desk.locator(f"main a[href$='{request_id}']").click()
    desk.get_by_role("button", name="Deny").click()
    desk.get_by_label("Reason").fill("It was measured twice.")
    desk.get_by_role("dialog").get_by_role("button", name="Deny").click()
    expect(desk.get_by_text("Choose one of the grounds.")).to_be_visible()
    axe(desk)
    desk.get_by_label("Ground").select_option(label="The record is accurate and complete.")
    desk.get_by_role("dialog").get_by_role("button", name="Deny").click()
    expect(desk.get_by_text("Denied by Nia Novak")).to_be_visible()
    staff.close()

    page.goto(f"/records/results/{record_id}")
    expect(page.get_by_text("It was measured twice.")).to_be_visible()
    page.get_by_role("link", name="Read the request").click()
    page.get_by_label("Why do you disagree?").fill("I have the paper.")
    page.get_by_role("button", name="Add the statement").click()
    expect(page.get_by_text("Written by Alice Ames")).to_be_visible()
