"""What the things that records refer to are called now: the practice's own, and this patient's others."""

import json
from collections.abc import Iterable, Sequence

from sqlmodel import Session

from portal.access.record_words import Words
from portal.access.resources import shared_texts
from portal.access.unseen import NO_PAGE
from portal.integrations.fhir.elements import Json
from portal.integrations.fhir.finding import words_of
from portal.integrations.fhir.references import references_in
from portal.integrations.fhir.wording.people import name_of


def names_in(db: Session, every: Sequence[Words]) -> dict[str, str]:
    """For each `Words.refers` what it refers to is called, as words with a space before each.

    What is no screen's own (an order, a file) stands for what it says and refers to in turn.
    """
    groups = {words.refers: words.refers.split() for words in every}
    wanted = {reference for group in groups.values() for reference in group}
    own = [(wanted.intersection(words.source.split()), words) for words in every]
    called = {source: _said(words) for sources, words in own for source in sources}
    called |= _shared(db, wanted - called.keys())
    through = {
        source: "".join(called.get(reference, "") for reference in groups[words.refers])
        for sources, words in own
        if words.kind == NO_PAGE
        for source in sources
    }
    return {
        refers: "".join(called.get(reference, "") + through.get(reference, "") for reference in group)
        for refers, group in groups.items()
    }


def _said(words: Words) -> str:
    return f" {words.title} {words.rest}" if words.kind == NO_PAGE else f" {words.title}"


def _shared(db: Session, references: Iterable[str]) -> dict[str, str]:
    texts = shared_texts(db, references)
    found = {reference: json.loads(text) for reference, (_, text) in texts.items()}
    roles = [data for data in found.values() if data.get("resourceType") == "PractitionerRole"]
    inner = shared_texts(db, {reference for data in roles for reference in references_in(data)})

    def look_up(reference: str) -> Json | None:
        data: Json | None = json.loads(inner[reference][1]) if reference in inner else None
        return data

    return {
        reference: "".join(f" {word}" for word in words_of(name_of(data, look_up)))
        for reference, data in found.items()
    }
