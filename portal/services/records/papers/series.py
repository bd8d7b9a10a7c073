"""Values that came again and again, gathered while the paper is written, and drawn at its end."""

from collections.abc import Iterable, Iterator

from portal.i18n import t
from portal.integrations.fhir.views.results import LabResult
from portal.integrations.fhir.wording.values import Part
from portal.integrations.pdf.paper import PaperEntry, PaperSection, PaperTick, PaperTrend
from portal.services.records import drawing
from portal.services.records.drawing import Reading, Trend, Usual

_FEWEST = 3
_MOST = 60
Key = tuple[str, str, str]


class Series:
    """The numbers of each test, in one unit, with the usual range that stood beside the newest."""

    def __init__(self) -> None:
        self._readings: dict[Key, list[Reading]] = {}
        self._usual: dict[Key, Usual] = {}

    def take(self, results: Iterable[LabResult]) -> None:
        """Keep the numbers of these results, newest first as they come."""
        for view in results:
            self._keep((view.name, view.full_name, view.unit), view)
            for part in view.parts:
                self._keep_part(view, part)

    def section(self) -> list[PaperSection]:
        """A section with a picture for each test that has enough values; none when there is no such test."""
        entries = tuple(self._drawn())
        lead = t("Each line shows the latest values of one test, from the oldest to the newest.")
        return [PaperSection(t("How values went over time"), lead, entries)] if entries else []

    def _keep(self, key: Key, view: LabResult) -> None:
        if view.number is None or view.at is None:
            return
        reading = Reading(view.at, view.number, view.text, view.date, view.tone, view.flag)
        self._readings.setdefault(key, []).append(reading)
        self._usual.setdefault(key, Usual(view.low, view.high, view.usual))

    def _keep_part(self, view: LabResult, part: Part) -> None:
        if part.value.number is None or view.at is None:
            return
        key = (f"{view.name}: {part.name}", view.full_name, part.value.unit)
        reading = Reading(view.at, part.value.number, part.value.text, view.date, part.tone, part.flag)
        self._readings.setdefault(key, []).append(reading)
        self._usual.setdefault(key, Usual())

    def _drawn(self) -> Iterator[PaperEntry]:
        for key in sorted(self._readings, key=lambda key: key[0].casefold()):
            latest = sorted(self._readings[key], key=lambda one: one.at)[-_MOST:]
            if len(latest) < _FEWEST:
                continue
            if found := drawing.trend(key[0], latest, self._usual[key]):
                yield PaperEntry(title=key[0], trend=_on_paper(found))


def _on_paper(trend: Trend) -> PaperTrend:
    """A trend as the screen draws it, with its places as numbers."""
    places = (point.split(",") for point in trend.line.split())
    return PaperTrend(
        title=trend.title,
        summary=trend.summary,
        points=tuple((float(x), float(y)) for x, y in places),
        span=trend.span,
        last=trend.points[0].value,
        ticks=tuple(PaperTick(_percent(tick.x), tick.text, tick.anchor) for tick in trend.ticks),
        band=(_percent(trend.band_top), _percent(trend.band_height)),
        usual=trend.band_text,
    )


def _percent(place: str) -> float:
    return float(place.removesuffix("%"))
