"""The record as someone who helps would see it: kind by kind, with what is taken out marked as such."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from uuid import UUID

from portal.access import grants
from portal.access.actor import Scope
from portal.access.charts import Chart, as_seen_by_a_helper
from portal.services import records, scopes
from portal.services.records import shelf
from portal.services.records.kinds import KINDS, Kind
from portal.services.records.listing import rows_of
from portal.services.records.rows import Row
from portal.services.records.shelf import Held, Wanted

PAGE = 25
HIDDEN = "hidden"
"""Instead of a kind: all that is taken out, to put it back."""

State = Literal["seen", "hidden", "all", "within"]


@dataclass(frozen=True, slots=True)
class KindSeen:
    """One kind of record: how many of it they see, and how many are taken out."""

    key: str
    name: str
    count: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `state`: they see it; it is hidden from them, or from all, or with what it is part of."""

    record_id: str
    title: str
    line: str
    tag: str
    tone: str
    icon: str
    href: str
    state: State


@dataclass(frozen=True, slots=True)
class Seen:
    """One page of what `name` sees. `kind` is what is shown, `more` how much a search found beyond its rows.

    `besides` is what else they may, `standing` where their invitation stands (empty: it was not sent).
    """

    kinds: list[KindSeen] = field(default_factory=list)
    kind: str = ""
    rows: list[Item] = field(default_factory=list)
    total: int = 0
    more: int = 0
    page: int = 1
    pages: int = 1
    hidden: int = 0
    besides: list[str] = field(default_factory=list)
    name: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Eyes:
    """Someone's way into the record: how far it goes, what is kept from them alone and what from all."""

    scopes: str
    own: Collection[UUID]
    all: Collection[UUID]

    def chosen(self) -> set[UUID]:
        """Everything that is kept from them."""
        return {*self.own, *self.all}


def page_of(chart: Chart, eyes: Eyes, *, kind: str, typed: str, page: int) -> Seen:
    """What they see of one kind, or of what holds the words typed; 25 to a page, newest first."""
    kinds = [one for one in KINDS.values() if grants.allows(eyes.scopes, one.scope, acting=False)]
    mine = _patients(chart, eyes.scopes)
    theirs = _helpers(chart, eyes)
    counted = _counted(mine, theirs, kinds)
    hidden = [held.id for held in shelf.by_ids(mine, sorted(eyes.chosen()))]
    kind = kind if kind == HIDDEN or kind in {one.key for one in kinds} else _first(counted)
    helds, total, more, page = _found(mine, kind, typed, page, hidden)
    return Seen(
        kinds=counted,
        kind="" if typed else kind,
        rows=_items(mine, theirs, eyes, helds),
        total=total,
        more=more,
        page=page,
        pages=max(1, -(-(total - more) // PAGE)),
        hidden=len(hidden),
        besides=_besides(eyes.scopes),
    )


def _found(
    chart: Chart, kind: str, typed: str, page: int, hidden: list[UUID]
) -> tuple[Sequence[Held], int, int, int]:
    """The items to show, how many there are, how many of these on no page, and which page it is."""
    if typed:
        found = records.search_in(chart, typed)
        ids, total, more = [_id(hit.href) for hit in found.hits], found.total, found.more
    elif kind == HIDDEN:
        ids, total, more = hidden, len(hidden), 0
    else:
        wanted = Wanted(kind) if kind else None
        total = shelf.page(chart, wanted, offset=0, limit=1)[1] if wanted else 0
        page = _within(page, total)
        helds = shelf.page(chart, wanted, offset=(page - 1) * PAGE, limit=PAGE)[0] if wanted else []
        return helds, total, 0, page
    page = _within(page, len(ids))
    return shelf.by_ids(chart, ids[(page - 1) * PAGE : page * PAGE]), total, more, page


def _within(page: int, total: int) -> int:
    return min(max(page, 1), max(1, -(-total // PAGE)))


def _patients(chart: Chart, given: str) -> Chart:
    """The patient's own chart, as far as these scopes go."""
    whole = scopes.levels(given)
    main = Scope.RECORDS if Scope.RECORDS in whole else Scope.MEDICATIONS
    return replace(chart, scopes=given, scope=main, actor=replace(chart.actor, here_before=None))


def _helpers(chart: Chart, eyes: Eyes) -> Chart:
    return as_seen_by_a_helper(_patients(chart, eyes.scopes), eyes.scopes, eyes.chosen())


def _counted(mine: Chart, theirs: Chart, kinds: list[Kind]) -> list[KindSeen]:
    keys = [one.key for one in kinds]
    if not keys:
        return []
    every, seen = (shelf.tally(chart, keys, news_since=None) for chart in (mine, theirs))
    many = {key: (every[key].count, seen[key].count if key in seen else 0) for key in every}
    return [
        KindSeen(one.key, one.title, many[one.key][1], many[one.key][0] - many[one.key][1])
        for one in kinds
        if one.key in many
    ]


def _first(counted: list[KindSeen]) -> str:
    return counted[0].key if counted else ""


def _items(mine: Chart, theirs: Chart, eyes: Eyes, helds: Sequence[Held]) -> list[Item]:
    """Rows in this order: those they see as they read there, the others as the patient reads them."""
    seen = shelf.by_ids(theirs, [held.id for held in helds])
    rows = dict(zip([one.id for one in seen], rows_of(theirs, seen), strict=True))
    others = [held for held in helds if held.id not in rows]
    rows |= dict(zip([one.id for one in others], rows_of(mine, others), strict=True))
    return [_item(held.id, rows[held.id], eyes, is_seen=held not in others) for held in helds]


def _item(record_id: UUID, row: Row, eyes: Eyes, *, is_seen: bool) -> Item:
    state: State = "seen" if is_seen else "within"
    if record_id in eyes.own:
        state = "hidden"
    if record_id in eyes.all:
        state = "all"
    return Item(str(record_id), row.title, row.line, row.tag, row.tone, row.icon, row.href, state)


def _besides(given: str) -> list[str]:
    """What they may see and do beside reading, a line each."""
    read = {Scope.RECORDS, Scope.MEDICATIONS}
    rest = {scope: level for scope, level in scopes.levels(given).items() if scope not in read}
    return scopes.lines(scopes.kept(rest))


def _id(href: str) -> UUID:
    return UUID(href.rpartition("/")[2])
