"""The two pages that look at the whole record: its overview, and what is new at home."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from portal import clock
from portal.access.charts import Chart
from portal.i18n import day, moment, nt, t, weekday
from portal.integrations.fhir.elements import codes
from portal.services.records import shelf
from portal.services.records.glance import OUTSIDE
from portal.services.records.kinds import KINDS, readable
from portal.services.records.listing import rows_of
from portal.services.records.rows import Row
from portal.services.records.shelf import Held
from portal.services.records.telling import day_of, dotted
from portal.services.records.whose import patient_of

NEWEST = 5
_LOOKED_AT = 60
_CANDIDATES = 16
_ORDER = list(KINDS)


@dataclass(frozen=True, slots=True)
class Home:
    """The start page. `is_news` tells rows that are new from simply the latest few."""

    greeting: str = ""
    today: str = ""
    rows: list[Row] = field(default_factory=list)
    is_news: bool = False
    since: str = ""


def home_of(chart: Chart) -> Home:
    """What is new in the record since the person was here before; else the latest few."""
    kinds, since = readable(chart), chart.actor.here_before
    news = shelf.newest(chart, kinds, limit=_LOOKED_AT, news_since=since) if since else []
    shown = news or shelf.newest(chart, kinds, limit=_LOOKED_AT)
    return Home(
        greeting=greeting(chart),
        today=weekday(clock.today()),
        rows=_few(chart, shown),
        is_news=bool(news) or since is None,
        since=moment(since),
    )


def _few(chart: Chart, helds: list[Held]) -> list[Row]:
    """The first few rows by day, what needs a look first; what was measured in one go is one row."""
    together: dict[object, list[Held]] = {}
    for held in helds:
        together.setdefault(day_of(held.data) if held.kind == "vitals" else held.id, []).append(held)
    groups = list(together.values())[:_CANDIDATES]
    rows = rows_of(chart, [group[0] for group in groups])
    found = [
        (_rank(group[0], row), _measured(row, len(group)) if len(group) > 1 else row)
        for row, group in zip(rows, groups, strict=True)
    ]
    return [row for _, row in sorted(found, key=lambda one: one[0])][:NEWEST]


def _rank(held: Held, row: Row) -> tuple[int, bool, bool, int]:
    """Newest day first; within a day what is not as usual, then in the order of the kinds.

    What the person said about themselves (smoking and the like) is no news to them: it comes last.
    """
    told = "social-history" in codes(held.data.get("category"))
    return -date_kept(held.listed_at).toordinal(), row.tone not in OUTSIDE, told, _ORDER.index(held.kind)


def _measured(row: Row, many: int) -> Row:
    """One row for several vitals of a day, leading to all of them."""
    line = dotted(row.line, nt("{n} more measurement", "{n} more measurements", many - 1))
    return replace(row, line=line, href=KINDS["vitals"].home)


def overview_of(chart: Chart) -> list[Row]:
    """A row for each kind: how many, the newest, how many are new."""
    kinds = readable(chart)
    tally = shelf.tally(chart, kinds, news_since=chart.actor.here_before)
    return [_kind_row(kind, tally.get(kind)) for kind in kinds]


def greeting(chart: Chart) -> str:
    """A greeting by the time of day where the practice is, with the person's first name."""
    hour, name = clock.now().astimezone(clock.zone()).hour, _first_name(chart)
    if hour < 12:
        return t("Good morning, {name}", name=name)
    return t("Good afternoon, {name}", name=name) if hour < 18 else t("Good evening, {name}", name=name)


def _first_name(chart: Chart) -> str:
    """Of whoever reads: the patient's given name in their own chart, else the account's."""
    given = patient_of(chart).given if chart.relation == "self" else ""
    return next(iter((given or chart.actor.name).split()), "")


def _kind_row(key: str, found: shelf.Tally | None) -> Row:
    kind = KINDS[key]
    if found is None:
        return Row(kind.title, t("None on file"), icon=kind.icon, href=kind.home)
    many = nt("{n} on file", "{n} on file", found.count)
    latest = t("latest {day}", day=day(date_kept(found.latest))) if found.latest else ""
    tag = t("{n} new", n=found.new) if found.new else ""
    return Row(kind.title, dotted(many, latest), tag, icon=kind.icon, href=kind.home)


def date_kept(when: datetime) -> date:
    """The date of a moment; a date without a time is kept as midnight UTC and stays that date."""
    is_date = when.timetz() == time(tzinfo=UTC)
    return when.date() if is_date else when.astimezone(clock.zone()).date()
