"""FHIR dates in words, no more exact than they came: "2019", "May 2019", "May 7, 2019"."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel.dates import format_skeleton

from portal import clock
from portal.i18n import day, hour, language, moment, t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, obj, text
from portal.integrations.fhir.wording.numbers import quantity_words
from portal.integrations.fhir.wording.plain import clean, joined

_date_only = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$").match


def day_words(value: Any) -> str:
    """A FHIR date or dateTime as a day, month or year; empty when it is no date."""
    if instant(value) is None:
        return ""
    partial = _date_only(text(value))
    if partial is None:
        here = _here(value)
        return _day(here.date(), language()) if here else ""
    if partial[3]:
        return _day(date(int(partial[1]), int(partial[2]), int(partial[3])), language())
    if partial[2]:
        return format_skeleton("yMMM", date(int(partial[1]), int(partial[2]), 1), locale=language())
    return partial[1]


def moment_words(value: Any) -> str:
    """A FHIR dateTime with its time of day when it has one, as "May 7, 2019, 9:20 AM EST"."""
    if _date_only(text(value)):
        return day_words(value)
    here = _here(value)
    return _moment(here.replace(second=0, microsecond=0), language(), str(here.tzinfo)) if here else ""


def span_words(period: Any) -> str:
    """A Period as "May 7, 2019", "May 7 2019 to …", "Since …" or "Until …"."""
    start, end = obj(period).get("start"), obj(period).get("end")
    first, last = day_words(start), day_words(end)
    if first and last:
        return first if first == last else t("{first} to {last}", first=first, last=last)
    if first:
        return t("Since {day}", day=first)
    return t("Until {day}", day=last) if last else ""


def visit_words(period: Any) -> str:
    """A Period of a visit with its hours, as "May 7, 2019, 9:20 AM EST to 9:45 AM"."""
    start, end = obj(period).get("start"), obj(period).get("end")
    ended = _here(end)
    if not day_words(start) or ended is None or _date_only(text(start)) or _date_only(text(end)):
        return span_words(period) if day_words(end) else moment_words(start)
    if day_words(start) == day_words(end):
        return t("{first} to {last}", first=moment_words(start), last=hour(ended))
    return t("{first} to {last}", first=moment_words(start), last=moment_words(end))


def choice_words(data: Json, name: str) -> str:
    """A choice of dateTime, Period, Age, Range or text, such as `onset[x]`, in words."""
    return joined(
        day_words(data.get(f"{name}DateTime")),
        day_words(data.get(f"{name}Date")),
        span_words(data.get(f"{name}Period")),
        _age_words(data.get(f"{name}Age")),
        _range_words(data.get(f"{name}Range")),
        clean(data.get(f"{name}String")),
    )


@lru_cache(maxsize=2048)
def _day(when: date, _language: str) -> str:
    """`i18n.day`, kept: the records of one visit share their day, and formatting is slow."""
    return day(when)


@lru_cache(maxsize=2048)
def _moment(when: datetime, _language: str, _zone: str) -> str:
    return moment(when)


def _here(value: Any) -> datetime | None:
    """The moment where the practice is, kept within what a calendar can hold."""
    found = instant(value)
    try:
        return found.astimezone(clock.zone()) if found else None
    except OverflowError:
        return None


def _age_words(age: Any) -> str:
    words = quantity_words(age)
    return t("At the age of {age}", age=words) if words else ""


def _range_words(span: Any) -> str:
    low, high = quantity_words(obj(span).get("low")), quantity_words(obj(span).get("high"))
    if low and high:
        return t("At the age of {low} to {high}", low=low, high=high)
    return t("At the age of {age}", age=low or high) if low or high else ""
