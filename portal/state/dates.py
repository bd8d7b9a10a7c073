"""Dates from outside, as forms and addresses give them."""

from datetime import date


def day_given(given: object) -> str:
    """A date as YYYY-MM-DD; empty for anything else."""
    found = as_date(given) if isinstance(given, str) else None
    return found.isoformat() if found else ""


def as_date(given: str | None) -> date | None:
    """The date, or None for what is none."""
    try:
        found = date.fromisoformat(given or "")
    except ValueError:
        return None
    return found if 1800 < found.year < 2200 else None
