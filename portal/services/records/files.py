"""The files within documents, handed out as downloads."""

import re
from dataclasses import dataclass
from uuid import UUID

from portal.access.charts import Chart
from portal.errors import NotFound
from portal.i18n import t
from portal.integrations.ccda.reading.html import to_html
from portal.integrations.ccda.reading.xml import looks_like_cda
from portal.integrations.fhir import views
from portal.integrations.fhir.elements import Json
from portal.integrations.media.kinds import HTML, PDF, PICTURES, kind_of
from portal.integrations.media.pictures import fresh_picture
from portal.services.records import shelf
from portal.services.records.around import Around

_LONGEST_SIDE = 2_400
_unfit = re.compile(r"[^\w .()\-]+")


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand out: its bytes, what they are by their content, and a name to keep it under."""

    data: bytes
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown in place of a file: bytes that a browser may draw, and what they are."""

    data: bytes
    media_type: str
    name: str


def file_at(chart: Chart, record_id: UUID, n: int) -> Download:
    """The file at place `n` of a document. Raises: NotFound."""
    held = shelf.one(chart, "documents", record_id)
    if held is None:
        raise NotFound
    look_up = Around(chart, [held.data])
    found = views.file_of(held.data, n, look_up)
    if found is None:
        raise NotFound
    media_type, ending = kind_of(found.data)
    title = found.title or views.document(held.data, look_up).name
    return Download(found.data, media_type, file_name(title, ending))


def view_of(chart: Chart, record_id: UUID, n: int) -> Shown:
    """The file as a page may show it: pictures made anew, PDF as it is, a C-CDA as clean words.

    Raises: NotFound, also for what can only be downloaded; Invalid when it is damaged.
    """
    found = file_at(chart, record_id, n)
    if found.media_type in PICTURES:
        picture = fresh_picture(found.data, longest=_LONGEST_SIDE)
        return Shown(picture.data, picture.media_type, found.name)
    if found.media_type == PDF:
        return Shown(found.data, PDF, found.name)
    if looks_like_cda(found.data):
        return Shown(to_html(found.data).encode(), HTML, found.name)
    raise NotFound


def shown_as(data: Json, n: int) -> str:
    """How a page can show the file at place `n` of a document: "picture", "pdf", "page" or not at all."""
    found = views.file_of(data, n)
    if found is None:
        return ""
    media_type = kind_of(found.data)[0]
    if media_type in PICTURES:
        return "picture"
    if media_type == PDF:
        return "pdf"
    return "page" if looks_like_cda(found.data) else ""


def file_name(title: str, ending: str) -> str:
    """A title as a file name that is safe anywhere."""
    plain = _unfit.sub(" ", title.removesuffix(f".{ending}"))
    words = " ".join(plain.split()).strip(" .")[:80]
    return f"{words or t('document')}.{ending}"
