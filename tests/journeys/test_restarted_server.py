"""The server is killed and starts anew while Alice has a conversation open and types in it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from portal import build
from tests import people
from tests.conftest import live_in
from tests.journeys.browser import come_in
from tests.journeys.serving import serving
from tests.messages import answered, wrote

pytestmark = pytest.mark.browser


def test_a_server_that_starts_anew_finds_her_where_she_was(
    chromium: Browser, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.ensure()
    with serving(home) as first:
        with live_in(home, monkeypatch, **first.settings):
            alice, nia = people.alice(), people.nia()
            thread = wrote(alice, "Is it broken?", subject="My toe")
            page = chromium.new_context(base_url=first.origin).new_page()
            come_in(page, alice, f"/messages/{thread}")
            page.get_by_label("Your reply").fill("It is blue by now.")
            expect(page.get_by_text("Saved at")).to_be_visible()
            first.kill()
            answered(nia, thread, "No, only bruised.", patient_id=alice.patient_id)
            expect(page.get_by_text("You are offline.")).to_be_visible()
            with serving(home, port=first.port):
                expect(page.get_by_text("No, only bruised.")).to_be_visible(timeout=60_000)
                expect(page.get_by_label("Your reply")).to_have_value("It is blue by now.")
                page.get_by_role("button", name="Send", exact=True).click()
                expect(page.locator(".said-body").get_by_text("It is blue by now.")).to_be_visible()
            page.context.close()
