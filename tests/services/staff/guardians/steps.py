"""What Nia does on the page of a child's parents and guardians, and what they do with what they get."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from portal.services import door, enrolment
from portal.services.enrolment import Choice
from portal.services.staff import guardians
from portal.services.staff.guardians import GuardianRow, Guardians, Invitee
from tests.people import HERE, Person
from tests.services.offers.offering import ANSWERS, PASSWORD, link_of_newest

BEN = Invitee("Ben Ames", "ben@example.org", "Father", "1980-05-04", zip="04103")
AMY = Invitee("Amy Ames", "amy@example.org", "Mother", "1982-02-03", phone="(207) 555-0142")
WHY = "A judge has said so, see the paper."


def page(nia: Person, whose: Person) -> Guardians:
    """The page as it is now."""
    return door.in_practice(nia.token, guardians.show, patient_id=whose.patient_id)


def invite(nia: Person, whose: Person, who: Invitee = BEN, **other: Any) -> None:
    """Invite one of them."""
    door.in_practice(nia.token, guardians.invite, replace(who, **other), patient_id=whose.patient_id)


def row(nia: Person, whose: Person, name: str = "Ben Ames") -> GuardianRow:
    """One of them as the page has them: the newest of this name."""
    return next(row for row in page(nia, whose).rows if row.name == name)


def of_offer(nia: Person, whose: Person, service: Any, name: str = "Ben Ames") -> None:
    """Send an invitation again, or take it back."""
    which = UUID(row(nia, whose, name).id)
    door.in_practice(nia.token, service, patient_id=whose.patient_id, offer_id=which)


def stop(
    nia: Person, whose: Person, name: str = "Ben Ames", *, reason: str = WHY, document: str = ""
) -> None:
    """Stop one of them at once."""
    which = {"patient_id": whose.patient_id, "grant_id": UUID(row(nia, whose, name).grant_id)}
    door.in_practice(nia.token, guardians.stop, reason=reason, document=document, **which)


def allow(nia: Person, whose: Person, name: str = "Ben Ames", *, reason: str = WHY) -> None:
    """Allow one of them again."""
    which = {"patient_id": whose.patient_id, "grant_id": UUID(row(nia, whose, name).grant_id)}
    door.in_practice(nia.token, guardians.allow, reason=reason, **which)


def prove(whose: Person, token: str, *, born: str = "05/04/1980", number: str = "04103") -> str:
    """What someone enters who knows the child and themselves."""
    day = f"{whose.birth_date:%m/%d/%Y}"
    return enrolment.prove(token, day, whose.zip, born, number, source=HERE)


def enroll(whose: Person, *, email: str = "ben@example.org", username: str = "ben.ames", **own: str) -> str:
    """All three steps, from the newest email; returns the new session's token."""
    proof = prove(whose, link_of_newest(email), **own)
    ticket = enrolment.activate(proof, Choice(username, PASSWORD, ANSWERS), source=HERE)
    return enrolment.enter(ticket, source=HERE)


def accept(whose: Person, person: Person, *, email: str = "ben@example.org", **own: str) -> None:
    """Someone with an account takes it up, from the newest email."""
    proof = prove(whose, link_of_newest(email), **own)
    door.in_account(person.token, enrolment.accept, proof)
