"""A C-CDA document as FHIR R4 resources, in the importer's own terms."""

from portal.errors import Invalid
from portal.i18n import t
from portal.integrations.ccda.reading.coded import Json
from portal.integrations.ccda.reading.document import document_reference
from portal.integrations.ccda.reading.findings import Findings, written
from portal.integrations.ccda.reading.header import header
from portal.integrations.ccda.reading.narrative import Narrative
from portal.integrations.ccda.reading.people import patient
from portal.integrations.ccda.reading.sections import read_sections
from portal.integrations.ccda.reading.xml import parse
from portal.integrations.fhir import strict_json
from portal.integrations.fhir.reading import Raw, Rejected


def read_cda(name: str, data: bytes, *, max_bytes: int, max_depth: int) -> list[Raw | Rejected]:
    """The Patient, the DocumentReference with these bytes, then what the entries state.

    `name` is the file's. A document refused is one `Rejected` with its reason; nothing else is given then.
    """
    try:
        resources = _resources(data, max_bytes=max_bytes, max_depth=max_depth)
    except Invalid as refusal:
        return [Rejected(name, None, refusal.message)]
    return [_raw(name, place, written(resource)) for place, resource in enumerate(resources)]


def _raw(name: str, place: int, text: str) -> Raw:
    return Raw(name, place, "", text.encode("utf-8"), strict_json.parse(text))


def _resources(data: bytes, *, max_bytes: int, max_depth: int) -> list[Json]:
    root = parse(data, max_bytes=max_bytes, max_depth=max_depth)
    texts = Narrative(root)
    head = header(root, texts)
    who = patient(head.patient_role, texts)
    if "id" not in who:
        raise Invalid(t("The document gives no number for its patient, so it could belong to anyone."))
    found = Findings(head, texts, who["id"])
    read_sections(root, found)
    who = {"resourceType": "Patient", "id": who["id"], "meta": found.meta(), **who}
    return [who, document_reference(head, found, data), *found.resources]
