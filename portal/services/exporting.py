"""Giving a record back as FHIR R4: each resource in the very text it came in."""

import json
import re

from sqlmodel import select

from portal import clock
from portal.access.actor import Scope
from portal.access.charts import Chart
from portal.access.needs import needs
from portal.access.resources import shared_texts
from portal.integrations.fhir.references import references_in
from portal.models.record import Record, unpacked
from portal.settings import get_settings

Entry = tuple[str, bytes]
"""The address a resource had in its bundle (or empty), and its exact text."""

_address = re.compile(r"^(urn:|[a-z][a-z0-9+.-]*://)", re.IGNORECASE)


@needs(Scope.RECORDS)
def export_fhir(chart: Chart) -> bytes:
    """A Bundle (collection) of the patient, everything about them, and the practitioners, organizations and
    locations it refers to (http://hl7.org/fhir/R4/bundle.html). UTF-8 JSON; resource texts are untouched.
    """
    own = _own(chart)
    entries = [*own, *_referred(chart, own)]
    parts = [_entry(full_url, text) for full_url, text in entries]
    at = clock.now().isoformat(timespec="seconds")
    head = f'{{"resourceType": "Bundle", "type": "collection", "timestamp": "{at}", "entry": ['
    return head.encode() + b",\n".join(parts) + b"]}\n"


def _own(chart: Chart) -> list[Entry]:
    query = select(Record).where(Record.patient_id == chart.patient_id).order_by(Record.position)  # type: ignore[arg-type]
    return [unpacked(chart.unseal_bytes(row)) for row in chart.db.exec(query)]


def _referred(chart: Chart, own: list[Entry]) -> list[Entry]:
    """The shared resources that these refer to, and those that those refer to in turn."""
    found: dict[bytes, Entry] = {}
    asked: set[str] = set()
    texts = [text for _, text in own]
    while texts:
        references = {ref for text in texts for ref in references_in(json.loads(text))} - asked
        asked |= references
        new = {entry[1]: entry for entry in shared_texts(chart.db, references).values()}
        texts = [text for text in new if text not in found]
        found.update(new)
    return list(found.values())


def _entry(full_url: str, text: bytes) -> bytes:
    address = full_url if _address.match(full_url) else _own_address(text)
    return (
        b'{"fullUrl": ' + json.dumps(address, ensure_ascii=False).encode() + b', "resource": ' + text + b"}"
    )


def _own_address(text: bytes) -> str:
    """An address under which relative references ("Practitioner/1") find each other in the bundle."""
    resource = json.loads(text)
    return f"{get_settings().origin}/fhir/{resource['resourceType']}/{resource.get('id', '')}"
