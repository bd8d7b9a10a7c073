"""Alice prints what is on file: her whole record, a child's shots for school, her medicines, one visit."""

from datetime import date
from uuid import UUID

import pytest

from portal.access.actor import Scope
from portal.access.needs import needs
from portal.errors import Invalid, NotFound, NotPermitted
from portal.integrations.pdf.paper import Paper, PaperSection
from portal.services import door
from portal.services.records import KINDS, papers, preferences
from portal.services.staff import holds
from tests import people
from tests.charts import (
    blood_pressure,
    condition,
    lab,
    listed,
    medicine,
    on_file,
    opened,
    panel,
    paper,
    said,
    shot,
    visit,
    within,
)  # fmt: skip

pytestmark = pytest.mark.usefixtures("home")
OKAFOR = {
    "resourceType": "Practitioner",
    "id": "okafor",
    "name": [{"family": "Okafor", "given": ["Ifeoma"], "prefix": ["Dr."]}],
}


def test_a_record_begins_with_the_person_and_holds_every_kind_that_was_asked_for() -> None:
    alice = people.alice()
    on_file(alice, condition("Asthma"), shot("Flu"), medicine("Atorvastatin"), visit("Yearly physical"))

    found = _record(alice, kinds=["visits", "conditions", "allergies", "medications"])

    assert (found.person, found.born, found.mrn) == ("Alice Ames", "Mar 9, 1984", alice.mrn)
    assert [one.title for one in found.sections] == [
        "About the patient", "Allergies", "Conditions", "Medications", "Visits",
    ]  # fmt: skip
    assert found.sections[1].lead == "None on file."
    assert found.sections[2].entries[0].title == "Asthma"
    assert found.covers == "It covers allergies, conditions, medications, visits."


def test_a_panel_is_a_table_and_what_is_true_of_all_its_tests_is_said_once() -> None:
    alice = people.alice()
    noted = lab("ldl", "148", high="130", title="LDL", note=[{"text": "A little higher."}])
    parts = [noted, lab("hdl", "52", low="40", title="HDL")]
    on_file(alice, *parts, panel("Lipid panel", *parts, conclusion="Talk at the next visit."))

    [entry] = _section(_record(alice, kinds=["results"]), "Results").entries

    [table] = entry.tables
    assert (entry.title, entry.tag) == ("Lipid panel", "1 high")
    assert table.columns == ("Test", "Value", "Usual range", "What it means")
    assert table.rows == (
        ("LDL", "148 mg/dL", "up to 130", "Above the usual range"),
        ("HDL", "52 mg/dL", "at least 40", "In range"),
    )
    assert table.marked == {0}
    assert [(one.title, one.text) for one in entry.paragraphs] == [
        ("What it means", "Talk at the next visit."),
        ("LDL", "A little higher."),
    ]


def test_results_within_a_result_are_told_once_each() -> None:
    alice = people.alice()
    answers = [lab("q1", "2", title="Question 1"), lab("q2", "3", title="Question 2")]
    members = [{"reference": f"Observation/{one['id']}"} for one in answers]
    on_file(alice, *answers, lab("phq", "5", title="PHQ-9", hasMember=members))

    [entry] = _section(_record(alice, kinds=["results"]), "Results").entries

    assert sorted(row[0] for row in entry.tables[0].rows) == ["PHQ-9", "Question 1", "Question 2"]


def test_a_long_written_result_is_written_out_below_its_table() -> None:
    alice = people.alice()
    report = "The lungs are clear. " * 20
    on_file(alice, lab("xray", title="Chest X-ray", valueString=report))

    [entry] = _section(_record(alice, kinds=["results"]), "Results").entries

    assert entry.tables[0].rows[0][:2] == ("Chest X-ray", "Written out below")
    assert entry.paragraphs[0].text.split() == report.split()


