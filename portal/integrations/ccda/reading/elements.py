"""Reaching into CDA elements: what is absent, null or of the wrong shape reads as empty."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from lxml import etree

from portal.integrations.ccda.reading.xml import NAMESPACE

Node = etree._Element
SDTC = "urn:hl7-org:sdtc"
_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_number = re.compile(r"([+-]?)(\d{0,15})(?:\.(\d{1,40}))?$").match


def kids(node: Node | None, path: str) -> list[Node]:
    """The elements at a path such as "assignedEntity/assignedPerson"; "sdtc:…" names HL7's extensions."""
    return node.findall(_full(path)) if node is not None else []


@cache
def _full(path: str) -> str:
    """A path with its names' namespaces."""
    return "/".join(
        f"{{{SDTC}}}{name[5:]}" if name.startswith("sdtc:") else f"{{{NAMESPACE}}}{name}"
        for name in path.split("/")
    )


def kid(node: Node | None, path: str) -> Node | None:
    """The first of them."""
    return next(iter(kids(node, path)), None)


def attr(node: Node | None, name: str) -> str:
    """An attribute's text with its spaces tidied, else empty."""
    return " ".join((node.get(name) or "").split()) if node is not None else ""


def value(node: Node | None, path: str, name: str = "value") -> str:
    """The attribute `name` of the element at `path`."""
    return attr(kid(node, path), name)


def words(node: Node | None) -> str:
    """All text within an element, its spaces tidied."""
    return " ".join("".join(map(str, node.itertext())).split()) if node is not None else ""


def local(node: Node) -> str:
    """An element's name without its namespace."""
    return etree.QName(node).localname


def kind_of(node: Node | None) -> str:
    """The data type of a value, such as "PQ" or "CD", from xsi:type."""
    return attr(node, _XSI_TYPE).rpartition(":")[2]


def is_null(node: Node) -> bool:
    """Whether an element says that it has nothing to say (a nullFlavor)."""
    return bool(attr(node, "nullFlavor"))


def is_negated(node: Node) -> bool:
    """Whether an entry says that something is not so, or was not done (negationInd)."""
    return attr(node, "negationInd").lower() in ("true", "1")


def follows(node: Node, *templates: str) -> bool:
    """Whether an element follows one of these C-CDA templates, by the last part of their number."""
    roots = {attr(one, "root") for one in kids(node, "templateId")}
    return any(f"2.16.840.1.113883.10.20.22.4.{template}" in roots for template in templates)


def related(node: Node, *templates: str, how: str = "") -> Iterator[Node]:
    """The statements within an entry that follow one of the templates; `how` is their typeCode."""
    for link in kids(node, "entryRelationship"):
        if how and attr(link, "typeCode") != how:
            continue
        for inner in link:
            if isinstance(inner.tag, str) and (not templates or follows(inner, *templates)):
                yield inner


def decimal(said: str) -> Decimal | None:
    """A number as it was written, "12.30" with its last zero; None when it is none, or endless."""
    found = _number(said)
    if not found or not (found[2] or found[3]):
        return None
    sign = "-" if found[1] == "-" else ""
    return Decimal(f"{sign}{found[2] or '0'}" + (f".{found[3]}" if found[3] else ""))
