"""The occasion a document is made on, and the desk it is written at."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from uuid import NAMESPACE_URL, UUID, uuid5

from portal.integrations.fhir.elements import Json, text
from portal.integrations.fhir.wording.people import Around, LookUp


@dataclass(frozen=True, slots=True)
class Occasion:
    """When, by whom and for which days a document is made.

    `at` is aware; `notes` says by "Type/id" what was said about a record meanwhile (an accepted or denied
    correction), to be read beside that record; `left_out` what is not told, and who can tell it; `covers`
    what is in it, when that is not everything. Of the kinds `elsewhen` there is more, outside its days.
    """

    at: datetime
    document_id: UUID
    practice_name: str
    practice_phone: str
    practice_address: str = ""
    since: date | None = None
    until: date | None = None
    notes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    left_out: str = ""
    covers: str = ""
    elsewhen: frozenset[str] = frozenset()

    def practice_id(self) -> UUID:
        """The same for the same practice in every document: made from its name, phone and address."""
        known = "|".join((self.practice_name, self.practice_phone, self.practice_address))
        return stable_id(NAMESPACE_URL, f"practice:{known}")


@dataclass(frozen=True, slots=True)
class Desk:
    """What every part of a document is written with.

    `holds` are the records that belong in the document, by "Type/id": others may be named, never told of.
    """

    occasion: Occasion
    look_up: LookUp
    practice: UUID
    holds: Mapping[str, Json]

    def held(self, data: Json) -> Json:
        """A record that was found by a reference, when it belongs in the document; else empty."""
        return self.holds.get(source(data), {})

    def around(self, data: Json) -> Around:
        """A record and the way to those it refers to."""
        return Around(data, self.look_up)

    def said(self, data: Json) -> str:
        """What was said about a record meanwhile."""
        return text(self.occasion.notes.get(source(data), ""))

    def id_of(self, data: Json, part: str = "") -> str:
        """A UUID that is the record's in every document: its own id when that is one."""
        own = text(data.get("id"))
        if not part and _is_uuid(own):
            return own.lower()
        named = source(data) or json.dumps(data, sort_keys=True, default=str)
        return str(stable_id(self.practice, f"{named}#{part}"))


def stable_id(space: UUID, name: str) -> UUID:
    """The same UUID for the same name (RFC 4122, version 5), also for text that is no valid Unicode."""
    return uuid5(space, name.encode("utf-8", "backslashreplace").decode())


def source(data: Json) -> str:
    """ "Type/id" of a record; empty when it has no id."""
    kind, own = text(data.get("resourceType")), text(data.get("id"))
    return f"{kind}/{own}" if kind and own else ""


def _is_uuid(value: str) -> bool:
    try:
        return len(value) == 36 and str(UUID(value)) == value.lower()
    except ValueError:
        return False
