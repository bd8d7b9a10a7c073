"""Searching one patient's whole record as they type, over words that are sealed (docs/decisions/0015)."""

from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from portal.access.charts import Chart
from portal.access.record_words import Words, words_of_all
from portal.services.records import preferences, shelf
from portal.services.records.kinds import KINDS, readable
from portal.services.records.listing import rows_of
from portal.services.records.rows import Row
from portal.services.records.search.excerpts import excerpts
from portal.services.records.search.matching import matching
from portal.services.records.search.names import names_in
from portal.services.records.search.terms import Term, terms_in

MOST = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found. `kind` is its kind in words, `excerpt` where the words stand if not in its row."""

    title: str
    line: str
    tag: str
    tone: str
    icon: str
    href: str
    kind: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class KindFound:
    """How many of one kind were found; `key` is `Record.kind`."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: the best hits, how many of each kind, how many in all and beyond the hits."""

    hits: list[Hit] = field(default_factory=list)
    kinds: list[KindFound] = field(default_factory=list)
    total: int = 0
    more: int = 0


def make_ready(chart: Chart) -> int:
    """Make what a search needs, where it is not kept yet; returns how many records can be found."""
    may_read = set(readable(chart))
    return sum(words.kind in may_read for words in _words(chart))


def search_in(chart: Chart, typed: str, *, kind: str = "") -> Found:
    """What holds every word typed, titles first, then newest; perhaps of one kind only.

    What is found of each kind is counted before it is narrowed to one.
    """
    terms = terms_in(typed)
    if not terms:
        return Found()
    every, may_read = _words(chart), set(readable(chart))
    own = [words for words in every if words.kind in may_read]
    unopened = ["results"] if preferences.asks_first(chart) else []
    found = matching(own, terms, names_in(chart.db, every), unopened=unopened)
    kinds = _counted(found)
    if any(kind == one.key for one in kinds):
        found = [words for words in found if words.kind == kind]
    hits = _hits(chart, found[:MOST], terms, unopened)
    return Found(hits, kinds, len(found), len(found) - len(hits))


def _counted(found: list[Words]) -> list[KindFound]:
    many = Counter(words.kind for words in found)
    return [KindFound(key, one.title, many[key]) for key, one in KINDS.items() if many[key]]


def _words(chart: Chart) -> list[Words]:
    return words_of_all(chart, with_holds=shelf.sees_holds(chart))


def _hits(chart: Chart, found: list[Words], terms: list[Term], unopened: list[str]) -> list[Hit]:
    helds = shelf.by_ids(chart, [UUID(str(words.id)) for words in found])
    rows = rows_of(chart, helds)
    said = excerpts(chart, helds, rows, terms, unopened=unopened)
    return [
        _hit(row, KINDS[held.kind].title, excerpt)
        for row, held, excerpt in zip(rows, helds, said, strict=True)
    ]


def _hit(row: Row, kind: str, excerpt: str) -> Hit:
    return Hit(row.title, row.line, row.tag, row.tone, row.icon, row.href, kind, excerpt)
