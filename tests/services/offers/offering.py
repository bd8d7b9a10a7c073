"""Offers as those who make them and those who get them meet them."""

import time
from typing import Any
from uuid import UUID

from portal.access.actor import operator
from portal.access.audit import Deed
from portal.access.folder import Folder, open_folder
from portal.access.practice import open_front_door
from portal.db import unit_of_work
from portal.models.account import Grant
from portal.models.offer import AccessOffer, OfferContents
from portal.services import enrolment, offers
from portal.services.enrolment import Choice
from portal.services.offers import Offer
from tests.mail import emails, send_due, token_in
from tests.people import HERE, Person

SCOPES = "records:view messages:view"
PASSWORD = "kettle orchid mulberry 7"
ANSWERS = [("first-pet", "Rex"), ("first-car", "Blue  Beetle"), ("first-job", "Baker")]


def offer(patient: Person, *, kind: str = "representative", **contents: Any) -> UUID:
    """Someone who may (who, is not what is tested here) offers access to this record."""
    said = {"email": "dana@example.org", "name": "Dana Diaz", "relationship": "Daughter", "scopes": SCOPES}
    with unit_of_work() as db:
        return offers.make(folder(db, patient), kind, OfferContents(**(said | contents))).id


def folder(db: Any, patient: Person) -> Folder:
    """This patient's folder, as the operator has it."""
    return open_folder(open_front_door(db, operator()), patient.patient_id, deed=Deed("patient.look_up"))


def where_it_stands(patient: Person, offer_id: UUID) -> Offer:
    """What became of an offer."""
    with unit_of_work() as db:
        opened = folder(db, patient)
        return offers.told(opened, db.get_one(AccessOffer, offer_id))


def link_of_newest(to: str = "dana@example.org") -> str:
    """The token in the newest email to this address."""
    send_due()
    for _ in range(200):
        newest = next(mail for mail in emails() if mail.to == to)
        if newest.status == "sent":
            break
        time.sleep(0.05)  # the queue's own thread has it in hand
    return token_in(newest.text)


def prove(token: str, birth_date: str = "03/09/1984", zip_code: str = "04101", own: str = "") -> str:
    """What someone enters who knows the patient."""
    return enrolment.prove(token, birth_date, zip_code, own, source=HERE)


def enroll(token: str, username: str = "dana.diaz") -> str:
    """All three steps; returns the session's token."""
    ticket = enrolment.activate(prove(token), Choice(username, PASSWORD, ANSWERS), source=HERE)
    return enrolment.enter(ticket, source=HERE)


def grant_of(patient: Person, offer_id: UUID) -> Grant | None:
    """The access an offer gave."""
    with unit_of_work() as db:
        row = db.get_one(AccessOffer, offer_id)
        return db.get(Grant, row.grant_id) if row.grant_id else None
