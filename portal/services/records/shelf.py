"""Taking a patient's resources off the shelf: few statements, no object layer, each text parsed once."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
)

from portal import clock
from portal.access.charts import Chart
from portal.integrations.fhir.elements import Json
from portal.models.base import table
from portal.models.record import Record, text_of
from portal.services.records.glance import quick_json, tone_at_a_glance
from portal.services.records.told import of_health, told

RECORDS = table(Record)
WRONG = "entered-in-error"
_NEWEST_FIRST = (RECORDS.c.listed_at.desc(), RECORDS.c.position)
_TONES = select(type_coerce(RECORDS.c.id, String()), RECORDS.c.panel_key, RECORDS.c.sealed).where(
    RECORDS.c.patient_id == bindparam("patient"),
    RECORDS.c.panel_key.in_(bindparam("panels", expanding=True)),
    RECORDS.c.status != WRONG,
    RECORDS.c.on_hold.in_(bindparam("holds", expanding=True)),
)
_COLUMNS = (
    RECORDS.c.id,
    RECORDS.c.fhir_type,
    RECORDS.c.kind,
    RECORDS.c.source_key,
    RECORDS.c.panel_key,
    RECORDS.c.listed_at,
    RECORDS.c.arrived_at,
    RECORDS.c.updated_at,
    RECORDS.c.on_hold,
    RECORDS.c.sealed,
)


@dataclass(slots=True)
class Held:
    """One resource off the shelf. `data` is its JSON with numbers as they were written."""

    id: UUID
    fhir_type: str
    kind: str
    source_key: bytes
    panel_key: bytes | None
    listed_at: datetime
    arrived_at: datetime
    updated_at: datetime | None
    on_hold: bool
    sealed: bytes
    data: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of one kind: between two days (both included), of which statuses or categories; which of
    them stand first.
    """

    kind: str
    since: date | None = None
    until: date | None = None
    only: ColumnElement[bool] | None = None
    first: ColumnElement[bool] | None = None

    def condition(self, chart: Chart) -> ColumnElement[bool]:
        """The rows as a condition in SQL."""
        parts = [
            mine(chart),
            RECORDS.c.kind == self.kind,
            RECORDS.c.hidden.is_(False),
            within_days(self.since, self.until),
            *([self.only] if self.only is not None else []),
        ]
        return and_(*parts)


def mine(chart: Chart) -> ColumnElement[bool]:
    """This patient's rows that whoever opened the chart may see.

    What is on hold is for staff alone; a teen's guardian sees the kinds that are open to them; and what the
    patient keeps from someone is not there for them, nor what is about other people.
    """
    parts = [RECORDS.c.patient_id == chart.patient_id, of_health(chart)]
    if chart.kinds is not None:
        parts.append(or_(RECORDS.c.kind.in_(chart.kinds), RECORDS.c.fhir_type == "Patient"))
    if not sees_holds(chart):
        parts.append(RECORDS.c.on_hold.is_(False))
    if chart.unseen:
        parts.append(RECORDS.c.id.not_in(chart.unseen.ids))
    return and_(*parts)


def within_days(since: date | None, until: date | None) -> ColumnElement[bool]:
    """Rows listed between two days, both included; either may be open."""
    parts = [*([_since(since)] if since else []), *([_until(until)] if until else [])]
    return and_(true(), *parts)


def sees_holds(chart: Chart) -> bool:
    """Whether this is someone of the practice, who also sees what is on hold."""
    return chart.relation in ("staff", "emergency", "operator")


def page(chart: Chart, wanted: Wanted, *, offset: int, limit: int) -> tuple[list[Held], int]:
    """One page of rows, what is wanted first and then newest first, and how many there are in all."""
    which = wanted.condition(chart)
    total = select(func.count()).select_from(RECORDS).where(which).correlate(None).scalar_subquery()
    first = [case((wanted.first, 0), else_=1)] if wanted.first is not None else []
    query = select(*_COLUMNS, total).where(which).order_by(*first, *_NEWEST_FIRST)
    rows = chart.db.connection().execute(query.offset(offset).limit(limit)).all()
    if rows or not offset:
        return _opened(chart, [row[:-1] for row in rows]), rows[0][-1] if rows else 0
    return [], int(chart.db.connection().execute(select(total)).scalar_one())


def members(chart: Chart, panel: Held) -> list[Held]:
    """The results within a panel, in the order they came."""
    query = select(*_COLUMNS).where(_within(chart, panel)).order_by(RECORDS.c.position)
    return _held(chart, query)


def tones(chart: Chart, helds: Sequence[Held]) -> dict[bytes, list[str]]:
    """How the results within each panel lie to their usual ranges, by the panel's key."""
    panels = [held.source_key for held in helds if held.fhir_type == "DiagnosticReport"]
    found: dict[bytes, list[str]] = {}
    if not panels:
        return found
    holds = [False, True] if sees_holds(chart) else [False]
    given = {"patient": chart.patient_id, "panels": panels, "holds": holds}
    rows = chart.db.connection().execute(_TONES, given).all()
    if chart.unseen:
        rows = [row for row in rows if UUID(row[0]) not in chart.unseen.ids]
    contents = chart.unseal_all("record", ((row[0], row[2]) for row in rows))
    for row, content in zip(rows, contents, strict=True):
        found.setdefault(row[1], []).append(tone_at_a_glance(text_of(content)))
    return found