def test_a_test_that_was_done_three_times_is_drawn_once() -> None:
    alice = people.alice()
    days = [f"2026-0{month}-10T09:00:00-05:00" for month in (1, 2, 3)]
    values = [lab("ldl", str(140 + n), high="130", title="LDL", when=day) for n, day in enumerate(days)]
    on_file(alice, *values, lab("hdl", "52"), *(blood_pressure("128", "82", when=day) for day in days))

    found = _record(alice, kinds=["results", "vitals"])

    drawn = _section(found, "How values went over time").entries
    assert [one.title for one in drawn] == [
        "Blood pressure: Lower number (diastolic)",
        "Blood pressure: Upper number (systolic)",
        "LDL",
    ]
    trend = drawn[2].trend
    assert trend is not None
    assert trend.summary == "LDL: 3 values, from 140 mg/dL on Jan 10, 2026 to 142 mg/dL on Mar 10, 2026."
    assert len(trend.points) == 3


def test_only_what_lies_between_the_days_is_in_it() -> None:
    alice = people.alice()
    on_file(
        alice,
        *(visit(f"Visit {year}", when=f"{year}-06-01T10:00:00-04:00") for year in (2023, 2024, 2025)),
    )

    found = _record(alice, kinds=["visits"], since=date(2024, 1, 1), until=date(2024, 12, 31))

    assert [one.title for one in _section(found, "Visits").entries] == ["Visit 2024"]
    assert found.covers == "It covers visits, from Jan 1, 2024 to Dec 31, 2024."


def test_an_empty_record_prints_and_says_that_nothing_is_there() -> None:
    alice = people.alice()

    words = door.in_chart(alice.token, papers.record_text, kinds=list(KINDS)).decode()

    assert words.count("None on file.") == len(KINDS)
    assert door.in_chart(alice.token, papers.record_pdf, kinds=["visits"]).startswith(b"%PDF-1.7")


def test_kinds_that_are_none_or_not_there_or_not_theirs_are_refused() -> None:
    alice = people.alice()
    dana = people.dana(alice, scopes="records:view")

    with pytest.raises(Invalid, match="Choose at least one"):
        _record(alice, kinds=[])
    with pytest.raises(NotFound):
        _record(alice, kinds=["secrets"])
    with pytest.raises(NotPermitted):
        _record(dana, kinds=["visits", "medications"], patient_id=alice.patient_id)


def test_a_school_finds_each_vaccine_with_its_days_in_order_and_what_was_refused() -> None:
    alice = people.alice()
    mia = people.mia(alice)
    days = [f"20{year}-10-09" for year in range(19, 26)]
    refused = {"status": "not-done", "statusReason": said("Parent declined")}
    on_file(
        mia,
        *(shot("Flu", when=day, lotNumber=f"L{n}") for n, day in enumerate(days)),
        shot("MMR", when="2019-06-03", site=said("Left arm")),
        shot("Varicella", when="2019-06-03", **refused),
    )

    found = _paper(alice, papers.immunization_paper, patient_id=mia.patient_id)

    who = {fact.name: fact.value for fact in _section(found, "Patient").entries[0].facts}
    assert (who["Name"], who["Date of birth"]) == ("Mia Ames", "6/1/2018")
    [table] = _section(found, "Vaccines and dates").entries[0].tables
    assert table.rows == (
        ("Flu", "Oct 9, 2019", "Oct 9, 2020", "Oct 9, 2021", "Oct 9, 2022", "Oct 9, 2023"),
        ("Flu, continued", "Oct 9, 2024", "Oct 9, 2025", "", "", ""),
        ("MMR", "Jun 3, 2019", "", "", "", ""),
    )
    not_given = _section(found, "Not given")
    assert not_given.entries[0].tables[0].rows[0][2] == "Not given · Parent declined"
    assert not_given.sign == ("Signature of the provider", "Name and title, printed", "Date")
    assert found.made.startswith("Printed from the practice’s record on ")
    everything = repr(found).lower()
    assert not any(word in everything for word in ("up to date", "complete", "complian", "meets"))


