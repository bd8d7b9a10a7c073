"""What Alice shares is a FHIR document: as she chose, as it came, and readable by anyone."""

import base64
import json
import re
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from sqlmodel import update

from portal.access.actor import operator
from portal.access.patient_index import put_patient
from portal.db import unit_of_work
from portal.errors import Invalid, Unavailable
from portal.integrations.fhir.validating import check
from portal.models.patient import PatientContents
from portal.models.record import Record
from portal.services import door, sharing
from portal.services.importing import import_upload
from portal.services.records import preferences
from portal.services.sharing import Choice, content, printing
from tests import people
from tests.charts import condition, lab, medicine, on_file, panel, paper, shot
from tests.services.records.correcting import iron_on_file, sent
from tests.sharing import jwe_of, manifest, plaintext, share, with_a_record

pytestmark = pytest.mark.usefixtures("home")


def text_of(person: people.Person, *kinds: str, **choice) -> str:
    """The document's own text, as a recipient decrypts it."""
    made = share(person, *kinds, **choice)
    return plaintext(made, jwe_of(manifest(made).json()["files"][0])).decode()


def sections(document: dict) -> dict[str, dict]:
    """The sections of a document by title."""
    return {one["title"]: one for one in document["entry"][0]["resource"]["section"]}


def said(section: dict) -> list[str]:
    """The lines of a section's narrative."""
    tree = ElementTree.fromstring(section["text"]["div"])
    return [" ".join("".join(item.itertext()).split()) for item in tree.iter() if item.tag.endswith("}li")]


def resources(document: dict) -> list[dict]:
    return [entry["resource"] for entry in document["entry"]]


def test_it_is_a_document_that_says_whom_it_is_about_before_anything_else():
    document = json.loads(text_of(with_a_record(people.alice()), label="For Dr. Lee"))

    assert (document["resourceType"], document["type"]) == ("Bundle", "document")
    composition, patient, practice = resources(document)[:3]
    assert composition["resourceType"] == "Composition"
    assert composition["type"]["coding"][0]["code"] == "60591-5"
    assert composition["title"] == "For Dr. Lee"
    assert composition["subject"] == {"reference": document["entry"][1]["fullUrl"], "display": "Alice Ames"}
    assert (patient["resourceType"], patient["birthDate"]) == ("Patient", "1984-03-09")
    assert practice["name"] == "Lakeside Family Practice"
    assert composition["author"][0]["reference"] == document["entry"][2]["fullUrl"]
    assert check(composition) is None and check(patient) is None and check(practice) is None
    assert check(document) is None


def test_every_entry_of_a_section_is_in_the_document_and_every_address_once():
    document = json.loads(text_of(with_a_record(people.alice()), "results", "conditions", "medications"))

    addresses = [entry["fullUrl"] for entry in document["entry"]]
    assert len(addresses) == len(set(addresses))
    named = {one["reference"] for s in sections(document).values() for one in s.get("entry", [])}
    assert len(named) == 3 and named <= set(addresses)


def test_numbers_and_spaces_stay_as_they_came():
    alice = people.alice()
    on_file(alice, lab("ldl", "148.50"))

    text = text_of(alice)

    assert '"value": 148.50' in text


def test_only_what_she_chose_is_in_it():
    alice = with_a_record(people.alice())

    document = json.loads(text_of(alice, "conditions"))

    assert {one["resourceType"] for one in resources(document)} == {
        "Composition",
        "Patient",
        "Organization",
        "Condition",
    }
    assert list(sections(document)) == ["Conditions"]


def test_a_panel_brings_its_results_along_and_lists_them_under_it():
    document = json.loads(text_of(with_a_record(people.alice()), "results"))

    kinds = [one["resourceType"] for one in resources(document)]
    assert kinds.count("Observation") == 2 and kinds.count("DiagnosticReport") == 1
    (whole, *parts) = said(sections(document)["Results"])
    assert whole.startswith("Lipid panel Nov 20, 2026 · 1 of 2 outside the usual range · 1 high")
    assert "ldl 148.50 mg/dL · usual: up to 130 · High" in parts


