"""How to take a medicine, as a sentence a person can follow."""

from typing import Any

import pytest

from portal.integrations.fhir.wording.dosage import instructions


@pytest.mark.parametrize(
    ("dosage", "said"),
    [
        ({}, []),
        ({"text": "take one at night"}, ["Take one at night"]),
        ({"asNeededBoolean": True}, ["Use as needed."]),
        ({"doseAndRate": [{"doseQuantity": {"value": 1}}]}, ["Use 1 dose."]),
        (
            {
                "route": {"coding": [{"code": "26643006"}]},
                "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
            },
            ["Take 1 tablet by mouth once a day."],
        ),
        (
            {
                "route": {"text": "Oral"},
                "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {"value": 2, "unit": "TAB"}}],
                "asNeededCodeableConcept": {"text": "Pain"},
                "additionalInstruction": [{"text": "with food"}],
            },
            ["Take 2 tablets by mouth twice a day as needed for pain. With food."],
        ),
        (
            {
                "timing": {"repeat": {"frequency": 1, "period": 4, "periodMax": 6, "periodUnit": "h"}},
                "doseAndRate": [
                    {"doseRange": {"low": {"value": 5, "unit": "mL"}, "high": {"value": 10, "unit": "mL"}}}
                ],
                "maxDosePerPeriod": {
                    "numerator": {"value": 40, "unit": "mL"},
                    "denominator": {"value": 24, "unit": "h"},
                },
            },
            ["Use 5 to 10 mL every 4 to 6 hours (no more than 40 mL per 24 hours)."],
        ),
        ({"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "h"}}}, ["Use every hour."]),
        ({"timing": {"repeat": {"frequency": 1, "period": 2, "periodUnit": "d"}}}, ["Use every 2 days."]),
        (
            {"timing": {"repeat": {"frequency": 3, "period": 2, "periodUnit": "wk"}}},
            ["Use 3 times every 2 weeks."],
        ),
        (
            {"timing": {"repeat": {"frequency": 1, "frequencyMax": 3, "period": 1, "periodUnit": "d"}}},
            ["Use 1 to 3 times a day."],
        ),
        ({"timing": {"code": {"coding": [{"code": "BID"}]}}}, ["Use twice a day."]),
        ({"timing": {"code": {"text": "as directed"}}}, ["Use as directed."]),
        (
            {"timing": {"repeat": {"dayOfWeek": ["mon", "thu"], "timeOfDay": ["08:00:00"], "when": ["ACM"]}}},
            ["Use before breakfast on Monday, Thursday at 08:00."],
        ),
        (
            {
                "timing": {
                    "repeat": {
                        "frequency": 1,
                        "period": 1,
                        "periodUnit": "d",
                        "boundsDuration": {"value": 10, "code": "d"},
                    }
                }
            },
            ["Use once a day for 10 days."],
        ),
        ({"route": {"text": "Ear drops route"}}, ["Use by this way: Ear drops route."]),
        ({"timing": "daily", "doseAndRate": {"doseQuantity": "two"}, "route": 5, "sequence": "first"}, []),
    ],
)
def test_a_dose_reads_as_a_sentence(dosage: dict[str, Any], said: list[str]) -> None:
    assert instructions([dosage]) == said


def test_steps_come_in_order_and_the_name_tells_the_way_when_the_dosage_does_not() -> None:
    steps = [{"sequence": 2, "text": "then stop"}, {"sequence": 1, "text": "one a day"}, {"sequence": 3}, 5]
    assert instructions(steps) == ["One a day", "Then stop"]
    daily = {"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}}
    assert instructions(daily, medicine="Simvastatin 10 MG Oral Tablet") == ["Take by mouth once a day."]
    assert instructions("daily") == []
