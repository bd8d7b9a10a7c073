"""Asking for a download: counting what it would hold, asking, seeing how far it is, fetching, taking back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, event
from sqlmodel import col, select

from portal import clock
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.i18n import moment, nt, t
from portal.integrations.fhir.wording.attachments import size_words
from portal.integrations.storage import sealed_files
from portal.models.export import Export, ExportContents
from portal.models.unseen import HELPERS
from portal.services.exporting import making
from portal.services.exporting.forms import FORMS
from portal.services.exporting.making import KEPT
from portal.services.records.days import inside_words
from portal.services.records.extract import Choice, count
from portal.services.records.kinds import KINDS, readable
from portal.services.records.whose import by_whom
from portal.services.two_days import must_be_in_order

MOST_AT_ONCE = 3
"""Downloads one account may have waiting."""


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many records of a kind there are between the days."""

    key: str
    name: str
    icon: str
    count: int
    words: str


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One download: what it is, how far it is (0 to 100), and where to get it once it is ready.

    No two of a list have the same `title`; `inside` says which kinds and dates are in it.
    """

    id: str
    title: str
    line: str
    status: str
    percent: int = 0
    href: str = ""
    name: str = ""
    inside: str = ""


@dataclass(frozen=True, slots=True)
class HelperExport:
    """A download that someone made who helps the patient: who, what, when."""

    title: str
    line: str
    icon: str = "download"
    tag: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file to hand out: its name, its type, its size in bytes, and its pieces."""

    name: str
    media_type: str
    size: int
    pieces: Iterator[bytes]


@needs(Scope.RECORDS)
def count_records(chart: Chart, *, since: date | None = None, until: date | None = None) -> list[KindCount]:
    """How many records of each kind a download for two days (both included) would hold.

    Raises: Invalid when the last is before the first.
    """
    must_be_in_order(since, until)
    found = count(chart, Choice(None, since, until))
    return [
        KindCount(key, KINDS[key].title, KINDS[key].icon, n, nt("{n} record", "{n} records", n))
        for key, n in found.items()
    ]


@needs(Scope.RECORDS)
def list_exports(chart: Chart) -> list[ExportRow]:
    """This account's downloads of this record that are there or on their way, newest first."""
    query = select(Export).where(*_own(chart), col(Export.asked_at) > clock.now() - 2 * KEPT)
    rows = chart.db.exec(query.order_by(col(Export.asked_at).desc()))
    return _told_apart([_row(chart, row) for row in rows if not _is_over(row)])


@needs(Scope.RECORDS)
def list_by_helpers(chart: Chart) -> list[HelperExport]:
    """For the patient: what those who help them have had made and can fetch now, newest first."""
    if chart.relation != "self":
        return []
    theirs = (
        col(Export.patient_id) == chart.patient_id,
        col(Export.account_id) != chart.actor.account_id,
        col(Export.asked_at) > clock.now() - 2 * KEPT,
    )
    rows = chart.db.exec(select(Export).where(*theirs).order_by(col(Export.asked_at).desc()))
    told = [(row, chart.unseal(row, ExportContents)) for row in rows if not _is_over(row)]
    return [_by_helper(chart, row, said) for row, said in told if said.relation in HELPERS]


@needs(Scope.RECORDS, acting=True)
def ask(
    chart: Chart,
    *,
    form: str,
    kinds: list[str] | None = None,
    since: date | None = None,
    until: date | None = None,
) -> ExportRow:
    """Ask for a download; a job makes it. What is on its way already is not made twice.

    Raises: Invalid for no such form, no kind, or nothing to put in; Conflict when enough are on their way.
    """
    if chart.actor.account_id is None:
        raise NotPermitted
    must_be_in_order(since, until)
    chosen = _kinds(chart, kinds)
    if form not in FORMS:
        raise Invalid(fields={"form": t("Choose a form.")})
    asked = _asked(chart, chosen, since, until)
    waiting = select(Export).where(*_own(chart), col(Export.status).in_(("waiting", "working")))
    on_their_way = chart.db.exec(waiting).all()
    for before in on_their_way:
        if before.form == form and chart.unseal(before, ExportContents) == asked:
            return _row(chart, before)
    if len(on_their_way) >= MOST_AT_ONCE:
        raise Conflict(t("Three downloads are on their way already. Wait for one, or take one back."))
    row = Export(
        patient_id=chart.patient_id,
        account_id=chart.actor.account_id,
        form=form,
        asked_at=clock.now(),
        sealed=b"",
    )
    chart.seal(row, asked)
    chart.db.add(row)
    chart.db.flush()
    event.listen(chart.db, "after_commit", lambda _db: making.queue(row.id), once=True)
    return _row(chart, row)


