"""Alice reads her visits, medicines, vaccines, problems, plans and documents."""

import base64

import pytest

from portal.services import door, records
from tests import people
from tests.charts import (
    blood_pressure,
    condition,
    facts_of,
    lab,
    listed,
    medicine,
    on_file,
    opened,
    panel,
    paper,
    said,
    shot,
    shown,
    visit,
    within,
)

pytestmark = pytest.mark.usefixtures("home")
OKAFOR = {
    "resourceType": "Practitioner",
    "id": "okafor",
    "name": [{"family": "Okafor", "given": ["Ifeoma"], "prefix": ["Dr."]}],
}


def test_a_visit_gathers_everything_that_happened_in_it() -> None:
    alice = people.alice()
    seen = visit(
        "Yearly physical",
        reasonCode=[said("Check-up")],
        participant=[{"individual": {"reference": "Practitioner/okafor"}}],
        diagnosis=[{"condition": {"reference": "Condition/condition-High-cholesterol"}}],
    )
    here = within(seen)
    parts = [lab("ldl", "148", high="130", **here), lab("hdl", "52", low="40", **here)]
    on_file(
        alice,
        OKAFOR,
        seen,
        *parts,
        panel("Lipid panel", *parts, **here),
        blood_pressure("128", "82", **here),
        condition("High cholesterol", **here),
        medicine("Atorvastatin", **here),
        shot("Flu", **here),
        lab("elsewhere", "1"),
    )

    [row] = listed(alice, "visits").rows
    detail = opened(alice, "visits", row.href)

    assert (row.title, row.line) == ("Yearly physical", "Nov 20, 2026 · Dr. Ifeoma Okafor · Check-up")
    assert {section.title: [row.title for row in section.rows] for section in detail.sections} == {
        "Results": ["Lipid panel"],
        "Medications started or changed": ["Atorvastatin"],
        "Immunizations": ["Flu"],
        "Conditions": ["High cholesterol"],
        "Vitals": ["Blood pressure 128/82 mmHg"],
    }
    assert detail.sections[0].rows[0].tag == "1 high"
    facts = facts_of(detail)
    assert facts["Reason"] == "Check-up"
    assert facts["Diagnoses"] == "High cholesterol"
    assert facts["With"] == "Dr. Ifeoma Okafor"
    assert facts["When"].startswith("Nov 20, 2026, 9:00 AM EST")
    for section in detail.sections:
        for one in section.rows:
            kind = "medications" if one.href.startswith("/medications") else one.href.split("/")[2]
            assert opened(alice, kind, one.href).title


def test_who_may_not_read_medications_does_not_read_them_in_a_visit_either() -> None:
    alice = people.alice()
    seen = visit("Yearly physical")
    on_file(alice, seen, medicine("Atorvastatin", **within(seen)), lab("ldl", "1", **within(seen)))
    dana = people.dana(alice, scopes="records:view")
    [row] = door.in_chart(dana.token, records.list_records, kind="visits", patient_id=alice.patient_id).rows

    detail = door.in_chart(
        dana.token, records.show_record, kind="visits", patient_id=alice.patient_id, record_id=_id(row.href)
    )

    assert [section.title for section in detail.sections] == ["Results"]


def test_a_medicine_says_how_to_take_it_first() -> None:
    alice = people.alice()
    on_file(
        alice,
        medicine(
            "Lisinopril 10 mg",
            dosageInstruction=[{"text": "Take 1 tablet by mouth once a day."}],
            reasonCode=[said("High blood pressure")],
            dispenseRequest={"numberOfRepeatsAllowed": 3},
        ),
    )

    [row] = listed(alice, "medications").rows
    detail = opened(alice, "medications", row.href)

    assert row.line == "Take 1 tablet by mouth once a day · Nov 20, 2026"
    assert (row.tag, row.tone, row.href.startswith("/medications/")) == ("Active", "good", True)
    assert detail.words[0].title == "How to take it"
    assert detail.words[0].text == "Take 1 tablet by mouth once a day."
    assert facts_of(detail)["For"] == "High blood pressure"
    assert facts_of(detail)["Refills"] == "3 refills"


def test_a_vaccine_that_was_not_given_says_why() -> None:
    alice = people.alice()
    on_file(alice, shot("Flu", status="not-done", statusReason=said("Had a fever that day")))

    [row] = listed(alice, "immunizations").rows

    assert (row.line, row.tag, row.tone) == ("Nov 20, 2026 · Had a fever that day", "Not given", "attention")
    assert facts_of(shown(alice, "immunizations", "Flu"))["Why it was not given"] == "Had a fever that day"


def test_conditions_say_since_when_as_exactly_as_is_known() -> None:
    alice = people.alice()
    on_file(
        alice,
        condition("Asthma", when="2014"),
        condition("Sprain", status="resolved", when="2025-09", abatementDateTime="2025-11-21"),
        condition("Undated", when=None, recordedDate="2024-02-29"),
    )

    lines = {row.title: (row.line, row.tag) for row in listed(alice, "conditions").rows}

    assert lines == {
        "Asthma": ("Since 2014", "Active"),
        "Sprain": ("Sep 2025 to Nov 21, 2025", "Resolved"),
        "Undated": ("Noted Feb 29, 2024", "Active"),
    }


