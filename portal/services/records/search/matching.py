"""Which records hold every term of a search, best first. Nothing here reads or unseals anything."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from portal.access.record_words import Words
from portal.services.records.search.terms import Term

Names = Mapping[str, str]
"""What a record refers to is called, as words with a space before each, by its `Words.refers`."""


def matching(
    every: Iterable[Words], terms: Sequence[Term], names: Names, *, unopened: Collection[str] = ()
) -> list[Words]:
    """Those that hold all terms: first those whose titles say them, then newer ones first.

    Of the kinds in `unopened` nothing tells what a record says but for its title, its day and its people.
    """
    found = [words for words in every if _holds_all(words, terms, names, words.kind not in unopened)]
    found.sort(key=lambda words: words.listed_at, reverse=True)
    found.sort(key=lambda words: sum(_in_title(words, term) for term in terms), reverse=True)
    return found


def _holds_all(words: Words, terms: Sequence[Term], names: Names, is_open: bool) -> bool:
    said = f" {words.title} {words.day} {words.rest if is_open else ''}{names.get(words.refers, '')}"
    return all(_says(said, term) or words.kind in term.kinds for term in terms)


def _in_title(words: Words, term: Term) -> int:
    """2 when the title says it as it was typed, 1 when it says it otherwise."""
    title = f" {words.title}"
    return 2 if all(word in title for word in term.spaced[0]) else int(_says(title, term))


def _says(said: str, term: Term) -> bool:
    """Whether all words of one way of saying it stand in a text that has a space before each word."""
    return any(all(word in said for word in way) for way in term.spaced)
