"""Alice looks through the lists of her record."""

from datetime import date
from pathlib import Path

import pytest

from portal.errors import Invalid, NotFound, NotPermitted, SignedOut
from portal.services import door, records
from tests import people
from tests.charts import (
    allergy,
    blood_pressure,
    condition,
    days,
    lab,
    listed,
    medicine,
    on_file,
    opened,
    panel,
    shot,
    titles,
    vital,
)

pytestmark = pytest.mark.usefixtures("home")


def test_a_panel_is_one_row_that_counts_what_is_outside_the_usual_range() -> None:
    alice = people.alice()
    parts = [lab("ldl", "148", high="130"), lab("hdl", "52", low="40"), lab("trig", "142", high="150")]
    on_file(alice, *parts, panel("Lipid panel", *parts))

    [row] = listed(alice, "results").rows

    assert (row.title, row.line) == ("Lipid panel", "Nov 20, 2026 · 1 of 3 outside the usual range")
    assert (row.tag, row.tone, row.icon) == ("1 high", "high", "flask")
    assert row.href.startswith("/records/results/")


def test_a_panel_that_arrives_after_its_members_gathers_them() -> None:
    alice = people.alice()
    parts = [lab("ldl", "100", high="130"), lab("hdl", "52", low="40")]
    on_file(alice, *parts)
    assert len(listed(alice, "results").rows) == 2

    on_file(alice, panel("Lipid panel", *parts))

    [row] = listed(alice, "results").rows
    assert row.line == "Nov 20, 2026 · all 2 in the usual range"
    assert (row.tag, row.tone) == ("In range", "good")


def test_a_mixed_panel_says_how_many_are_outside_and_the_worst_leads() -> None:
    alice = people.alice()
    parts = [lab("a", "9", high="5"), lab("b", "1", low="3")]
    critical = lab("c", "99", interpretation=[{"coding": [{"code": "HH"}]}])
    on_file(alice, *parts, panel("Two ways", *parts))
    assert (listed(alice, "results").rows[0].tag, listed(alice, "results").rows[0].tone) == (
        "2 outside",
        "attention",
    )

    on_file(alice, critical, panel("Two ways", *parts, critical))

    [row] = listed(alice, "results").rows
    assert (row.tag, row.tone) == ("3 outside", "danger")


@pytest.mark.parametrize(
    ("result", "line", "tag", "tone"),
    [
        (
            lab("a1c", "5.50", unit="%", high="5.6"),
            "Nov 20, 2026 · 5.50% · usual: up to 5.6",
            "In range",
            "good",
        ),
        (lab("iron", "9", low="20"), "Nov 20, 2026 · 9 mg/dL · usual: at least 20", "Low", "low"),
        (lab("iron", "30"), "Nov 20, 2026 · 30 mg/dL", "", "plain"),
        (
            lab("covid", valueCodeableConcept={"text": "Not detected"}),
            "Nov 20, 2026 · Not detected",
            "",
            "plain",
        ),
        (
            lab("k", dataAbsentReason={"text": "The sample could not be used"}),
            "Nov 20, 2026 · The sample could not be used",
            "",
            "plain",
        ),
        (
            lab("iron", "30", status="preliminary"),
            "Nov 20, 2026 · 30 mg/dL · Early result, it may change",
            "",
            "plain",
        ),
        (lab("iron", "30", when="2019"), "2019 · 30 mg/dL", "", "plain"),
        (lab("iron", "30", when="2019-05"), "May 2019 · 30 mg/dL", "", "plain"),
    ],
)
def test_a_single_result_reads_on_one_line(result: dict, line: str, tag: str, tone: str) -> None:
    alice = people.alice()
    on_file(alice, result)

    [row] = listed(alice, "results").rows

    assert (row.line, row.tag, row.tone) == (line, tag, tone)


