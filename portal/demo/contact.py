"""A change of contact details in the demonstration: Alice has asked for another mobile number; it waits."""

import hashlib

from portal.access.actor import Actor
from portal.demo.accounts import ids_of
from portal.models.account import Role
from portal.services import contact
from portal.services.door import as_actor

NEW_MOBILE = "(607) 555-0177"


def ask_for_a_new_number(mrn: str, username: str) -> None:
    """Through the real service; at the next start it is the same request."""
    patient_id, her_account, name = ids_of(mrn, username)
    alice = Actor(Role.PERSON, name, her_account, patient_id=patient_id)
    begun = as_actor(alice, contact.begin, patient_id=patient_id)
    if not begun.waiting:
        once = hashlib.sha256(f"{mrn}|{NEW_MOBILE}".encode()).hexdigest()
        details = begun.typed | {"mobile": NEW_MOBILE}
        as_actor(alice, contact.send, patient_id=patient_id, once=once, details=details)
