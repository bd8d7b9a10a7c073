"""A record as FHIR R4: a Bundle with each resource in the very text it came in."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping

from portal import clock
from portal.access.charts import Chart
from portal.access.resources import shared_texts
from portal.i18n import t
from portal.integrations.fhir.references import references_in
from portal.settings import get_settings

Pair = tuple[str, bytes]
"""The address a resource had in its bundle (or empty), and its exact text."""

_address = re.compile(r"^(urn:|[a-z][a-z0-9+.-]*://)", re.IGNORECASE)


def bundle(chart: Chart, own: list[Pair]) -> bytes:
    """A Bundle (collection) of these resources, and the practitioners, organizations and locations they refer
    to (http://hl7.org/fhir/R4/bundle.html). UTF-8 JSON; resource texts are untouched.
    """
    entries = [*own, *referred(chart, [text for _, text in own])]
    parts = [_entry(full_url, text) for full_url, text in entries]
    at = clock.now().isoformat(timespec="seconds")
    head = f'{{"resourceType": "Bundle", "type": "collection", "timestamp": "{at}", "entry": ['
    return head.encode() + b",\n".join(parts) + b"]}\n"


def corrections(own: list[Pair], notes: Mapping[str, str]) -> list[Pair]:
    """What was asked to be corrected in these, and what came of it (FHIR R4 Communication, 45 CFR 164.526).

    `notes` says it by "Type/id". The resources themselves stay as they came.
    """
    patient, here = "", {}
    for _, text in own:
        data = json.loads(text)
        source = f"{data['resourceType']}/{data.get('id', '')}"
        here[source] = source in notes
        patient = source if data["resourceType"] == "Patient" else patient
    return [("", _communication(source, notes[source], patient)) for source, told in here.items() if told]


def left_out(words: str) -> list[Pair]:
    """That not everything on file is in it, and who has the rest (FHIR R4 OperationOutcome, "suppressed")."""
    if not words:
        return []
    issue = {"severity": "information", "code": "suppressed", "details": {"text": words}}
    said = {"resourceType": "OperationOutcome", "id": "left-out", "issue": [issue]}
    return [("", json.dumps(said, ensure_ascii=False).encode())]


def _communication(source: str, note: str, patient: str) -> bytes:
    said = {
        "resourceType": "Communication",
        "id": f"correction-{hashlib.sha256(source.encode()).hexdigest()[:32]}",
        "status": "completed",
        "category": [{"text": t("Request to correct the record")}],
        **({"subject": {"reference": patient}} if patient else {}),
        "about": [{"reference": source}],
        "payload": [{"contentString": note}],
    }
    return json.dumps(said, ensure_ascii=False).encode()


def referred(chart: Chart, texts: Iterable[bytes]) -> list[Pair]:
    """The shared resources that these refer to, and those that those refer to in turn."""
    found: dict[bytes, Pair] = {}
    asked: set[str] = set()
    left = list(texts)
    while left:
        references = {ref for text in left for ref in references_in(json.loads(text))} - asked
        asked |= references
        new = {entry[1]: entry for entry in shared_texts(chart.db, references).values()}
        left = [text for text in new if text not in found]
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
