"""Before a file from a staff member's browser is read: may they import, and is it a file we read at all."""

from portal.access.actor import Actor, Duty
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Invalid
from portal.i18n import t
from portal.integrations.ccda.reading import looks_like_cda

GZIP = b"\x1f\x8b"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_NAME = 120


@needs(Duty.IMPORT, acting=True)
def begin(practice: Practice) -> Actor:
    """Who imports, once it is clear that they may."""
    return practice.actor


def refuse_other_kinds(start: bytes, *, is_all: bool) -> None:
    """Look at a file's first bytes, whatever it is called; `is_all` when there are no more.

    Raises:
        Invalid: it is empty, or can be neither FHIR JSON nor a C-CDA document, plain or gzipped.
    """
    text = start.removeprefix(BYTE_ORDER_MARK).lstrip()
    if start.startswith(GZIP) or text[:1] in (b"{", b"[") or looks_like_cda(start):
        return
    if text:
        words = (
            "This is not a FHIR file or a C-CDA document. Choose a file your EHR exported as FHIR JSON or "
            "NDJSON, or a C-CDA summary as XML (.gz is fine)."
        )
        raise Invalid(t(words))
    if is_all:
        raise Invalid(t("This file is empty."))


def safe_name(name: str) -> str:
    """What to call an uploaded file in the report: its own name, without folders or odd characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in last if c.isprintable()).strip()
    return plain[-LONGEST_NAME:] or t("uploaded file")
