"""A page that is printed says on each sheet whose it is, when it was printed, and by which practice."""

import io
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests import people
from tests.charts import lab, listed, on_file
from tests.journeys.browser import come_in

pytestmark = pytest.mark.browser


def sheets(page: Page) -> list[str]:
    """The words of each sheet the browser would print."""
    return [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="Letter"))).pages]


def test_each_sheet_of_a_list_and_of_a_record_names_the_patient(page, site):
    alice = people.alice()
    on_file(alice, *[lab("ldl", str(n), when=f"2020-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(60)])
    head = re.compile(
        rf"Alice Ames\s+Born Mar 9, 1984 · MRN {alice.mrn}"
        r".*Lakeside Family Practice · Printed \w+ \d+, \d{4}",
        re.DOTALL,
    )
    come_in(page, alice, "/records/results")
    expect(page.get_by_role("link", name=re.compile("^ldl")).first).to_be_visible()
    list_of = sheets(page)
    assert len(list_of) > 1
    assert all(head.search(sheet) for sheet in list_of)
    assert not any("Patient portal" in sheet or "Choose what to show" in sheet for sheet in list_of)

    page.goto(listed(alice, "results").rows[0].href)
    expect(page.get_by_role("heading", name="Over time")).to_be_visible()
    assert all(head.search(sheet) for sheet in sheets(page))
    assert page.get_by_role("group", name="Patient").count() == 0  # on paper only


def test_so_does_staffs_view_of_it(page, site):
    alice = people.alice()
    on_file(alice, lab("zinc", "30"))
    come_in(page, people.nia(), f"/staff/patients/{alice.patient_id}/records/results")
    expect(page.get_by_role("link", name=re.compile("^zinc"))).to_be_visible()
    assert all("Alice Ames" in sheet and "Printed" in sheet for sheet in sheets(page))


def test_a_paper_of_its_own_says_it_itself(page, site):
    come_in(page, people.alice(), "/records/sharing/card")
    expect(page.get_by_role("region", name="Wallet card")).to_be_visible()
    (card,) = sheets(page)
    assert card.count("Alice Ames") == 1
