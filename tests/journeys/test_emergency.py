"""Alice faints in the waiting room. Sam at the front desk opens her chart; Nia checks; Alice reads why."""

import re

import pytest
from playwright.sync_api import expect

from portal.models.account import Role
from portal.services import sign_in
from tests import people
from tests.charts import lab, on_file
from tests.journeys.browser import axe, come_in
from tests.people import uuid4
from tests.services.staff.emergencies import WHY, open_it, sam

pytestmark = pytest.mark.browser

LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark"), (320, "light")]
FAMILY = "Quandt"


@pytest.fixture(autouse=True)
def _still(page):
    page.emulate_media(reduced_motion="reduce")


@pytest.fixture
def alice(site):
    """Someone of a name nobody else in this practice has, with an account and one result."""
    name = f"Alice {FAMILY}{uuid4().hex[:5]}"
    alice = people.sign_in(people.with_own_chart(people.account(people.patient(name))))
    on_file(alice, lab("iron", "30"))
    return alice


def in_each_look(page):
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def test_sam_opens_alices_chart_nia_checks_it_and_alice_reads_why(page, site, chromium, alice):
    desk = people.staff(f"Sam {uuid4().hex[:5].title()}", role=Role.FRONT_DESK)
    come_in(page, desk, f"/staff/patients/{alice.patient_id}")
    expect(page.get_by_text("Your role does not open health records.")).to_be_visible()
    in_each_look(page)
    page.get_by_role("main").get_by_role("link", name="Emergency access").click()
    page.get_by_label("Why do you need this chart now?").fill("Emergency")
    page.get_by_role("button", name="Open the chart").click()
    expect(page.get_by_text("Write why you need this chart now, in 20 to 1000 characters.")).to_be_visible()
    expect(page.get_by_label("Why do you need this chart now?")).to_have_value("Emergency")
    expect(page.get_by_label("Why do you need this chart now?")).to_be_focused()
    in_each_look(page)

    page.get_by_label("Why do you need this chart now?").fill(WHY)
    page.get_by_role("button", name="Open the chart").click()
    page.get_by_label("Your password", exact=True).fill(desk.password)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="The chart is open")).to_be_focused()
    band = page.get_by_role("complementary", name="Emergency access")
    expect(band.get_by_role("timer")).to_have_text(re.compile("^(59|60) minutes left$"))
    in_each_look(page)
    page.get_by_role("link", name=re.compile("^Results")).click()
    page.get_by_role("link", name=re.compile("iron")).click()
    expect(page.get_by_role("heading", name="iron")).to_be_visible()
    expect(page.get_by_role("button", name="Hold…")).to_have_count(0)
    expect(band.get_by_role("link", name=alice.name)).to_be_visible()
    in_each_look(page)
    page.set_viewport_size({"width": 390, "height": 500})
    page.mouse.wheel(0, 5000)
    expect(band.get_by_role("button", name="End now")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1280, "height": 900})
    band.get_by_role("button", name="End now").click()
    expect(band.get_by_text("The chart is closed again.")).to_be_visible()
    expect(page.get_by_text("Your role does not open health records.")).to_be_visible()
    assert "iron" not in page.get_by_role("main").inner_text()
    in_each_look(page)

    with chromium.new_context(base_url=site.origin, viewport={"width": 1280, "height": 900}) as hers:
        checks = hers.new_page()
        checks.emulate_media(reduced_motion="reduce")
        come_in(checks, people.nia(), "/staff/emergency")
        checks.get_by_role("link", name=re.compile(alice.name)).click()
        expect(checks.get_by_text(WHY)).to_be_visible()
        expect(checks.get_by_text("Looked at one record (Results)")).to_be_visible()
        in_each_look(checks)
        checks.get_by_role("button", name="Write it down").click()
        expect(checks.get_by_text("Choose one of the two.")).to_be_visible()
        checks.get_by_label("No, it was not right").check()
        checks.get_by_role("button", name="Write it down").click()
        expect(checks.get_by_text("Write what was not right and what happens now")).to_be_visible()
        axe(checks)
        checks.get_by_label("Yes, it was right").check()
        checks.get_by_role("button", name="Write it down").click()
        expect(checks.get_by_text("Written down.")).to_be_visible()
        expect(checks.locator("#emergency-checked")).to_be_focused()
        in_each_look(checks)

        come_in(checks, alice, "/records/activity")
        expect(
            checks.get_by_text(f"{desk.name}, front desk, opened this record in an emergency")
        ).to_be_visible()
        expect(checks.get_by_text(f"Their reason: “{WHY}”")).to_be_visible()
        expect(checks.get_by_text("checked an emergency access and found it right")).to_be_visible()
        in_each_look(checks)


