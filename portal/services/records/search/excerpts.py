"""Where a word stands that a row does not show: a few words around it, under the name of its part."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from portal.access.charts import Chart
from portal.i18n import N_, t
from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.finding import days_of, plain, texts_of, words_of
from portal.integrations.fhir.wording.people import LookUp
from portal.services.records.around import Around
from portal.services.records.rows import Row
from portal.services.records.search.terms import Term
from portal.services.records.shelf import Held

LONGEST = 110
_BEFORE = 40
_PARTS = {
    "performer": N_("Done by"),
    "performers": N_("Done by"),
    "ordered_by": N_("Ordered by"),
    "clinicians": N_("With"),
    "given_by": N_("Given by"),
    "prescriber": N_("Prescribed by"),
    "author": N_("Written by"),
    "noted_by": N_("Noted by"),
    "place": N_("Place"),
    "organization": N_("From"),
    "lot": N_("Lot number"),
    "maker": N_("Made by"),
    "reasons": N_("Reason"),
    "diagnoses": N_("Diagnosis"),
    "conditions": N_("For"),
    "specimen": N_("Sample"),
    "method": N_("Method"),
    "body_site": N_("Body part"),
    "full_name": N_("Full name"),
    "notes": N_("Note"),
    "instructions": N_("How to take it"),
    "conclusion": N_("What it means"),
    "activities": N_("To do"),
    "goals": N_("Goal"),
    "team": N_("Care team"),
    "usual": N_("Usual range"),
}


def excerpts(
    chart: Chart,
    helds: Sequence[Held],
    rows: Sequence[Row],
    terms: Sequence[Term],
    *,
    unopened: Collection[str] = (),
) -> list[str]:
    """For each record found the words around what was typed, empty where its row shows them already.

    The kinds in `unopened` tell nothing of what is in them.
    """
    found = list(zip(helds, rows, strict=True))
    unseen = [[] if held.kind in unopened else _unseen(held, row, terms) for held, row in found]
    read = [_alone(held.data) if words else {} for held, words in zip(helds, unseen, strict=True)]
    look_up = Around(chart, read)
    return [_excerpt(data, words, look_up) if data else "" for data, words in zip(read, unseen, strict=True)]


def _alone(data: Json) -> Json:
    """A report without the results in it, which are found by themselves; a record without its visit."""
    return {name: value for name, value in data.items() if name not in ("result", "hasMember", "encounter")}


def _unseen(held: Held, row: Row, terms: Iterable[Term]) -> list[str]:
    """The words typed, in every way of saying them, of the terms that the row and its day do not show."""
    words = [*words_of(f"{row.title} {row.line} {row.tag}"), *days_of(held.listed_at)]
    shown = f" {' '.join(words)}"
    hidden = [
        term
        for term in terms
        if not term.kinds and not any(all(f" {word}" in shown for word in way) for way in term.ways)
    ]
    return [word for term in hidden for way in term.ways for word in way]


def _excerpt(data: Json, words: list[str], look_up: LookUp) -> str:
    for name, said in _texts(data, look_up):
        spoken = words_of(said)
        if any(one.startswith(word) for word in words for one in spoken):
            part = t(_PARTS[name]) if name in _PARTS else ""
            around = _around(" ".join(said.split()), words)
            return t("{part}: {words}", part=part, words=around) if part else around
    return ""


def _texts(data: Json, look_up: LookUp) -> Iterator[tuple[str, str]]:
    """The texts of the record, those written by people before dates and states."""
    found = list(texts_of(data, look_up))
    yield from (pair for pair in found if pair[0] in _PARTS)
    yield from (pair for pair in found if pair[0] not in _PARTS)


def _around(said: str, words: list[str]) -> str:
    """At most a line of the text, with the first of the words in it."""
    if len(said) <= LONGEST:
        return said
    flat = plain(said)
    places = [found.start() for word in words if (found := re.search(rf"(?<!\w){re.escape(word)}", flat))]
    start = max(0, min(places, default=0) - _BEFORE)
    start = said.find(" ", start) + 1 if start else 0
    end = start + LONGEST
    cut = said[start:end].rsplit(" ", 1)[0] if end < len(said) else said[start:]
    return f"{'… ' if start else ''}{cut}{' …' if end < len(said) else ''}"
