"""Files within records: what kind, how large, and the bytes when they came along."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from portal.i18n import N_, t
from portal.integrations.fhir.elements import Json, obj, text
from portal.integrations.fhir.wording.numbers import decimal
from portal.integrations.fhir.wording.plain import clean, from_html
from portal.integrations.fhir.wording.when import day_words

_KINDS = {
    "application/pdf": N_("PDF"),
    "application/xml": N_("Structured document (XML)"),
    "text/xml": N_("Structured document (XML)"),
    "application/hl7-v3+xml": N_("Structured document (XML)"),
    "application/hl7-sda+xml": N_("Structured document (XML)"),
    "application/fhir+json": N_("Structured document (FHIR)"),
    "application/fhir+xml": N_("Structured document (FHIR)"),
    "application/dicom": N_("Medical image"),
    "text/plain": N_("Text"),
    "text/html": N_("Web page"),
    "text/rtf": N_("Text document (RTF)"),
    "application/rtf": N_("Text document (RTF)"),
    "application/msword": N_("Word document"),
}
_FAMILIES = {"image": N_("Picture"), "text": N_("Text"), "video": N_("Video"), "audio": N_("Sound")}
LONGEST_TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a document. `inline` says that its bytes are within the record: see `bytes_of`.

    `content_type` is the bare media type; `size` is in bytes, None when not known; `text` is the content of
    a text or HTML file as plain text; `url` is where the file is said to be when it is not inline.
    """

    title: str
    kind: str
    content_type: str
    size: int | None
    size_words: str
    created: str
    inline: bool
    url: str
    text: str


def attachment(value: Any) -> Attachment:
    """An Attachment in words."""
    found = obj(value)
    kind, data = content_type(found), bytes_of(found)
    size = len(data) if data else _claimed(found)
    return Attachment(
        title=clean(found.get("title")),
        kind=_kind_words(kind),
        content_type=kind,
        size=size,
        size_words=size_words(size),
        created=day_words(found.get("creation")),
        inline=bool(data),
        url="" if data else clean(found.get("url")),
        text=_text_of(kind, data),
    )


def bytes_of(value: Any) -> bytes:
    """The inline bytes of an Attachment or Binary; empty when there are none or they are damaged."""
    try:
        return base64.b64decode(text(obj(value).get("data")), validate=False)
    except (ValueError, binascii.Error):
        return b""


def content_type(value: Json) -> str:
    """The media type without its parameters, lower case."""
    return clean(value.get("contentType")).partition(";")[0].strip().lower()


def size_words(size: int | None) -> str:
    """A size as "820 bytes", "12 KB" or "3.4 MB"; empty when not known."""
    if not size or size < 0:
        return ""
    if size < 1000:
        return t("{n} bytes", n=size)
    return t("{n} KB", n=round(size / 1000)) if size < 1_000_000 else t("{n} MB", n=f"{size / 1_000_000:.1f}")


def _claimed(found: Json) -> int | None:
    size = decimal(found.get("size"))
    return int(size) if size is not None and 0 < size < 10**12 else None


def _kind_words(kind: str) -> str:
    known = _KINDS.get(kind) or _FAMILIES.get(kind.partition("/")[0])
    return t(known) if known else t("File")


def _text_of(kind: str, data: bytes) -> str:
    if kind not in ("text/plain", "text/html"):
        return ""
    words = data[:LONGEST_TEXT].decode("utf-8", "replace")
    return clean(words) if kind == "text/plain" else from_html(words)
