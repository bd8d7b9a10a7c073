"""Results and vital signs on paper: panels as tables, single values of a day together, and how they went."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from portal.access.charts import Chart
from portal.i18n import t
from portal.integrations.fhir import views
from portal.integrations.fhir.views.results import LabResult, Panel
from portal.integrations.fhir.wording.origin import source_words
from portal.integrations.fhir.wording.people import LookUp
from portal.integrations.pdf.paper import PaperEntry, PaperTable, PaperWords
from portal.services.records.around import Around
from portal.services.records.detail import Fact, facts
from portal.services.records.details.documents import own_words
from portal.services.records.details.results import early_warning, result_facts
from portal.services.records.glance import OUTSIDE
from portal.services.records.papers.entries import facts_of, full, notes_of, words
from portal.services.records.papers.series import Series
from portal.services.records.shelf import Held
from portal.services.records.telling import day_of, dotted, panel_tag

_BATCH = 30
_LONG_VALUE = 120
_FEW = 2
_WIDTHS = (30, 20, 16, 21, 23)
Cells = tuple[str, str, str, str, str, bool]


def measured_entries(chart: Chart, helds: Sequence[Held], series: Series) -> Iterator[PaperEntry]:
    """An entry for each panel, and one for each day's single values, newest first."""
    for batch in _batches(helds):
        look_up = Around(chart, [held.data for _, group in batch for held in group])
        for day, group in batch:
            panels = [held for held in group if _is_panel(held)]
            singles = [held for held in group if not _is_panel(held)]
            yield from (_panel(held, look_up, series) for held in panels)
            yield from _singles(day, singles, look_up, series)


def _batches(helds: Sequence[Held]) -> Iterator[list[tuple[str, list[Held]]]]:
    """Whole days, so many at once that what they refer to is looked up in one go."""
    batch: list[tuple[str, list[Held]]] = []
    for day, group in groupby(helds, key=lambda held: day_of(held.data)):
        batch.append((day, list(group)))
        if sum(len(held) for _, held in batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _is_panel(held: Held) -> bool:
    return held.fhir_type == "DiagnosticReport"


def _singles(day: str, helds: list[Held], look_up: LookUp, series: Series) -> Iterator[PaperEntry]:
    """The single values of a day in one table; what is true of all of them stands above it."""
    if not helds:
        return
    found = [views.lab_result(held.data, look_up) for held in helds]
    series.take(found)
    known = [_known(held, view) for held, view in zip(helds, found, strict=True)]
    common = _common(known)
    warned = [early_warning(held.data, view.status) for held, view in zip(helds, found, strict=True)]
    rows = [
        row
        for view, own, warning in zip(found, known, warned, strict=True)
        for row in _rows(view, more=dotted(warning, _rest(own, common)))
    ]
    day = day or t("Without a date")
    is_vital = helds[0].kind == "vitals"
    names = [view.name for view in found]
    title = ", ".join(names) if len(names) <= _FEW else t("Other tests")
    yield PaperEntry(
        title=day if is_vital else title,
        line="" if is_vital else day,
        facts=facts_of(common),
        tables=(_table(rows, first=t("Measured") if is_vital else t("Test")),),
        paragraphs=tuple(_written(found)),
    )


def _panel(held: Held, look_up: LookUp, series: Series) -> PaperEntry:
    view = views.panel(held.data, look_up)
    results = view.results
    series.take(results)
    tag, tone = panel_tag([one.tone if one.flag else "" for one in results])
    own, within = _known(held, view), [_own_facts(one) for one in results]
    told = [*own, *_common(within)]
    rows = [
        row
        for one, its_own in zip(results, within, strict=True)
        for row in _rows(one, more=_rest(its_own, told))
    ]
    rows += [(name, t("Not on file"), "", "", "", False) for name in view.missing]
    return PaperEntry(
        title=view.name,
        line=dotted(view.date, early_warning(held.data, view.status)),
        tag=tag,
        tone=tone,
        facts=facts_of(own),
        tables=(_table(rows, first=t("Test")),) if rows else (),
        paragraphs=(
            *(_words(t("What it means"), view.conclusion)),
            *(_words(t("Report"), own_words(held.data, view.narrative))),
            *_written(results),
            *(words(file.title or file.kind, file.text) for file in view.files if file.text),
        ),
    )


def _rows(view: LabResult, *, more: str) -> list[Cells]:
    """A result as a row; one of several numbers without a value of their own as a row each."""
    if not view.text and view.parts:
        return [
            (
                f"{view.name}: {part.name}", part.value.text or part.absent, part.usual, part.flag, more,
                part.tone in OUTSIDE,
            )
            for part in view.parts
        ]  # fmt: skip
    value = view.text or view.absent or t("No value was given")
    if len(value) > _LONG_VALUE:
        value = t("Written out below")
    return [(view.name, value, view.usual, view.flag, more, view.tone in OUTSIDE)]


def _table(rows: Sequence[Cells], *, first: str) -> PaperTable:
    columns = (first, t("Value"), t("Usual range"), t("What it means"), t("More"))
    marked = frozenset(n for n, row in enumerate(rows) if row[5])
    return full(PaperTable(columns, tuple(row[:5] for row in rows), _WIDTHS, marked))


def _common(each: Sequence[Sequence[Fact]]) -> list[Fact]:
    """The facts that are the same for all of some results."""
    return [fact for fact in each[0] if all(fact in own for own in each)] if each else []


def _rest(own: Sequence[Fact], told: Sequence[Fact]) -> str:
    """What else is known of a result, for the last cell of its row."""
    rest = [fact for fact in own if fact not in told]
    return dotted(*(t("{name}: {value}", name=fact.name, value=fact.value) for fact in rest))


def _known(held: Held, view: LabResult | Panel) -> list[Fact]:
    """The facts of a result, and which outside document it was read out of, if it was."""
    return [*_own_facts(view), *facts((t("Source"), source_words(held.data)))]


def _own_facts(view: LabResult | Panel) -> list[Fact]:
    """The facts without what the heading, the row or a warning says already."""
    left_out = {t("Usual range"), t("Kind"), t("Status")}
    if view.issued == view.taken:
        left_out.add(t("Reported"))
    if view.name.casefold() in view.full_name.casefold():
        left_out.add(t("Full name"))
    return [fact for fact in result_facts(view) if fact.name not in left_out and fact.value != view.date]


def _written(results: Iterable[LabResult]) -> Iterator[PaperWords]:
    """Values too long for a table, and what was noted beside results."""
    for view in results:
        if len(view.text) > _LONG_VALUE:
            yield words(view.name, view.text)
        for note in notes_of(view.notes):
            yield words(view.name, note.text)


def _words(title: str, text: str) -> list[PaperWords]:
    return [words(title, text)] if text else []
