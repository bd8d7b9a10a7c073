"""What a patient reads about a test, a measurement or a panel of tests."""

from datetime import UTC, datetime
from typing import Any

import pytest

from portal.integrations.fhir import views
from portal.integrations.fhir.wording.people import Note
from tests.integrations.fhir.filed import DAY, FILED, LOINC, coded, to


def test_a_lab_result_says_its_value_range_flag_and_who_did_it() -> None:
    found = views.lab_result(
        {
            "resourceType": "Observation",
            "status": "final",
            "category": [coded("laboratory")],
            "code": {"text": "LDL cholesterol"},
            "effectiveDateTime": DAY,
            "issued": "2019-05-08T13:20:00Z",
            "valueQuantity": {"value": 148, "unit": "mg/dL"},
            "referenceRange": [{"low": {"value": 0}, "high": {"value": 130}}],
            "performer": [to("Organization/lab")],
            "basedOn": [to("ServiceRequest/order")],
            "specimen": to("Specimen/blood"),
            "method": {"text": "Calculated"},
            "note": [
                {
                    "text": "A little higher than last year.",
                    "authorReference": to("Practitioner/okafor"),
                    "time": DAY,
                }
            ],
        },
        FILED.get,
    )
    assert (found.name, found.text, found.value, found.unit) == (
        "LDL cholesterol",
        "148 mg/dL",
        "148",
        "mg/dL",
    )
    assert (found.number, found.low, found.high) == (148.0, 0.0, 130.0)
    assert (found.usual, found.flag, found.tone) == ("0 to 130", "Above the usual range", "high")
    assert (found.date, found.taken) == ("May 7, 2019", "May 7, 2019, 9:20 AM EDT")
    assert found.at == datetime(2019, 5, 7, 13, 20, tzinfo=UTC)
    assert (found.status, found.is_final, found.group) == ("Final", True, "Lab test")
    assert (found.performer, found.ordered_by) == ("Lakeside laboratory", "Dr. Okafor")
    assert (found.specimen, found.method) == ("Blood", "Calculated")
    assert found.notes == [Note("A little higher than last year.", "Dr. Okafor", "May 7, 2019")]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"valueString": "Clear"}, "Clear"),
        ({"valueCodeableConcept": {"text": "Never smoker"}}, "Never smoker"),
        ({"valueCodeableConcept": coded("266919005")}, ""),
        ({"valueBoolean": False}, "No"),
        ({"valueBoolean": True}, "Yes"),
        ({"valueInteger": 0}, "0"),
        ({"valueRange": {"low": {"value": 1}, "high": {"value": 5}}}, "1 to 5"),
        ({"valueRatio": {"numerator": {"value": 1}, "denominator": {"value": 64}}}, "1 : 64"),
        ({"valueDateTime": "2019-05"}, "May 2019"),
        ({"valuePeriod": {"start": "2019", "end": "2020"}}, "2019 to 2020"),
        ({"valueTime": "08:30:00"}, "08:30"),
        ({"valueSampledData": {"origin": {"value": 0}}}, "A recorded curve; ask your care team to see it"),
        ({"valueQuantity": {"unit": "mg"}}, ""),
        ({"valueString": 5}, ""),
    ],
)
def test_a_value_of_any_type_is_told_in_words(value: dict[str, Any], shown: str) -> None:
    assert views.lab_result(value).text == shown


def test_a_result_without_a_value_says_why() -> None:
    found = views.lab_result({"status": "cancelled", "dataAbsentReason": coded("not-performed")})
    assert (found.text, found.absent, found.status, found.is_final) == (
        "",
        "The test was not done",
        "Canceled",
        False,
    )
    own = views.lab_result({"dataAbsentReason": {"text": "Sample lost"}})
    assert (own.name, own.absent) == ("Unnamed test", "Sample lost")
    assert views.lab_result({"status": "preliminary"}).status == "Early result, it may change"
    assert views.lab_result({"status": "made-up"}).status == "Status not known"


def test_a_blood_pressure_is_one_value_of_two_numbers() -> None:
    def part(code: str, value: float) -> dict[str, Any]:
        limits = [{"high": {"value": 130, "unit": "mm[Hg]"}}]
        return {
            "code": coded(code, LOINC),
            "valueQuantity": {"value": value, "unit": "mm[Hg]"},
            "referenceRange": limits,
        }

    data = {"category": [coded("vital-signs")], "component": [part("8462-4", 80), part("8480-6", 142)]}
    found = views.vital({"resourceType": "Observation", "code": coded("85354-9", LOINC), **data})
    assert (found.name, found.text, found.value, found.unit) == (
        "Blood pressure",
        "142/80 mmHg",
        "142/80",
        "mmHg",
    )
    assert [(one.name, one.value.text, one.flag) for one in found.parts] == [
        ("Lower number (diastolic)", "80 mmHg", "In range"),
        ("Upper number (systolic)", "142 mmHg", "Above the usual range"),
    ]
    assert (found.flag, found.tone) == ("Above the usual range", "high")
    half = views.vital({"component": [part("8480-6", 142)]})
    assert (half.text, len(half.parts)) == ("", 1)


def test_a_panel_holds_its_results_and_names_those_not_on_file() -> None:
    found = views.panel(
        {
            "resourceType": "DiagnosticReport",
            "status": "amended",
            "category": [coded("LAB")],
            "code": {"text": "Lipid panel"},
            "effectiveDateTime": DAY,
            "conclusion": "Talk about it on the next visit.",
            "result": [
                to("Observation/ldl"),
                to("Observation/hdl"),
                to("Observation/gone", display="Triglycerides"),
            ],
        },
        FILED.get,
    )
    assert (found.name, found.group, found.status) == (
        "Lipid panel",
        "Lab test",
        "Corrected",
    )
    assert [one.name for one in found.results] == ["LDL cholesterol", "HDL cholesterol"]
    assert found.missing == ["Triglycerides"]
    assert (found.outside, found.summary) == (1, "1 of 2 outside the usual range")
    assert found.conclusion == "Talk about it on the next visit."
    good = views.panel({"result": [to("Observation/hdl")]}, FILED.get)
    assert (good.name, good.summary) == ("Unnamed report", "All in range")
