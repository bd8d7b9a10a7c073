"""How a value lies to its usual range, said by the lab or else seen by us, never guessed."""

from typing import Any

import pytest

from portal.integrations.fhir.wording.flags import TONES, flag_of


def quantity(value: Any, unit: str = "mg/dL", **more: str) -> dict[str, Any]:
    return {"value": value, "unit": unit, **more}


@pytest.mark.parametrize(
    ("value", "limits", "flag"),
    [
        (quantity(99), {"low": quantity(70), "high": quantity(99)}, ("In range", "good", "70 to 99")),
        (
            quantity(100),
            {"low": quantity(70), "high": quantity(99)},
            ("Above the usual range", "high", "70 to 99"),
        ),
        (
            quantity(69.9),
            {"low": quantity(70), "high": quantity(99)},
            ("Below the usual range", "low", "70 to 99"),
        ),
        (quantity(148), {"high": quantity(130)}, ("Above the usual range", "high", "up to 130")),
        (quantity(52), {"low": quantity(40)}, ("In range", "good", "at least 40")),
        (quantity(52), {"text": "<130"}, ("", "plain", "under 130")),
        (quantity(52), {"text": "60-100 mg/dL"}, ("", "plain", "60-100 mg/dL")),
        (quantity(5.5, "mmol/L"), {"high": quantity(99)}, ("", "plain", "up to 99 mg/dL")),
        (quantity(5, comparator="<"), {"high": quantity(99)}, ("In range", "good", "up to 99")),
        (quantity(5, comparator="<"), {"low": quantity(5)}, ("Below the usual range", "low", "at least 5")),
        (quantity(50, comparator=">"), {"high": quantity(99)}, ("", "plain", "up to 99")),
        (quantity(99, comparator=">"), {"high": quantity(99)}, ("Above the usual range", "high", "up to 99")),
        (quantity(120, comparator="<"), {"high": quantity(99)}, ("", "plain", "up to 99")),
        ({}, {"high": quantity(99)}, ("", "plain", "up to 99 mg/dL")),
        (quantity(5), {"high": {"value": "99"}}, ("", "plain", "")),
        (
            quantity(5),
            {"type": {"coding": [{"code": "therapeutic"}]}, "high": quantity(3)},
            ("", "plain", ""),
        ),
    ],
)
def test_a_value_is_seen_against_its_usual_range(value: Any, limits: Any, flag: tuple[str, str, str]) -> None:
    found = flag_of({"referenceRange": [limits]}, value)
    assert (found.words, found.tone, found.usual) == flag
    assert found.tone in TONES


def test_what_the_lab_says_goes_before_what_we_see() -> None:
    high = {"interpretation": [{"coding": [{"code": "HH"}]}], "referenceRange": [{"high": quantity(99)}]}
    assert flag_of(high, quantity(5)).words == "Very high"
    own = {"interpretation": [{"coding": [{"code": "ZZ", "display": "See comment"}]}]}
    assert (flag_of(own, quantity(5)).words, flag_of(own, quantity(5)).tone) == ("See comment", "plain")
    unknown = {"interpretation": [{"coding": [{"code": "ZZ"}]}]}
    assert flag_of(unknown, quantity(5)).words == ""


def test_ranges_for_different_people_are_all_told_and_none_is_chosen() -> None:
    ranges = [
        {"high": quantity(10), "appliesTo": [{"text": "women"}]},
        {"high": quantity(20), "appliesTo": [{"text": "men"}]},
    ]
    found = flag_of({"referenceRange": ranges}, quantity(15))
    assert (found.words, found.usual, found.high) == ("", "up to 10 (women); up to 20 (men)", None)