def test_what_endangers_comes_first_and_what_is_over_last():
    alice = people.alice()
    on_file(alice, medicine("old", status="stopped", when="2026-11-01"), medicine("now", when="2020-01-01"))
    on_file(
        alice, condition("flu", status="resolved", when="2026-11-01"), condition("asthma", when="1990-01-01")
    )

    found = sections(json.loads(text_of(alice, "medications", "conditions")))

    assert [line.split()[0] for line in said(found["Medications"])] == ["now", "old"]
    assert [line.split()[0] for line in said(found["Conditions"])] == ["asthma", "flu"]


def test_dates_narrow_results_but_never_leave_an_old_allergy_or_medicine_out():
    alice = people.alice()
    on_file(alice, lab("new", "1", when="2026-11-20T09:00:00-05:00"), lab("old", "2", when="2019-01-01"))
    on_file(alice, medicine("insulin", when="2001-01-01"), condition("asthma", when="1990-01-01"))

    document = json.loads(
        text_of(
            alice, "results", "medications", "conditions", since=date(2026, 1, 1), until=date(2026, 12, 1)
        )
    )

    found = sections(document)
    assert [line.split()[0] for line in said(found["Results"])] == ["new"]
    assert said(found["Medications"]) and said(found["Conditions"])
    note = resources(document)[0]["text"]["div"]
    assert "Jan 1, 2026 to Dec 1, 2026" in note and "may not be the whole record" in note


def test_a_chosen_kind_with_nothing_in_it_says_so_and_not_that_there_is_none():
    alice = people.alice()
    on_file(alice, lab("ldl", "1", when="2019-01-01"))
    kinds = ("allergies", "results", "vitals")
    document = json.loads(text_of(alice, *kinds, since=date(2026, 1, 1)))

    allergies = sections(document)["Allergies"]
    assert "None on file." in allergies["text"]["div"]
    assert allergies["emptyReason"]["coding"][0]["code"] == "unavailable"
    assert "None in these dates." in sections(document)["Results"]["text"]["div"]
    assert "None on file." in sections(document)["Vitals"]["text"]["div"]
    assert "None on file." in sections(json.loads(text_of(people.bob(), "results")))["Results"]["text"]["div"]


def test_what_was_entered_in_error_stays_out():
    alice = people.alice()
    on_file(alice, lab("right", "1"), lab("wrong", "2", status="entered-in-error"))

    assert "wrong" not in text_of(alice, "results")


def test_what_the_practice_keeps_back_is_in_no_link_and_on_no_card():
    alice = with_a_record(people.alice())
    on_file(alice, lab("secret test", "7731", id="kept-back"), condition("secret thing"))
    with unit_of_work() as db:
        db.exec(update(Record).where(Record.patient_id == alice.patient_id).values(on_hold=True))
        of_panel = Record.kind == "medications"
        db.exec(update(Record).where(of_panel).values(on_hold=False))

    text = text_of(alice, "results", "conditions", "medications")

    assert "secret" not in text and "ldl" not in text and "asthma" not in text
    assert "albuterol" in text
    assert "secret" not in door.in_chart(alice.token, sharing.show_card).text


def test_those_who_want_to_be_asked_before_results_open_share_them_with_their_values():
    alice = with_a_record(people.alice())
    door.in_chart(alice.token, preferences.choose_wishes, show="ask", tell=False)

    found = sections(json.loads(text_of(alice, "results")))

    assert "1 of 2 outside the usual range" in said(found["Results"])[0]


def test_what_was_asked_to_be_corrected_goes_along():
    alice = people.alice()
    sent(alice, iron_on_file(alice))

    found = sections(json.loads(text_of(alice, "results")))

    assert said(found["Results"])[1].startswith("Request to correct the record A correction was asked for on")


def test_hostile_words_are_words_in_the_narrative_too():
    alice = people.alice()
    on_file(alice, {**condition("<script>alert(1)</script> & \u0001 so"), "id": "hostile"})

    document = json.loads(text_of(alice, "conditions"))

    div = sections(document)["Conditions"]["text"]["div"]
    assert "<script" not in div and "&lt;script&gt;" in div
    assert "<script>alert(1)</script> & so" in said(sections(document)["Conditions"])[0]


