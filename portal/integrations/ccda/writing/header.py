"""The head of a CCD: what it is, whose it is, who made it, who keeps it, and for which time."""

import re
from datetime import date
from typing import Any

from portal.i18n import language, t
from portal.integrations.ccda.writing.codes import put_code
from portal.integrations.ccda.writing.elements import Element, document, put, put_template
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.patient import put_patient
from portal.integrations.ccda.writing.people import put_address, put_performer, put_telecoms
from portal.integrations.ccda.writing.systems import CONFIDENTIALITY, LOINC
from portal.integrations.ccda.writing.times import UNKNOWN, stamp_of
from portal.integrations.fhir.elements import Json, first

_SECRECY = {"N": "normal", "R": "restricted", "V": "very restricted"}
_CDA_ITSELF = {"root": "2.16.840.1.113883.1.3", "extension": "POCD_HD000040"}
_envelope = re.compile(
    r"(?P<line>.+?)[,\n]\s*(?P<city>[^,\n]+)[,\n]\s*(?P<state>[A-Z]{2})\s+(?P<zip>\d{5}(?:-\d{4})?)$",
    re.DOTALL,
).fullmatch


def put_header(
    patient: Json, desk: Desk, earliest: date | None, secrecy: str = "N"
) -> tuple[Element, Element]:
    """The document and the body its sections belong in.

    `earliest` is the day of its oldest record, `secrecy` HL7's confidentiality code (N, R, V).
    """
    root, occasion = document(), desk.occasion
    put(root, "realmCode", code="US")
    put(root, "typeId", **_CDA_ITSELF)
    put_template(root, "1.1", "2015-08-01")
    put_template(root, "1.2", "2015-08-01")
    put(root, "id", root=str(occasion.document_id))
    put_code(root, "code", "34133-9", LOINC, "Summarization of Episode Note")
    put(root, "title", t("Health summary from {practice}", practice=occasion.practice_name))
    put(root, "effectiveTime", value=stamp_of(occasion.at))
    put_code(root, "confidentialityCode", secrecy, CONFIDENTIALITY, _SECRECY[secrecy])
    spoken = language().replace("_", "-")
    put(root, "languageCode", code="en-US" if spoken == "en" else spoken)
    put_patient(root, patient, desk)
    _put_author(root, desk)
    _put_custodian(root, desk)
    _put_service(root, patient, desk, earliest)
    return root, put(put(root, "component"), "structuredBody")


def put_practice(made: Element, desk: Desk) -> None:
    """The practice's id, name, telephone and address."""
    occasion = desk.occasion
    put(made, "id", root=str(desk.practice))
    put(made, "name", occasion.practice_name, nullFlavor="" if occasion.practice_name else UNKNOWN)
    _put_reach(made, desk)


def _put_reach(made: Element, desk: Desk) -> None:
    put_telecoms(made, [{"system": "phone", "use": "work", "value": desk.occasion.practice_phone}])
    put_address(made, _address(desk.occasion.practice_address))


def _put_author(root: Element, desk: Desk) -> None:
    """The practice's own system: nobody wrote this by hand."""
    author = put(root, "author")
    put(author, "time", value=stamp_of(desk.occasion.at))
    assigned = put(author, "assignedAuthor")
    put(assigned, "id", root=str(desk.practice), extension="portal")
    put_address(assigned, _address(desk.occasion.practice_address))
    put_telecoms(assigned, [{"system": "phone", "use": "work", "value": desk.occasion.practice_phone}])
    device = put(assigned, "assignedAuthoringDevice")
    put(device, "manufacturerModelName", t("Patient portal"))
    put(device, "softwareName", t("Patient portal"))
    put_practice(put(assigned, "representedOrganization"), desk)


def _put_custodian(root: Element, desk: Desk) -> None:
    keeper = put(put(put(root, "custodian"), "assignedCustodian"), "representedCustodianOrganization")
    put_practice(keeper, desk)


def _put_service(root: Element, patient: Json, desk: Desk, earliest: date | None) -> None:
    """The time this is about: the days asked for, or else from the oldest record to now."""
    occasion = desk.occasion
    event = put(put(root, "documentationOf"), "serviceEvent", classCode="PCPR")
    span = put(event, "effectiveTime")
    begin = occasion.since or earliest
    put(span, "low", value=f"{begin:%Y%m%d}".zfill(8) if begin else "", nullFlavor="" if begin else UNKNOWN)
    put(span, "high", value=f"{occasion.until:%Y%m%d}" if occasion.until else stamp_of(occasion.at))
    doctor: Any = first(patient.get("generalPractitioner"))
    put_performer(event, doctor, desk, desk.around(patient), code="PRF")


def _address(written: str) -> Json:
    """The practice's address as it was typed in; its city, state and ZIP code when it ends in them."""
    found = _envelope(written.strip())
    if not found:
        return {"use": "work", "text": written}
    place = {"city": found["city"], "state": found["state"], "postalCode": found["zip"]}
    return {"use": "work", "line": found["line"].split("\n"), **place}
