"""A C-CDA document without the other people around its patient: guardians, next of kin, who pays."""

from lxml import etree

from portal.integrations.ccda.reading.elements import Node, attr, kid, kids, local
from portal.integrations.ccda.reading.xml import parse

_PAYERS = "48768-6"
_HEAD = ("participant", "informant", "informationRecipient")
_ENTITIES = ("relatedEntity", "associatedEntity")
_PART_IN = ("participant", "informant", "author", "performer", "subject")
_RELATIVES = ("name", "addr", "telecom")
"""What is not told of someone of the family whose illness is told of."""
_HOLDERS = ("HLD", "COV", "GUAR", "IND")


def document_without(data: bytes, *, home: bool = False) -> bytes:
    """The document without them, and with `home` without the patient's own addresses and numbers.

    It goes by where CDA puts people; the words of its sections stay, those about who pays go.

    Raises: Invalid when it cannot be read.
    """
    root = parse(data)
    for node in list(root.iter(tag=etree.Element)):
        if _is_about_others(node):
            _take_out(node)
    for role in kids(root, "recordTarget/patientRole"):
        for node in [*kids(role, "addr"), *kids(role, "telecom")] if home else []:
            _mask(node)
    whole: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return whole


def _is_about_others(node: Node) -> bool:
    name, parent = local(node), node.getparent()
    above = local(parent) if parent is not None else ""
    if name == "guardian" or (above == "ClinicalDocument" and name in _HEAD):
        return True
    if name == "component" and attr(kid(node, "section/code"), "code") == _PAYERS:
        return True
    if name in _RELATIVES:
        return any(local(one) == "relatedSubject" for one in node.iterancestors())
    if name not in _PART_IN:
        return False
    return attr(node, "typeCode") in _HOLDERS or any(kid(node, one) is not None for one in _ENTITIES)


def _take_out(node: Node) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _mask(node: Node) -> None:
    """Say that there is one which is not told (HL7's null flavor MSK)."""
    node.clear()
    node.set("nullFlavor", "MSK")
