"""Whether a file that begins like a PDF is one: its end says where its table lies (ISO 32000-1, 7.5)."""

import re

_HEAD = re.compile(rb"%PDF-[12]\.\d\b")
_END = re.compile(rb"startxref\s+(\d{1,12})\s+%%EOF")
_TABLE = re.compile(rb"(?<!start)(xref\b|\d+\s+\d+\s+obj\b)")
_TAIL = 2048
_NEAR = 32
"""Bytes by which programs that write PDFs are wrong about the place."""


def is_pdf(data: bytes) -> bool:
    """True when it has a head, an end, and the table of objects where the end says."""
    ends = _END.findall(data, max(0, len(data) - _TAIL))
    if not _HEAD.match(data) or not ends:
        return False
    place = int(ends[-1])
    return any(_TABLE.match(data, at) for at in range(max(0, place - _NEAR), min(place + _NEAR, len(data))))
