"""A result, a panel of results, or a vital sign: the value, its range, how it went, what goes with it."""

from collections.abc import Sequence
from datetime import datetime

from portal.access.charts import Chart
from portal.i18n import t
from portal.integrations.fhir import views
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, at, codes, objs, text
from portal.integrations.fhir.views.results import LabResult, Panel
from portal.integrations.fhir.wording.flags import flag_of
from portal.integrations.fhir.wording.names import measure_name
from portal.integrations.fhir.wording.numbers import with_unit
from portal.integrations.fhir.wording.people import Note
from portal.integrations.fhir.wording.values import value_of
from portal.services.records import drawing, preferences, shelf
from portal.services.records.around import Around
from portal.services.records.detail import (
    Detail,
    Fact,
    Figure,
    facts,
    full_name_fact,
    sections,
    words,
)
from portal.services.records.details.documents import own_words
from portal.services.records.drawing import Reading, Trend, Usual
from portal.services.records.glance import tone_of
from portal.services.records.kinds import KINDS
from portal.services.records.rows import Row
from portal.services.records.shelf import Held
from portal.services.records.telling import (
    day_of,
    dotted,
    is_final,
    member,
    panel_tag,
    usual_line,
)

_LONG_VALUE = 22
_TREND_VALUES = 60
_MAY_BE_EARLY = {"laboratory", "lab", "imaging", "rad"}


def result(chart: Chart, held: Held) -> Detail:
    """A single result or vital sign, or a report of several."""
    if held.fhir_type == "DiagnosticReport":
        return _panel(chart, held)
    return _single(chart, held)


def _single(chart: Chart, held: Held) -> Detail:
    look_up = Around(chart, [held.data])
    view = views.lab_result(held.data, look_up)
    panel = shelf.by_source(chart, [held.panel_key] if held.panel_key else []).get(held.panel_key or b"")
    report = views.panel(panel.data) if panel else None
    usual = Usual(view.low, view.high, usual_words(view))
    notes = view.notes + _conclusion(report, view.text)
    return Detail(
        kind=held.kind,
        title=view.name,
        is_early=_may_be_early(held) and not notes,
        line=_line(view),
        parent=report.name if report else "",
        parent_href=_href(panel) if panel else "",
        warning=early_warning(held.data, view.status),
        figure=_figure(view),
        bar=drawing.Bar()
        if view.number is None
        else drawing.bar(view.number, view.value, usual, flag=view.flag),
        trends=_trends(chart, held, view, usual),
        sections=sections(
            (t("What was measured"), _parts(view)),
            (t("The rest of this panel"), _siblings(chart, panel, held)),
        ),
        facts=result_facts(view),
        notes=notes,
    )


def _panel(chart: Chart, held: Held) -> Detail:
    view = views.panel(held.data, Around(chart, [held.data]))
    within = shelf.members(chart, held)
    tag, tone = panel_tag([tone_of(one.data) for one in within])
    missing = [Row(name, t("Not on file"), icon="flask") for name in view.missing]
    says_more = view.conclusion not in [value_of(one.data).text for one in within]
    return Detail(
        kind=held.kind,
        title=view.name,
        is_early=_may_be_early(held) and not (view.conclusion and says_more),
        line=_line(view),
        tag=tag,
        tone=tone,
        warning=early_warning(held.data, view.status),
        sections=sections((t("In this panel"), _rows(within) + missing)),
        facts=result_facts(view),
        words=words(
            (t("What it means"), view.conclusion if says_more else ""),
            (t("Report"), own_words(held.data, view.narrative)),
        ),
    )


def _line(view: LabResult | Panel) -> str:
    taken = t("Taken {day}", day=view.date) if view.date else ""
    ordered = t("ordered by {name}", name=view.ordered_by) if view.ordered_by else ""
    return dotted(taken, view.performer, ordered)


def early_warning(data: Json, status: str) -> str:
    """That a result may still change or was corrected; empty for a plain final one."""
    if not is_final(data):
        return t("{status}. It may still change.", status=status.removesuffix(t(", it may change")))
    return "" if text(data.get("status")) in ("final", "") else f"{status}."


