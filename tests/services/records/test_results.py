"""Alice reads one result: the number, what is usual, how it went, what goes with it."""

import pytest

from tests import people
from tests.charts import blood_pressure, facts_of, lab, listed, on_file, opened, panel, said, shown, vital

pytestmark = pytest.mark.usefixtures("home")


def test_a_result_shows_its_value_its_flag_and_where_it_lies() -> None:
    alice = people.alice()
    on_file(alice, lab("LDL cholesterol", "148", high="130", id="ldl"))

    detail = shown(alice, "results", "LDL cholesterol")

    assert (detail.title, detail.line) == ("LDL cholesterol", "Taken Nov 20, 2026")
    assert (detail.figure.value, detail.figure.unit) == ("148", "mg/dL")
    assert (detail.figure.tag, detail.figure.tone) == ("Above the usual range", "high")
    assert detail.bar.usual == "usual: up to 130 mg/dL"
    assert (detail.bar.low, detail.bar.usual_from) == ("0", "0%")
    assert _percent(detail.bar.usual_from) + _percent(detail.bar.usual_width) < _percent(detail.bar.at) < 100
    assert detail.bar.summary == "148. Above the usual range. Usual range: up to 130 mg/dL."
    assert facts_of(detail)["Usual range"] == "up to 130 mg/dL"
    assert facts_of(detail)["Status"] == "Final"


def test_a_test_that_was_not_done_has_its_usual_range_in_the_same_form() -> None:
    alice = people.alice()
    missing = lab("potassium", low="3.5", high="5.1", unit="mmol/L", dataAbsentReason=said("Not done"))
    on_file(alice, missing)

    assert facts_of(shown(alice, "results", "potassium"))["Usual range"] == "3.5 to 5.1 mmol/L"


@pytest.mark.parametrize(
    ("category", "note", "is_early"),
    [
        ("laboratory", "", True),
        ("imaging", "", True),
        ("laboratory", "A little higher.", False),
        ("social-history", "", False),
        ("survey", "", False),
    ],
)
def test_results_that_nobody_may_have_seen_say_so_and_no_others(
    category: str, note: str, is_early: bool
) -> None:
    alice = people.alice()
    one = lab("iron", "30", category=[{"coding": [{"code": category}]}])
    on_file(alice, {**one, **({"note": [{"text": note}]} if note else {})})

    assert shown(alice, "results", "iron").is_early is is_early


def test_what_the_lab_wrote_is_not_said_twice() -> None:
    alice = people.alice()
    growth = "More than 100,000 colonies."
    culture = lab("culture", valueString=growth)
    on_file(alice, culture, panel("Urine culture", culture, conclusion=growth))

    whole = shown(alice, "results", "Urine culture")
    [row] = whole.sections[0].rows
    assert whole.words == [] and whole.is_early
    assert opened(alice, "results", row.href).notes == []


def test_a_result_without_a_range_has_no_bar() -> None:
    alice = people.alice()
    on_file(alice, lab("Iron", "30"))

    assert shown(alice, "results", "Iron").bar.at == ""


def test_a_number_keeps_the_digits_the_laboratory_wrote() -> None:
    alice = people.alice()
    on_file(alice, lab("Potassium", "4.10", unit="mmol/L", low="3.5", high="5.1"))

    assert shown(alice, "results", "Potassium").figure.value == "4.10"


def test_the_same_test_over_time_is_a_line_and_a_table() -> None:
    alice = people.alice()
    years = [("118", 2021), ("121", 2022), ("127", 2023), ("148", 2026)]
    on_file(alice, *[lab("ldl", value, high="130", when=f"{year}-11-20") for value, year in years])
    on_file(alice, lab("ldl", "3.1", unit="mmol/L", when="2024-11-20"), lab("hdl", "52", when="2024-11-20"))
    on_file(alice, lab("ldl", "900", when="2025-01-20", status="cancelled"))
    on_file(alice, lab("ldl", "901", when="2025-02-20", status="entered-in-error"))

    [trend] = shown(alice, "results", "ldl").trends

    assert [point.value for point in trend.points] == ["148 mg/dL", "127 mg/dL", "121 mg/dL", "118 mg/dL"]
    assert trend.points[0].when == "Nov 20, 2026"
    assert [point.note for point in trend.points][:2] == ["Above the usual range", "In range"]
    assert [tick.text for tick in trend.ticks] == ["2021", "2022", "2023", "2026"]
    assert [tick.anchor for tick in trend.ticks] == ["start", "middle", "middle", "end"]
    assert trend.span == "Lowest 118 mg/dL, highest 148 mg/dL"
    assert trend.band_text == "usual range: up to 130 mg/dL"
    assert [(end.text, end.away) for end in trend.ends] == [("148 mg/dL", "-14"), ("118 mg/dL", "26")]
    places = [tuple(map(float, point.split(","))) for point in trend.line.split()]
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in places)
    assert places[0][1] > places[-1][1], "the higher value stands higher"
    assert "from 118 mg/dL on Nov 20, 2021 to 148 mg/dL on Nov 20, 2026" in trend.summary