def test_a_child_without_shots_gets_a_paper_that_says_so() -> None:
    alice = people.alice()

    found = _paper(alice, papers.immunization_paper)

    assert _section(found, "Vaccines and dates").lead == "No immunizations are on file."


def test_the_medication_list_says_allergies_first_then_what_is_taken_and_what_no_longer() -> None:
    alice = people.alice()
    directions = {"dosageInstruction": [{"text": "Take 1 tablet at night."}]}
    on_file(
        alice,
        OKAFOR,
        medicine("Atorvastatin", requester={"reference": "Practitioner/okafor"}, **directions),
        medicine("Ibuprofen", status="stopped", when="2025-01-03", statusReason=said("Upset stomach")),
        _allergy("Penicillin"),
    )

    found = _paper(alice, papers.medication_paper)

    assert [one.title for one in found.sections] == ["Allergies", "Taken now", "No longer taken"]
    allergies, now, before = (one.entries[0].tables[0] for one in found.sections)
    assert allergies.rows[0][0] == "Penicillin"
    assert now.rows == (("Atorvastatin", "Take 1 tablet at night.", "Dr. Ifeoma Okafor", "Nov 20, 2026"),)
    assert before.rows == (("Ibuprofen", "Stopped · Upset stomach", "Prescribed · Jan 3, 2025"),)


def test_who_may_read_medicines_only_sees_no_allergies_and_prints_no_shots() -> None:
    alice = people.alice()
    dana = people.dana(alice, scopes="medications:view")
    on_file(alice, medicine("Atorvastatin"), _allergy("Penicillin"))

    words = _paper(dana, papers.medication_paper, scope=Scope.MEDICATIONS, patient_id=alice.patient_id)

    assert [one.title for one in words.sections] == ["Taken now"]
    for service in (papers.immunization_pdf, papers.visit_pdf, papers.record_pdf, papers.record_text):
        with pytest.raises(NotPermitted):
            door.in_chart(dana.token, service, patient_id=alice.patient_id)


def test_a_visit_summary_holds_what_happened_in_it() -> None:
    alice = people.alice()
    seen = visit(
        "Yearly physical",
        reasonCode=[said("Check-up")],
        participant=[{"individual": {"reference": "Practitioner/okafor"}}],
        diagnosis=[{"condition": {"reference": "Condition/condition-Asthma"}}],
    )
    here = within(seen)
    letter = paper("Letter", "UmVzdCB3ZWxsLg==", "text/plain", context={"encounter": [here["encounter"]]})
    on_file(
        alice, OKAFOR, seen, blood_pressure("128", "82", **here), lab("ldl", "148", title="LDL", **here),
        condition("Asthma", **here), medicine("Atorvastatin", **here), shot("Flu", **here), letter,
        lab("elsewhere", "1"),
    )  # fmt: skip
    record_id = UUID(listed(alice, "visits").rows[0].href.rpartition("/")[2])

    found = _paper(alice, lambda chart: papers.visit_paper(chart, record_id))

    assert [one.title for one in found.sections] == [
        "The visit", "Conditions", "Vitals", "Results", "Medications started or changed", "Immunizations",
        "Documents",
    ]  # fmt: skip
    facts = {fact.name: fact.value for fact in found.sections[0].entries[0].facts}
    assert (facts["Reason"], facts["Diagnoses"]) == ("Check-up", "Asthma")
    assert "elsewhere" not in repr(found)
    assert "Rest well." in repr(found)


def test_who_wants_to_be_asked_first_gets_a_summary_without_results() -> None:
    alice = people.alice()
    seen = visit("Yearly physical")
    on_file(alice, seen, lab("ldl", "148", title="LDL", **within(seen)), shot("Flu", **within(seen)))
    record_id = UUID(listed(alice, "visits").rows[0].href.rpartition("/")[2])
    door.in_chart(alice.token, preferences.choose_wishes, show="ask", tell=False)

    found = _paper(alice, lambda chart: papers.visit_paper(chart, record_id))

    assert "148" not in repr(found)
    assert _section(found, "Results").lead.startswith("Left out, because you want to be asked")
    assert _section(found, "Immunizations").entries