def test_a_dangerous_allergy_stands_out() -> None:
    alice = people.alice()
    penicillin = {
        "resourceType": "AllergyIntolerance",
        "id": "penicillin",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "criticality": "high",
        "code": said("Penicillin"),
        "reaction": [{"manifestation": [said("Hives")], "severity": "moderate", "onset": "2006-11-22"}],
    }
    on_file(alice, penicillin)

    [row] = listed(alice, "allergies").rows
    detail = opened(alice, "allergies", row.href)

    assert (row.line, row.tag, row.tone) == ("Hives · Moderate", "High risk", "danger")
    assert [(one.title, one.line) for one in detail.sections[0].rows] == [
        ("Hives", "Nov 22, 2006 · Moderate")
    ]


def test_a_care_plan_lists_what_to_do_and_its_goals() -> None:
    alice = people.alice()
    goal = {
        "resourceType": "Goal",
        "id": "walk",
        "lifecycleStatus": "active",
        "description": said("Walk 30 minutes on most days"),
    }
    plan = {
        "resourceType": "CarePlan",
        "id": "plan",
        "status": "active",
        "intent": "plan",
        "title": "Heart health plan",
        "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Said again</div>'},
        "period": {"start": "2025-11-17"},
        "goal": [{"reference": "Goal/walk"}],
        "activity": [{"detail": {"status": "in-progress", "code": said("Eat less salt")}}],
    }
    on_file(alice, goal, plan)

    [row] = listed(alice, "care-plans").rows
    detail = opened(alice, "care-plans", row.href)

    assert row.line == "Since Nov 17, 2025 · 1 thing to do"
    assert {section.title: [row.title for row in section.rows] for section in detail.sections} == {
        "What to do": ["Eat less salt"],
        "Goals": ["Walk 30 minutes on most days"],
    }
    assert detail.words == [], "a generated narrative only says the same again"


def test_a_procedure_says_what_was_done_and_how_it_went() -> None:
    alice = people.alice()
    done = {
        "resourceType": "Procedure",
        "id": "appendix",
        "status": "completed",
        "code": said("Appendix removed"),
        "performedDateTime": "2009-11-20",
        "outcome": said("Went well"),
    }
    on_file(alice, done, done | {"id": "later", "status": "not-done", "code": said("Scan")})

    rows = {row.title: (row.line, row.tag) for row in listed(alice, "procedures").rows}

    assert rows == {"Appendix removed": ("Nov 20, 2009", ""), "Scan": ("Nov 20, 2009", "Not done")}
    assert facts_of(shown(alice, "procedures", "Appendix removed"))["How it went"] == "Went well"


def test_a_text_document_is_read_on_the_page_and_its_markup_is_gone() -> None:
    alice = people.alice()
    html = b"<html><script>alert(1)</script><h1>Going home</h1><p onclick='x()'>Rest.</p></html>"
    on_file(
        alice,
        paper("Letter", base64.b64encode(b"Dear Alice,\n  rest well.").decode(), "text/plain"),
        paper("Discharge", base64.b64encode(html).decode(), "text/html"),
        paper("Scan", base64.b64encode(b"%PDF-1.7").decode(), "application/pdf", title="Heart scan"),
    )

    letter, discharge, scan = (
        shown(alice, "documents", name).files[0] for name in ("Letter", "Discharge", "Scan")
    )

    assert letter.text == "Dear Alice,\n  rest well."
    assert discharge.text.splitlines() == ["Going home", "Rest."]
    assert (scan.title, scan.text, scan.line) == ("Heart scan", "", "PDF · 8 bytes")
    assert (letter.title, letter.line) == ("What it says", "Text · 24 bytes")
    assert (scan.alt, letter.alt) == ("Heart scan", "Letter")
    assert scan.href.startswith("/api/documents/")
    assert scan.href.endswith(f"/0?patient={alice.patient_id}")


def test_a_file_that_did_not_come_along_says_where_to_ask() -> None:
    alice = people.alice()
    document = paper("Letter", "", "application/pdf")
    document["content"] = [{"attachment": {"contentType": "application/pdf", "url": "https://ehr.example/9"}}]
    on_file(alice, document)

    [file] = shown(alice, "documents", "Letter").files

    assert (file.href, file.help) == ("", "This file is kept at the practice. Ask us for a copy.")


def _id(href: str):
    from uuid import UUID

    return UUID(href.rpartition("/")[2])


def test_a_visit_says_what_comes_next() -> None:
    alice = people.alice()
    seen = visit("Yearly physical")
    here = within(seen)
    order = {
        "resourceType": "ServiceRequest",
        "id": "xray",
        "status": "active",
        "intent": "order",
        "code": said("Chest X-ray"),
        "occurrenceDateTime": "2026-12-01",
        "patientInstruction": "Come without jewelry.",
        **here,
    }
    done = {**order, "id": "done", "status": "completed", "code": said("Old test")}
    activities = [("Walk 30 minutes a day", "in-progress"), ("See a dietitian", "completed")]
    plan = {
        "resourceType": "CarePlan",
        "id": "plan",
        "status": "active",
        "intent": "plan",
        "title": "Heart plan",
        "activity": [{"detail": {"status": status, "description": words}} for words, status in activities],
        **here,
    }
    on_file(alice, seen, order, done, plan)

    sections = {part.title: part.rows for part in shown(alice, "visits", "Yearly physical").sections}
    assert [(row.title, row.line) for row in sections["Next steps"]] == [
        ("Chest X-ray", "Dec 1, 2026 · Come without jewelry."),
        ("Walk 30 minutes a day", ""),
    ]
