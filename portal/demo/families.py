"""Families in the demonstration: Mia has two guardians, Leo is a teen, Zoe turns 18 in some weeks."""

from uuid import UUID

from sqlmodel import select

from portal.access.actor import Actor, operator
from portal.access.folder import open_folder
from portal.access.practice import open_front_door
from portal.db import reading, unit_of_work
from portal.demo.accounts import (
    ANSWERS,
    HERE,
    Secret,
    SignIn,
    account_id_of,
    link_sent_to,
    on_file,
    sign_in_of,
)
from portal.demo.people import MRNS
from portal.models.account import Grant, Role
from portal.models.offer import AccessOffer
from portal.services import aging_out, enrolment, offers
from portal.services.door import as_actor
from portal.services.enrolment import Choice
from portal.services.staff import guardians
from portal.services.staff.guardians import Invitee

BEN = "ben.demo"
_ALICE = Invitee("Alice Moreno", "alice.demo@example.org", "Mother", "1987-05-11", zip="14999")
_BEN = Invitee("Ben Ortega", "ben.ortega@example.org", "Father", "1985-02-19", zip="14999")
_ALICES, _BENS = ("mia", "leo"), ("mia", "zoe")


def open_families(alice: SignIn, nia: Actor, secret: Secret) -> SignIn:
    """Invite the parents as staff would and let them accept; at the next start they are in already."""
    for child in _ALICES:
        _let_in(child, _ALICE, alice.username, nia, secret)
    for child in _BENS:
        _let_in(child, _BEN, BEN, nia, secret)
    aging_out.run()
    return sign_in_of(_BEN.name, BEN, secret)


def _let_in(child: str, parent: Invitee, username: str, nia: Actor, secret: Secret) -> None:
    patient_id, _ = on_file(MRNS[child])
    account_id = account_id_of(username)
    if account_id is not None and _is_guardian(patient_id, account_id):
        return
    as_actor(nia, guardians.invite, parent, patient_id=patient_id)
    if account_id is None:
        _enroll(child, parent, username, secret)
    else:
        _accept(patient_id, Actor(Role.PERSON, parent.name, account_id))


def _enroll(child: str, parent: Invitee, username: str, secret: Secret) -> None:
    """The three steps, by the link in the email."""
    _, who = on_file(MRNS[child])
    born, own = f"{who.birth_date:%m/%d/%Y}", parent.birth_date
    token = link_sent_to(parent.email).rpartition("#")[2]
    proof = enrolment.prove(token, born, who.zip, own, parent.zip, source=HERE)
    enrolment.activate(proof, Choice(username, secret.password, ANSWERS), source=HERE)


def _accept(patient_id: UUID, parent: Actor) -> None:
    """What the page does for someone who has an account, after the link."""
    with unit_of_work() as db:
        folder = open_folder(open_front_door(db, operator("demo")), patient_id, deed=None)
        mine = (AccessOffer.patient_id == patient_id, AccessOffer.kind == "guardian")
        newest = select(AccessOffer).where(*mine).order_by(AccessOffer.created_at.desc())  # type: ignore[attr-defined]
        offer = db.exec(newest).first()
        assert offer is not None
        offers.give_access(folder, offer, parent)


def _is_guardian(patient_id: UUID, account_id: UUID) -> bool:
    this = (Grant.patient_id == patient_id, Grant.account_id == account_id, Grant.relation == "guardian")
    with reading() as db:
        return db.exec(select(Grant.id).where(*this)).first() is not None