def _figure(view: LabResult) -> Figure:
    value = view.value or view.text
    if not value and view.parts:
        return Figure(tag=view.flag, tone=view.tone)
    value = value or view.absent or t("No value was given")
    is_long = len(value) > _LONG_VALUE or not view.text
    return Figure(value, view.unit, view.flag, view.tone, is_long)


def result_facts(view: LabResult | Panel) -> list[Fact]:
    """What is known of a result or a panel beside its value."""
    single = view if isinstance(view, LabResult) else None
    return facts(
        (t("Usual range"), usual_words(single) if single else ""),
        full_name_fact(view.full_name, view.name),
        (t("Taken"), view.taken),
        (t("Reported"), view.issued),
        (t("Status"), view.status),
        (t("Kind"), view.group),
        (t("Done by"), view.performer),
        (t("Ordered by"), view.ordered_by),
        (t("Sample"), view.specimen),
        (t("Method"), single.method if single else ""),
        (t("Body part"), single.body_site if single else ""),
    )


def _parts(view: LabResult) -> list[Row]:
    """What was measured at once, such as both numbers of a blood pressure."""
    return [
        Row(
            part.name,
            dotted(part.value.text or part.absent, usual_line(part.usual)),
            part.flag,
            part.tone,
            "flask",
        )
        for part in view.parts
    ]


def _siblings(chart: Chart, panel: Held | None, held: Held) -> list[Row]:
    if panel is None:
        return []
    return _rows([one for one in shelf.members(chart, panel) if one.id != held.id])


def _rows(helds: Sequence[Held]) -> list[Row]:
    told = [(held, member(held)) for held in helds]
    return [Row(one.title, one.line, one.tag, one.tone, "flask", _href(held)) for held, one in told]


def usual_words(view: LabResult) -> str:
    """The usual range with its unit, where it is a range of numbers: "up to 130 mg/dL"."""
    return with_unit(view.usual, view.unit) if view.usual[-1:].isdigit() else view.usual


def _may_be_early(held: Held) -> bool:
    """Whether it is a lab test or a picture: those come as soon as they are done, seen by nobody here."""
    given = {code.lower() for code in codes(held.data.get("category"))}
    return held.kind == "results" and (not given or bool(given & _MAY_BE_EARLY))


def _conclusion(report: Panel | None, said: str) -> list[Note]:
    """What was concluded of the whole panel, when that is more than this result says itself."""
    if report is None or not report.conclusion or report.conclusion == said:
        return []
    return [Note(report.conclusion, report.performer, report.date)]


def _href(held: Held) -> str:
    return f"{KINDS[held.kind].home}/{held.id}"


def _trends(chart: Chart, held: Held, view: LabResult, usual: Usual) -> list[Trend]:
    """How the same test went, or each of its parts."""
    earlier = shelf.with_code(chart, held, limit=_TREND_VALUES)[::-1]
    if preferences.asks_first(chart):
        earlier = [one for one in earlier if one.listed_at <= held.listed_at]
    if view.number is not None:
        drawn = [drawing.trend(view.name, _series(earlier, view.unit), usual)]
    else:
        drawn = [
            drawing.trend(part.name, _series(earlier, part.value.unit, part.name), Usual())
            for part in view.parts
            if part.value.number is not None
        ]
    return [one for one in drawn if one is not None]


def _series(helds: Sequence[Held], unit: str, part: str = "") -> list[Reading]:
    """The values in the same unit, oldest first."""
    readings = [_reading(held.data, _part(held.data, part) if part else held.data, unit) for held in helds]
    return sorted((one for one in readings if one), key=lambda one: one.at)


def _reading(data: Json, measured: Json, unit: str) -> Reading | None:
    value, when = value_of(measured), _at(data)
    if value.number is None or value.unit != unit or when is None:
        return None
    flag = flag_of(measured, measured.get("valueQuantity"))
    return Reading(when, value.number, value.text, day_of(data), flag.tone, flag.words)


def _part(data: Json, name: str) -> Json:
    parts = objs(data.get("component"))
    return next((part for part in parts if measure_name(part.get("code"), "") == name), {})


def _at(data: Json) -> datetime | None:
    for path in ("effectiveDateTime", "effectiveInstant", "effectivePeriod.start", "issued"):
        if found := instant(at(data, path)):
            return found
    return None
