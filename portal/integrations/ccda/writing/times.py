"""FHIR dates as CDA writes them: "2019", "201905", "20190507", "20190507092000-0400"."""

import re
from datetime import datetime
from typing import Any

from portal.integrations.ccda.writing.elements import Element, put
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import obj, text

_day = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?$", re.ASCII).match
_moment = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:(Z)|([+-]\d\d):?(\d\d))?$", re.ASCII
).match
UNKNOWN = "UNK"
SAYS_NOTHING = "NI"
DAY_LONG = len("20190507")


def stamp(value: Any) -> str:
    """A FHIR date, no more exact than it came; a time without its zone only as its day; "" for no date."""
    found = text(value)
    if instant(found) is None:
        return ""
    day, moment = _day(found), _moment(found)
    if day:
        return "".join(part for part in day.groups() if part)
    if not moment:
        return ""
    year, month, of_month, hour, minute, second, zulu, zone, zone_minutes = moment.groups()
    if not zulu and not zone:
        return year + month + of_month
    return f"{year}{month}{of_month}{hour}{minute}{second or ''}{'+0000' if zulu else zone + zone_minutes}"


def stamp_of(moment: datetime) -> str:
    """An aware moment, to the second."""
    return f"{moment.year:04}{moment:%m%d%H%M%S%z}"[:19]


def put_time(parent: Element, tag: str, value: Any, *, null: str = SAYS_NOTHING, xsi: str = "") -> Element:
    """A point in time, or why there is none."""
    found = stamp(value)
    return put(parent, tag, xsi=xsi, value=found, nullFlavor="" if found else null)


def put_fine_time(parent: Element, tag: str, value: Any) -> Element:
    """A point in time at least as exact as a day, as authors' times must be."""
    found = stamp(value)
    return put_time(parent, tag, found and value if len(found) >= DAY_LONG else "")


def put_span(
    parent: Element, low: Any, high: Any, *, tag: str = "effectiveTime", xsi: str = "", over: bool = False
) -> Element:
    """A span of time; an unknown start is said so, an unknown end only when it is `over`."""
    span = put(parent, tag, xsi=xsi)
    put_time(span, "low", low, null=UNKNOWN)
    if stamp(high) or over:
        put_time(span, "high", high, null=UNKNOWN)
    return span


def start_of(data: dict[str, Any], name: str) -> Any:
    """When a choice of date, dateTime or Period begins, as FHIR writes it."""
    period = obj(data.get(f"{name}Period"))
    return data.get(f"{name}DateTime") or data.get(f"{name}Date") or period.get("start")


def end_of(data: dict[str, Any], name: str) -> Any:
    """When a choice of dateTime or Period ends, as FHIR writes it; None for a point in time."""
    return obj(data.get(f"{name}Period")).get("end")
