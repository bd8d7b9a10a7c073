"""HL7 v3 times ("20150622", "201506221010-0500") as FHIR writes them, never more exact than they came."""

import re
from datetime import datetime
from typing import Any

from portal import clock
from portal.integrations.ccda.reading.elements import Node, attr, is_null, kid
from portal.integrations.fhir.dates import instant

_time = re.compile(
    r"(\d{4})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:(\d{2})(?:\.\d+)?)?)?)?)?)?(Z|[+-]\d{2}:?\d{2})?$"
).match


def when(said: str) -> str:
    """A FHIR dateTime; a time of day without its zone is left out, for nobody knows which it is in."""
    found = _time(said)
    if not found:
        return ""
    year, month, day, hour, minute, second, zone = found.groups()
    date = "-".join(part for part in (year, month, day) if part)
    if not (hour and minute and zone):
        return date if instant(date) and year != "0000" else ""
    shift = "Z" if zone == "Z" else f"{zone[:3]}:{zone[-2:]}"
    full = f"{date}T{hour}:{minute}:{second or '00'}{shift}"
    return full if instant(full) else date if instant(date) else ""


def day(said: str) -> str:
    """A FHIR date: the year, month or day alone."""
    return when(said[:8])


def point(node: Node | None) -> str:
    """The one moment of an effectiveTime: its value, or its centre."""
    if node is None:
        return ""
    return when(attr(node, "value")) or when(attr(kid(node, "center"), "value"))


def start(node: Node | None) -> str:
    """When an effectiveTime begins: its low end, or else its one moment."""
    return when(attr(kid(node, "low"), "value")) or point(node)


def end(node: Node | None) -> str:
    """When an effectiveTime ends."""
    return when(attr(kid(node, "high"), "value"))


def is_over(node: Node | None) -> bool:
    """Whether an effectiveTime says that something has ended, perhaps without knowing when."""
    high = kid(node, "high")
    return high is not None and (bool(when(attr(high, "value"))) or attr(high, "nullFlavor") == "UNK")


def timed(node: Node | None, name: str) -> dict[str, Any]:
    """`{name}DateTime` or `{name}Period` of an effectiveTime; nothing when it says neither."""
    if node is None or is_null(node):
        return {}
    first, last = when(attr(kid(node, "low"), "value")), end(node)
    if first and last and first != last:
        return {f"{name}Period": {"start": first, "end": last}}
    if (first or last) and not point(node):
        single = {f"{name}DateTime": first} if first == last else {}
        return single or {f"{name}Period": {"start": first} if first else {"end": last}}
    return {f"{name}DateTime": point(node)} if point(node) else {}


def period(node: Node | None) -> dict[str, str]:
    """A FHIR Period of an effectiveTime; empty when it has neither end."""
    ends = {"start": start(node), "end": end(node)}
    return {name: value for name, value in ends.items() if value}


def moment(said: str) -> str:
    """A FHIR instant; a bare day is its midnight where the practice is, so that it stays that day here."""
    found = when(said)
    if "T" in found:
        return found
    if len(found) != len("2015-06-22"):
        return ""
    year, month, day_ = map(int, found.split("-"))
    return datetime(year, month, day_, tzinfo=clock.zone()).isoformat()
