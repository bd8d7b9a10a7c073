"""The files within documents, handed out as downloads."""

import re
from dataclasses import dataclass
from uuid import UUID

from portal.access.charts import Chart
from portal.errors import NotFound
from portal.i18n import t
from portal.integrations.fhir import views
from portal.integrations.media.kinds import kind_of
from portal.services.records import shelf
from portal.services.records.around import Around

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


def file_name(title: str, ending: str) -> str:
    """A title as a file name that is safe anywhere."""
    plain = _unfit.sub(" ", title.removesuffix(f".{ending}"))
    words = " ".join(plain.split()).strip(" .")[:80]
    return f"{words or t('document')}.{ending}"
