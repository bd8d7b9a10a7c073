"""The time, in one place, so that tests can move it.

`travel()` moves it in this process; `PORTAL_CLOCK_FILE` names a file holding seconds to add, for a
server in another process (refused in production by `Settings.refuse_unsafe`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from portal.settings import get_settings

_offset = timedelta()


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC) + _offset + _offset_from_file()


def today() -> date:
    """Today's date where the practice is."""
    return now().astimezone(zone()).date()


def zone() -> ZoneInfo:
    """The practice's time zone."""
    return ZoneInfo(get_settings().practice_timezone)


@contextmanager
def travel(by: timedelta) -> Iterator[None]:
    """Move time by `by` within the block. For tests."""
    global _offset
    before = _offset
    _offset = before + by
    try:
        yield
    finally:
        _offset = before


def _offset_from_file() -> timedelta:
    path = get_settings().clock_file
    if not path:
        return timedelta()
    try:
        return timedelta(seconds=float(Path(path).read_text() or 0))
    except FileNotFoundError:
        return timedelta()
