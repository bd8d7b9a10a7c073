"""What bytes are, told by how they begin and never by what is claimed of them (ASVS 5.2.2)."""

import re

_NOISE = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
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
ANY = ("application/octet-stream", "bin")
PDF, TEXT, HTML, XML = "application/pdf", "text/plain", "text/html", "application/xml"
HEIC = "image/heic"
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "image/tiff", HEIC})
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})
"""What an ISO media file of one picture calls itself (ISO/IEC 23008-12)."""


def kind_of(data: bytes) -> tuple[str, str]:
    """The media type of a file and the ending its name should have."""
    for beginning, media_type, ending in _BEGINNINGS:
        if data.startswith(beginning):
            return media_type, ending
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        return HEIC, "heic"
    if data[128:132] == b"DICM":
        return "application/dicom", "dcm"
    return _textual(data)


def _textual(data: bytes) -> tuple[str, str]:
    try:
        words = data.decode("utf-8")
    except UnicodeDecodeError:
        return ANY
    if _NOISE.search(data):
        return ANY
    start = words.lstrip("\ufeff \t\r\n")[:300].lower()
    if start.startswith(("<!doctype html", "<html")):
        return HTML, "html"
    return (XML, "xml") if start.startswith("<?xml") else (TEXT, "txt")
