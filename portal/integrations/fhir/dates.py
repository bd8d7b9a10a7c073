"""FHIR dates and times: "2019", "2019-05", "2019-05-01" or a moment with its zone."""

import re
from datetime import UTC, datetime
from typing import Any

_partial = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$").match


def instant(value: Any) -> datetime | None:
    """The first moment a FHIR date or dateTime may mean, in UTC; None when it is no date."""
    if not isinstance(value, str):
        return None
    value = value.strip()
    partial = _partial(value)
    try:
        if partial:
            return datetime(int(partial[1]), int(partial[2] or 1), int(partial[3] or 1), tzinfo=UTC)
        found = datetime.fromisoformat(value.replace(":60", ":59", 1) if ":60" in value[16:19] else value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
