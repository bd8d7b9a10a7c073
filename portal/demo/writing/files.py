"""Documents of a chart: text, a web page, a drawn picture and a hand-made PDF, all inline."""

import math
import struct
import zlib
from base64 import b64encode
from datetime import date
from hashlib import sha1
from typing import Any

from portal.demo.practice import clinician, organization
from portal.demo.writing.chart import ChartWriter
from portal.demo.writing.fhir import LOINC, Resource, coding, concept, moment, ref

NOTE_TYPES = {
    "summary": concept("Visit summary", coding(LOINC, "34133-9", "Summary of episode note")),
    "discharge": concept("Discharge summary", coding(LOINC, "18842-5", "Discharge summary")),
    "referral": concept("Referral letter", coding(LOINC, "57133-1", "Referral note")),
    "consult": concept("Consultation note", coding(LOINC, "11488-4", "Consult note")),
    "photo": concept("Photo"),
}
_NOTE_CATEGORY = coding(
    "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
    "clinical-note",
    "Clinical Note",
)


def document(
    chart: ChartWriter,
    kind: str,
    title: str,
    content: bytes,
    *,
    media: str,
    on: date,
    by: str = "okafor",
    visit: Resource | None = None,
) -> Resource:
    """A DocumentReference that carries its content."""
    written = moment(on, "16:30")
    context: Resource = {"period": {"start": written, "end": written}}
    if visit:
        context["encounter"] = [ref(visit)]
    fields = {
        "status": "current",
        "docStatus": "final",
        "type": NOTE_TYPES[kind],
        "category": [concept("Clinical note", _NOTE_CATEGORY)],
        "date": written,
        "author": [clinician(by)],
        "custodian": organization("practice"),
        "description": title,
        "content": [{"attachment": attachment(title, content, media=media, created=written)}],
        "context": context,
    }
    return chart.add("DocumentReference", fields)


def attachment(title: str, content: bytes, *, media: str, created: str) -> dict[str, Any]:
    """An Attachment with its bytes, size and SHA-1, as FHIR defines them."""
    return {
        "contentType": media,
        "language": "en-US",
        "data": b64encode(content).decode(),
        "size": len(content),
        "hash": b64encode(sha1(content, usedforsecurity=False).digest()).decode(),
        "title": title,
        "creation": created,
    }


def skin_photo(*, width: int = 240, height: int = 180) -> bytes:
    """A drawn PNG that stands for a photo of a mole on a forearm."""
    rows = b"".join(
        b"\x00" + b"".join(_skin(x, y, width, height) for x in range(width)) for y in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _skin(x: int, y: int, width: int, height: int) -> bytes:
    shade = 14 * math.sin(y / 23) + 6 * math.sin((x + y) / 9)
    across, down = (x - width * 0.55) / 26, (y - height * 0.48) / 20
    dark = max(0.0, 1 - (across * across + down * down)) ** 0.5
    channels = (
        (218 + shade) * (1 - 0.52 * dark),
        (176 + shade) * (1 - 0.64 * dark),
        (150 + shade) * (1 - 0.68 * dark),
    )
    return bytes(max(0, min(255, round(channel))) for channel in channels)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def letter(*lines: str) -> bytes:
    """A one-page PDF 1.4 of plain lines in Helvetica; letters outside Latin-1 are refused."""
    shown = "".join(f"({_escaped(line)}) Tj T*\n" for line in lines)
    page = f"BT /F1 12 Tf 72 720 Td 16 TL\n{shown}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _pdf(objects)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _pdf(objects: list[bytes]) -> bytes:
    content = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(content))
    )
