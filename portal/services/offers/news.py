"""Emails to the two sides of someone's help, through the outbox: that something changed, never what."""

from uuid import UUID

from sqlmodel import col, select

from portal.access.folder import Folder
from portal.access.practice import open_front_door
from portal.integrations.email.compose import Draft
from portal.models.account import Account, AccountContents, Grant
from portal.models.invitation import OutboxMail
from portal.models.offer import AccessOffer, OfferContents
from portal.services import outbox

KIND = "access-changed"


def tell_patient(folder: Folder, draft: Draft) -> None:
    """To the patient's own account, if there is one."""
    query = select(Account).join(Grant, col(Grant.account_id) == col(Account.id))
    own = (Grant.patient_id == folder.patient.id, Grant.relation == "self", col(Grant.ended_at).is_(None))
    for account in folder.db.exec(query.where(*own)):
        _write(folder, account, draft)


def tell_helper(folder: Folder, account_id: UUID, draft: Draft) -> None:
    """To the account of someone who helps, or did."""
    _write(folder, folder.db.get_one(Account, account_id), draft)


def tell_invited(folder: Folder, offer: AccessOffer, draft: Draft) -> None:
    """To the address an invitation went to, if it did go out."""
    mail = folder.db.get(OutboxMail, offer.mail_id) if offer.mail_id else None
    if mail is not None and mail.sent_at is not None:
        practice = open_front_door(folder.db, folder.actor)
        outbox.write(practice, KIND, folder.unseal(offer, OfferContents).email, draft)


def _write(folder: Folder, account: Account, draft: Draft) -> None:
    practice = open_front_door(folder.db, folder.actor)
    if email := practice.unseal(account, AccountContents).email:
        outbox.write(practice, KIND, email, draft)
