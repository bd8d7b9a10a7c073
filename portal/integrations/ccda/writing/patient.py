"""The patient in the head of a document, by the US Realm's rules."""

from typing import Any

from portal.integrations.ccda.writing.codes import is_code, put_code
from portal.integrations.ccda.writing.elements import Element, put, put_sdtc
from portal.integrations.ccda.writing.occasion import Desk
from portal.integrations.ccda.writing.people import (
    is_mrn,
    is_name,
    put_address,
    put_addresses,
    put_identifier,
    put_name,
    put_telecoms,
)
from portal.integrations.ccda.writing.systems import GENDER, MARITAL, RACE, name_of
from portal.integrations.ccda.writing.times import UNKNOWN, put_time, stamp
from portal.integrations.fhir.elements import Json, codes, codings, objs, text
from portal.integrations.fhir.wording.plain import clean

_GENDERS = {"male": ("M", "Male"), "female": ("F", "Female"), "other": ("UN", "Undifferentiated")}
_MARITAL = {
    "A": "Annulled",
    "D": "Divorced",
    "I": "Interlocutory",
    "L": "Legally Separated",
    "M": "Married",
    "P": "Polygamous",
    "S": "Never Married",
    "T": "Domestic partner",
    "W": "Widowed",
}
_US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-"
_NOT_SAID = {"UNK": "UNK", "ASKU": "ASKU"}


def put_patient(root: Element, patient: Json, desk: Desk) -> None:
    """The record target: ids, addresses, telephone numbers and who the patient is."""
    role = put(put(root, "recordTarget"), "patientRole")
    known = [put_identifier(role, one) for one in objs(patient.get("identifier")) if is_mrn(one)]
    if not any(known):
        own = desk.id_of(patient) if text(patient.get("id")) else ""
        put(role, "id", root=own, nullFlavor="" if own else UNKNOWN)
    put_addresses(role, patient.get("address"))
    put_telecoms(role, patient.get("telecom"))
    _put_person(put(role, "patient"), patient)


def _put_person(made: Element, patient: Json) -> None:
    names = [name for name in objs(patient.get("name")) if is_name(name)]
    for name in names:
        put_name(made, name)
    if not names:
        put(made, "name", nullFlavor=UNKNOWN)
    code, words = _GENDERS.get(text(patient.get("gender")), ("", ""))
    if code:
        put_code(made, "administrativeGenderCode", code, GENDER, words)
    else:
        put(made, "administrativeGenderCode", nullFlavor=UNKNOWN)
    put_time(made, "birthTime", patient.get("birthDate"), null=UNKNOWN)
    _put_death(made, patient)
    _put_marital(made, patient.get("maritalStatus"))
    _put_group(made, patient, "race", "raceCode")
    _put_group(made, patient, "ethnicity", "ethnicGroupCode")
    _put_birthplace(made, patient)
    _put_languages(made, patient)


def _put_death(made: Element, patient: Json) -> None:
    when = patient.get("deceasedDateTime")
    if stamp(when) or patient.get("deceasedBoolean") is True:
        put_sdtc(made, "deceasedInd", value="true")
        put_sdtc(made, "deceasedTime", value=stamp(when), nullFlavor="" if stamp(when) else UNKNOWN)


def _put_marital(made: Element, status: Any) -> None:
    code = next((code for code in codes(status) if code in _MARITAL), "")
    if code:
        put_code(made, "maritalStatusCode", code, MARITAL, _MARITAL[code])


def _put_group(made: Element, patient: Json, which: str, tag: str) -> None:
    """Race or ethnicity: the broad group first, the others and the finer ones after it."""
    found = _groups(patient, which)
    said = [(code, words) for code, words in found if code not in _NOT_SAID]
    if not said:
        put(made, tag, nullFlavor=next((_NOT_SAID[code] for code, _ in found), UNKNOWN))
        return
    put_code(made, tag, said[0][0], RACE, said[0][1])
    for code, words in said[1:]:
        put_sdtc(made, tag, code=code, codeSystem=RACE, codeSystemName=name_of(RACE), displayName=words)


def _groups(patient: Json, which: str) -> list[tuple[str, str]]:
    inner = [
        part
        for one in objs(patient.get("extension"))
        if one.get("url") == _US_CORE + which
        for part in objs(one.get("extension"))
    ]
    order = ("ombCategory", "detailed")
    found = [
        (text(coding.get("code")), clean(coding.get("display")))
        for url in order
        for part in inner
        if part.get("url") == url
        for coding in codings(part.get("valueCoding"))
        if is_code(coding.get("code"))
    ]
    return list(dict(found).items())


def _put_birthplace(made: Element, patient: Json) -> None:
    url = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
    places = [one.get("valueAddress") for one in objs(patient.get("extension")) if one.get("url") == url]
    for place in objs(places)[:1]:
        put_address(put(put(made, "birthplace"), "place"), place)


def _put_languages(made: Element, patient: Json) -> None:
    for one in objs(patient.get("communication")):
        code = next((code for code in codes(one.get("language")) if is_code(code)), "")
        if not code:
            continue
        spoken = put(made, "languageCommunication")
        put(spoken, "languageCode", code=code)
        if isinstance(one.get("preferred"), bool):
            put(spoken, "preferenceInd", value=str(one["preferred"]).lower())
