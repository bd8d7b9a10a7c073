"""Dana helps Alice in the demonstration, so that switching can be tried; one condition is hidden from her."""

from uuid import UUID

from portal.access.actor import operator
from portal.access.folder import open_folder
from portal.access.practice import open_front_door
from portal.db import unit_of_work
from portal.demo.accounts import ANSWERS, HERE, Secret, SignIn, has_account, link_sent_to, on_file, sign_in_of
from portal.models.offer import OfferContents
from portal.services import enrolment, offers, records
from portal.services.door import as_actor
from portal.services.enrolment import Choice

NAME, USERNAME, EMAIL = "Dana Diaz", "dana.demo", "dana.demo@example.org"
SCOPES = "records:act medications:view"


def open_helper(mrn: str, secret: Secret) -> SignIn:
    """Her account: made by taking up an offer the first time, given a new password every time."""
    if not has_account(USERNAME):
        patient_id, who = on_file(mrn)
        _offer(patient_id)
        token = link_sent_to(EMAIL).rpartition("#")[2]
        proof = enrolment.prove(token, f"{who.birth_date:%m/%d/%Y}", who.zip, source=HERE)
        enrolment.activate(proof, Choice(USERNAME, secret.password, ANSWERS), source=HERE)
    return sign_in_of(NAME, USERNAME, secret)


def _offer(patient_id: UUID) -> None:
    rows = as_actor(operator("demo"), records.list_records, kind="conditions", patient_id=patient_id).rows
    hidden = [UUID(row.href.rpartition("/")[2]) for row in rows[-1:]]
    said = OfferContents(email=EMAIL, name=NAME, relationship="Sister", scopes=SCOPES, hidden=hidden)
    with unit_of_work() as db:
        folder = open_folder(open_front_door(db, operator("demo")), patient_id, deed=None)
        offers.make(folder, "representative", said)