def test_the_patient_resource_of_the_practice_is_taken_as_it_came():
    patient = (
        '{"resourceType":"Patient","id":"p-1","name":[{"family":"Quist","given":["Zoë"]}],'
        '"birthDate":"1990-05-06","identifier":[{"value":"001.0"}]}'
    )
    whole = f'{{"resourceType":"Bundle","type":"collection","entry":[{{"resource":{patient}}}]}}'
    report = import_upload(operator(), "zoe.json", whole.encode())
    assert report.rejected == []
    with unit_of_work() as db:
        who = PatientContents(fhir_id="p-1", mrn="p-1", given="Zoë", family="Quist", name="Zoë Quist",
                              birth_date=date(1990, 5, 6))  # fmt: skip
        row = put_patient(db, who)
    zoe = people.sign_in(people.with_own_chart(people.account(people.Person("Zoë Quist", patient_id=row.id))))

    assert patient in text_of(zoe, "results")


def test_practitioners_it_refers_to_come_along():
    alice = people.alice()
    doctor = {"resourceType": "Practitioner", "id": "lee", "name": [{"family": "Lee"}]}
    on_file(alice, doctor, lab("ldl", "1", performer=[{"reference": "Practitioner/lee"}]))

    document = json.loads(text_of(alice, "results"))

    assert "Practitioner" in {one["resourceType"] for one in resources(document)}


def test_too_much_for_one_link_is_refused_in_words(monkeypatch):
    alice = people.alice()
    on_file(alice, paper("scan", "QUJD" * 100, "text/plain"), shot("flu"))
    monkeypatch.setattr(content, "MOST_BYTES", 900)

    with pytest.raises(Invalid) as refusal:
        door.in_chart(alice.token, sharing.prepare, Choice(("documents", "immunizations")))

    assert "too much for one link" in refusal.value.fields["kinds"]


def test_a_pdf_goes_along_inside_fhir_when_she_wants_one():
    alice = with_a_record(people.alice())
    on_file(alice, lab("old test", "1", when="2019-01-01", id="old"))
    on_file(alice, condition("asthma", when="1990-01-01"))
    made = share(alice, "results", "conditions", paper=True, since=date(2026, 1, 1), label="For Dr. Lee")

    files = manifest(made).json()["files"]

    assert [file["contentType"] for file in files] == ["application/fhir+json"] * 2
    paper = json.loads(plaintext(made, jwe_of(files[1])))
    assert check(paper) is None
    assert (paper["resourceType"], paper["subject"]) == ("DocumentReference", {"display": "Alice Ames"})
    file = paper["content"][0]["attachment"]
    assert (file["contentType"], file["title"]) == ("application/pdf", "For Dr. Lee")
    pages = PdfReader(BytesIO(base64.b64decode(file["data"]))).pages
    words = " ".join("".join(page.extract_text() for page in pages).split())
    assert "Lipid panel" in words and "asthma" in words and "old test" not in words


def test_when_nothing_can_be_printed_the_link_is_made_without_a_pdf(monkeypatch):
    def out_of_order(*_args, **_kwargs):
        raise Unavailable

    monkeypatch.setattr(printing, "record_pdf", out_of_order)
    made = share(with_a_record(people.alice()), "results", paper=True)

    assert len(manifest(made).json()["files"]) == 1


def test_it_is_a_picture_of_the_day_it_was_made():
    alice = with_a_record(people.alice())
    made = share(alice, "results")
    on_file(alice, panel("Later panel"))

    assert "Later panel" not in plaintext(made, jwe_of(manifest(made).json()["files"][0])).decode()


def test_all_kinds_together_are_one_valid_document():
    alice = with_a_record(people.alice())
    kinds = [kind for kind, _, _ in door.in_chart(alice.token, sharing.options)]

    document = json.loads(text_of(alice, *kinds))

    assert check(document) is None
    codes = [one["code"]["coding"][0]["code"] for one in sections(document).values()]
    assert len(codes) == 10 and all(re.fullmatch(r"\d{3,5}-\d", code) for code in codes)
