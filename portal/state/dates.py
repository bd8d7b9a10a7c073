"""Dates from outside, as forms and addresses give them."""

from datetime import date

from portal.i18n import t
from portal.services.two_days import wrong_order

LONGEST = 10


def day_given(given: object) -> str:
    """A date as YYYY-MM-DD; empty for anything else."""
    found = as_date(given) if isinstance(given, str) else None
    return found.isoformat() if found else ""


def as_typed(given: object) -> str:
    """A date as it was typed, good or not, to stay in its field."""
    return given[:LONGEST] if isinstance(given, str) else ""


def wrong_days(since: str, until: str) -> dict[str, str]:
    """What is wrong with two days as they were typed, by field: no day, or the last before the first."""
    given = {"since": since, "until": until}
    odd = t("Choose a day, or leave this empty.")
    found = {name: odd for name, typed in given.items() if typed and as_date(typed) is None}
    order = wrong_order(as_date(since), as_date(until))
    return found or ({"until": order} if order else {})


def as_date(given: str | None) -> date | None:
    """The date, or None for what is none."""
    try:
        found = date.fromisoformat(given or "")
    except ValueError:
        return None
    return found if 1800 < found.year < 2200 else None
