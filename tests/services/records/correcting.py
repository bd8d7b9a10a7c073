"""Steps of asking for a correction, as tests tell them."""

import io
from typing import Any
from uuid import UUID

from PIL import Image

from portal.services import door
from portal.services.records import corrections
from portal.services.records.corrections import Asking, CorrectionDetail, CorrectionRow, Receipt
from portal.services.staff import corrections as answering
from tests.charts import lab, listed, on_file
from tests.people import Person

WRONG, WANTED = "It was 30 and not 300.", "Iron 30"


def iron_on_file(person: Person) -> UUID:
    """A result of hers that is wrong; its id."""
    on_file(person, lab("iron", "300"))
    return UUID(listed(person, "results").rows[0].href.rpartition("/")[2])


def begun(who: Person, record_id: UUID, *, kind: str = "results") -> Asking:
    """What the page to ask shows."""
    return door.in_chart(who.token, corrections.begin, kind=kind, record_id=record_id)


def sent(who: Person, record_id: UUID, *, once: str = "", kind: str = "results", **said: str) -> Receipt:
    """A request on its way; what comes back."""
    once = once or begun(who, record_id, kind=kind).once
    words = {"wrong": WRONG, "wanted": WANTED} | said
    return door.in_chart(who.token, corrections.send, kind=kind, record_id=record_id, once=once, **words)


def with_file(who: Person, record_id: UUID, once: str, *, name: str = "bottle.png", data: bytes = b"") -> str:
    """A file added to what is not sent yet; where it is to be had."""
    taken = corrections.fit(name, data or picture())
    place: dict[str, Any] = {"kind": "results", "record_id": record_id, "once": once}
    return door.in_chart(who.token, corrections.add_file, taken, **place).href


def asked(who: Person) -> list[CorrectionRow]:
    """The list of requests."""
    return door.in_chart(who.token, corrections.list_corrections).rows


def read(who: Person, href: str) -> CorrectionDetail:
    """One request, as the person reads it."""
    return door.in_chart(who.token, corrections.show_correction, correction_id=id_in(href))


def accepted(by: Person, href: str, note: str = "The laboratory sent it again: 30.") -> answering.Request:
    """The practice accepts."""
    return door.in_practice(by.token, answering.accept, correction_id=id_in(href), note=note)


def denied(
    by: Person, href: str, reason: str = "The sample was measured twice.", ground: str = "accurate"
) -> answering.Request:
    """The practice denies."""
    return door.in_practice(by.token, answering.deny, correction_id=id_in(href), ground=ground, reason=reason)


def id_in(href: str) -> UUID:
    """The id at the end of an address."""
    return UUID(href.rpartition("/")[2])


def picture() -> bytes:
    """A small picture."""
    into = io.BytesIO()
    Image.new("RGB", (30, 20), "teal").save(into, "PNG")
    return into.getvalue()
