"""Alice leaves her record open in one tab and signs out in another; Dana's access ends while she reads."""

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from sqlmodel import select, update

from portal.access import grants
from portal.db import unit_of_work
from portal.models.account import AccountSession, Grant
from tests import people
from tests.charts import condition, lab, listed, on_file
from tests.journeys.browser import come_in

pytestmark = pytest.mark.browser

PAGE = "/records/conditions"


@pytest.fixture
def alice(site) -> people.Person:
    alice = people.alice()
    on_file(alice, condition("hay fever"))
    return alice


def leaves(page: Page) -> None:
    """Nobody touched it, and there is nothing of hers on it any more."""
    page.wait_for_url("**/#signed-out=**")
    expect(page.get_by_text("hay fever")).to_have_count(0)
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert "Alice" not in page.content()


def sign_out(page: Page) -> None:
    page.locator("header summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/#signed-out=done")


def test_signing_out_in_one_tab_takes_the_record_away_in_the_other(page: Page, alice) -> None:
    """The server says so; this browser's tabs cannot tell each other."""
    page.context.add_init_script("delete window.BroadcastChannel")
    come_in(page, alice, "/home")
    other = page.context.new_page()
    other.goto(PAGE)
    expect(other.get_by_text("hay fever")).to_be_visible()
    sign_out(page)
    leaves(other)


def test_a_tab_that_hears_nothing_from_the_server_is_told_by_the_other_one(page: Page, alice) -> None:
    come_in(page, alice, "/home")
    other, deaf = page.context.new_page(), []

    def relay(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda message: None if deaf else socket.send(message))

    other.route_web_socket("**", relay)
    other.goto(PAGE)
    expect(other.get_by_text("hay fever")).to_be_visible()
    deaf.append(True)
    sign_out(page)
    leaves(other)


def test_her_phone_stays_signed_in(page: Page, chromium, site, alice) -> None:
    come_in(page, alice, "/home")
    with chromium.new_context(base_url=site.origin) as phone_browser:
        phone = phone_browser.new_page()
        come_in(phone, people.sign_in(alice), PAGE)
        expect(phone.get_by_text("hay fever")).to_be_visible()
        sign_out(page)
        phone.get_by_role("link", name="Home").first.click()
        expect(phone.get_by_text("Alice Ames").first).to_be_attached()


def test_what_is_held_goes_from_the_page_she_has_open(page: Page, chromium, site, alice) -> None:
    on_file(alice, lab("biopsy", "1"), lab("iron", "50"))
    come_in(page, alice, "/records/results")
    expect(page.get_by_text("biopsy").first).to_be_visible()
    (held,) = [row for row in listed(alice, "results").rows if row.title == "biopsy"]
    with chromium.new_context(base_url=site.origin) as desk:
        hers = desk.new_page()
        place = f"/staff/patients/{alice.patient_id}/records/results/{held.href.rpartition('/')[2]}"
        come_in(hers, people.nia(), place)
        hers.get_by_role("button", name="Hold…").click()
        hers.get_by_label("Why is it held?").fill("I want to call her before she reads this.")
        hers.get_by_role("button", name="Hold it").click()
        hers.get_by_text("It is on hold.").wait_for()
    expect(page.get_by_text("biopsy")).to_have_count(0)
    expect(page.get_by_text("iron").first).to_be_visible()


def test_access_that_ends_closes_the_page_that_is_open_with_it(page: Page, alice) -> None:
    dana = people.dana(alice)
    with unit_of_work() as db:
        mine = AccountSession.account_id == dana.account_id
        db.exec(update(AccountSession).where(mine).values(patient_id=alice.patient_id))
    come_in(page, dana, PAGE)
    expect(page.get_by_text("hay fever")).to_be_visible()
    with unit_of_work() as db:
        grant = db.exec(select(Grant).where(Grant.account_id == dana.account_id)).one()
        grants.end(db, grant, why="revoked")
    expect(page.get_by_text("hay fever")).to_have_count(0, timeout=30_000)
    page.wait_for_url("**/home")
    expect(page.get_by_text("You are back in your own account.")).to_be_visible()
