"""A visit on paper: why, when, with whom, and everything that happened in it."""

from dataclasses import replace
from uuid import UUID

from portal.access.charts import Chart
from portal.errors import NotFound
from portal.i18n import t
from portal.integrations.pdf.paper import Paper, PaperSection
from portal.services.records import preferences, shelf
from portal.services.records.detail import Section, with_source
from portal.services.records.details.care import next_steps, visit_alone
from portal.services.records.kinds import KINDS, readable
from portal.services.records.papers.entries import entry_of, rows_entry
from portal.services.records.papers.front import paper_of
from portal.services.records.papers.record import ORDER, section_of
from portal.services.records.papers.series import Series
from portal.services.records.shelf import Held

_FIRST = ("conditions", "vitals", "results")


def visit_paper(chart: Chart, record_id: UUID) -> Paper:
    """The summary of one visit; without its results for those who want to be asked before each opens.

    Raises: NotFound when this chart holds no such visit.
    """
    held = shelf.one(chart, "visits", record_id)
    if held is None:
        raise NotFound
    kinds = [kind for kind in (*_FIRST, *ORDER) if kind in readable(chart) and kind != "visits"]
    within = shelf.in_visit(chart, held, kinds=kinds)
    alone = with_source(visit_alone(chart, held), held.data)
    sections = [PaperSection(t("The visit"), entries=(entry_of(alone),))]
    for kind in dict.fromkeys(kinds):
        of_kind = [one for one in within if one.kind == kind]
        if of_kind:
            sections.append(_happened(chart, kind, of_kind))
    if steps := next_steps(chart, held, within):
        sections.append(PaperSection(t("Next steps"), entries=(rows_entry(Section(t("What to do"), steps)),)))
    return paper_of(chart, t("Visit summary"), sections)


def _happened(chart: Chart, kind: str, helds: list[Held]) -> PaperSection:
    if kind == "results" and preferences.asks_first(chart):
        return PaperSection(
            KINDS[kind].title,
            t("Left out, because you want to be asked before a result opens. They are in the portal."),
        )
    section = section_of(chart, kind, helds, Series())
    return replace(section, title=t("Medications started or changed")) if kind == "medications" else section
