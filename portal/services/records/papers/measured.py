"""Results and vital signs on paper: panels as tables, single values of a day together, and how they went."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from portal.access.charts import Chart
from portal.i18n import t
from portal.integrations.fhir import views
from portal.integrations.fhir.elements import Json, objs
from portal.integrations.fhir.views.results import LabResult, Panel
from portal.integrations.fhir.wording.people import Around as References
from portal.integrations.fhir.wording.people import LookUp
from portal.integrations.pdf.paper import PaperEntry, PaperTable, PaperWords
from portal.services.records.around import Around
from portal.services.records.detail import Fact
from portal.services.records.details.documents import own_words
from portal.services.records.details.results import early_warning, result_facts
from portal.services.records.glance import OUTSIDE
from portal.services.records.papers.entries import facts_of, full, notes_of, words
from portal.services.records.papers.series import Series
from portal.services.records.shelf import Held
from portal.services.records.telling import day_of, dotted, panel_tag

_BATCH = 30
_DEPTH = 3
_LONG_VALUE = 120
Key = tuple[str, str]
Cells = tuple[str, str, str, str, str, bool]


def measured_entries(chart: Chart, helds: Sequence[Held], series: Series) -> Iterator[PaperEntry]:
    """An entry for each panel and for each day's single values, in the order they come."""
    for batch in _batches(helds):
        look_up = Around(chart, [held.data for _, group in batch for held in group])
        for key, group in batch:
            yield from _group(key, group, look_up, series)


def _batches(helds: Sequence[Held]) -> Iterator[list[tuple[Key, list[Held]]]]:
    """What belongs together, so many at once that what they refer to is looked up in one go."""
    batch: list[tuple[Key, list[Held]]] = []
    for key, group in groupby(helds, key=_together):
        batch.append((key, list(group)))
        if sum(len(held) for _, held in batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _together(held: Held) -> Key:
    """Panels stay alone; single values of one day go into one table."""
    is_panel = held.fhir_type == "DiagnosticReport" or bool(held.data.get("hasMember"))
    return (str(held.id), "") if is_panel else ("", day_of(held.data))


def _group(key: Key, helds: list[Held], look_up: LookUp, series: Series) -> Iterator[PaperEntry]:
    if key[0]:
        yield _panel(helds[0], look_up, series)
        return
    found = [(held, views.lab_result(held.data, look_up)) for held in helds]
    series.take(view for _, view in found)
    rows = [row for held, view in found for row in _rows(view, more=_more(held, view))]
    yield PaperEntry(
        title=key[1] or t("Without a date"),
        tables=(_table("", rows),),
        paragraphs=tuple(_written([view for _, view in found])),
    )


def _panel(held: Held, look_up: LookUp, series: Series) -> PaperEntry:
    view, results = views.panel(held.data, look_up), list(_within(held.data, look_up))
    if held.fhir_type == "Observation" and (own := views.lab_result(held.data, look_up)).text:
        results.insert(0, own)
    series.take(results)
    tag, tone = panel_tag([one.tone if one.flag else "" for one in results])
    rows = [row for one in results for row in _rows(one, more=_status(one, view))]
    rows += [(name, t("Not on file"), "", "", "", False) for name in view.missing]
    return PaperEntry(
        title=view.name,
        line=dotted(view.date, early_warning(held.data, view.status)),
        tag=tag,
        tone=tone,
        facts=facts_of(_own_facts(view)),
        tables=(_table("", rows),) if rows else (),
        paragraphs=(
            *(_words(t("What it means"), view.conclusion)),
            *(_words(t("Report"), own_words(held.data, view.narrative))),
            *_written(results),
            *(words(file.title or file.kind, file.text) for file in view.files if file.text),
        ),
    )


def _within(data: Json, look_up: LookUp, depth: int = _DEPTH) -> Iterator[LabResult]:
    """The results within a panel, and those within them, in its own order."""
    around = References(data, look_up)
    for member in objs(data.get("result")) + objs(data.get("hasMember")):
        inner = around.find(member)
        if inner.get("resourceType") != "Observation":
            continue
        view, is_panel = views.lab_result(inner, look_up), bool(inner.get("hasMember"))
        if view.text or view.parts or not is_panel:
            yield view
        if is_panel and depth:
            yield from _within(inner, look_up, depth - 1)


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


def _table(caption: str, rows: Sequence[Cells]) -> PaperTable:
    columns = (t("Test"), t("Result"), t("Usual range"), t("What it means"), t("More"))
    marked = frozenset(n for n, row in enumerate(rows) if row[5])
    return full(PaperTable(caption, columns, tuple(row[:5] for row in rows), marked))


def _more(held: Held, view: LabResult) -> str:
    """What else is known of a single value, for the last cell of its row."""
    taken = {view.date, view.usual, view.name}
    known = [fact for fact in _own_facts(view) if fact.value not in taken]
    told = [fact.value if fact.name in (t("Done by"), t("Taken")) else _named(fact) for fact in known]
    return dotted(early_warning(held.data, view.status), *told)


def _status(one: LabResult, panel: Panel) -> str:
    """What is true of a result in a panel and not of the whole panel."""
    whole = {fact.value for fact in result_facts(panel)} | {one.usual}
    return dotted(*(_named(fact) for fact in result_facts(one) if fact.value not in whole))


def _own_facts(view: LabResult | Panel) -> list[Fact]:
    """The facts without what the heading or the row says already."""
    left_out = (t("Usual range"), t("Kind"))
    plain = {view.date, t("Final")}
    return [fact for fact in result_facts(view) if fact.name not in left_out and fact.value not in plain]


def _named(fact: Fact) -> str:
    return t("{name}: {value}", name=fact.name, value=fact.value)


def _written(results: Iterable[LabResult]) -> Iterator[PaperWords]:
    """Values too long for a table, and what was noted beside results."""
    for view in results:
        if len(view.text) > _LONG_VALUE:
            yield words(view.name, view.text)
        for note in notes_of(view.notes):
            yield words(view.name, note.text)


def _words(title: str, text: str) -> list[PaperWords]:
    return [words(title, text)] if text else []
