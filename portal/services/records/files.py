"""The files within documents, handed out as downloads."""

import re
from dataclasses import dataclass
from uuid import UUID

from portal.access.charts import Chart
from portal.errors import NotFound
from portal.i18n import t
from portal.integrations.fhir import views
from portal.services.records import shelf
from portal.services.records.around import Around

_BEGINNINGS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF8", "image/gif", "gif"),
    (b"II*\x00", "image/tiff", "tif"),
    (b"MM\x00*", "image/tiff", "tif"),
    (b"PK\x03\x04", "application/zip", "zip"),
    (b"{\\rtf", "application/rtf", "rtf"),
)
_ANY = ("application/octet-stream", "bin")
_unfit = re.compile(r"[^\w .()\-]+")


@dataclass(frozen=True, slots=True)
class Download:
    """A file to hand out: its bytes, what they are by their content, and a name to keep it under."""

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


def kind_of(data: bytes) -> tuple[str, str]:
    """What bytes are, by how they begin and never by what is claimed: media type and file ending."""
    for beginning, media_type, ending in _BEGINNINGS:
        if data.startswith(beginning):
            return media_type, ending
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", "webp"
    if data[128:132] == b"DICM":
        return "application/dicom", "dcm"
    return _textual(data)


def file_name(title: str, ending: str) -> str:
    """A title as a file name that is safe anywhere."""
    plain = _unfit.sub(" ", title.removesuffix(f".{ending}"))
    words = " ".join(plain.split()).strip(" .")[:80]
    return f"{words or t('document')}.{ending}"


def _textual(data: bytes) -> tuple[str, str]:
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError:
        return _ANY
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in words[:4000]):
        return _ANY
    start = words.lstrip("\ufeff \t\r\n")[:300].lower()
    if start.startswith(("<!doctype html", "<html")):
        return "text/html", "html"
    return ("application/xml", "xml") if start.startswith("<?xml") else ("text/plain", "txt")