def _within(chart: Chart, panel: Held) -> ColumnElement[bool]:
    return and_(mine(chart), RECORDS.c.panel_key == panel.source_key, RECORDS.c.status != WRONG)


def one(chart: Chart, kind: str, record_id: UUID) -> Held | None:
    """A resource of this patient by its id, a panel's member too; None for anyone else's or a wrong one."""
    shown = or_(RECORDS.c.hidden.is_(False), RECORDS.c.panel_key.is_not(None))
    this = and_(
        mine(chart),
        RECORDS.c.id == record_id,
        RECORDS.c.kind == kind,
        RECORDS.c.status != WRONG,
        shown,
    )
    return next(iter(_held(chart, select(*_COLUMNS).where(this))), None)


def by_source(chart: Chart, keys: Iterable[bytes]) -> dict[bytes, Held]:
    """This patient's resources by their source keys, those entered in error left out."""
    wanted = list(keys)
    if not wanted:
        return {}
    named = and_(mine(chart), RECORDS.c.source_key.in_(wanted), RECORDS.c.status != WRONG)
    return {held.source_key: held for held in _held(chart, select(*_COLUMNS).where(named))}


def by_ids(chart: Chart, ids: Sequence[UUID]) -> list[Held]:
    """This patient's resources with these ids, in this order; those entered in error left out."""
    these = and_(mine(chart), RECORDS.c.id.in_(ids), RECORDS.c.status != WRONG)
    found = {held.id: held for held in _held(chart, select(*_COLUMNS).where(these))}
    return [found[one] for one in ids if one in found]


def with_code(chart: Chart, held: Held, *, limit: int) -> list[Held]:
    """Everything on file with the same code as this one, newest first, itself included."""
    code = select(RECORDS.c.code_key).where(RECORDS.c.id == held.id).scalar_subquery()
    same = and_(
        mine(chart),
        RECORDS.c.code_key == code,
        RECORDS.c.fhir_type == held.fhir_type,
        RECORDS.c.status.not_in((WRONG, "cancelled")),
    )
    return _held(chart, select(*_COLUMNS).where(same).order_by(RECORDS.c.listed_at.desc()).limit(limit))


def in_visit(chart: Chart, visit: Held, *, kinds: Sequence[str]) -> list[Held]:
    """What happened in a visit, of these kinds, newest first."""
    within = and_(
        mine(chart),
        RECORDS.c.visit_key == visit.source_key,
        RECORDS.c.kind.in_(kinds),
        RECORDS.c.hidden.is_(False),
    )
    return _held(chart, select(*_COLUMNS).where(within).order_by(*_NEWEST_FIRST))


def newest(
    chart: Chart, kinds: Sequence[str], *, limit: int, news_since: datetime | None = None
) -> list[Held]:
    """The newest of several kinds by when they happened; perhaps only what came or changed after a moment."""
    parts = [_shown(chart, kinds)]
    if news_since is not None:
        parts.append(or_(RECORDS.c.arrived_at > news_since, RECORDS.c.updated_at > news_since))
    return _held(chart, select(*_COLUMNS).where(and_(*parts)).order_by(*_NEWEST_FIRST).limit(limit))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows a kind has, when its newest happened, and how many arrived after a moment."""

    count: int
    latest: datetime | None
    new: int


def tally(chart: Chart, kinds: Sequence[str], *, news_since: datetime | None) -> dict[str, Tally]:
    """A tally of each kind on file."""
    is_new = func.count(case((RECORDS.c.arrived_at > news_since, 1))) if news_since else literal(0)
    query = select(RECORDS.c.kind, func.count(), func.max(RECORDS.c.happened_at), is_new)
    rows = chart.db.connection().execute(query.where(_shown(chart, kinds)).group_by(RECORDS.c.kind))
    return {kind: Tally(int(many), latest, int(new)) for kind, many, latest, new in rows}


def _shown(chart: Chart, kinds: Sequence[str]) -> ColumnElement[bool]:
    return and_(mine(chart), RECORDS.c.kind.in_(kinds), RECORDS.c.hidden.is_(False))


def _held(chart: Chart, query: Select[Any]) -> list[Held]:
    return _opened(chart, chart.db.connection().execute(query).all())


def _opened(chart: Chart, rows: Sequence[Any]) -> list[Held]:
    found = [Held(*row) for row in rows]
    contents = chart.unseal_all("record", ((held.id, held.sealed) for held in found))
    for held, content in zip(found, contents, strict=True):
        text = text_of(content)
        is_report = held.fhir_type == "DiagnosticReport"
        data = quick_json(text) if is_report else json.loads(text, parse_float=Decimal)
        held.data = told(chart, data)
    return found


def _since(day: date) -> ColumnElement[bool]:
    """From this day on where the practice is; a date without a time is kept as midnight UTC."""
    here, plain = _midnights(day)
    return or_(RECORDS.c.listed_at >= here, RECORDS.c.listed_at == plain)


def _until(day: date) -> ColumnElement[bool]:
    here, plain = _midnights(day + timedelta(days=1))
    return and_(RECORDS.c.listed_at < here, RECORDS.c.listed_at != plain)


def _midnights(day: date) -> tuple[datetime, datetime]:
    """The beginning of a day where the practice is, and in UTC."""
    return datetime.combine(day, time(), clock.zone()), datetime.combine(day, time(), UTC)
