"""By when the practice answers what it is asked: so many business days from today."""

from datetime import date, timedelta

from portal import clock
from portal.settings import get_settings

SATURDAY = 5


def answer_by() -> date:
    """The last day for an answer to what is asked today; weekends do not count."""
    found = clock.today()
    for _ in range(get_settings().reply_days):
        found += timedelta(days=1)
        while found.weekday() >= SATURDAY:
            found += timedelta(days=1)
    return found


def is_overdue(due: date) -> bool:
    """Whether an answer should have been given before today."""
    return due < clock.today()
