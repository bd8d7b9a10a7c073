"""What was typed, as terms that must all be found; a term is found by any of its ways of saying it."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from portal.integrations.fhir.finding import words_of
from portal.services.records.kinds import KINDS
from portal.services.records.search.synonyms import GROUPS

LONGEST = 100
MOST = 8

Phrase = tuple[str, ...]
"""Words that must all be there, each as the beginning of a word."""


@dataclass(frozen=True)
class Term:
    """One term. `ways` are the phrases that find it, as typed first; `kinds` the kinds it names."""

    ways: tuple[Phrase, ...]
    kinds: frozenset[str] = frozenset()

    @cached_property
    def spaced(self) -> tuple[Phrase, ...]:
        """The ways, a space before each word."""
        return tuple(tuple(f" {word}" for word in way) for way in self.ways)


def terms_in(typed: str) -> list[Term]:
    """The terms of a search, of up to eight words; the longest phrase that has synonyms is one term."""
    words = words_of(typed[:LONGEST])[:MOST]
    found: list[Term] = []
    while words:
        size = next((n for n in (3, 2, 1) if tuple(words[:n]) in _same_as()), 1)
        phrase = tuple(words[:size])
        ways = (phrase, *_same_as().get(phrase, ()))
        found.append(Term(ways, _kinds_named(ways)))
        words = words[size:]
    return found


@lru_cache(maxsize=1)
def _same_as() -> dict[Phrase, tuple[Phrase, ...]]:
    """For each phrase its synonyms."""
    groups = [[tuple(words_of(phrase)) for phrase in group] for group in GROUPS]
    found: dict[Phrase, tuple[Phrase, ...]] = {}
    for group in groups:
        for phrase in group:
            others = tuple(other for other in group if other != phrase)
            found[phrase] = found.get(phrase, ()) + others
    return found


def _kinds_named(ways: tuple[Phrase, ...]) -> frozenset[str]:
    """The kinds of record that a single word of three letters or more begins to name: "visit", "allerg"."""
    words = [way[0] for way in ways if len(way) == 1 and len(way[0]) >= 3]
    named = {key: words_of(kind.title) for key, kind in KINDS.items()}
    return frozenset(
        key for key, names in named.items() if any(name.startswith(word) for name in names for word in words)
    )