def test_what_was_entered_in_error_is_nowhere() -> None:
    alice = people.alice()
    good, wrong = lab("good", "1"), lab("wrong", "2", status="entered-in-error")
    on_file(alice, good, wrong, panel("Both", good, wrong))
    on_file(alice, shot("Flu"), shot("Never given", status="entered-in-error"))

    [row] = listed(alice, "results").rows
    detail = opened(alice, "results", row.href)

    assert row.line == "Nov 20, 2026 · 1 result"
    assert [one.title for one in detail.sections[0].rows if one.href] == ["good"]
    assert titles(listed(alice, "immunizations")) == ["Flu"]


def test_long_lists_come_in_pages_newest_first() -> None:
    alice = people.alice()
    on_file(
        alice, *[lab("weight", str(100 + n), when=day) for n, day in enumerate(days(date(2020, 1, 1), 120))]
    )

    first, third, beyond = (listed(alice, "results", page=page) for page in (1, 3, 99))

    assert (first.total, first.pages, len(first.rows), len(third.rows)) == (120, 3, 50, 20)
    assert first.rows[0].line.startswith("Apr 29, 2020")
    assert third.rows[-1].line.startswith("Jan 1, 2020")
    assert beyond == third
    assert listed(alice, "results", page=-4).page == 1
    every = [row.href for page in (1, 2, 3) for row in listed(alice, "results", page=page).rows]
    assert len(set(every)) == 120


def test_both_days_of_a_date_range_belong_to_it_however_exact_a_date_is() -> None:
    alice = people.alice()
    on_file(
        alice,
        lab("a", "1", when="2026-03-01"),
        lab("b", "1", when="2026-03-01T23:59:00-05:00"),
        lab("c", "1", when="2026-03-02T00:00:00-05:00"),
        lab("d", "1", when="2026-03-03"),
        lab("e", "1", when="2026-03-03T00:00:00-05:00"),
        lab("f", "1", when="2026-02-28T23:59:59-05:00"),
    )

    def between(since: date | None, until: date | None) -> str:
        return "".join(sorted(titles(listed(alice, "results", since=since, until=until))))

    assert between(date(2026, 3, 1), date(2026, 3, 1)) == "ab"
    assert between(date(2026, 3, 1), date(2026, 3, 2)) == "abc"
    assert between(date(2026, 3, 3), None) == "de"
    assert between(None, date(2026, 2, 28)) == "f"
    with pytest.raises(Invalid, match="The last day is before the first"):
        between(date(2026, 3, 2), date(2026, 3, 1))


def test_medicines_taken_now_stand_before_newer_ones_that_are_over() -> None:
    alice = people.alice()
    on_file(
        alice,
        medicine("lisinopril", when="2020-01-01"),
        medicine("amoxicillin", status="completed", when="2026-09-01"),
        medicine("loratadine", when="2022-01-01"),
    )

    assert titles(listed(alice, "medications")) == ["loratadine", "lisinopril", "amoxicillin"]
    assert titles(listed(alice, "medications", since=date(2022, 1, 1))) == ["loratadine", "amoxicillin"]


def test_dangerous_allergies_stand_first_and_those_that_are_over_last() -> None:
    alice = people.alice()
    on_file(
        alice,
        allergy("tape", criticality="low", when="2026-01-01"),
        allergy("eggs", criticality="high", status="resolved", when="2026-02-01"),
        allergy("penicillin", criticality="high", when="1990-01-01"),
    )

    assert titles(listed(alice, "allergies")) == ["penicillin", "tape", "eggs"]


def test_what_stands_under_the_same_heading_says_so_itself() -> None:
    alice = people.alice()
    on_file(alice, vital("Pulse", "70", "/min"), vital("Weight", "70", "kg"))
    on_file(alice, vital("Pulse", "71", "/min", when="2025-11-20T09:00:00-05:00", id="before"))

    first, second, third = listed(alice, "vitals").rows

    assert first.heading.startswith("Nov 20, 2026") and first.under == ""
    assert (second.heading, second.under) == ("", first.heading)
    assert third.heading.startswith("Nov 20, 2025") and third.under == ""


