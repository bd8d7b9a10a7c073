"""What staff type into the patient search: birth dates as people write them, names and MRNs."""

import re
from dataclasses import dataclass
from datetime import date

from portal import clock
from portal.access import patient_index

LONGEST, MOST_WORDS = 200, 8

_iso = re.compile(r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)")
_american = re.compile(r"(?<!\d)(?P<month>\d{1,2})[-/.](?P<day>\d{1,2})[-/.](?P<year>\d{4}|\d{2})(?!\d)")
_months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_month = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_named = re.compile(rf"\b{_month}\s+{_day}[\s,]+(?P<year>\d{{4}})\b", re.IGNORECASE)
_day_first = re.compile(rf"\b{_day}\s+{_month}[\s,]+(?P<year>\d{{4}})\b", re.IGNORECASE)
_eight = re.compile(r"(?P<month>\d{2})(?P<day>\d{2})(?P<year>\d{4})")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a patient has one token of each set; `whole` are names typed in full."""

    each: list[set[bytes]]
    whole: set[bytes]


def understand(text: str) -> Wanted | None:
    """What is looked for; None when nothing in the text is a letter or a digit."""
    dates, rest = _take_dates(text[:LONGEST])
    words = patient_index.words_of(rest)[:MOST_WORDS]
    if not dates and not words:
        return None
    each = [{patient_index.birth_token(born)} for born in dates]
    each += [_tokens(word) for word in words]
    return Wanted(each, {patient_index.whole_name_token(word) for word in words})


def _take_dates(text: str) -> tuple[list[date], str]:
    """The dates in a text, and the text without them."""
    dates = []
    for pattern in (_iso, _american, _named, _day_first):
        for found in pattern.finditer(text):
            if (born := _as_date(**found.groupdict())) is not None:
                dates.append(born)
                text = text.replace(found[0], " ")
    return dates, text


def _tokens(word: str) -> set[bytes]:
    tokens = {patient_index.name_token(word), patient_index.mrn_token(word)}
    run_together = _eight.fullmatch(word)
    born = _as_date(**run_together.groupdict()) if run_together else None
    return tokens | ({patient_index.birth_token(born)} if born else set())


def _as_date(*, year: str, month: str, day: str) -> date | None:
    """Month first, as here in the United States, unless only day first makes a date."""
    number = int(month) if month.isdigit() else _months.index(month[:3].lower()) + 1
    for a, b in ((number, int(day)), (int(day), number)):
        try:
            return date(_full_year(year), a, b)
        except ValueError:
            continue
    return None


def _full_year(year: str) -> int:
    """Two digits mean the latest such year that is not in the future."""
    if len(year) == 4:
        return int(year)
    this = clock.today().year
    return next(full for full in range(this, this - 100, -1) if full % 100 == int(year))
