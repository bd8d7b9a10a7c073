"""Birthdays where the practice is, also for those born on a Feb 29."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.access.ages import ADULT, Stage, begins, birthday, born_to_turn, stage_of


@pytest.mark.parametrize(
    ("born", "years", "day"),
    [
        (date(2008, 6, 1), 18, date(2026, 6, 1)),
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 12, date(2020, 2, 29)),
        (date(2008, 2, 28), 18, date(2026, 2, 28)),
    ],
)
def test_a_birthday_is_the_same_day_and_mar_1_for_feb_29_where_there_is_none(born, years, day):
    assert birthday(born, years) == day


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2020, 5, 31), Stage.CHILD),
        (date(2020, 6, 1), Stage.TEEN),
        (date(2026, 5, 31), Stage.TEEN),
        (date(2026, 6, 1), Stage.ADULT),
    ],
)
def test_a_stage_begins_on_the_birthday_itself(on, stage):
    assert stage_of(date(2008, 6, 1), on) == stage


def test_without_a_birth_date_nobody_knows():
    assert stage_of(None, date(2026, 6, 1)) == Stage.UNKNOWN


def test_a_day_begins_at_midnight_where_the_practice_is_in_winter_and_in_summer():
    assert begins(date(2026, 1, 15)).astimezone(UTC) == datetime(2026, 1, 15, 5, tzinfo=UTC)
    assert begins(date(2026, 7, 15)).astimezone(UTC) == datetime(2026, 7, 15, 4, tzinfo=UTC)


def test_every_birth_date_of_those_who_turn_18_in_a_window_and_no_other():
    for first in (date(2026, 1, 30), date(2027, 2, 27), date(2028, 2, 28), date(2025, 12, 31)):
        last = first + timedelta(days=3)
        found = list(born_to_turn(ADULT, first, last))
        every = [date(first.year - 18, 1, 1) + timedelta(days=n) for n in range(-40, 450)]
        assert found == [born for born in every if first <= birthday(born, ADULT) <= last]
    assert date(2008, 2, 29) in list(born_to_turn(ADULT, date(2026, 3, 1), date(2026, 3, 1)))
