"""A visit on paper: why, when, with whom, and everything that happened in it."""

from uuid import UUID

from portal.access.charts import Chart
from portal.errors import NotFound
from portal.i18n import t
from portal.integrations.pdf.paper import Paper, PaperSection
from portal.services.records import shelf
from portal.services.records.details.care import visit_alone
from portal.services.records.kinds import readable
from portal.services.records.papers.entries import entry_of
from portal.services.records.papers.front import paper_of
from portal.services.records.papers.record import ORDER, section_of
from portal.services.records.papers.series import Series

_FIRST = ("conditions", "vitals", "results")


def visit_paper(chart: Chart, record_id: UUID) -> Paper:
    """The summary of one visit. Raises: NotFound when this chart holds no such visit."""
    held = shelf.one(chart, "visits", record_id)
    if held is None:
        raise NotFound
    kinds = [kind for kind in (*_FIRST, *ORDER) if kind in readable(chart) and kind != "visits"]
    within = shelf.in_visit(chart, held, kinds=kinds)
    sections = [PaperSection(t("The visit"), entries=(entry_of(visit_alone(chart, held)),))]
    for kind in dict.fromkeys(kinds):
        of_kind = [one for one in within if one.kind == kind]
        if of_kind:
            sections.append(section_of(chart, kind, of_kind, Series()))
    return paper_of(chart, t("Visit summary"), sections)
