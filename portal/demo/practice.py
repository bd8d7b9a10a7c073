"""The practice itself: who works there, where, and the others its patients meet."""

from typing import NamedTuple

from portal.demo.writing.fhir import Resource, coding, concept, ref, source_id

NAME = "Lakeside Family Practice"
_CITY = {"city": "Lakeside", "state": "NY", "country": "US"}


class Person(NamedTuple):
    """One clinician: key, names, credential, what they do, and where they do it."""

    key: str
    given: str
    family: str
    credential: str
    role: str
    workplace: str


_PEOPLE = (
    Person("okafor", "Ifeoma", "Okafor", "MD", "Family medicine", "practice"),
    Person("yoshida", "Hana", "Yoshida", "MD", "Pediatrics", "practice"),
    Person("brooks", "Nia", "Brooks", "RN", "Nursing", "practice"),
    Person("vance", "Peter", "Vance", "MD", "Cardiology", "hospital"),
    Person("hollis", "Amara", "Hollis", "MD", "Surgery", "hospital"),
    Person("marsh", "Elena", "Marsh", "MD", "Emergency medicine", "hospital"),
)
_ORGANIZATIONS = {
    "practice": (NAME, "prov", "Healthcare Provider", "120 Lake Street, second floor", "555-0134"),
    "lab": ("Lakeside laboratory", "prov", "Healthcare Provider", "122 Lake Street", "555-0141"),
    "hospital": ("Harbor County Hospital", "prov", "Healthcare Provider", "1 Harbor Road", "555-0150"),
    "payer": ("Pinecrest Mutual Health Plan", "pay", "Payer", "PO Box 12", "555-0162"),
}
_PLACES = {
    "practice": (NAME, "practice"),
    "emergency": ("Harbor County Hospital, emergency department", "hospital"),
    "heart_clinic": ("Harbor County Hospital, heart clinic", "hospital"),
}


def organization(key: str) -> Resource:
    """A reference to one of the organizations, by its short name."""
    return ref({"resourceType": "Organization", "id": source_id("Organization", key)}, _ORGANIZATIONS[key][0])


def location(key: str) -> Resource:
    """A reference to a place where people are seen."""
    return ref({"resourceType": "Location", "id": source_id("Location", key)}, _PLACES[key][0])


def clinician(key: str) -> Resource:
    """A reference to a clinician, by the short name of the person."""
    person = next(person for person in _PEOPLE if person.key == key)
    return ref({"resourceType": "Practitioner", "id": source_id("Practitioner", key)}, _spoken(person))


def practice_resources() -> list[Resource]:
    """Everything that is the practice's rather than a patient's."""
    return [
        *map(_organization, _ORGANIZATIONS),
        *map(_location, _PLACES),
        *map(_practitioner, _PEOPLE),
        *map(_role, _PEOPLE),
    ]


def _spoken(person: Person) -> str:
    if person.credential == "MD":
        return f"Dr. {person.given} {person.family}"
    return f"{person.given} {person.family}, {person.credential}"


def _organization(key: str) -> Resource:
    name, code, display, line, phone = _ORGANIZATIONS[key]
    kind = coding("http://terminology.hl7.org/CodeSystem/organization-type", code, display)
    return {
        "resourceType": "Organization",
        "id": source_id("Organization", key),
        "active": True,
        "type": [concept(display, kind)],
        "name": name,
        "telecom": [{"system": "phone", "value": f"(607) {phone}", "use": "work"}],
        "address": [{"line": [line], **_CITY, "postalCode": "14999"}],
    }


def _location(key: str) -> Resource:
    name, owner = _PLACES[key]
    _, _, _, line, phone = _ORGANIZATIONS[owner]
    return {
        "resourceType": "Location",
        "id": source_id("Location", key),
        "status": "active",
        "name": name,
        "mode": "instance",
        "telecom": [{"system": "phone", "value": f"(607) {phone}", "use": "work"}],
        "address": {"line": [line], **_CITY, "postalCode": "14999"},
        "managingOrganization": organization(owner),
    }


def _practitioner(person: Person) -> Resource:
    name: Resource = {"use": "official", "text": _spoken(person)}
    name |= {"family": person.family, "given": [person.given]}
    if person.credential == "MD":
        name["prefix"] = ["Dr."]
    return {
        "resourceType": "Practitioner",
        "id": source_id("Practitioner", person.key),
        "active": True,
        "name": [name | {"suffix": [person.credential]}],
        "telecom": [{"system": "email", "value": f"{person.key}@example.org", "use": "work"}],
        "qualification": [{"code": concept(person.credential)}],
    }


def _role(person: Person) -> Resource:
    return {
        "resourceType": "PractitionerRole",
        "id": source_id("PractitionerRole", person.key),
        "active": True,
        "practitioner": clinician(person.key),
        "organization": organization(person.workplace),
        "specialty": [concept(person.role)],
    }