def test_a_list_narrows_to_a_group() -> None:
    alice = people.alice()
    survey = [{"coding": [{"code": "survey"}]}]
    on_file(alice, lab("iron", "1"), lab("phq", "2", category=survey), lab("odd", "3", category=[]))
    on_file(alice, medicine("Now"), medicine("Before", status="stopped"), medicine("Pause", status="on-hold"))
    on_file(alice, condition("Here"), condition("Gone", status="resolved"))

    assert titles(listed(alice, "results", group="labs")) == ["iron"]
    assert titles(listed(alice, "results", group="surveys")) == ["phq"]
    assert titles(listed(alice, "results", group="other")) == ["odd"]
    assert listed(alice, "results", group="no such group").total == 3
    assert set(titles(listed(alice, "medications", group="active"))) == {"Now", "Pause"}
    assert titles(listed(alice, "medications", group="past")) == ["Before"]
    assert titles(listed(alice, "conditions", group="past")) == ["Gone"]


def test_vitals_stand_under_the_time_they_were_taken() -> None:
    alice = people.alice()
    before = "2025-11-20T10:00:00-05:00"
    on_file(
        alice,
        blood_pressure("128", "82"),
        vital("Weight", "164.60", "lb"),
        vital("Weight", "160", "lb", when=before),
    )

    rows = listed(alice, "vitals").rows

    assert [(row.heading, row.title) for row in rows] == [
        ("Nov 20, 2026, 9:00 AM EST", "Blood pressure 128/82 mmHg"),
        ("", "Weight 164.60 lb"),
        ("Nov 20, 2025, 10:00 AM EST", "Weight 160 lb"),
    ]


def test_an_empty_record_has_empty_lists_and_nothing_to_narrow() -> None:
    baby = people.alice()

    for kind in records.KINDS:
        page = listed(baby, kind)
        assert (page.rows, page.total, page.page, page.pages, page.may_narrow) == ([], 0, 1, 1, False)


@pytest.mark.parametrize("kind", ["", "other", "Patient", "medications", "results ", None, 7, ["results"]])
def test_a_kind_there_is_none_of_is_not_found(kind: object) -> None:
    with pytest.raises(NotFound):
        door.in_chart(people.alice().token, records.list_records, kind=kind)


def test_medications_have_a_scope_of_their_own() -> None:
    alice = people.alice()
    on_file(alice, medicine("Lisinopril"), lab("iron", "1"))
    dana = people.dana(alice, scopes="records:view")

    with pytest.raises(NotPermitted):
        door.in_chart(dana.token, records.list_medications, patient_id=alice.patient_id)
    assert (
        door.in_chart(dana.token, records.list_records, kind="results", patient_id=alice.patient_id).total
        == 1
    )
    assert [
        row.title for row in door.in_chart(dana.token, records.overview, patient_id=alice.patient_id)
    ].count("Medications") == 0


def test_a_list_opened_without_a_session_is_refused() -> None:
    with pytest.raises(SignedOut):
        door.in_chart("", records.list_records, kind="results")


def test_a_list_works_the_same_on_each_database(any_home: Path) -> None:
    alice = people.alice()
    parts = [lab("ldl", "148", high="130"), lab("hdl", "52", low="40")]
    on_file(alice, *parts, panel("Lipid panel", *parts), vital("Weight", "160", "lb"))

    [row] = listed(alice, "results", since=date(2026, 11, 20), until=date(2026, 11, 20), group="labs").rows

    assert (row.title, row.tag) == ("Lipid panel", "1 high")
    assert opened(alice, "results", row.href).sections[0].rows[0].title == "ldl"
    assert door.in_chart(alice.token, records.overview)[0].line == "1 on file · latest Nov 20, 2026"
    assert door.in_chart(alice.token, records.what_is_new).rows
