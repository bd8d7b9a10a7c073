"""People, practices and places: names, addresses, telephone numbers, and who did what."""

from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL

from portal.integrations.ccda.writing.elements import Element, put, put_template
from portal.integrations.ccda.writing.occasion import Desk, stable_id
from portal.integrations.ccda.writing.systems import oid_of
from portal.integrations.ccda.writing.times import put_fine_time
from portal.integrations.fhir.elements import Json, codes, obj, objs, text, texts
from portal.integrations.fhir.wording.people import Around, name_of
from portal.integrations.fhir.wording.plain import clean

SAYS_NOTHING, UNKNOWN = "NI", "UNK"
_MOST_LINES = 4
_NAME_USE = {"official": "L", "usual": "L", "nickname": "P", "anonymous": "ASGN"}
_PLACE_USE = {"home": "HP", "work": "WP", "temp": "TMP"}
_PHONE_USE = {"home": "HP", "work": "WP", "mobile": "MC"}
_STAFF = ("Practitioner", "PractitionerRole", "Organization")


def put_name(parent: Element, name: Json) -> None:
    """A HumanName; a part that is missing is said to be."""
    family, given = clean(name.get("family")), [clean(one) for one in texts(name.get("given"))]
    made = put(parent, "name", use=_NAME_USE.get(text(name.get("use")), ""))
    if not family and not given:
        family = clean(name.get("text"))
    for prefix in texts(name.get("prefix")):
        put(made, "prefix", clean(prefix))
    for one in given or [""]:
        put(made, "given", one, nullFlavor="" if one else UNKNOWN)
    put(made, "family", family, nullFlavor="" if family else UNKNOWN)
    for suffix in texts(name.get("suffix")):
        put(made, "suffix", clean(suffix))


def is_name(name: Json) -> bool:
    """Whether a HumanName says anything."""
    return bool(clean(name.get("family")) or texts(name.get("given")) or clean(name.get("text")))


def put_address(parent: Element, address: Json) -> None:
    """An Address by the US Realm's rules: up to four lines, city, state, postal code, country."""
    lines = [clean(line) for line in texts(address.get("line"))]
    parts = {name: clean(address.get(name)) for name in ("city", "state", "postalCode", "country")}
    lines = lines or clean(address.get("text")).split("\n")
    if not any(lines) and not any(parts.values()):
        put(parent, "addr", nullFlavor=SAYS_NOTHING)
        return
    made = put(parent, "addr", use=_PLACE_USE.get(text(address.get("use")), ""))
    folded = [*lines[: _MOST_LINES - 1], ", ".join(lines[_MOST_LINES - 1 :])]
    for line in [line for line in folded if line] or [""]:
        put(made, "streetAddressLine", line, nullFlavor="" if line else SAYS_NOTHING)
    for name, value in parts.items():
        if value or name != "country":
            put(made, name, value, nullFlavor="" if value else SAYS_NOTHING)


def put_addresses(parent: Element, addresses: Any) -> None:
    """Every Address, or that there is none."""
    for address in objs(addresses) or [{}]:
        put_address(parent, address)


def put_telecoms(parent: Element, telecoms: Any) -> None:
    """Every telephone number and email in use, or that there is none."""
    found = [(_reach(one), text(one.get("use"))) for one in objs(telecoms) if text(one.get("use")) != "old"]
    for value, use in found:
        if value:
            put(parent, "telecom", use=_PHONE_USE.get(use, ""), value=value)
    if not any(value for value, _ in found):
        put(parent, "telecom", nullFlavor=SAYS_NOTHING)


def put_identifier(parent: Element, identifier: Json) -> bool:
    """An Identifier: by its system's object identifier, or else by a UUID made from its address."""
    system, value = text(identifier.get("system")), clean(identifier.get("value"))
    if not value or not system:
        return False
    root = oid_of(system) or (oid_of(value) if value.startswith("urn:oid:") else "")
    bare = "" if root and value.startswith("urn:oid:") else value
    named = "" if root else system
    root = root or str(stable_id(NAMESPACE_URL, system))
    put(parent, "id", root=root, extension=bare, assigningAuthorityName=named)
    return True


