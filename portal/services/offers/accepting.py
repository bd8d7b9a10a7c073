"""What an offer gives once it is accepted: a grant, from now until the last day that was offered."""

from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.folder import Folder
from portal.access.practice import open_front_door
from portal.errors import Conflict
from portal.i18n import t
from portal.integrations.email import helping_words as helping
from portal.models.account import Grant
from portal.models.offer import AccessOffer, OfferContents
from portal.models.record import Record
from portal.models.unseen import UnseenItem
from portal.services.offers import guardians, news
from portal.services.offers.making import end_of


def give_access(folder: Folder, offer: AccessOffer, actor: Actor) -> Grant:
    """Let the account of `actor` open this record as was offered; the caller has used up the link.

    Access of the same kind that this account had already ends: what was offered last is what counts.

    Raises:
        Conflict: it is their own record.
    """
    assert actor.account_id is not None
    said, at = folder.unseal(offer, OfferContents), clock.now()
    earlier = _earlier(folder, actor)
    for before in earlier:
        if before.relation == "self":
            raise Conflict(t("This is your own health record. You can see all of it already."))
        if before.relation == offer.kind:
            before.ended_at, before.ended_why = at, "replaced"
            folder.db.add(before)
    grant = Grant(
        account_id=actor.account_id,
        patient_id=folder.patient.id,
        relation=offer.kind,
        scopes=said.scopes,
        starts_at=at,
        ends_at=end_of(said.until) if said.until else None,
    )
    folder.db.add(grant)
    folder.db.flush()
    if offer.kind == "guardian":
        guardians.take_up(folder, offer, grant, earlier)
    _keep_out(folder, said.hidden, grant)
    offer.accepted_at, offer.accepted_by, offer.grant_id = at, actor.account_id, grant.id
    folder.db.add(offer)
    deed = Deed("offers.accepted", subject_id=offer.id, relation=offer.kind)
    open_front_door(folder.db, actor).note_about(folder.patient.id, deed)
    news.tell_patient(folder, helping.offer_answered())
    news.tell_helper(folder, actor.account_id, helping.help_begun())
    return grant


def _keep_out(folder: Folder, hidden: list[UUID], grant: Grant) -> None:
    """What was taken out before the invitation was sent, or since, is not there from the first look on."""
    mine = (col(Record.patient_id) == folder.patient.id, col(Record.id).in_(hidden))
    for record_id in folder.db.exec(select(Record.id).where(*mine)).all():
        item = UnseenItem(
            patient_id=folder.patient.id, record_id=record_id, grant_id=grant.id, since=grant.starts_at
        )
        folder.db.add(item)


def _earlier(folder: Folder, actor: Actor) -> list[Grant]:
    mine = (
        Grant.account_id == actor.account_id,
        Grant.patient_id == folder.patient.id,
        col(Grant.ended_at).is_(None),
    )
    return list(folder.db.exec(select(Grant).where(*mine).with_for_update()))
