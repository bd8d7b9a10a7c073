"""Pictures of numbers stay inside their frame, whatever the numbers."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from portal.services.records.drawing import Reading, Usual, bar, trend

numbers = some.floats(-1e9, 1e9, allow_nan=False)
START = datetime(2026, 1, 1, tzinfo=UTC)


@given(numbers, numbers | some.none(), numbers | some.none())
@example(5e-324, 0.0, None)
def test_a_bar_keeps_everything_between_its_ends(value: float, low: float | None, high: float | None) -> None:
    if low is not None and high is not None and low > high:
        low, high = high, low

    drawn = bar(value, "v", Usual(low, high, "w"), flag="")

    if low is None and high is None:
        assert drawn.at == ""
        return
    at, start, width = (float(p.removesuffix("%")) for p in (drawn.at, drawn.usual_from, drawn.usual_width))
    assert 0 <= at <= 100
    assert 0 <= start <= 100
    assert 1 <= width <= 101
    bottom, top = _number(drawn.low), _number(drawn.high)
    slack = abs(value) * 1e-6 + 1e-9
    assert bottom - slack <= value <= top + slack


@given(
    some.lists(some.tuples(some.integers(0, 40_000), numbers), min_size=2, max_size=60),
    numbers | some.none(),
)
def test_a_trend_keeps_every_dot_inside(values: list[tuple[int, float]], high: float | None) -> None:
    readings = [
        Reading(START + timedelta(hours=hours), number, str(number), "day", "plain", "")
        for hours, number in sorted(values)
    ]

    drawn = trend("Iron", readings, Usual(None, high, "w"))

    assert drawn is not None
    assert len(drawn.points) == len(values)
    for point in drawn.points:
        assert 0 <= float(point.x.removesuffix("%")) <= 100
        assert 0 <= float(point.y.removesuffix("%")) <= 100
    places = [float(tick.x.removesuffix("%")) for tick in drawn.ticks]
    assert places
    assert all(after - before >= 16.9 for before, after in pairwise(places))


@pytest.mark.parametrize(
    ("value", "low", "high", "ends", "at"),
    [
        (148, None, 130, ("0", "200"), "74%"),
        (5.5, 4.0, 5.6, ("3.2", "6.2"), "76.67%"),
        (250_000, 150_000, 400_000, ("0", "500,000"), "50%"),
        (139, 135, 145, ("131", "149"), "44.44%"),
        (-3, -2, 2, ("-5", "4"), "22.22%"),
        (9, 20, None, ("0", "28"), "32.14%"),
        (0, None, 5, ("0", "7"), "0%"),
    ],
)
def test_the_ends_of_a_bar_are_round_numbers(
    value: float, low: float | None, high: float | None, ends: tuple[str, str], at: str
) -> None:
    drawn = bar(value, "v", Usual(low, high, "w"), flag="")

    assert (drawn.low, drawn.high) == ends
    assert drawn.at == at


def _number(words: str) -> float:
    return float(words.replace(",", ""))
