"""What others say of requests: a record's own page, and every copy that is made of the record."""

from portal.access.charts import Chart
from portal.i18n import day, t
from portal.models.correction import Correction, CorrectionContents, Status
from portal.services.records.corrections import keeping, telling, words
from portal.services.records.corrections.views import CorrectionLine
from portal.services.records.shelf import Held


def about(chart: Chart, held: Held) -> list[CorrectionLine]:
    """What came of the requests about a record, newest first; those taken back are not told."""
    rows = [row for row in keeping.of_record(chart, held.id) if row.status != Status.WITHDRAWN]
    return [telling.line_of(chart, row, chart.unseal(row, CorrectionContents)) for row in rows]


def notes(chart: Chart) -> dict[str, str]:
    """For each resource ("Type/id") that a request is about: what was asked and what came of it."""
    found: dict[str, list[str]] = {}
    rows, _ = keeping.page(chart)
    for row in reversed(rows):
        if row.status != Status.WITHDRAWN:
            said = chart.unseal(row, CorrectionContents)
            found.setdefault(said.source, []).append(_note(row, said))
    return {source: " ".join(told) for source, told in found.items()}


def _note(row: Correction, said: CorrectionContents) -> str:
    asked = day(row.asked_at)
    if row.status == Status.RECEIVED:
        return t("A correction was asked for on {day}; not decided yet.", day=asked)
    parts = [
        t(
            "A correction was asked for on {day} by {name}: “{wrong}” It should say: “{wanted}”",
            day=asked,
            name=words.who_asked(said),
            wrong=_flat(said.wrong),
            wanted=_flat(said.wanted),
        ),
        words.outcome(row, said),
        words.ground_words(said.ground),
        _sentence(said.answer),
        _statement(row, said),
    ]
    return " ".join(part for part in parts if part)


def _statement(row: Correction, said: CorrectionContents) -> str:
    if row.disagreed_at is None:
        return ""
    given = {"name": said.disagreed_by, "day": day(row.disagreed_at), "words": _flat(said.disagreement)}
    return t("Statement of disagreement by {name} on {day}: “{words}”", **given)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str) -> str:
    flat = _flat(text)
    return flat if not flat or flat.endswith((".", "!", "?")) else f"{flat}."
