"""Corrections in the demonstration: Alice has asked for two; one was accepted, one waits."""

import hashlib
from uuid import UUID

from portal.access.actor import Actor
from portal.demo.accounts import SignIn, ids_of
from portal.models.account import Role
from portal.services.door import as_actor
from portal.services.records import corrections, list_records
from portal.services.staff import corrections as answering

_ASKED = (
    (
        "conditions",
        "It says that my hay fever began when I was grown up. I have had it since I was a child.",
        "Since childhood",
        "Dr. Okafor has changed it to “since childhood”. Thank you for telling us.",
    ),
    (
        "immunizations",
        "I had this at the pharmacy on Lake Street, not at the practice.",
        "Given at the pharmacy, on the same day",
        "",
    ),
)


def ask_for_corrections(mrn: str, username: str, staff: SignIn) -> None:
    """One request for each, through the real services; at the next start they are the same two."""
    patient_id, her_account, name = ids_of(mrn, username)
    _, staff_account, _ = ids_of(mrn, staff.username)
    alice = Actor(Role.PERSON, name, her_account, patient_id=patient_id)
    nia = Actor(Role.ADMINISTRATOR, staff.name, staff_account)
    for kind, wrong, wanted, note in _ASKED:
        record_id = _oldest(alice, patient_id, kind)
        if record_id is None:
            continue
        receipt = as_actor(
            alice,
            corrections.send,
            patient_id=patient_id,
            kind=kind,
            record_id=record_id,
            once=_mark(str(record_id), wrong, wanted),
            wrong=wrong,
            wanted=wanted,
        )
        if note:
            asked = UUID(receipt.href.rpartition("/")[2])
            as_actor(nia, answering.accept, correction_id=asked, note=note)


def _mark(*words: str) -> str:
    """The same for the same words, so that the next start sends nothing new."""
    return hashlib.sha256("|".join(words).encode()).hexdigest()


def _oldest(alice: Actor, patient_id: UUID, kind: str) -> UUID | None:
    page = as_actor(alice, list_records, patient_id=patient_id, kind=kind)
    return UUID(page.rows[-1].href.rpartition("/")[2]) if page.rows else None
