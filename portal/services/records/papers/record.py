"""The record as a paper: who it is about, then everything of the kinds asked for, then how values went."""

from collections.abc import Mapping, Sequence
from datetime import date

from portal.access.charts import Chart
from portal.access.record_keys import source_key
from portal.errors import Invalid, NotFound, NotPermitted
from portal.i18n import t
from portal.integrations.pdf.paper import Paper, PaperEntry, PaperSection, PaperWords
from portal.services.records import shelf
from portal.services.records.days import covers_words, none_words, taken_between
from portal.services.records.detail import with_source
from portal.services.records.details import MAKERS
from portal.services.records.details.care import visit_alone
from portal.services.records.kinds import KINDS, readable
from portal.services.records.papers.entries import entry_of
from portal.services.records.papers.front import demographics, paper_of
from portal.services.records.papers.measured import measured_entries
from portal.services.records.papers.series import Series
from portal.services.records.shelf import Held, Wanted
from portal.services.two_days import must_be_in_order

ORDER = (
    "allergies", "conditions", "medications", "immunizations", "procedures", "visits", "results", "vitals",
    "care-plans", "documents",
)  # fmt: skip
_MEASURED = ("results", "vitals")
_BATCH = 300


def record_paper(
    chart: Chart,
    *,
    kinds: Sequence[str],
    since: date | None = None,
    until: date | None = None,
    notes: Mapping[str, str] | None = None,
) -> Paper:
    """Everything of these kinds between two days (both included), newest first. Some are always whole.

    `notes` says by "Type/id" what was asked to be corrected and what came of it: a section of its own.

    Raises:
        Invalid: no kind was chosen, or the days are out of order. NotFound: there is no such kind.
        NotPermitted: it is not theirs to read.
    """
    chosen = _allowed(chart, kinds)
    must_be_in_order(since, until)
    series = Series()
    sections = [demographics(chart)]
    for kind in chosen:
        helds = all_of(chart, kind, since=since, until=until)
        none = "" if helds else none_words(chart, kind, since, until)
        sections.append(section_of(chart, kind, helds, series, none=none))
    sections += _corrections(chart, chosen, notes or {})
    covers = covers_words(chosen, since, until)
    return paper_of(chart, t("Health record"), [*sections, *series.section()], covers=covers)


def section_of(
    chart: Chart, kind: str, helds: Sequence[Held], series: Series, *, none: str = ""
) -> PaperSection:
    """The records of one kind as a section; one that is empty says `none`."""
    if kind in _MEASURED:
        entries = tuple(measured_entries(chart, helds, series))
    else:
        entries = tuple(_entry(chart, held) for held in helds)
    return PaperSection(KINDS[kind].title, none, entries)


def _corrections(chart: Chart, kinds: Sequence[str], notes: Mapping[str, str]) -> list[PaperSection]:
    """What was asked to be corrected, each under what it is about."""
    by_key = {source_key(chart.patient_id, source): note for source, note in notes.items()}
    found = [
        (held, by_key[key]) for key, held in shelf.by_source(chart, by_key).items() if held.kind in kinds
    ]
    entries = tuple(
        PaperEntry(MAKERS[held.kind](chart, held).title, paragraphs=(PaperWords("", note),))
        for held, note in found
    )
    return [PaperSection(t("Requests to correct the record"), entries=entries)] if entries else []


def all_of(chart: Chart, kind: str, *, since: date | None = None, until: date | None = None) -> list[Held]:
    """Everything of a kind that is taken out for two days (both included), newest first."""
    found: list[Held] = []
    wanted, is_more = Wanted(kind, only=taken_between(since, until)), True
    while is_more:
        helds, total = shelf.page(chart, wanted, offset=len(found), limit=_BATCH)
        found += helds
        is_more = bool(helds) and len(found) < total
    return found


def _entry(chart: Chart, held: Held) -> PaperEntry:
    maker = visit_alone if held.kind == "visits" else MAKERS[held.kind]
    return entry_of(with_source(maker(chart, held), held.data))


def _allowed(chart: Chart, kinds: Sequence[str]) -> list[str]:
    if not kinds:
        raise Invalid(t("Choose at least one kind of record."))
    if set(kinds) - set(KINDS):
        raise NotFound
    if set(kinds) - set(readable(chart)):
        raise NotPermitted
    return [kind for kind in ORDER if kind in kinds]
