"""The record on paper: PDF/UA-1 to print, sign or send, and plain text. Each service takes the open chart."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from uuid import UUID

from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.integrations.pdf.rendering import to_pdf
from portal.integrations.pdf.text import to_text
from portal.services.records.papers.immunizations import immunization_paper
from portal.services.records.papers.medications import medication_paper
from portal.services.records.papers.record import record_paper
from portal.services.records.papers.visits import visit_paper

__all__ = [
    "immunization_paper", "immunization_pdf", "medication_paper", "medication_pdf", "record_paper",
    "record_pdf", "record_text", "visit_paper", "visit_pdf",
]  # fmt: skip


@needs(Scope.RECORDS)
def immunization_pdf(chart: Chart) -> bytes:
    """The immunization record as schools ask for it. Raises: Unavailable when it cannot be printed now."""
    return to_pdf(immunization_paper(chart))


@needs(Scope.MEDICATIONS)
def medication_pdf(chart: Chart) -> bytes:
    """The medication list to carry along. Raises: Unavailable."""
    return to_pdf(medication_paper(chart))


@needs(Scope.RECORDS)
def visit_pdf(chart: Chart, *, record_id: UUID) -> bytes:
    """The summary of one visit. Raises: NotFound, Unavailable."""
    return to_pdf(visit_paper(chart, record_id))


@needs(Scope.RECORDS)
def record_pdf(
    chart: Chart,
    *,
    kinds: Sequence[str],
    since: date | None = None,
    until: date | None = None,
    notes: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """The record of these kinds between two days (both included); `on_progress` is told (done, of 100).

    The days do not narrow some kinds (`records.days`).

    Raises: Invalid, NotFound, NotPermitted for the kinds; Unavailable when it cannot be printed now.
    """
    paper = record_paper(chart, kinds=kinds, since=since, until=until, notes=notes)
    return to_pdf(paper, on_progress=on_progress)


@needs(Scope.RECORDS)
def record_text(
    chart: Chart,
    *,
    kinds: Sequence[str],
    since: date | None = None,
    until: date | None = None,
    notes: Mapping[str, str] | None = None,
) -> bytes:
    """The same as plain text, UTF-8. Raises: Invalid, NotFound, NotPermitted."""
    return to_text(record_paper(chart, kinds=kinds, since=since, until=until, notes=notes))
