"""The patient's record, ready to read: lists, details, the overview, what is new, files.

Every service takes the open chart; an id from outside is looked for within that chart only.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.errors import NotFound
from portal.services.records import corrections, files, home, listing, preferences, shelf, whose
from portal.services.records.detail import Detail, with_source
from portal.services.records.details import MAKERS
from portal.services.records.files import Download, Shown
from portal.services.records.hidden import hiding_of
from portal.services.records.home import Home
from portal.services.records.kept_back import hold_of
from portal.services.records.kinds import KINDS
from portal.services.records.listing import PAGE, RecordPage
from portal.services.records.rows import Row
from portal.services.records.search import Found, Hit, KindFound, make_ready, search_in
from portal.services.records.whose import Whose

__all__ = [
    "KINDS", "PAGE", "Detail", "Download", "Found", "Hit", "Home", "KindFound", "RecordPage", "Row", "Shown",
    "Whose", "list_medications", "list_records", "open_search", "overview", "read_file", "search",
    "search_in",
    "show_medication", "show_record", "title_of", "view_file", "what_is_new", "whose",
]  # fmt: skip


@needs(Scope.RECORDS)
def list_records(
    chart: Chart,
    *,
    kind: str,
    page: int = 1,
    since: date | None = None,
    until: date | None = None,
    group: str = "",
) -> RecordPage:
    """One page of the records of a kind, newest first, between two days (both included).

    Raises: NotFound for a kind there is none of.
    """
    found = listing.kind_named(kind, among=Scope.RECORDS)
    return listing.page_of(chart, found, page=page, since=since, until=until, group=group)


@needs(Scope.MEDICATIONS)
def list_medications(
    chart: Chart, *, page: int = 1, since: date | None = None, until: date | None = None, group: str = ""
) -> RecordPage:
    """One page of the medications, newest first."""
    return listing.page_of(chart, KINDS["medications"], page=page, since=since, until=until, group=group)


@needs(Scope.RECORDS)
def show_record(chart: Chart, *, kind: str, record_id: UUID, opened: bool = False) -> Detail:
    """One record to read. `opened` says that a reader who wants to be asked first has said yes.

    Raises: NotFound when this chart holds none of that kind and id.
    """
    found = _detail(chart, listing.kind_named(kind, among=Scope.RECORDS).key, record_id)
    if found.kind != "results" or opened or not preferences.asks_first(chart):
        return found
    return Detail(kind=found.kind, title=found.title, line=found.line, asks=True, whose=found.whose)


@needs(Scope.MEDICATIONS)
def show_medication(chart: Chart, *, record_id: UUID) -> Detail:
    """One medication to read. Raises: NotFound."""
    return _detail(chart, "medications", record_id)


@needs(Scope.RECORDS)
def overview(chart: Chart) -> list[Row]:
    """A row for each kind of record that this person may read."""
    return home.overview_of(chart)


@needs(Scope.RECORDS)
def what_is_new(chart: Chart) -> Home:
    """The start page: a greeting, and the newest of what has come since the last sign-in."""
    return home.home_of(chart)


@needs(Scope.RECORDS)
def open_search(chart: Chart) -> int:
    """Make a search ready before anyone types; returns how many records can be found."""
    return make_ready(chart)


@needs(Scope.RECORDS)
def search(chart: Chart, typed: str, *, within: str = "") -> Found:
    """What in the whole record holds every word typed; `within` is the one kind to look in.

    The trail says that a search was made and never for what.
    """
    return search_in(chart, typed, kind=within)


@needs(Scope.RECORDS)
def read_file(chart: Chart, n: int, *, record_id: UUID) -> Download:
    """The file at place `n` of a document. Raises: NotFound."""
    return files.file_at(chart, record_id, n)


@needs(Scope.RECORDS)
def view_file(chart: Chart, n: int, *, record_id: UUID) -> Shown:
    """The file at place `n` of a document as a page may show it. Raises: NotFound; Invalid when damaged."""
    return files.view_of(chart, record_id, n)


def title_of(chart: Chart, *, kind: str, record_id: UUID) -> str:
    """What a record is called, for services that have opened the chart. Raises: NotFound."""
    if kind not in MAKERS:
        raise NotFound
    return _detail(chart, kind, record_id).title


def _detail(chart: Chart, kind: str, record_id: UUID) -> Detail:
    held = shelf.one(chart, kind, record_id)
    if held is None:
        raise NotFound
    made = with_source(MAKERS[kind](chart, held), held.data)
    asked, who = corrections.of_item(chart, held), whose.whose_of(chart)
    hiding = hiding_of(chart, record_id)
    hold = hold_of(chart, held)
    return replace(made, on_hold=held.on_hold, hold=hold, corrections=asked, hiding=hiding, whose=who)
