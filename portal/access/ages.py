"""How old someone is where the practice is, and when a birthday begins.

Whoever was born on a Feb 29 has their birthday on Mar 1 in years without one.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal import clock

TEEN, ADULT = 12, 18


class Stage(StrEnum):
    """What an age means for what parents and guardians may open."""

    UNKNOWN = "unknown"
    CHILD = "child"
    TEEN = "teen"
    ADULT = "adult"


def stage_of(born: date | None, on: date) -> Stage:
    """The stage of someone on a day; unknown without a birth date."""
    if born is None:
        return Stage.UNKNOWN
    if birthday(born, ADULT) <= on:
        return Stage.ADULT
    return Stage.TEEN if birthday(born, TEEN) <= on else Stage.CHILD


def birthday(born: date, years: int) -> date:
    """The day on which someone turns this many years old."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def begins(day: date) -> datetime:
    """When a day begins where the practice is."""
    return datetime.combine(day, time(), clock.zone())


def born_to_turn(years: int, first: date, last: date) -> Iterator[date]:
    """Every birth date whose birthday of that many years lies between two days, both included."""
    born = birthday(first - timedelta(days=2), -years)
    while birthday(born, years) <= last:
        if birthday(born, years) >= first:
            yield born
        born += timedelta(days=1)
