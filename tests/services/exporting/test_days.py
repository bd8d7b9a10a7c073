"""Alice takes a year of her record away: what she has and takes now is in it all the same, in every form."""

import io
import json
import zipfile
from datetime import date

import pytest
from lxml import etree
from pypdf import PdfReader

from portal.access.actor import operator
from portal.errors import Invalid
from portal.services import door, exporting
from portal.services.exporting import asking
from tests import people
from tests.charts import allergy, condition, lab, medicine, on_file, shot
from tests.integrations.pdf.papers import words_of
from tests.people import Person
from tests.services.exporting.test_downloads import made, people_record

pytestmark = pytest.mark.usefixtures("home")
SINCE = date(2025, 11, 26)
CDA = {"cda": "urn:hl7-org:v3"}


@pytest.fixture
def alice() -> Person:
    alice = people.alice()
    on_file(
        alice,
        people_record(alice),
        allergy("penicillin", when="1994-05-01"),
        condition("high blood pressure", when="2011-03-04"),
        medicine("lisinopril", when="2019-02-02"),
        lab("ldl", "148", when="2019-05-05"),
        lab("hdl", "52", when="2026-05-05"),
        shot("influenza", when="2019-10-01"),
    )
    return alice


def sections(ccd: bytes) -> dict[str, etree._Element]:
    found = etree.fromstring(ccd).iterfind(".//cda:structuredBody/cda:component/cda:section", CDA)
    return {one.findtext("cda:title", namespaces=CDA): one for one in found}


def said(section: etree._Element) -> str:
    return " ".join("".join(section.find("cda:text", CDA).itertext()).split())


def test_what_she_has_and_takes_is_whole_on_paper(alice):
    for form in ("text", "pdf"):
        file = made(alice, form, since=SINCE)
        words = file.decode() if form == "text" else words_of(PdfReader(io.BytesIO(file)))
        assert "penicillin" in words and "high blood pressure" in words and "lisinopril" in words
        assert "hdl" in words and "ldl" not in words
        told = " ".join(words.split())
        assert (
            "It covers immunizations, procedures, visits, results, vitals, care plans, documents, from Nov 26"
            in told
        )
        assert "All allergies, conditions, medications on file are in it, whatever their dates." in told


def test_none_in_these_dates_is_not_none_on_file(alice):
    lines = made(alice, "text", since=SINCE).decode().splitlines()
    leads = {lines[n - 1] if lines[n - 1].strip("-= ") else lines[n - 2]: line for n, line in enumerate(lines)
             if line in ("None on file.", "None in these dates.")}  # fmt: skip
    assert len(leads) == 6, lines
    by_kind = {heading.strip("# ").casefold(): words for heading, words in leads.items() if heading}
    assert by_kind["immunizations"] == "None in these dates."
    assert by_kind["procedures"] == "None on file."


def test_what_she_has_and_takes_is_whole_in_a_ccd(alice):
    found = sections(made(alice, "ccda", since=SINCE))
    for title, name in (
        ("Allergies", "penicillin"),
        ("Conditions", "blood pressure"),
        ("Medications", "lisinopril"),
    ):
        assert name in said(found[title])
        assert found[title].get("nullFlavor") is None and found[title].find("cda:entry", CDA) is not None
    assert said(found["Immunizations"]) == "None in these dates."
    assert found["Immunizations"].get("nullFlavor") == "NI"
    assert said(found["Procedures"]) == "No procedures are on file."
    assert found["Procedures"].get("nullFlavor") == "NI"
    assert "All allergies, conditions, medications on file" in said(found["Dates"])
    assert "Dates" not in sections(made(alice, "ccda"))


def test_what_she_has_and_takes_is_whole_in_fhir_and_in_the_zip(alice):
    kinds = ["AllergyIntolerance", "Condition", "MedicationRequest", "Observation", "Patient"]
    with zipfile.ZipFile(io.BytesIO(made(alice, "zip", since=SINCE))) as bag:
        file = next(name for name in bag.namelist() if name.endswith(".json"))
        for bundle in (bag.read(file), made(alice, "fhir", since=SINCE)):
            found = [entry["resource"]["resourceType"] for entry in json.loads(bundle)["entry"]]
            assert sorted(found) == kinds


def test_how_many_there_will_be_counts_them(alice):
    counted = {one.key: one.count for one in door.in_chart(alice.token, asking.count_records, since=SINCE)}
    assert (counted["allergies"], counted["conditions"], counted["medications"]) == (1, 1, 1)
    assert (counted["results"], counted["immunizations"]) == (1, 0)


@pytest.mark.parametrize("form", ["text", "ccda", "fhir"])
def test_the_operators_copy_is_whole_too(alice, form):
    days = {"since": SINCE, "until": date(2026, 11, 26)}
    file = door.as_actor(operator(), exporting.export, patient_id=alice.patient_id, form=form, **days)
    words = file.decode()
    assert "penicillin" in words and "lisinopril" in words and "blood pressure" in words
    assert "ldl" not in words


def test_allergies_alone_are_not_said_to_be_of_some_days(alice):
    words = " ".join(made(alice, "text", kinds=["allergies"], since=SINCE).decode().split())
    assert "It covers allergies." in words


def test_what_has_no_date_is_on_paper_as_it_is_in_fhir(alice):
    on_file(alice, {**shot("tetanus"), "occurrenceDateTime": None, "occurrenceString": "as a child"})
    for form in ("text", "fhir"):
        assert "tetanus" in made(alice, form, until=date(2025, 1, 1)).decode()


def test_the_last_day_before_the_first_is_said_and_nothing_is_made(alice):
    days = {"since": date(2026, 2, 1), "until": date(2026, 1, 1)}
    for service in (asking.count_records, asking.ask):
        more = {"form": "text"} if service is asking.ask else {}
        with pytest.raises(Invalid) as refusal:
            door.in_chart(alice.token, service, **more, **days)
        assert refusal.value.fields == {"until": "The last day is before the first. Change one of them."}
    with pytest.raises(Invalid):
        door.as_actor(operator(), exporting.export, patient_id=alice.patient_id, form="fhir", **days)
