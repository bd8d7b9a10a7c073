"""Asking the practice to correct the record (HIPAA 45 CFR 164.526), as patients and their helpers do.

A record is never changed by a request. What was asked, what came of it and a statement of disagreement stay
with the record and go along with every copy of it (`notes`).
"""

from datetime import datetime
from uuid import UUID

from portal import clock
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.integrations.media.intake import LARGEST, Taken
from portal.models.correction import CorrectionContents, Status
from portal.services.records.corrections import asking, keeping, telling
from portal.services.records.corrections.asking import LONGEST, MOST_FILES, Said, fit
from portal.services.records.corrections.keeping import drop_stale_drafts, may_act
from portal.services.records.corrections.lines import about, notes
from portal.services.records.corrections.views import (
    Asking,
    CorrectionDetail,
    CorrectionLine,
    CorrectionPage,
    CorrectionRow,
    Corrections,
    FileRow,
    Receipt,
)
from portal.services.records.files import Download
from portal.services.records.shelf import Held

__all__ = [
    "LARGEST", "LONGEST", "MOST_FILES", "Asking", "CorrectionDetail", "CorrectionLine", "CorrectionPage",
    "CorrectionRow", "Corrections", "FileRow", "Receipt", "about", "add_file", "answered_since", "begin",
    "disagree", "discard", "drop_file", "drop_stale_drafts", "fit", "keep", "list_corrections", "notes",
    "of_item", "read_evidence", "send", "show_correction", "starts_upload", "withdraw",
]  # fmt: skip
PAGE = 25


@needs(Scope.RECORDS, acting=True)
def begin(chart: Chart, *, kind: str, record_id: UUID) -> Asking:
    """What is needed to ask about an item. Raises: NotFound."""
    return asking.begin(chart, keeping.item(chart, kind, record_id))


@needs(Scope.RECORDS, acting=True)
def keep(chart: Chart, *, kind: str, record_id: UUID, once: str, wrong: str, wanted: str) -> None:
    """Keep what was typed so far, so that a reload loses nothing. Raises: NotFound, Invalid."""
    asking.keep(chart, keeping.item(chart, kind, record_id), once, Said(wrong, wanted))


@needs(Scope.RECORDS, acting=True)
def starts_upload(chart: Chart, *, kind: str, record_id: UUID, once: str) -> None:
    """Whether one more file may come, asked before it is read. Raises: NotFound, Invalid, Conflict."""
    asking.refuse_more_files(chart, keeping.item(chart, kind, record_id), once)


@needs(Scope.RECORDS, acting=True)
def add_file(chart: Chart, taken: Taken, *, kind: str, record_id: UUID, once: str) -> FileRow:
    """Add a file that `fit` let through to what is not sent yet. Raises: NotFound, Invalid, Conflict."""
    return asking.add_file(chart, keeping.item(chart, kind, record_id), once, taken)


@needs(Scope.RECORDS, acting=True)
def drop_file(chart: Chart, *, file_id: UUID) -> str:
    """Take a file away again before sending; returns its name. Raises: NotFound, Conflict."""
    return asking.drop_file(chart, file_id)


@needs(Scope.RECORDS, acting=True)
def discard(chart: Chart, *, kind: str, record_id: UUID) -> None:
    """Throw away what was begun about an item and not sent. Raises: NotFound."""
    asking.discard(chart, keeping.item(chart, kind, record_id).id)


@needs(Scope.RECORDS, acting=True)
def send(chart: Chart, *, kind: str, record_id: UUID, once: str, wrong: str, wanted: str) -> Receipt:
    """Send the request; repeated with the same `once` it is one request with one receipt.

    Raises: NotFound; Invalid with what is wrong with which field; Conflict; TooMany.
    """
    return asking.send(chart, keeping.item(chart, kind, record_id), once, Said(wrong, wanted))


@needs(Scope.RECORDS)
def list_corrections(chart: Chart, *, page: int = 1) -> CorrectionPage:
    """The requests sent about this record, newest first."""
    _, total = keeping.page(chart, limit=1)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    rows, _ = keeping.page(chart, offset=(page - 1) * PAGE, limit=PAGE)
    told = [telling.row_of(chart, row, chart.unseal(row, CorrectionContents)) for row in rows]
    return CorrectionPage(told, total, page, pages)


@needs(Scope.RECORDS)
def show_correction(chart: Chart, *, correction_id: UUID) -> CorrectionDetail:
    """One request to read. Raises: NotFound."""
    row = keeping.one(chart, correction_id)
    return telling.detail_of(chart, row, chart.unseal(row, CorrectionContents))


@needs(Scope.RECORDS)
def read_evidence(chart: Chart, *, file_id: UUID) -> Download:
    """A file sent along, or added to this account's own draft. Raises: NotFound."""
    file, request = keeping.file_of(chart, file_id)
    note = next(one for one in chart.unseal(request, CorrectionContents).files if one.id == file_id)
    return Download(chart.unseal_bytes(file), note.media_type, note.name)


@needs(Scope.RECORDS, acting=True)
def withdraw(chart: Chart, *, correction_id: UUID) -> None:
    """Take a request back. Raises: NotFound; Conflict once it was decided."""
    row = keeping.one(chart, correction_id, hold=True)
    if row.status == Status.WITHDRAWN:
        return
    if row.status != Status.RECEIVED:
        raise Conflict(t("This request was decided meanwhile. Reload the page to see the answer."))
    row.status, row.withdrawn_at = Status.WITHDRAWN, clock.now()
    chart.db.add(row)


@needs(Scope.RECORDS, acting=True)
def disagree(chart: Chart, *, correction_id: UUID, statement: str) -> None:
    """Add one statement of disagreement to a denial (45 CFR 164.526(d)(2)).

    Raises: NotFound; Invalid when it is empty or too long; Conflict when it was not denied or has one.
    """
    text = asking.checked_text(statement)
    if wrong := asking.too_long(text) if text else t("Write why you disagree."):
        raise Invalid(fields={"statement": wrong})
    row = keeping.one(chart, correction_id, hold=True)
    said = chart.unseal(row, CorrectionContents)
    if row.disagreed_at is not None and said.disagreement == text:
        return
    if row.status != Status.DENIED or row.disagreed_at is not None:
        raise Conflict(t("There is a statement already, or the request was not denied. Reload the page."))
    said.disagreement, said.disagreed_by, said.disagreed_as = text, chart.actor.name, chart.relation
    row.disagreed_at = clock.now()
    chart.seal(row, said)
    chart.db.add(row)


def answered_since(chart: Chart, since: datetime) -> int:
    """How many requests were answered after a moment, of those this reader may read."""
    return keeping.how_many_answered(chart, since)


def of_item(chart: Chart, held: Held) -> Corrections:
    """What a record's own page says of requests about it, and where to ask."""
    href = f"{telling.HOME}/new/{held.kind}/{held.id}" if may_act(chart) else ""
    return Corrections(about(chart, held), href)
