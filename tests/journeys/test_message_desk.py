"""Nia works through the queue with the keyboard alone, and prints a conversation for the chart on paper."""

from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from portal.models.account import Role
from portal.services import door
from portal.services.staff.messages import quick
from tests import people
from tests.journeys.browser import axe, come_in
from tests.journeys.serving import Site
from tests.journeys.test_printing import sheets
from tests.messages import nothing_waits, wrote

pytestmark = pytest.mark.browser


def reach(page: Page, what: Locator, *, most: int = 60) -> None:
    """Tab until it has the focus, as a person would."""
    expect(what).to_be_visible()
    for _ in range(most):
        if what.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{what} is not reached by the Tab key")


def press(page: Page, name: str, *, role: Literal["button", "link"] = "button") -> None:
    reach(page, page.get_by_role(role, name=name, exact=True))
    page.keyboard.press("Enter")


def test_a_conversation_is_worked_through_without_a_mouse(page: Page, site: Site) -> None:
    alice, bob, nia, ada = (
        people.alice(),
        people.bob(),
        people.nia(),
        people.staff("Ada Adams", role=Role.ADMINISTRATOR),
    )
    door.in_practice(
        ada.token, quick.save_quick, name="Rest", words="Dear {first name}, rest it. {practice phone}"
    )
    nothing_waits()
    first = wrote(alice, "It is swollen.", subject="My knee")
    wrote(bob, "It itches.", subject="My arm")
    come_in(page, nia, f"/staff/messages/{first}?queue=unassigned")
    expect(page.get_by_text("It is swollen.")).to_be_visible()

    press(page, "Take it")
    expect(page.get_by_role("status").filter(has_text="You have this now.")).to_be_visible()
    press(page, "Add a note…")
    dialog = page.get_by_role("dialog", name="Add a note")
    expect(dialog).to_be_visible()
    reach(page, dialog.get_by_label("Note"))
    page.keyboard.type("She called before.")
    press(page, "Add the note")
    expect(page.get_by_text("She called before.")).to_be_visible()

    reach(page, page.get_by_label("Quick reply"))
    page.keyboard.type("Rest")
    press(page, "Put it in")
    answer = page.get_by_label("Your answer to Alice Ames")
    expect(answer).to_be_focused()
    expect(answer).to_have_value("Dear Alice, rest it. 555-0134")
    axe(page)
    press(page, "Send to Alice Ames")
    expect(page.locator(".said-body").get_by_text("Dear Alice, rest it.")).to_be_visible()
    expect(page.locator("#newest-message")).to_be_focused()
    page.get_by_role("heading", level=1).focus()
    press(page, "Mark as done")
    expect(page.get_by_role("button", name="Open again")).to_be_visible()

    page.get_by_role("heading", level=1).focus()
    press(page, "Next in the queue", role="link")
    expect(page.get_by_role("heading", level=1, name="My arm")).to_be_focused()
    expect(page.get_by_text("It itches.")).to_be_visible()
    page.wait_for_timeout(300)  # whatever else asks for the focus has had its turn
    expect(page.get_by_role("heading", level=1, name="My arm")).to_be_focused()


def test_what_is_printed_is_what_was_said_and_not_how_to_answer(page: Page, site: Site) -> None:
    alice = people.alice()
    thread = wrote(alice, "It is swollen.", subject="My knee")
    for who, path in ((alice, f"/messages/{thread}"), (people.nia(), f"/staff/messages/{thread}")):
        come_in(page, who, path)
        expect(page.get_by_text("It is swollen.")).to_be_visible()
        whole = " ".join(sheets(page))
        assert "My knee" in whole and "It is swollen." in whole and alice.mrn in whole
        assert "Send" not in whole and "Your answer to" not in whole and "Your reply" not in whole