def test_a_page_left_open_closes_by_itself_when_the_time_is_over(page, site, alice):
    desk = sam(name=f"Sam {uuid4().hex[:5].title()}")
    open_it(desk, alice)
    for _ in range(4):
        site.forward(minutes=14)
        sign_in.stay(desk.token)
    page.clock.install()
    come_in(page, desk, f"/staff/patients/{alice.patient_id}/records/results")
    expect(page.get_by_text("iron")).to_be_visible()
    timer = page.get_by_role("timer").first
    expect(timer).to_have_text(re.compile("^[34] minutes left$"))
    site.forward(minutes=5)
    page.clock.fast_forward("05:00")
    expect(page.get_by_text("The chart is closed again.")).to_be_visible()
    expect(page.get_by_text("iron")).to_have_count(0)


def test_by_keyboard_alone_bea_in_billing_finds_opens_and_ends(page, site, alice):
    bea = people.staff(f"Bea {uuid4().hex[:5].title()}", role=Role.BILLER)
    come_in(page, bea, "/staff/emergency")
    page.get_by_label("Name, MRN or date of birth").focus()
    page.keyboard.type(alice.name)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile(alice.name)).press("Enter")
    page.get_by_label("Why do you need this chart now?").fill(WHY)
    page.get_by_role("button", name="Open the chart").press("Enter")
    page.get_by_label("Your password", exact=True).fill(bea.password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The chart is open")).to_be_focused()
    page.get_by_role("button", name="End now").press("Enter")
    expect(page.get_by_role("button", name="Open the chart")).to_be_visible()
    expect(page.locator("#emergency-band")).to_be_focused()


def test_one_more_than_usual_is_opened_on_purpose(page, site, alice):
    desk = sam(name=f"Sam {uuid4().hex[:5].title()}")
    others = [people.patient(f"Other {n}") for n in range(3)]
    for other in others:
        open_it(desk, other)
    site.forward(minutes=2)
    come_in(page, desk, f"/staff/patients/{alice.patient_id}/emergency")
    expect(page.get_by_text("You have opened 3 charts in an emergency")).to_be_visible()
    in_each_look(page)
    page.get_by_label("Why do you need this chart now?").fill(WHY)
    page.get_by_role("button", name="Open the chart").click()
    expect(page.get_by_text("Say that you need this chart now, too.")).to_be_visible()
    axe(page)
    page.get_by_label("I need this chart now, too").check()
    page.get_by_role("button", name="Open the chart").click()
    expect(page.get_by_role("heading", name="The chart is open")).to_be_focused()
    expect(page.get_by_role("timer")).to_have_count(4)
    in_each_look(page)


def test_on_a_phone_what_waits_is_counted_behind_more(page, site, alice):
    open_it(sam(name=f"Sam {uuid4().hex[:5].title()}"), alice)
    page.set_viewport_size({"width": 390, "height": 844})
    come_in(page, people.nia(), "/staff/patients")
    page.locator("nav.foot").get_by_text("More").click()
    way = page.locator("nav.foot").get_by_role("link", name=re.compile(r"^Emergency \d+ waiting$"))
    expect(way).to_be_visible()
    axe(page)
    way.click()
    expect(page.get_by_role("link", name=re.compile(alice.name))).to_be_visible()
