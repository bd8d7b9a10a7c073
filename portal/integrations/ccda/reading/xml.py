"""From bytes to elements without trust: no DTD, no entities, nothing fetched, size and depth limited."""

import codecs
import re

from lxml import etree

from portal.errors import Invalid
from portal.i18n import t

NAMESPACE = "urn:hl7-org:v3"
LARGEST = 25_000_000
"""Bytes of the largest document read, whatever the importer allows: parsed, XML takes many times its size."""
DEEPEST = 200
_ROOT = f"{{{NAMESPACE}}}ClinicalDocument"
_ENCODINGS = {
    "utf-8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "utf-16": "utf-16",
    "iso-8859-1": "iso-8859-1",
    "windows-1252": "cp1252",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_declaration = re.compile(r"\s*<\?xml\s[^>]*?\?>")
_declared = re.compile(r"encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_before_root = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_begins = re.compile(r"<(?:[\w.-]{1,60}:)?ClinicalDocument[\s/>]")


def is_xml(start: bytes) -> bool:
    """Whether a file that begins with these bytes is XML of any kind, or HTML."""
    return _sniffed(start).lstrip().startswith("<")


def looks_like_cda(start: bytes) -> bool:
    """Whether a file that begins with these bytes may be a CDA document: XML whose root, if seen, is one."""
    head = _sniffed(start)
    if not is_xml(start):
        return False
    after = _before_root.match(head)
    rest = head[after.end() :] if after else head
    if rest[:9].upper() == "<!DOCTYPE":
        return "ClinicalDocument" in rest[:200] or "<!DOCTYPE ClinicalDocument".startswith(rest)
    is_cut = not rest or rest.startswith(("<!--", "<?")) or ("<ClinicalDocument" + " ").startswith(rest)
    return is_cut or bool(_begins.match(rest))


def parse(data: bytes, *, max_bytes: int = LARGEST, max_depth: int = DEEPEST) -> etree._Element:
    """The root of a CDA document.

    Raises:
        Invalid: too large, nested too deeply, with a DOCTYPE, not well-formed XML, or not a CDA document.
    """
    most = min(max_bytes, LARGEST)
    if len(data) > most:
        size = f"{most / 1_000_000:.3g}"
        raise Invalid(t("The document is larger than {size} MB, the most we read at once.", size=size))
    root = _tree(_text(data))
    if root.tag != _ROOT:
        raise Invalid(t("This is not a C-CDA document: it is XML of another kind."))
    if _depth(root, max_depth) > max_depth:
        raise Invalid(t("The document is nested more than {n} levels deep.", n=max_depth))
    return root


def _tree(text: str) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", 0) == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
            words = "The document holds something too long or too deeply nested to read (line {line})."
            raise Invalid(t(words, line=error.lineno or 1)) from None
        words = "This is not well-formed XML (line {line}): the file was cut off or changed on its way."
        raise Invalid(t(words, line=error.lineno or 1)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Invalid(t("The document has a DOCTYPE. We do not read those: they can be used to do harm."))
    return root


def _text(data: bytes) -> str:
    """The document as text, up to its root free of a DOCTYPE."""
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise Invalid(t("The file is not the kind of text it says it is ({kind}).", kind=encoding)) from None
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise Invalid(t("This is not well-formed XML: it holds characters that text cannot."))
    before = _before_root.match(text)
    if text[before.end() if before else 0 :][:9].upper() == "<!DOCTYPE":
        raise Invalid(t("The document has a DOCTYPE. We do not read those: they can be used to do harm."))
    return _declaration.sub("", text, count=1) if _declaration.match(text) else text


def _encoding(data: bytes) -> str:
    """How the bytes are to be read: by their mark, else by what the XML declaration says, else UTF-8."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    first = _declaration.match(data[:300].decode("ascii", "replace"))
    said = _declared.search(first[0]) if first else None
    name = said[1].lower() if said else "utf-8"
    if name not in _ENCODINGS:
        raise Invalid(t("The file is in an encoding we do not read: {name}. Send it as UTF-8.", name=name))
    return _ENCODINGS[name]


def _sniffed(start: bytes) -> str:
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return start[len(mark) :].decode(encoding, "ignore")
    return start.decode("ascii", "replace")


def _depth(root: etree._Element, most: int) -> int:
    """How deep the elements are nested; it stops counting just past `most`."""
    depth = deepest = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
        if deepest > most:
            break
    return deepest
