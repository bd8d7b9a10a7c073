"""Numbers as pictures: where a value lies beside its usual range, and how it went. Places are in percent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil, floor, log10

from babel.dates import format_skeleton

from portal import clock
from portal.i18n import language, t

_EDGE = 9
_APART = 17
_NOTHING = 1e-100
_YEARS, _MONTHS = timedelta(days=3 * 365), timedelta(days=75)


@dataclass(frozen=True, slots=True)
class Bar:
    """A value beside its usual range; all strings, as the kit's `range_bar` takes them."""

    at: str = ""
    value: str = ""
    anchor: str = "middle"
    usual_from: str = "0%"
    usual_width: str = "0%"
    low: str = ""
    high: str = ""
    usual: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a series, before it is drawn."""

    at: datetime
    number: float
    text: str
    when: str
    tone: str
    note: str


@dataclass(frozen=True, slots=True)
class Point:
    """One dot of a trend, and its row in the table."""

    x: str
    y: str
    value: str
    when: str
    tone: str
    note: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One date under a trend."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class End:
    """The highest or the lowest value, written above or below its dot (`away` in pixels)."""

    x: str
    y: str
    away: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Trend:
    """How a value went; as the kit's `trend` takes it. `span` says its lowest and highest in words, `ends` at
    their dots.
    """

    title: str = ""
    span: str = ""
    line: str = ""
    points: list[Point] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    ends: list[End] = field(default_factory=list)
    band_top: str = "0%"
    band_height: str = "0%"
    band_text: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Usual:
    """A usual range: its limits where there are any, and in words."""

    low: float | None = None
    high: float | None = None
    words: str = ""


def bar(value: float, words: str, usual: Usual, *, flag: str) -> Bar:
    """The picture of one value; an empty one when there is no usual range in numbers."""
    if usual.low is None and usual.high is None:
        return Bar()
    bottom, top = _ends(value, usual)
    at = _place(value, bottom, top)
    start = 0.0 if usual.low is None else _place(usual.low, bottom, top)
    end = 100.0 if usual.high is None else _place(usual.high, bottom, top)
    return Bar(
        at=_percent(at),
        value=words,
        anchor=_anchor(at),
        usual_from=_percent(start),
        usual_width=_percent(max(end - start, 1)),
        low=f"{bottom:,.10g}",
        high=f"{top:,.10g}",
        usual=t("usual: {range}", range=usual.words),
        summary=t("{value}. {flag}. Usual range: {range}.", value=words, flag=flag or "–", range=usual.words),
    )


def trend(title: str, readings: Sequence[Reading], usual: Usual) -> Trend | None:
    """The picture of a series, oldest first; None for fewer than two values."""
    if len(readings) < 2:
        return None
    bottom, top = _around([reading.number for reading in readings], usual)
    first, last = readings[0].at, readings[-1].at
    xs = [_along(reading.at, first, last) for reading in readings]
    ys = [100 - _place(reading.number, bottom, top) for reading in readings]
    points = [
        Point(_percent(x), _percent(y), reading.text, reading.when, reading.tone, reading.note)
        for x, y, reading in zip(xs, ys, readings, strict=True)
    ]
    upper = 0.0 if usual.high is None else 100 - _place(usual.high, bottom, top)
    lower = 100.0 if usual.low is None else 100 - _place(usual.low, bottom, top)
    has_band = usual.low is not None or usual.high is not None
    return Trend(
        title=title,
        span=_span(readings),
        line=" ".join(f"{x:.2f},{y:.2f}" for x, y in zip(xs, ys, strict=True)),
        points=points[::-1],
        ticks=_ticks(readings, xs),
        ends=_highest_and_lowest(readings, xs, ys),
        band_top=_percent(upper if has_band else 0),
        band_height=_percent(max(lower - upper, 1) if has_band else 0),
        band_text=t("usual range: {range}", range=usual.words) if has_band and usual.words else "",
        summary=_summary(title, readings),
    )


def _span(readings: Sequence[Reading]) -> str:
    low, high = (find(readings, key=lambda one: one.number) for find in (min, max))
    if low.number == high.number:
        return t("Always {value}", value=low.text)
    return t("Lowest {low}, highest {high}", low=low.text, high=high.text)


def _summary(title: str, readings: Sequence[Reading]) -> str:
    return t(
        "{title}: {n} values, from {first} on {start} to {last} on {end}.",
        title=title,
        n=len(readings),
        first=readings[0].text,
        start=readings[0].when,
        last=readings[-1].text,
        end=readings[-1].when,
    )


def _ends(value: float, usual: Usual) -> tuple[float, float]:
    """Round numbers at both ends, with the value and the whole usual range between them."""
    low, high = usual.low, usual.high
    known = [number for number in (value, low, high) if number is not None]
    span = (high - low) if low is not None and high is not None else max(abs(number) for number in known)
    span = _wide(max(span, max(known) - min(known)))
    step = _step(span)
    if min(known) >= 0 and (low is None or min(known) < span):
        bottom = 0.0
    else:
        bottom = floor((min(known) - span * 0.4) / step) * step
        bottom = max(bottom, 0.0) if min(known) >= 0 else bottom
    return bottom, ceil((max(known) + span * 0.35) / step) * step


def _around(numbers: Sequence[float], usual: Usual) -> tuple[float, float]:
    """The lowest and highest of a series with room for its usual range, if that is near."""
    lowest, highest = min(numbers), max(numbers)
    span = _wide(max(highest - lowest, abs(highest) * 0.08))
    limits = [limit for limit in (usual.low, usual.high) if limit is not None]
    low = min([lowest, *limits]) if limits else lowest
    high = max([highest, *limits]) if limits else highest
    return low - span * 0.25, high + span * 0.25


def _wide(span: float) -> float:
    """A span to divide by: 1 in place of nothing, or of so little that its parts would be nothing."""
    return span if span > _NOTHING else 1


def _step(span: float) -> float:
    """A round step that goes into `span` some ten times."""
    power = 10.0 ** floor(log10(span / 10))
    return next((n * power for n in (1, 2, 5) if span / (n * power) <= 12), 10 * power)


def _place(number: float, bottom: float, top: float) -> float:
    return min(max((number - bottom) / (top - bottom) * 100, 0), 100)


def _along(at: datetime, first: datetime, last: datetime) -> float:
    """Where a moment stands between the first and the last, with room at the edges."""
    span = (last - first).total_seconds()
    share = (at - first).total_seconds() / span if span else 0.5
    return 3 + share * 94


def _ticks(readings: Sequence[Reading], xs: Sequence[float]) -> list[Tick]:
    """Dates under the dots, as many as fit; the first and the last always."""
    span = readings[-1].at - readings[0].at
    skeleton = "y" if span > _YEARS else "yMMM" if span > _MONTHS else "MMMd"
    kept: list[Tick] = []
    taken = -100.0
    for x, reading in zip(xs, readings, strict=True):
        words = format_skeleton(skeleton, reading.at.astimezone(clock.zone()), locale=language())
        fits = x - taken >= _APART and (x == xs[-1] or xs[-1] - x >= _APART)
        if fits and (not kept or kept[-1].text != words):
            kept.append(Tick(_percent(x), words, _anchor(x)))
            taken = x
    return kept


def _highest_and_lowest(readings: Sequence[Reading], xs: Sequence[float], ys: Sequence[float]) -> list[End]:
    """Both, the newest of each; one when all are the same."""
    newest = range(len(readings) - 1, -1, -1)
    high = max(newest, key=lambda n: readings[n].number)
    low = min(newest, key=lambda n: readings[n].number)
    same = readings[high].number == readings[low].number
    ends = [(high, "-14")] if same else [(high, "-14"), (low, "26")]
    return [End(_percent(xs[n]), _percent(ys[n]), away, readings[n].text, _anchor(xs[n])) for n, away in ends]


def _anchor(at: float) -> str:
    return "start" if at < _EDGE else "end" if at > 100 - _EDGE else "middle"


def _percent(place: float) -> str:
    return f"{place:.4g}%"
