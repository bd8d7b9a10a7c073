"""A resource without the other people around a patient: their guardians, next of kin, those who pay.

What is cut: references to such people and the lines they stand in, such people within the resource, the
contacts of a Patient, and the same in files (a C-CDA document, FHIR within FHIR). Free text that somebody
wrote stays.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from portal.errors import Invalid
from portal.integrations.ccda.other_people import document_without
from portal.integrations.ccda.reading.xml import is_xml, looks_like_cda
from portal.integrations.fhir.elements import Json, objs, text
from portal.integrations.fhir.rewriting import rewritten
from portal.integrations.fhir.wording.attachments import bytes_of
from portal.integrations.fhir.wording.people import person_name

PEOPLE = ("RelatedPerson", "Person")
"""The types that are such a person."""

WITHOUT_A_PAGE = frozenset(
    {
        "AdverseEvent", "Appointment", "Binary", "BodyStructure", "CareTeam", "ClinicalImpression",
        "Composition", "DetectedIssue", "Device", "DeviceRequest", "DeviceUseStatement",
        "DocumentManifest", "EpisodeOfCare", "FamilyMemberHistory", "Flag", "Goal", "ImagingStudy",
        "ImmunizationEvaluation", "ImmunizationRecommendation", "List", "Media", "Medication",
        "MolecularSequence", "NutritionOrder", "Patient", "Provenance", "RequestGroup",
        "RiskAssessment", "ServiceRequest", "Specimen", "Substance", "SupplyDelivery",
        "SupplyRequest", "VisionPrescription",
    }
)  # fmt: skip
"""Of what no page shows, the types that tell of the patient's health. Others are about people: who pays, who
wrote, who signed, what they answered.
"""

_REDACTED = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "REDACTED",
    "display": "redacted",
}
_PERSONAL = ("valueHumanName", "valueContactPoint", "valueAddress")
_MAIDEN = "mothersMaidenName"
_HOME = ("telecom", "address")
_GONE = object()
_HEAD = 2_000
_UNREADABLE = (b"MSH|", b"FHS|", b"BHS|")
"""HL7 v2 messages, which name next of kin and guarantors."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What to cut: whether an address names another person, their names, and the patient's own home as well.

    `names` are as `plain_name` has them.
    """

    is_other: Callable[[str], bool]
    names: frozenset[str] = frozenset()
    home: bool = False


def plain_name(said: str) -> str:
    """A name to compare: without case and doubled spaces."""
    return " ".join(said.split()).casefold()


def names_of(data: Json) -> set[str]:
    """The names of the other people that a RelatedPerson, Person or Patient resource tells of."""
    names = [name for one in _told_of(data) for name in objs(one.get("name"))]
    return {plain for name in names if (plain := plain_name(person_name(name)))}


def emails_of(data: Json) -> set[str]:
    """Their email addresses."""
    points = [point for one in _told_of(data) for point in objs(one.get("telecom"))]
    return {text(one.get("value")) for one in points if one.get("system") == "email"} - {""}


def _told_of(data: Json) -> list[Json]:
    return objs(data.get("contact")) if data.get("resourceType") == "Patient" else [data]


def without(data: Json, cut: Cut) -> Json:
    """The resource without other people; itself when there are none in it."""
    return _resource(data, cut)


def _resource(data: Json, cut: Cut) -> Json:
    inside = {f"#{text(one.get('id'))}" for one in objs(data.get("contained")) if _is_person(one)}
    mine = replace(cut, is_other=lambda address: address in inside or cut.is_other(address))
    kept = _object(_without_own(data, mine), mine)
    if kept is data or kept is _GONE:
        return data
    kept.pop("text", None)
    meta = dict(kept.get("meta")) if isinstance(kept.get("meta"), dict) else {}
    return {**kept, "meta": {**meta, "security": [*objs(meta.get("security")), _REDACTED]}}


def _without_own(data: Json, cut: Cut) -> Json:
    """Without the elements of its type that are about other people."""
    kind = data.get("resourceType")
    if kind == "FamilyMemberHistory":
        return _less(data, ("name",))
    if kind != "Patient":
        return data
    found = _less(data, ("contact", *(_HOME if cut.home else ())))
    extensions = objs(found.get("extension"))
    kept = [one for one in extensions if not _is_personal(one)]
    return found if len(kept) == len(extensions) else {**found, "extension": kept}


def _less(data: Json, names: tuple[str, ...]) -> Json:
    gone = {name for name in data if name.removeprefix("_") in names}
    return {name: value for name, value in data.items() if name not in gone} if gone else data


def _is_personal(extension: Json) -> bool:
    return text(extension.get("url")).endswith(_MAIDEN) or any(name in extension for name in _PERSONAL)


def _object(data: Json, cut: Cut) -> Any:
    """An object without other people; itself when unchanged, `_GONE` when it only names one."""
    if _names_another(data, cut):
        return _GONE
    kept = {key: found for key, value in data.items() if (found := _value(value, cut)) is not _GONE}
    if isinstance(kept.get("data"), str) and data.get("resourceType", "Binary") == "Binary":
        kept = _file(kept, cut)
    same = len(kept) == len(data) and all(kept[key] is value for key, value in data.items())
    return data if same else kept


def _value(value: Any, cut: Cut) -> Any:
    if isinstance(value, list):
        kept = [found for one in value if (found := _line(one, cut)) is not _GONE]
        same = len(kept) == len(value) and all(new is old for new, old in zip(kept, value, strict=True))
        return value if same else kept or _GONE
    if isinstance(value, dict):
        return _resource(value, cut) if "resourceType" in value else _object(value, cut)
    return value


def _line(value: Any, cut: Cut) -> Any:
    """One of a list; it goes when it is about another person."""
    if not isinstance(value, dict):
        return _value(value, cut)
    if "resourceType" in value:
        return _GONE if _is_person(value) else _resource(value, cut)
    inner = [one for one in value.values() if isinstance(one, dict)]
    about = any(_is_person(one) or _names_another(one, cut) for one in inner)
    is_theirs = plain_name(text(value.get("authorString"))) in cut.names
    return _GONE if about or is_theirs else _object(value, cut)


def _is_person(data: Json) -> bool:
    return data.get("resourceType") in PEOPLE


def _names_another(value: Json, cut: Cut) -> bool:
    """Whether a Reference means another person: by its address or type, or by nothing but their name."""
    address = text(value.get("reference"))
    if address:
        kinds = address.split("/")
        return any(kind in kinds for kind in PEOPLE) or cut.is_other(address)
    if "coding" in value or "resourceType" in value:
        return False
    named = plain_name(text(value.get("display"))) in cut.names
    return text(value.get("type")) in PEOPLE or (named and "code" not in value)


def _file(value: Json, cut: Cut) -> Json:
    """A file without other people, when it is of a kind that names them in known places."""
    whole = bytes_of(value)
    cleaned = _cleaned(whole, cut)
    if cleaned == whole:
        return value
    kept = {key: one for key, one in value.items() if key not in ("data", "size", "hash")}
    return {**kept, "data": base64.b64encode(cleaned).decode()} if cleaned else kept


def _cleaned(whole: bytes, cut: Cut) -> bytes:
    """The file's bytes; none when it cannot be told what in it is about whom."""
    head = whole[:_HEAD]
    if looks_like_cda(head):
        try:
            return document_without(whole, home=cut.home)
        except Invalid:
            return b""
    if is_xml(head):
        return b"" if b"hl7.org/fhir" in head else whole
    if head.lstrip().startswith(_UNREADABLE):
        return b""
    return _fhir(whole, cut) if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else whole


def _fhir(whole: bytes, cut: Cut) -> bytes:
    """FHIR within a file, such as a bundle from elsewhere."""
    try:
        return rewritten(whole, lambda data: _answer(data, cut)) or b""
    except (ValueError, RecursionError):
        return whole


def _answer(data: Any, cut: Cut) -> Any:
    if not isinstance(data, dict) or "resourceType" not in data:
        return data
    return None if _is_person(data) else _resource(data, cut)
