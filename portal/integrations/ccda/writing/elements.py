"""Elements of a CDA document: in their namespace, and of no sign that XML forbids."""

import re
from typing import Any

from lxml import etree

CDA = "urn:hl7-org:v3"
SDTC = "urn:hl7-org:sdtc"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
TEMPLATES = "2.16.840.1.113883.10.20.22"
Element = etree._Element

_NAMES: Any = {None: CDA, "sdtc": SDTC, "xsi": XSI}
_forbidden = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEW_SINCE_2_1 = frozenset({"2016-06-01", "2016-11-01"})


def document() -> Element:
    """An empty document, its namespaces declared once."""
    return etree.Element(f"{{{CDA}}}ClinicalDocument", nsmap=_NAMES)


def put(parent: Element, tag: str, words: str = "", *, xsi: str = "", **attributes: str) -> Element:
    """A new last child; `xsi` is its data type, attributes that are empty are left out."""
    made = etree.SubElement(parent, f"{{{CDA}}}{tag}")
    if xsi:
        made.set(f"{{{XSI}}}type", xsi)
    if words:
        made.text = legal(words)
    dress(made, **attributes)
    return made


def dress(made: Element, **attributes: str) -> None:
    """Attributes of an element; those that are empty are left out."""
    for name, value in attributes.items():
        said = legal(value)
        if said:
            made.set(name, said)


def put_sdtc(parent: Element, tag: str, **attributes: str) -> Element:
    """A new last child of HL7's extension (sdtc)."""
    made = etree.SubElement(parent, f"{{{SDTC}}}{tag}")
    dress(made, **attributes)
    return made


def put_template(parent: Element, number: str, extension: str = "") -> None:
    """The template an element conforms to; as R2.1 asks, also by its number alone (R1.1)."""
    root = f"{TEMPLATES}.{number}"
    if extension not in _NEW_SINCE_2_1:
        put(parent, "templateId", root=root)
    if extension:
        put(parent, "templateId", root=root, extension=extension)


def legal(words: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return _forbidden.sub("", words)
