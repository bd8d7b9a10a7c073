"""Names, addresses and numbers of people and places, and the Patient a document is about."""

import hashlib
from typing import Any

from portal.integrations.ccda.reading.coded import coding, concept
from portal.integrations.ccda.reading.elements import Node, attr, is_null, kid, kids, local, value, words
from portal.integrations.ccda.reading.narrative import Narrative
from portal.integrations.ccda.reading.systems import SSN, identifier_system, urn
from portal.integrations.ccda.reading.times import day, end, when
from portal.integrations.fhir.wording.origin import FROM_DOCUMENT

Json = dict[str, Any]
_TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203"
_NATIONAL = "2.16.840.1.113883.4."  # Social Security, licences, NPI: not a record number of the sender's
_NAME_USE = {"L": "official", "C": "usual", "OR": "official", "P": "nickname", "A": "anonymous"}
_PLACE_USE = {"HP": "home", "H": "home", "HV": "temp", "WP": "work", "TMP": "temp", "BAD": "old"}
_POINT_USE = {"MC": "mobile", "HP": "home", "H": "home", "HV": "home", "WP": "work", "BAD": "old"}
_SEX = {"M": "male", "F": "female", "UN": "other"}


def digest(*parts: str) -> str:
    """An id made of what it names: the same parts give the same id."""
    return FROM_DOCUMENT + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def name_words(node: Node | None) -> str:
    """A name as people say it, from its parts or as it is written."""
    if node is None or is_null(node):
        return ""
    parts = _parts(node)
    said = [*parts["prefix"], *parts["given"], *parts["family"], *parts["suffix"]]
    return " ".join(said) or words(node)


def actor(node: Node | None) -> str:
    """Who an author, performer or assigned entity is: the person, or else their organization."""
    for inner in ("assignedAuthor", "assignedEntity"):
        node = kid(node, inner) if kid(node, inner) is not None else node
    person = name_words(kid(node, "assignedPerson/name"))
    return person or words(kid(node, "representedOrganization/name"))


def recorded(entry: Node) -> tuple[str, str]:
    """When an entry was written, and by whom: of its own author."""
    author = kid(entry, "author")
    return when(value(author, "time")), actor(author)


def identifier(node: Node) -> Json:
    """An Identifier of an HL7 instance identifier; empty when it names nothing."""
    root, extension = attr(node, "root"), attr(node, "extension")
    if is_null(node) or not root:
        return {}
    if extension:
        system = identifier_system(root)
        return {**({"system": system} if system else {}), "value": extension}
    return {"system": "urn:ietf:rfc:3986", "value": urn(root)} if urn(root) else {}


def patient(role: Node, texts: Narrative) -> Json:
    """The Patient of a recordTarget's patientRole; without an id when the document gives no number for them.

    The id comes from the sender's own record number; from a national one only when there is no other.
    """
    who = kid(role, "patient")
    own = _own_id(role)
    found: Json = {
        "resourceType": "Patient",
        **({"id": own} if own else {}),
        "identifier": _identifiers(role),
        "name": [name for node in kids(who, "name") if (name := _name(node))],
        "telecom": [point for node in kids(role, "telecom") if (point := _telecom(node))],
        "gender": _SEX.get(value(who, "administrativeGenderCode", "code"), "unknown"),
        "birthDate": day(value(who, "birthTime")),
        **_death(who),
        "address": [place for node in kids(role, "addr") if (place := _address(node))],
        "maritalStatus": concept(kid(who, "maritalStatusCode"), texts),
        "communication": [spoken for node in kids(who, "languageCommunication") if (spoken := _spoken(node))],
    }
    return {name: inner for name, inner in found.items() if inner not in ("", [], {})}


def _own_id(role: Node) -> str:
    given = [(attr(one, "root"), attr(one, "extension")) for one in kids(role, "id") if identifier(one)]
    given.sort(key=lambda one: one[0].startswith(_NATIONAL))
    return digest("patient", *given[0]) if given else ""


def _identifiers(role: Node) -> list[Json]:
    found = []
    for node in kids(role, "id"):
        one = identifier(node)
        root = attr(node, "root")
        code = "SS" if root == SSN else "" if root.startswith(_NATIONAL) else "MR"
        kind = {"type": {"coding": [{"system": _TYPES, "code": code}]}} if code else {}
        if one:
            found.append({**kind, **one})
    return found


def _parts(name: Node) -> dict[str, list[str]]:
    """The words of a name by their part, what people are called by ("CL") left out."""
    parts: dict[str, list[str]] = {"prefix": [], "given": [], "family": [], "suffix": []}
    for part in name:
        kind = local(part) if isinstance(part.tag, str) else ""
        if kind in parts and words(part) and "CL" not in attr(part, "qualifier").split():
            parts[kind].append(words(part))
    return parts


def _name(node: Node) -> Json:
    parts = _parts(node)
    family = " ".join(parts.pop("family"))
    found = {name: said for name, said in parts.items() if said}
    if is_null(node) or not (family or found or words(node)):
        return {}
    is_old = bool(end(kid(node, "validTime"))) or any("BR" in attr(one, "qualifier").split() for one in node)
    use = "old" if is_old else next((_NAME_USE[u] for u in attr(node, "use").split() if u in _NAME_USE), "")
    text = {} if family or found else {"text": words(node)}
    return {**({"use": use} if use else {}), **({"family": family} if family else {}), **found, **text}


def _telecom(node: Node) -> Json:
    scheme, _, number = attr(node, "value").partition(":")
    system = {"tel": "phone", "mailto": "email", "fax": "fax", "http": "url", "https": "url"}.get(scheme, "")
    number = attr(node, "value") if system == "url" else number.strip()
    if not system or not number:
        return {}
    use = next((_POINT_USE[u] for u in attr(node, "use").split() if u in _POINT_USE), "")
    return {"system": system, "value": number, **({"use": use} if use else {})}


def _address(node: Node) -> Json:
    use = next((_PLACE_USE[u] for u in attr(node, "use").split() if u in _PLACE_USE), "")
    found: Json = {
        "use": use,
        "line": [words(line) for line in kids(node, "streetAddressLine") if words(line)],
        **{name: words(kid(node, name)) for name in ("city", "state", "postalCode", "country")},
    }
    said = {name: inner for name, inner in found.items() if inner}
    return said if set(said) - {"use"} else {}


def _death(who: Node | None) -> Json:
    died = when(value(who, "sdtc:deceasedTime"))
    if died:
        return {"deceasedDateTime": died}
    said = value(who, "sdtc:deceasedInd")
    return {"deceasedBoolean": said == "true"} if said in ("true", "false") else {}


def _spoken(node: Node) -> Json:
    code = value(node, "languageCode", "code")
    if not code:
        return {}
    likes = value(node, "preferenceInd")
    preferred = {"preferred": likes == "true"} if likes in ("true", "false") else {}
    language = coding(kid(node, "languageCode"))
    return {"language": {"coding": [{"system": "urn:ietf:bcp:47", **language}]}, **preferred}
