"""Pages of rows of one kind."""

from dataclasses import dataclass, field
from datetime import date

from portal.access.charts import Chart
from portal.errors import NotFound
from portal.services.records import preferences, shelf
from portal.services.records.around import Around
from portal.services.records.kinds import KINDS, Kind
from portal.services.records.rows import Row, RowMaker
from portal.services.records.shelf import Held, Wanted
from portal.services.records.telling import is_dangerous
from portal.services.records.whose import Whose, whose_of
from portal.services.two_days import must_be_in_order

PAGE = 50
_FEW = 8
_REFER = ("visits", "documents", "medications", "procedures", "care-plans")


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of a list. `may_narrow` means that there is enough for a filter to be of use."""

    kind: str
    rows: list[Row] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    may_narrow: bool = False
    whose: Whose = field(default_factory=Whose)


def page_of(
    chart: Chart, kind: Kind, *, page: int, since: date | None, until: date | None, group: str
) -> RecordPage:
    """One page of rows, in the kind's order. Pages beyond the last show the last.

    Raises: Invalid when the last day is before the first.
    """
    must_be_in_order(since, until)
    wanted = Wanted(kind.key, since, until, kind.groups.get(group), kind.first)
    helds, total = shelf.page(chart, wanted, offset=(max(page, 1) - 1) * PAGE, limit=PAGE)
    pages = max(1, -(-total // PAGE))
    if page > pages:
        helds, _ = shelf.page(chart, wanted, offset=(pages - 1) * PAGE, limit=PAGE)
    page = min(max(page, 1), pages)
    is_narrowed = bool(since or until or wanted.only is not None)
    if kind.key == "allergies":
        helds = sorted(helds, key=lambda held: not is_dangerous(held.data))
    rows = rows_of(chart, helds, grouped=True)
    return RecordPage(kind.key, rows, total, page, pages, is_narrowed or total > _FEW, whose_of(chart))


def rows_of(chart: Chart, helds: list[Held], *, grouped: bool = False) -> list[Row]:
    """Rows of any kinds, with what they need of others fetched together."""
    referring = [held.data for held in helds if held.kind in _REFER]
    maker = RowMaker(
        tones=shelf.tones(chart, helds),
        look_up=Around(chart, referring),
        since=chart.actor.here_before,
        grouped=grouped,
        asks=any(held.kind == "results" for held in helds) and preferences.asks_first(chart),
    )
    return maker.rows(helds)


def kind_named(name: str, *, among: str) -> Kind:
    """The kind of that key within a scope. Raises: NotFound."""
    kind = KINDS.get(name) if isinstance(name, str) else None
    if kind is None or kind.scope != among:
        raise NotFound
    return kind
