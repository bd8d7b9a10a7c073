"""A part of a record as a FHIR R4 document: a Composition, then the resources in the texts they came in.

Sections and codes are those of the International Patient Summary (hl7.org/fhir/uv/ips) where it has one; no
profile is claimed, for what is inside is what others wrote. See http://hl7.org/fhir/R4/documents.html.
"""

import base64
import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from portal.integrations.fhir.elements import Json

Entry = tuple[str, bytes]
"""The address of a resource within the document, and its exact text."""

LOINC = "http://loinc.org"
SUMMARY = ("60591-5", "Patient summary Document")
SECTIONS = {
    "allergies": ("48765-2", "Allergies and adverse reactions Document"),
    "medications": ("10160-0", "History of Medication use Narrative"),
    "conditions": ("11450-4", "Problem list - Reported"),
    "immunizations": ("11369-6", "History of Immunization Narrative"),
    "results": ("30954-2", "Relevant diagnostic tests/laboratory data Narrative"),
    "vitals": ("8716-3", "Vital signs"),
    "procedures": ("47519-4", "History of Procedures Document"),
    "visits": ("46240-8", "History of Hospitalizations+Outpatient visits Narrative"),
    "care-plans": ("18776-5", "Plan of care note"),
    "documents": ("34109-9", "Note"),
}
"""LOINC codes by kind of record, in the order in which a stranger needs them."""

_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_EMPTY = "http://terminology.hl7.org/CodeSystem/list-empty-reason"
_XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in words: its name, the rest, and what it consists of."""

    title: str
    rest: str = ""
    parts: tuple["Line", ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of record. `refers` are the addresses of its resources; `none` is said when there are none."""

    kind: str
    title: str
    lines: Sequence[Line] = ()
    refers: Sequence[str] = ()
    none: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What the document says of itself: the title, whom it is about, who made it, when."""

    title: str
    patient: Entry
    patient_name: str
    practice: str
    phone: str
    made_at: datetime
    note: str = ""


def document(head: Head, sections: Sequence[Section], resources: Sequence[Entry]) -> bytes:
    """A Bundle of type document: Composition, Patient, the practice, then `resources`. UTF-8 JSON."""
    at = head.made_at.isoformat(timespec="seconds")
    practice = f"urn:uuid:{uuid4()}"
    entries = [
        (f"urn:uuid:{uuid4()}", _encoded(_composition(head, sections, practice, at))),
        head.patient,
        (practice, _encoded(_organization(head))),
        *resources,
    ]
    start = {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{uuid4()}"},
        "type": "document",
        "timestamp": at,
    }
    return _encoded(start)[:-1] + b', "entry": [' + b",\n".join(map(_entry, entries)) + b"]}\n"


def paper(pdf: bytes, *, title: str, patient_name: str, made_at: datetime) -> bytes:
    """A PDF as FHIR carries one: a DocumentReference with the file inside. UTF-8 JSON."""
    file = {
        "contentType": "application/pdf",
        "data": base64.b64encode(pdf).decode(),
        "title": title,
    }
    resource = {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": _coded(*SUMMARY),
        "subject": {"display": patient_name},
        "date": made_at.isoformat(timespec="seconds"),
        "content": [{"attachment": file}],
    }
    return _encoded(resource)


def _composition(head: Head, sections: Sequence[Section], practice: str, at: str) -> Json:
    made: Json = {
        "resourceType": "Composition",
        "status": "final",
        "type": _coded(*SUMMARY),
        "subject": {"reference": head.patient[0], "display": head.patient_name},
        "date": at,
        "author": [{"reference": practice, "display": head.practice}],
        "title": head.title,
        "section": [_section(one) for one in sections],
    }
    return made | ({"text": _narrative(f"<p>{_plain(head.note)}</p>")} if head.note else {})


def _section(one: Section) -> Json:
    said: Json = {"title": one.title, "code": _coded(*SECTIONS[one.kind])}
    if not one.lines:
        reason = {"coding": [{"system": _EMPTY, "code": "unavailable"}]}
        return said | {"text": _narrative(f"<p>{_plain(one.none)}</p>"), "emptyReason": reason}
    return said | {
        "text": _narrative(_listed(one.lines)),
        "entry": [{"reference": address} for address in one.refers],
    }


def _organization(head: Head) -> Json:
    return {
        "resourceType": "Organization",
        "name": head.practice,
        "telecom": [{"system": "phone", "value": head.phone}],
    }


def _listed(lines: Sequence[Line]) -> str:
    return f"<ul>{''.join(map(_item, lines))}</ul>"


def _item(line: Line) -> str:
    rest = f" {_plain(line.rest)}" if line.rest else ""
    return f"<li><b>{_plain(line.title)}</b>{rest}{_listed(line.parts) if line.parts else ''}</li>"


def _narrative(inside: str) -> Json:
    return {"status": "generated", "div": f'<div xmlns="{_XHTML}">{inside}</div>'}


def _plain(words: str) -> str:
    """Text as XHTML holds it: no markup, and none of the characters that XML 1.0 forbids."""
    return html.escape(_NO_XML.sub("", words), quote=False)


def _coded(code: str, name: str) -> Json:
    return {"coding": [{"system": LOINC, "code": code, "display": name}]}


def _entry(entry: Entry) -> bytes:
    address, text = entry
    return (
        b'{"fullUrl": ' + json.dumps(address, ensure_ascii=False).encode() + b', "resource": ' + text + b"}"
    )


def _encoded(resource: Json) -> bytes:
    return json.dumps(resource, ensure_ascii=False).encode()
