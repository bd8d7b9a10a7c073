"""Who looked at, changed, shared or was kept from a patient's record, for the patient to read.

Reading it is written into it, and so is downloading it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from portal.access import trail
from portal.access.actor import Duty, Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.access.trail import Entry, Mark
from portal.models.audit import AuditEntry
from portal.models.base import table
from portal.services.activity import places
from portal.services.activity.asking import Asked, kinds, people
from portal.services.activity.folding import CHUNK, Fold, fold_page
from portal.services.activity.telling import ActivityRow, as_csv, entry_row, fold_row, zone_words

__all__ = [
    "ActivityPage",
    "ActivityRow",
    "Asked",
    "download",
    "kinds",
    "list_entries",
    "people",
    "show_entries",
]

MOST_SHOWN = 100
_SEQ = table(AuditEntry).c.seq


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """One page of the trail, newest first. `total` counts entries, not rows.

    `older` and `newer` are the places to go on from, before the one and after the other; empty where it ends.
    `zone` is the time zone of its times, as people write it.
    """

    rows: list[ActivityRow] = field(default_factory=list)
    total: int = 0
    older: str = ""
    newer: str = ""
    zone: str = ""


@needs(Scope.RECORDS, staff=Duty.AUDIT)
def list_entries(chart: Chart, asked: Asked, *, before: str = "", after: str = "") -> ActivityPage:
    """One page: the newest, or those before or after a place in the trail.

    What one person looked at in a row on one day is one row, and what the reader did; `show_entries`
    unfolds it.
    """
    which = asked.conditions(chart)
    later, earlier = places.meant(chart, after), places.meant(chart, before)

    def read(place: int) -> list[Mark]:
        if later:
            return trail.marks(chart.db, chart.patient_id, *which, after=place or later, limit=CHUNK)
        return trail.marks(chart.db, chart.patient_id, *which, before=place or earlier, limit=CHUNK)

    found = fold_page(read, reader=chart.actor.account_id)
    folds = found.folds[::-1] if later else found.folds
    if not folds:
        return ActivityPage(total=trail.count(chart.db, chart.patient_id, *which))
    is_newer = found.is_more if later else _any(chart, asked, after=folds[0].newest.seq)
    is_older = _any(chart, asked, before=folds[-1].oldest.seq) if later else found.is_more
    return ActivityPage(
        rows=_rows(chart, folds),
        total=trail.count(chart.db, chart.patient_id, *which),
        older=places.shown(chart, folds[-1].oldest.seq) if is_older else "",
        newer=places.shown(chart, folds[0].newest.seq) if is_newer else "",
        zone=zone_words(folds[0].newest.at),
    )


@needs(Scope.RECORDS, staff=Duty.AUDIT)
def show_entries(chart: Chart, asked: Asked, *, newest: str, oldest: str) -> list[ActivityRow]:
    """The entries folded in one row, newest first, a hundred at most."""
    which = [*asked.conditions(chart), _SEQ.between(places.meant(chart, oldest), places.meant(chart, newest))]
    found = trail.marks(chart.db, chart.patient_id, *which, limit=MOST_SHOWN)
    return [entry_row(chart, entry) for entry in _entries(chart, found)]


@needs(Scope.RECORDS, staff=Duty.AUDIT)
def download(chart: Chart, asked: Asked) -> bytes:
    """All that is asked for, as a CSV table (RFC 4180)."""
    return as_csv(chart, _all(chart, asked))


def _rows(chart: Chart, folds: list[Fold]) -> list[ActivityRow]:
    found = trail.at_places(chart.db, chart.patient_id, chart.key, [fold.newest.seq for fold in folds])
    rows = [fold_row(chart, fold, found[fold.newest.seq]) for fold in folds]
    before = [""] + [row.heading for row in rows]
    return [
        replace(row, heading="", under=row.heading) if row.heading == last else row
        for row, last in zip(rows, before, strict=False)
    ]


def _all(chart: Chart, asked: Asked) -> Iterator[Entry]:
    which, place = asked.conditions(chart), 0
    while found := trail.marks(chart.db, chart.patient_id, *which, before=place, limit=CHUNK):
        yield from _entries(chart, found)
        place = found[-1].seq


def _entries(chart: Chart, found: list[Mark]) -> list[Entry]:
    places = [mark.seq for mark in found]
    entries = trail.at_places(chart.db, chart.patient_id, chart.key, places)
    return [entries[place] for place in places]


def _any(chart: Chart, asked: Asked, *, before: int = 0, after: int = 0) -> bool:
    which = asked.conditions(chart)
    return bool(trail.marks(chart.db, chart.patient_id, *which, before=before, after=after, limit=1))