@needs(Scope.RECORDS, acting=True)
def take_back(chart: Chart, *, export_id: UUID) -> None:
    """Remove a download and its file, ready or not. Raises: NotFound."""
    row = _one(chart, export_id)
    sealed_files.remove(row.id)
    chart.db.delete(row)


@needs(Scope.RECORDS)
def fetch(chart: Chart, *, export_id: UUID) -> Fetched:
    """The file of a download that is ready. Raises: NotFound, also when its day is over."""
    row = _one(chart, export_id)
    if row.status != "ready" or _is_over(row):
        raise NotFound(t("This download is gone. You can make a new one."))
    said = chart.unseal(row, ExportContents)
    pieces = sealed_files.pieces(row.id, chart.key)
    return Fetched(said.name, said.media_type, said.size, pieces)


def _kinds(chart: Chart, given: list[str] | None) -> list[str] | None:
    """The kinds as asked for; None stands for all of them, and what no page shows besides."""
    may = readable(chart)
    if given is None or set(given) >= set(may):
        return None
    chosen = [key for key in may if key in given]
    if not chosen:
        raise Invalid(fields={"kinds": t("Choose at least one kind of record.")})
    return chosen


def _own(chart: Chart) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    account = col(Export.account_id) == chart.actor.account_id
    return col(Export.patient_id) == chart.patient_id, account


def _one(chart: Chart, export_id: UUID) -> Export:
    row = chart.db.exec(select(Export).where(*_own(chart), Export.id == export_id)).first()
    if row is None:
        raise NotFound
    return row


def _is_over(row: Export) -> bool:
    return row.ready_at is not None and row.ready_at < clock.now() - KEPT


def brought_up_to(row: ExportRow, status: str, percent: int) -> ExportRow:
    """A row as it is once the download has got this far."""
    href = f"/api/exports/{row.id}" if status == "ready" else ""
    line = t("Ready, here for 24 hours") if status == "ready" else _lines().get(status, "")
    return replace(row, status=status, percent=percent, line=line, href=href)


def _lines() -> dict[str, str]:
    return {
        "waiting": t("Waiting for its turn"),
        "working": t("Being made…"),
        "failed": t("This could not be made. Nothing was lost. Try again."),
        "withdrawn": t("The record has changed since, so we took this file away. Make a new one."),
    }


def _asked(chart: Chart, kinds: list[str] | None, since: date | None, until: date | None) -> ExportContents:
    who = chart.actor.name
    return ExportContents(by=who, relation=chart.relation, kinds=kinds, since=since, until=until)


def _by_helper(chart: Chart, row: Export, said: ExportContents) -> HelperExport:
    by = by_whom(chart, said.by, said.relation, is_mine=False)
    asked = t("asked for {moment}", moment=moment(row.asked_at))
    line = " · ".join((t("by {name}", name=by), asked))
    return HelperExport(t(FORMS[row.form].name), line)


def _row(chart: Chart, row: Export) -> ExportRow:
    said = chart.unseal(row, ExportContents)
    percent = round(100 * row.done / row.total) if row.total else 0
    line = _lines().get(row.status, "")
    if row.status == "ready" and row.ready_at is not None:
        until = t("here until {moment}", moment=moment(row.ready_at + KEPT))
        line = " · ".join((size_words(said.size), until))
    href = f"/api/exports/{row.id}" if row.status == "ready" else ""
    title = t("{form}, asked for {moment}", form=t(FORMS[row.form].name), moment=moment(row.asked_at))
    inside = inside_words(said.kinds, said.since, said.until)
    return ExportRow(str(row.id), title, line, row.status, min(percent, 100), href, said.name, inside)


def _told_apart(rows: list[ExportRow]) -> list[ExportRow]:
    """Those asked for in one minute are counted, the first of them as 1."""
    titles = [row.title for row in rows]
    named = []
    for n, row in enumerate(rows):
        many, place = titles.count(row.title), titles[n:].count(row.title)
        named.append(
            replace(row, title=t("{title}, number {n}", title=row.title, n=place)) if many > 1 else row
        )
    return named
