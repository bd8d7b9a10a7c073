"""A glance at a result tells the same as a close look, whatever the text looks like."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.services.records.glance import UNJUDGED, tone_at_a_glance, tone_of
from tests.charts import blood_pressure, lab

CODES = ["N", "H", "HH", "L", "LL", "A", "POS", "ND", "nonsense", ""]
interpretation = some.lists(
    some.fixed_dictionaries(
        {},
        optional={
            "text": some.sampled_from(["High", 'say "interpretation": "H"', ""]),
            "coding": some.lists(
                some.fixed_dictionaries(
                    {"code": some.sampled_from(CODES)}, optional={"display": some.text(max_size=4)}
                ),
                max_size=2,
            ),
            "extension": some.just([{"url": "x", "valueCode": "L"}]),
        },
    ),
    max_size=2,
)
limit = some.fixed_dictionaries({"value": some.integers(0, 9), "unit": some.sampled_from(["L", "mg"])})
result = some.fixed_dictionaries(
    {"resourceType": some.just("Observation"), "status": some.just("final")},
    optional={
        "interpretation": interpretation,
        "valueQuantity": limit,
        "referenceRange": some.lists(
            some.fixed_dictionaries({}, optional={"low": limit, "high": limit}), max_size=2
        ),
        "component": some.lists(
            some.fixed_dictionaries({}, optional={"interpretation": interpretation, "valueQuantity": limit}),
            max_size=2,
        ),
        "note": some.just([{"text": '"interpretation": [{"coding": [{"code": "H"}]}]'}]),
        "contained": some.just([{"interpretation": [{"coding": [{"code": "H"}]}]}]),
    },
)


@given(result, some.sampled_from([None, 1]), some.booleans())
def test_a_glance_agrees_with_a_close_look(
    data: dict[str, Any], indent: int | None, ascii_only: bool
) -> None:
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only).encode()

    assert tone_at_a_glance(text) == tone_of(data)


def test_keys_spelled_with_escapes_are_read_too() -> None:
    text = b'{"\\u0069nterpretation": [{"coding": [{"code": "H"}]}]}'

    assert tone_at_a_glance(text) == "high"


@pytest.mark.parametrize(
    ("data", "tone"),
    [
        (lab("a"), UNJUDGED),
        (lab("a", interpretation=[{"text": "See note"}]), "plain"),
        (lab("a", interpretation=[{"coding": [{"code": "LL"}]}]), "danger"),
        (blood_pressure("128", "82"), UNJUDGED),
    ],
)
def test_tones(data: dict[str, Any], tone: str) -> None:
    assert tone_at_a_glance(json.dumps(data, default=float).encode()) == tone
