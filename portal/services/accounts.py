"""Accounts: who is signed in, whose record they look at, and whose else they may."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session

from portal import clock
from portal.access import keys, sessions
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.grants import Held, live_grants
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.access.patient_index import unseal_patient
from portal.access.practice import open_front_door
from portal.db import unit_of_work
from portal.errors import NotPermitted
from portal.i18n import t
from portal.models.account import Role
from portal.models.patient import Patient
from portal.models.unseen import HELPERS


@dataclass(frozen=True, slots=True)
class Person:
    """Someone whose record this account may open beside its own; `part` is what one is to them, in words."""

    patient_id: str
    name: str
    first: str
    initials: str
    relation: str
    part: str


@dataclass(frozen=True, slots=True)
class Who:
    """Whose account this is, and whose record its session looks at, for the frame of a page.

    `own_id` is their own record and `helped` the one looked at when it is someone else; `sees` and `acts` are
    what may be seen and done there. `lost`: the session wished for a record that it may not open any more.
    """

    name: str
    initials: str
    role: str = ""
    own_id: str = ""
    patient_id: str = ""
    helped: Person | None = None
    sees: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    people: list[Person] = field(default_factory=list)
    lost: bool = False


def who(token: str, *, address: str = "") -> Who:
    """Whose session this is. Raises: SignedOut."""
    with unit_of_work(durable=False) as db:
        return _who(db, sessions.resolve(db, token, address=address))


@needs(OWN, acting=True)
def switch(own: Own, *, patient_id: UUID | None = None) -> None:
    """Look at someone else's record from now on, or with no `patient_id` at one's own, if there is one.

    Raises:
        NotPermitted: it is nobody's who shares it with this account now.
    """
    session_id = own.actor.session_id
    if session_id is None or own.actor.role != Role.PERSON:
        raise NotPermitted
    if patient_id is None or patient_id == own.patient_id:
        sessions.look_at(own.db, session_id, own.patient_id)
        return
    held = next((one for one in _helped(own.db, own.account.id) if one.patient_id == patient_id), None)
    if held is None:
        raise NotPermitted(t("You cannot open this record. Perhaps it is no longer shared with you."))
    sessions.look_at(own.db, session_id, patient_id)
    deed = Deed("accounts.switched", relation=held.relation)
    open_front_door(own.db, own.actor).note_about(patient_id, deed)


def initials_of(name: str) -> str:
    """The first letters of the first and the last name."""
    words = [word for word in name.partition(",")[0].split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper()


def people_helped(db: Session, account_id: UUID) -> list[tuple[Held, Person]]:
    """Everyone whose record this account may open beside its own, by name."""
    held = _helped(db, account_id)
    names = _names(db, [one.patient_id for one in held if one.patient_id is not None])
    found = [(one, _person(one, *names[one.patient_id])) for one in held if one.patient_id in names]
    return sorted(found, key=lambda pair: (pair[1].name, pair[1].patient_id))


def part_words(relation: str) -> str:
    """What one is to the person whose record it is."""
    return {
        "representative": t("You are their representative"),
        "guardian": t("You are their parent or guardian"),
    }.get(relation, "")


def _who(db: Session, actor: Actor) -> Who:
    name, initials = actor.name, initials_of(actor.name)
    if actor.role != Role.PERSON or actor.account_id is None:
        return Who(name, initials, str(actor.role))
    grants = live_grants(db, actor.account_id, clock.now())
    own = next((one for one in grants if one.relation == "self"), None)
    people = people_helped(db, actor.account_id)
    looks = next((pair for pair in people if pair[0].patient_id == actor.patient_id), None)
    seen = looks[0] if looks else own
    given = dict(part.split(":", 1) for part in seen.scopes.split()) if seen else {}
    is_lost = looks is None and actor.patient_id != (own.patient_id if own else None)
    return Who(
        name,
        initials,
        own_id=str(own.patient_id) if own else "",
        patient_id=str(seen.patient_id) if seen else "",
        helped=looks[1] if looks else None,
        sees=tuple(given),
        acts=tuple(scope for scope, level in given.items() if level == "act"),
        people=[person for _, person in people],
        lost=is_lost,
    )


def _helped(db: Session, account_id: UUID) -> list[Held]:
    """One grant a person, should there be several."""
    found = {
        one.patient_id: one for one in live_grants(db, account_id, clock.now()) if one.relation in HELPERS
    }
    return list(found.values())


def _names(db: Session, patient_ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """The whole and the first name of each; who was erased is left out."""
    opened = keys.open_keys(db, list(patient_ids))
    found = {}
    for patient_id, key in opened.items():
        if (row := db.get(Patient, patient_id)) is not None:
            who = unseal_patient(row, key)
            found[patient_id] = (who.name, next(iter((who.given or who.name).split()), who.name))
    return found


def _person(held: Held, name: str, first: str) -> Person:
    part = part_words(held.relation)
    return Person(str(held.patient_id), name, first, initials_of(name), held.relation, part)