def test_one_value_is_no_trend() -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "30"))

    assert shown(alice, "results", "iron").trends == []


def test_a_member_leads_to_its_panel_and_to_the_rest_of_it() -> None:
    alice = people.alice()
    parts = [lab("ldl", "148", high="130"), lab("hdl", "52", low="40"), lab("trig", "142", high="150")]
    conclusion = "A little higher than last year."
    on_file(alice, *parts, panel("Lipid panel", *parts, conclusion=conclusion))

    whole = shown(alice, "results", "Lipid panel")
    first = opened(alice, "results", whole.sections[0].rows[0].href)

    assert [(row.title, row.line, row.tag) for row in whole.sections[0].rows] == [
        ("ldl", "148 mg/dL · usual: up to 130", "High"),
        ("hdl", "52 mg/dL · usual: at least 40", "In range"),
        ("trig", "142 mg/dL · usual: up to 150", "In range"),
    ]
    assert [(words.title, words.text) for words in whole.words] == [("What it means", conclusion)]
    assert (first.parent, first.parent_href) == (
        "Lipid panel",
        listed(alice, "results").rows[0].href,
    )
    assert [row.title for row in first.sections[0].rows] == ["hdl", "trig"]
    assert first.notes[0].text == conclusion


def test_a_panel_names_the_results_that_did_not_come() -> None:
    alice = people.alice()
    come, missing = lab("ldl", "100"), lab("hdl", "52")
    report = panel("Lipid panel", come)
    report["result"].append({"reference": f"Observation/{missing['id']}", "display": "HDL cholesterol"})
    on_file(alice, come, report)

    rows = shown(alice, "results", "Lipid panel").sections[0].rows

    assert [(row.title, row.line, bool(row.href)) for row in rows] == [
        ("ldl", "100 mg/dL", True),
        ("HDL cholesterol", "Not on file", False),
    ]


@pytest.mark.parametrize(
    ("status", "warning"),
    [
        ("final", ""),
        ("preliminary", "Early result. It may still change."),
        ("registered", "Not ready yet. It may still change."),
        ("corrected", "Corrected."),
        ("amended", "Corrected."),
    ],
)
def test_a_result_that_may_change_or_has_changed_says_so(status: str, warning: str) -> None:
    alice = people.alice()
    on_file(alice, lab("iron", "30", status=status))

    assert shown(alice, "results", "iron").warning == warning


def test_notes_of_the_care_team_stand_beside_the_result() -> None:
    alice = people.alice()
    note = {"text": "Nothing to do before December.", "authorString": "Dr. Okafor", "time": "2026-11-21"}
    on_file(alice, lab("iron", "30", note=[note]))

    [said] = shown(alice, "results", "iron").notes

    assert (said.text, said.author, said.date) == (
        "Nothing to do before December.",
        "Dr. Okafor",
        "Nov 21, 2026",
    )


def test_words_and_missing_values_read_as_sentences() -> None:
    alice = people.alice()
    growth = "More than 100,000 colonies per mL of Escherichia coli."
    on_file(
        alice,
        lab("Culture", valueString=growth),
        lab("Covid", valueCodeableConcept={"text": "Not detected"}),
        lab("Potassium", dataAbsentReason={"text": "The sample could not be used"}),
        lab("Nothing"),
    )

    figures = {
        name: shown(alice, "results", name).figure for name in ("Culture", "Covid", "Potassium", "Nothing")
    }

    assert (figures["Culture"].value, figures["Culture"].is_long) == (growth, True)
    assert (figures["Covid"].value, figures["Covid"].is_long) == ("Not detected", False)
    assert (figures["Potassium"].value, figures["Potassium"].is_long) == (
        "The sample could not be used",
        True,
    )
    assert figures["Nothing"].value == "No value was given"


def test_a_blood_pressure_shows_both_numbers_and_a_line_for_each() -> None:
    alice = people.alice()
    on_file(
        alice,
        blood_pressure("134", "86", when="2025-11-20T09:00:00-05:00"),
        blood_pressure("128", "82"),
        vital("Weight", "160", "lb"),
    )

    detail = shown(alice, "vitals", "Blood pressure 128/82 mmHg")

    assert (detail.figure.value, detail.figure.unit) == ("128/82", "mmHg")
    assert [(trend.title, [p.value for p in trend.points]) for trend in detail.trends] == [
        ("Upper number (systolic)", ["128 mmHg", "134 mmHg"]),
        ("Lower number (diastolic)", ["82 mmHg", "86 mmHg"]),
    ]
    assert [(row.title, row.line, row.href) for row in detail.sections[0].rows] == [
        ("Upper number (systolic)", "128 mmHg", ""),
        ("Lower number (diastolic)", "82 mmHg", ""),
    ]


def _percent(place: str) -> float:
    return float(place.removesuffix("%"))
