"""The document itself as a DocumentReference that holds its original bytes."""

import base64

from portal.integrations.ccda.reading.coded import Json
from portal.integrations.ccda.reading.findings import Findings
from portal.integrations.ccda.reading.header import Header


def document_reference(head: Header, found: Findings, data: bytes) -> Json:
    """A DocumentReference: type, date, author, keeper, and the file as it came."""
    reference = {
        "resourceType": "DocumentReference",
        "id": head.id_of("DocumentReference"),
        "meta": found.meta(),
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": head.urn},
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": head.base}] if head.base != head.urn else [],
        "status": "current",
        "type": head.type,
        "subject": found.subject,
        "date": head.moment,
        "author": [{"display": name} for name in head.authors],
        "custodian": _keeper(head),
        "description": head.title,
        "content": [{"attachment": _attachment(head, data)}],
        "context": {"period": head.covers} if head.covers else {},
    }
    return {name: value for name, value in reference.items() if value not in ("", [], {})}


def _keeper(head: Header) -> Json:
    if not head.custodian:
        return {}
    return {**({"identifier": head.custodian_id} if head.custodian_id else {}), "display": head.custodian}


def _attachment(head: Header, data: bytes) -> Json:
    file = {
        "contentType": "application/xml",
        "language": head.language,
        "data": base64.b64encode(data).decode("ascii"),
        "size": len(data),
        "title": head.title,
        "creation": head.written,
    }
    return {name: value for name, value in file.items() if value != ""}