def test_what_is_on_hold_is_on_no_paper() -> None:
    alice, nia = people.alice(), people.nia()
    seen = visit("Yearly physical")
    parts = [lab("ldl", "190", title="LDL"), lab("hdl", "52", title="HDL")]
    on_file(
        alice, seen, *parts, panel("Lipids", *parts, **within(seen)), lab("biopsy", "777", **within(seen))
    )
    for title in ("LDL", "biopsy"):
        _hold(nia, alice, title)
    record_id = UUID(listed(alice, "visits").rows[0].href.rpartition("/")[2])

    whole = repr(_record(alice, kinds=["results"]))
    one = repr(_paper(alice, lambda chart: papers.visit_paper(chart, record_id)))

    assert "52 mg/dL" in whole
    assert not any(word in said for said in (whole, one) for word in ("190", "777", "biopsy"))


def test_a_visit_says_what_comes_next() -> None:
    alice = people.alice()
    seen = visit("Yearly physical")
    order = {
        "resourceType": "ServiceRequest", "id": "order", "status": "active", "intent": "order",
        "code": said("Chest X-ray"),
    }  # fmt: skip
    on_file(alice, seen, order | within(seen))
    record_id = UUID(listed(alice, "visits").rows[0].href.rpartition("/")[2])

    found = _paper(alice, lambda chart: papers.visit_paper(chart, record_id))

    assert "Chest X-ray" in repr(_section(found, "Next steps"))


def test_what_was_read_out_of_an_outside_document_says_so() -> None:
    alice = people.alice()
    tags = [{"display": "Summary"}, {"display": "Community Health"}]
    outside = {"meta": {"tag": tags, "lastUpdated": "2025-11-03T10:00:00Z"}}
    on_file(
        alice,
        shot("Flu", **outside, id="cda-1"),
        lab("ldl", "148", **outside, id="cda-2"),
        condition("Asthma", **outside) | {"id": "cda-3"},
    )

    found = _record(alice, kinds=["conditions", "results"])
    shots = _paper(alice, papers.immunization_paper)

    source = "Summary from Community Health, Nov 3, 2025"
    assert source in repr(_section(found, "Conditions"))
    assert source in repr(_section(found, "Results"))
    assert source in repr(_section(shots, "Each dose"))


def test_a_visit_of_someone_else_is_not_found() -> None:
    alice, bob = people.alice(), people.bob()
    on_file(alice, visit("Yearly physical"))
    record_id = UUID(listed(alice, "visits").rows[0].href.rpartition("/")[2])

    with pytest.raises(NotFound):
        door.in_chart(bob.token, papers.visit_pdf, record_id=record_id)


def _record(person: people.Person, *, patient_id: UUID | None = None, **wanted: object) -> Paper:
    return _paper(person, lambda chart: papers.record_paper(chart, **wanted), patient_id=patient_id)


def _paper(person, make, *, scope: Scope = Scope.RECORDS, patient_id: UUID | None = None) -> Paper:
    def service(chart) -> Paper:
        return make(chart)

    return door.in_chart(person.token, needs(scope)(service), patient_id=patient_id)


def _section(found: Paper, title: str) -> PaperSection:
    return next(one for one in found.sections if one.title == title)


def _hold(nia: people.Person, alice: people.Person, title: str) -> None:
    rows = listed(alice, "results").rows
    panel_row = next(row for row in rows if row.title == "Lipids")
    inside = opened(alice, "results", panel_row.href).sections
    found = [*rows, *(row for part in inside for row in part.rows)]
    record_id = UUID(next(row.href for row in found if row.title == title).rpartition("/")[2])
    door.in_practice(
        nia.token,
        holds.hold,
        patient_id=alice.patient_id,
        record_id=record_id,
        kind="results",
        reason="I call her first.",
    )


def _allergy(to: str) -> dict:
    return {
        "resourceType": "AllergyIntolerance",
        "id": "allergy",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "code": said(to),
    }
