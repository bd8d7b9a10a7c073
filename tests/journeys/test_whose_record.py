"""Nia goes from one chart to the next, and each page says whose it is."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.charts import lab, on_file
from tests.journeys.browser import axe, come_in

pytestmark = pytest.mark.browser


def test_every_page_of_a_chart_names_the_patient(page, site):
    alice, bob = people.alice(), people.bob()
    on_file(alice, lab("Zinc of Alice", "30", id="zinc-a"))
    on_file(bob, lab("Zinc of Bob", "31", id="zinc-b"))
    come_in(page, people.nia(), f"/staff/patients/{alice.patient_id}/records/results")

    band = page.get_by_role("group", name="Patient")
    expect(band).to_contain_text(f"Alice Ames Born Mar 9, 1984 · MRN {alice.mrn}")
    expect(page).to_have_title("Alice Ames · Record · Lakeside Family Practice")
    axe(page)
    page.get_by_role("link", name="Zinc of Alice").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zinc of Alice")
    expect(band).to_contain_text("Alice Ames")
    expect(page).to_have_title("Alice Ames · Record · Lakeside Family Practice")

    page.get_by_role("link", name="Patients").first.click()
    expect(page).to_have_title("Patients · Lakeside Family Practice")
    page.goto(f"/staff/patients/{bob.patient_id}/records/results")
    expect(band).to_contain_text(f"Bob Brown Born Nov 30, 1971 · MRN {bob.mrn}")
    expect(page).to_have_title("Bob Brown · Record · Lakeside Family Practice")
