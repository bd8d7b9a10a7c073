"""Who did it and where: names of people, places and things a resource refers to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.integrations.fhir.elements import Json, contained, obj, objs, text, texts
from portal.integrations.fhir.wording.names import concept
from portal.integrations.fhir.wording.plain import clean
from portal.integrations.fhir.wording.when import day_words

LookUp = Callable[[str], Json | None]


def nothing(reference: str) -> Json | None:
    """A look-up that finds nothing, for a resource shown alone."""
    return None


@dataclass(frozen=True, slots=True)
class Note:
    """What someone wrote beside a record."""

    text: str
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Around:
    """A resource and the way to those it refers to."""

    data: Json
    look_up: LookUp

    def find(self, reference: Any) -> Json:
        """The resource a Reference means, contained or looked up; empty when it cannot be found."""
        address = text(obj(reference).get("reference"))
        if address.startswith("#"):
            return contained(self.data, address)
        return obj(self.look_up(address)) if address else {}

    def name(self, reference: Any) -> str:
        """What a Reference means, by name; its display when it cannot be found; empty when it has none."""
        return name_of(self.find(reference), self.look_up) or clean(obj(reference).get("display"))

    def names(self, references: Any) -> list[str]:
        """The names of a list of References, each once."""
        found = (self.name(reference) for reference in objs(references))
        return list(dict.fromkeys(name for name in found if name))

    def notes(self, name: str = "note") -> list[Note]:
        """The Annotations of the resource."""
        found = [(clean(note.get("text")), note) for note in objs(self.data.get(name))]
        return [
            Note(words, self._author(note), day_words(note.get("time"))) for words, note in found if words
        ]

    def _author(self, note: Json) -> str:
        return self.name(note.get("authorReference")) or clean(note.get("authorString"))


def name_of(data: Json, look_up: LookUp = nothing) -> str:
    """What a resource is called, whatever its type; empty when nothing in it says."""
    kind = text(data.get("resourceType"))
    if kind in ("Practitioner", "Patient", "RelatedPerson", "Person"):
        return person_name(data.get("name"))
    if kind == "PractitionerRole":
        around = Around(data, look_up)
        return around.name(data.get("practitioner")) or concept(data.get("code"))
    if kind == "Device":
        named = next((clean(one.get("name")) for one in objs(data.get("deviceName"))), "")
        return named or concept(data.get("type"))
    if kind == "Goal":
        return concept(data.get("description"))
    own = clean(data.get("name")) or clean(data.get("title"))
    return own or concept(data.get("code")) or concept(data.get("vaccineCode")) or concept(data.get("type"))


def person_name(names: Any) -> str:
    """A HumanName as people say it: prefix, given names, family name, suffix; the official one first."""
    order = {
        "official": 0,
        "usual": 1,
        "": 2,
        "nickname": 3,
        "anonymous": 4,
        "temp": 5,
        "maiden": 6,
        "old": 7,
    }
    for name in sorted(objs(names), key=lambda one: order.get(text(one.get("use")), 2)):
        parts = [
            *_parts(name, "prefix"),
            *_parts(name, "given"),
            clean(name.get("family")),
            *_parts(name, "suffix"),
        ]
        said = clean(name.get("text")) or " ".join(part for part in parts if part)
        if said:
            return said
    return ""


def address_lines(address: Any) -> list[str]:
    """An Address as the lines of an envelope."""
    found = obj(address)
    region = " ".join(filter(None, (clean(found.get("state")), clean(found.get("postalCode")))))
    place = ", ".join(filter(None, (clean(found.get("city")), region)))
    lines = [*map(clean, texts(found.get("line"))), place, clean(found.get("country"))]
    return [line for line in lines if line] or [line for line in clean(found.get("text")).split("\n") if line]


def _parts(name: Json, which: str) -> list[str]:
    return [clean(part) for part in texts(name.get(which))]
