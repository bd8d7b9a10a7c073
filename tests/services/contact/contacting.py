"""Steps of asking for other contact details, as tests tell them."""

from typing import Any
from uuid import UUID

from portal.services import contact, door
from portal.services.contact import Asking, ContactPage, Receipt
from portal.services.staff import contact_changes
from portal.services.staff.contact_changes import ContactRequest, ContactRequestRow
from tests.charts import fhir_id, on_file
from tests.people import Person

HOME = {"use": "home", "line": ["9 Elm Street"], "city": "Portland", "state": "ME", "postalCode": "04101"}
MOBILE = {"system": "phone", "use": "mobile", "value": "(207) 555-0101"}
NEW_MOBILE = "(207) 555-0177"


def with_contact(person: Person, *, address: Any = HOME, phones: Any = (MOBILE,), version: int = 1) -> Person:
    """The practice's EHR sends where she lives and how she is phoned."""
    given, _, family = person.name.partition(" ")
    on_file(
        person,
        {
            "resourceType": "Patient",
            "id": fhir_id(person),
            "meta": {"versionId": str(version)},
            "identifier": [{"type": {"coding": [{"code": "MR"}]}, "value": person.mrn}],
            "name": [{"given": [given], "family": family}],
            "birthDate": person.birth_date.isoformat(),
            "address": [address] if address else [],
            "telecom": list(phones),
        },
    )
    return person


def seen(who: Person) -> ContactPage:
    """What the profile shows."""
    return door.in_chart(who.token, contact.show)


def on_profile(who: Person) -> dict[str, str]:
    """What the practice has, by name."""
    return {row.name: row.value for row in seen(who).rows}


def begun(who: Person) -> Asking:
    """What the form begins with."""
    return door.in_chart(who.token, contact.begin)


def sent(who: Person, *, once: str = "", **changed: str) -> Receipt:
    """A request on its way: the form as it was filled, but for these; what comes back."""
    form = begun(who)
    details = form.typed | changed
    return door.in_chart(who.token, contact.send, once=once or form.once, details=details)


def withdrawn(who: Person) -> None:
    """The newest request, taken back."""
    door.in_chart(who.token, contact.withdraw, change_id=UUID(seen(who).asks[0].key))


def queued(who: Person) -> list[ContactRequestRow]:
    """What staff have in their list."""
    return door.in_practice(who.token, contact_changes.queue).rows


def looked_into(who: Person, href: str) -> ContactRequest:
    """One request as staff read it."""
    return door.in_practice(who.token, contact_changes.look_into, change_id=_id(href))


def entered(by: Person, href: str) -> ContactRequest:
    """The practice has put it into its EHR."""
    return door.in_practice(by.token, contact_changes.enter, change_id=_id(href))


def denied(by: Person, href: str, reason: str = "We could not reach you there.") -> ContactRequest:
    """The practice says no."""
    return door.in_practice(by.token, contact_changes.deny, change_id=_id(href), reason=reason)


def _id(href: str) -> UUID:
    return UUID(href.rpartition("/")[2])
