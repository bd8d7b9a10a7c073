"""What others in a record say of an item that is kept from the reader: nothing is told of it there either.

A reference brings the name of what it refers to along, so it goes; a line that loses its reference goes with
it, and so does the resource's own summary in words, which may repeat it. Free text that somebody wrote stays.
"""

from typing import Any

from portal.access.charts import Chart
from portal.access.unseen import NO_PAGE
from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.references import references_in
from portal.integrations.fhir.rewriting import rewritten

_GONE = object()


def without_unseen(chart: Chart, data: Json) -> Json:
    """A resource without what it says of items that are kept from the reader."""
    if not chart.unseen or not _refers(chart, data):
        return data
    kept = {key: found for key, value in data.items() if (found := _kept(chart, value)) is not _GONE}
    kept.pop("text", None)
    return kept


def text_without_unseen(chart: Chart, kind: str, text: bytes) -> bytes | None:
    """The same of a resource's exact text, numbers as they were written; None when nothing is left to tell.

    What no page shows (an order, a claim) is left out whole when it refers to such an item.
    """
    if not chart.unseen:
        return text
    return rewritten(text, lambda data: _left(chart, kind, data))


def _left(chart: Chart, kind: str, data: Json) -> Json | None:
    is_whole = not _refers(chart, data)
    return data if is_whole else None if kind == NO_PAGE else without_unseen(chart, data)


def _refers(chart: Chart, data: Json) -> bool:
    return any(chart.unseen.names(chart.patient_id, reference) for reference in references_in(data))


def _kept(chart: Chart, value: Any) -> Any:
    if isinstance(value, list):
        kept = [one for one in value if not _loses(chart, one)]
        return [_kept(chart, one) for one in kept] if kept or not value else _GONE
    if not isinstance(value, dict):
        return value
    if _is_gone(chart, value):
        return _GONE
    return {key: found for key, one in value.items() if (found := _kept(chart, one)) is not _GONE}


def _loses(chart: Chart, value: Any) -> bool:
    """Whether a line is a reference to such an item, or is about one."""
    inside = value.values() if isinstance(value, dict) else []
    return _is_gone(chart, value) or any(_is_gone(chart, one) for one in inside)


def _is_gone(chart: Chart, value: Any) -> bool:
    named = value.get("reference") if isinstance(value, dict) else None
    return isinstance(named, str) and chart.unseen.names(chart.patient_id, named)
