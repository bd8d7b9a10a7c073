"""Documents: letters, notes, summaries, scans, and the files they hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.i18n import t
from portal.integrations.fhir.dates import instant
from portal.integrations.fhir.elements import Json, obj, objs
from portal.integrations.fhir.wording.attachments import Attachment, attachment, bytes_of, content_type
from portal.integrations.fhir.wording.names import concept
from portal.integrations.fhir.wording.people import Around, LookUp, nothing
from portal.integrations.fhir.wording.plain import clean, joined, narrative
from portal.integrations.fhir.wording.states import DOCUMENT, RESULT, state
from portal.integrations.fhir.wording.when import day_words, span_words


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `files` are its contents in order; their bytes come from `file_of`."""

    name: str
    type: str
    category: str
    date: str
    at: datetime | None
    author: str
    organization: str
    status: str
    is_current: bool
    description: str
    covers: str
    files: list[Attachment]
    narrative: str


@dataclass(frozen=True, slots=True)
class File:
    """The bytes of one file and what they are; `content_type` is what the sender claims."""

    data: bytes
    content_type: str
    title: str


def _dated(data: Json) -> Any:
    """When a document was written; `date` is when its entry was made, which may be years later."""
    written = (obj(one.get("attachment")).get("creation") for one in objs(data.get("content")))
    start = obj(obj(data.get("context")).get("period")).get("start")
    return next(filter(None, written), None) or data.get("date") or start


def _dated_report(data: Json) -> Any:
    return data.get("effectiveDateTime") or data.get("issued")


def document(data: Json, look_up: LookUp = nothing) -> Document:
    """A DocumentReference, or a DiagnosticReport that carries a note, to read."""
    around = Around(data, look_up)
    report = data.get("resourceType") == "DiagnosticReport"
    context = obj(data.get("context"))
    kind = concept(data.get("code") if report else data.get("type"))
    files = [attachment(_filled(value, around)) for value in _attachments(data)]
    dated = _dated_report(data) if report else _dated(data)
    return Document(
        name=clean(data.get("description"))
        or kind
        or next((one.title for one in files if one.title), "")
        or t("Document"),
        type=kind,
        category=concept(data.get("category")),
        date=day_words(dated),
        at=instant(dated),
        author=joined(*around.names(data.get("performer") if report else data.get("author"))),
        organization=around.name(data.get("custodian")),
        status=state(RESULT if report else DOCUMENT, data.get("status")),
        is_current=data.get("status") not in ("superseded", "entered-in-error", "cancelled"),
        description=clean(data.get("conclusion")) if report else clean(data.get("description")),
        covers=span_words(context.get("period")),
        files=files,
        narrative=narrative(data),
    )


def file_of(data: Json, index: int, look_up: LookUp = nothing) -> File | None:
    """The bytes of the document's file at `index`; None when they are not on file."""
    values = _attachments(data)
    if not 0 <= index < len(values):
        return None
    filled = _filled(values[index], Around(data, look_up))
    found = bytes_of(filled)
    return File(found, content_type(filled), clean(filled.get("title"))) if found else None


def _attachments(data: Json) -> list[Json]:
    own = [obj(one.get("attachment")) for one in objs(data.get("content"))]
    return [one for one in own if one] or objs(data.get("presentedForm"))


def _filled(value: Json, around: Around) -> Json:
    """The attachment with the bytes of the Binary it points to, when that came along."""
    if value.get("data") or not value.get("url"):
        return value
    held: Any = around.find({"reference": value.get("url")})
    if held.get("resourceType") != "Binary" or not held.get("data"):
        return value
    kind = value.get("contentType") or held.get("contentType")
    return {**value, "data": held["data"], "contentType": kind}