def put_performer(parent: Element, reference: Any, desk: Desk, around: Around, *, code: str = "") -> bool:
    """Who did it, when a practitioner or practice is named; says whether one was."""
    found, shown = _staff(reference, around)
    if not shown:
        return False
    made = put(parent, "performer", typeCode=code)
    _fill(put(made, "assignedEntity"), found, shown, desk, around, whole=True)
    return True


def put_author(parent: Element, reference: Any, when: Any, desk: Desk, around: Around) -> bool:
    """Who wrote it and when (Author Participation), when a practitioner or practice is named."""
    found, shown = _staff(reference, around)
    if not shown:
        return False
    made = put(parent, "author")
    put_template(made, "4.119")
    put_fine_time(made, "time", when)
    _fill(put(made, "assignedAuthor"), found, shown, desk, around, whole=False)
    return True


def put_place(parent: Element, reference: Any, around: Around) -> None:
    """Where it was (Service Delivery Location)."""
    found, shown = around.find(reference), around.name(reference)
    if not shown:
        return
    role = put(put(parent, "participant", typeCode="LOC"), "participantRole", classCode="SDLOC")
    put_template(role, "4.32")
    put(role, "code", nullFlavor=UNKNOWN)
    put_addresses(role, found.get("address"))
    put_telecoms(role, found.get("telecom"))
    put(put(role, "playingEntity", classCode="PLC"), "name", shown)


def _staff(reference: Any, around: Around) -> tuple[Json, str]:
    """Who is meant and their name, unless it is the patient or someone of theirs."""
    found, address = around.find(reference), text(obj(reference).get("reference"))
    kind = text(found.get("resourceType")) or address.rpartition("/")[0].rpartition("/")[2]
    if kind and kind not in _STAFF:
        return {}, ""
    return found, around.name(reference)


def _fill(made: Element, found: Json, shown: str, desk: Desk, around: Around, *, whole: bool) -> None:
    person, company = _person_and_company(found, around)
    named = [put_identifier(made, one) for one in objs((person or found).get("identifier"))]
    if not any(named):
        own = desk.id_of(person or found) if person or found else ""
        put(made, "id", root=own, nullFlavor="" if own else SAYS_NOTHING)
    if whole:
        put_addresses(made, found.get("address"))
        put_telecoms(made, found.get("telecom"))
    if text(found.get("resourceType")) != "Organization":
        _put_person(put(made, "assignedPerson"), person, shown)
    if company:
        organization = put(made, "representedOrganization")
        put(organization, "name", name_of(company, around.look_up))
        if whole:
            put_telecoms(organization, company.get("telecom"))
            put_addresses(organization, company.get("address"))


def _put_person(made: Element, person: Json, shown: str) -> None:
    names = [name for name in objs(person.get("name")) if is_name(name)]
    if names:
        put_name(made, names[0])
    else:
        put(made, "name", shown)


def _person_and_company(found: Json, around: Around) -> tuple[Json, Json]:
    kind = text(found.get("resourceType"))
    if kind == "PractitionerRole":
        inner = Around(found, around.look_up)
        return inner.find(found.get("practitioner")), inner.find(found.get("organization"))
    return ({}, found) if kind == "Organization" else (found, {})


def _reach(point: Json) -> str:
    """A ContactPoint as an address: "tel:…", "mailto:…"."""
    value, system = "".join(clean(point.get("value")).split()), text(point.get("system"))
    scheme = {"phone": "tel:", "sms": "tel:", "fax": "fax:", "email": "mailto:"}.get(system, "")
    if not value or not (scheme or system == "url"):
        return ""
    return scheme + quote(value.removeprefix(scheme), safe="+()-.@,;=:*/?&~_!'$")


def is_mrn(identifier: Json) -> bool:
    """Whether an identifier is for finding the patient's record: not a social security or licence number."""
    kinds = set(codes(identifier.get("type")))
    private = "ssn" in text(identifier.get("system")).lower() or kinds & {"SS", "SB", "DL", "PPN", "TAX"}
    return not private and text(identifier.get("use")) != "old"
