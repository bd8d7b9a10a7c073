"""What staff type on the page of parents and guardians, checked; what is wrong goes into `wrong` by field."""

from datetime import date

from portal import clock
from portal.i18n import t

SHORTEST, LONGEST = 10, 1_000
LONGEST_NAME = 100
Wrong = dict[str, str]


def words(given: str, name: str, wrong: Wrong, *, least: int = SHORTEST, most: int = LONGEST) -> str:
    """Text of a length, on one line."""
    text = " ".join(given.split())
    if not least <= len(text) <= most:
        wrong[name] = t("Write {least} to {most} characters.", least=least, most=f"{most:,}")
    return text


def person(given: str, name: str, wrong: Wrong) -> str:
    """A person's name."""
    text = " ".join(given.split())
    if not text or len(text) > LONGEST_NAME:
        wrong[name] = t("Enter a name of up to {most} characters.", most=LONGEST_NAME)
    return text


def born(given: str, name: str, wrong: Wrong) -> date | None:
    """A birth date of someone alive."""
    day = _date(given)
    if day is None or not date(1900, 1, 1) <= day <= clock.today():
        wrong[name] = t("Enter their date of birth.")
        return None
    return day


def coming(given: str, name: str, wrong: Wrong) -> date | None:
    """A last day, from today on and within five years."""
    day, today = _date(given), clock.today()
    if day is None or not today <= day <= today.replace(year=today.year + 5, day=min(today.day, 28)):
        wrong[name] = t("Enter a day between today and 5 years from now.")
        return None
    return day


def _date(given: str) -> date | None:
    try:
        return date.fromisoformat(given.strip())
    except ValueError:
        return None
