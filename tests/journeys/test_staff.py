"""The staff's side in a real browser: Noor sets herself up, Nia imports, invites and reads who looked."""

import json
import re

import pyotp
import pytest
from playwright.sync_api import expect

from portal import clock
from portal.models.account import Role
from portal.services import door
from portal.services.staff import accounts
from tests import people
from tests.journeys.browser import axe, come_in

pytestmark = pytest.mark.browser

PASSWORD = "seven quiet herons wade"
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
ZOE = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {
            "resource": {
                "resourceType": "Patient",
                "id": "zoe",
                "name": [{"given": ["Zoë"], "family": "Quist-O’Hara"}],
                "birthDate": "1990-05-06",
                "address": [{"postalCode": "04101"}],
                "telecom": [{"system": "email", "value": "zoe@example.org"}],
            }
        },
        {
            "resource": {
                "resourceType": "Immunization",
                "id": "i1",
                "status": "completed",
                "vaccineCode": {"text": "Influenza"},
                "patient": {"reference": "Patient/zoe"},
                "occurrenceDateTime": "2019-10-01",
            }
        },
        {"resource": {"resourceType": "Observation", "id": "o1", "subject": {"reference": "Patient/zoe"}}},
    ],
}


@pytest.fixture(autouse=True)
def _still(page):
    """Colours change at once, so that what axe measures is what stays."""
    page.emulate_media(reduced_motion="reduce")


def set_up_link() -> tuple[str, str]:
    """The path of a fresh set-up link, and the email address it is for."""
    ada = people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    email = f"noor.{people.uuid4().hex[:6]}@example.org"
    link = door.in_practice(ada.token, accounts.add_staff, email, "clinician", "Noor Nassar")
    return link[link.index("/staff/") :], email


def in_each_look(page, check):
    """Run a check at desktop and phone width, light and dark."""
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        check()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light", reduced_motion="reduce")


def test_noor_sets_herself_up_signs_out_and_in_again(page, site):
    path, email = set_up_link()
    page.goto(path)
    page.get_by_role("heading", name="Set up your staff account").wait_for()
    page.get_by_label("6-digit code").wait_for()
    assert page.evaluate("location.hash") == ""
    in_each_look(page, lambda: axe(page))
    page.get_by_label("Password", exact=True).fill("short")
    page.get_by_role("button", name="Finish and sign in").click()
    expect(page.get_by_text("A password has 12 to 128 characters.").last).to_be_visible()
    axe(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    expect(page.get_by_text("(done)")).to_have_count(3)
    totp = pyotp.TOTP(page.locator("code").inner_text().replace(" ", ""))
    page.get_by_label("6-digit code").fill(totp.at(clock.now()))
    page.get_by_role("button", name="Finish and sign in").click()
    page.wait_for_url("**/staff/patients")
    page.get_by_role("heading", name="Patients", exact=True).wait_for()

    page.get_by_label(re.compile("Account: Noor Nassar")).click()
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    in_each_look(page, lambda: axe(page))
    site.forward(minutes=1)
    page.get_by_label("Username").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("6-digit code").fill(totp.at(clock.now()))
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/patients")

    page.goto(path)
    expect(page.get_by_text("This link no longer works.")).to_be_visible()
    axe(page)


def test_nia_imports_a_file_finds_the_patient_invites_her_and_reads_who_looked(page, site):
    come_in(page, people.nia(), "/staff/patients")
    page.get_by_role("button", name="Import a file").click()
    page.get_by_label("File from your EHR").set_input_files(
        {"name": "zoe.json", "mimeType": "application/json", "buffer": json.dumps(ZOE).encode()}
    )
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("The file was imported.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("zoe.json"))).to_contain_text("Entry 2")
    in_each_look(page, lambda: axe(page))

    page.get_by_label("Name, MRN or date of birth").fill("ohara 5/6/1990")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Found").wait_for()
    page.get_by_role("link", name=re.compile("Zoë Quist-O’Hara")).click()
    page.get_by_role("heading", name="Zoë Quist-O’Hara").wait_for()
    expect(page.get_by_text("1 on file · latest Oct 1, 2019")).to_be_visible()
    in_each_look(page, lambda: axe(page))

    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_label("Email address")).to_have_value("zoe@example.org")
    axe(page)
    page.get_by_label("Email address").fill("not an address")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("Enter an email address like name@example.org.")).to_be_visible()
    page.get_by_label("Email address").fill("zoe@example.org")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("The invitation to zoe@example.org is on its way.")).to_be_visible()
    expect(page.get_by_text("Invited", exact=True)).to_be_visible()

    page.get_by_role("button", name="Revoke").click()
    axe(page)
    page.get_by_role("button", name="Keep it").click()
    page.get_by_role("button", name="Show the audit trail").click()
    expect(page.get_by_text("Nia Novak, clinician, invited the patient to the portal")).to_be_visible()
    in_each_look(page, lambda: axe(page))


def test_what_is_no_fhir_file_is_refused_beside_the_file(page, site):
    come_in(page, people.nia(), "/staff/patients")
    page.get_by_role("button", name="Import a file").click()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("alert")).to_have_text("Choose a file first.")
    picture = {"name": "results.json", "mimeType": "application/json", "buffer": b"\x89PNG\r\n" + b"x" * 9000}
    page.get_by_label("File from your EHR").set_input_files(picture)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This is not a FHIR file or a C-CDA document.")
    axe(page)


def test_the_front_desk_sees_no_import_and_no_counts_and_a_biller_no_way_in(page, site):
    jo = people.patient("Jo Jones")
    come_in(page, people.nia(role=Role.FRONT_DESK), f"/staff/patients/{jo.patient_id}")
    page.get_by_role("button", name="Invite").wait_for()
    for hidden in ("On file", "Import a file", "Show the audit trail"):
        expect(page.get_by_text(hidden, exact=True)).to_have_count(0)
    come_in(page, people.nia(role=Role.BILLER), "/staff/patients")
    page.get_by_text("Jo Jones").first.wait_for()
    expect(page.get_by_role("link", name=re.compile("Jo Jones"))).to_have_count(0)
    expect(page.get_by_text("Import a file")).to_have_count(0)


def test_a_patient_on_a_staff_page_reads_that_it_is_not_hers(page, site):
    jo = people.patient("Jo Jones", mrn="LF-55555")
    come_in(page, people.alice(), f"/staff/patients/{jo.patient_id}")
    page.get_by_text("You do not have access to this.").wait_for()
    assert "Jo Jones" not in page.content()
    axe(page)


def test_by_keyboard_alone_nia_searches_opens_a_patient_and_the_dialog(page, site):
    people.patient("Kim Keyboard")
    come_in(page, people.nia(), "/staff/patients")
    page.get_by_label("Name, MRN or date of birth").focus()
    page.keyboard.type("kim keyb")
    page.keyboard.press("Enter")
    row = page.get_by_role("link", name=re.compile("Kim Keyboard"))
    page.get_by_role("heading", name="Found").wait_for()
    row.wait_for()
    for _ in range(4):
        page.keyboard.press("Tab")
        if row.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Kim Keyboard").wait_for()
    page.get_by_role("button", name="Invite").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Email address")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Invite")).to_be_focused()
