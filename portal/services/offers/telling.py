"""Where offers stand, and what became of the access they gave."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.folder import Folder
from portal.access.practice import open_front_door
from portal.models.account import Account, AccountContents, Grant
from portal.models.invitation import OutboxMail
from portal.models.offer import AccessOffer, OfferContents, OfferKind
from portal.services import outbox

LEFT = "left"
"""Why an access ended, when whoever had it ended it."""
Standing = Literal[
    "invited", "bounced", "expired", "declined", "revoked", "accepted", "paused", "over", "ended"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer and where it stands. `over` is access past its last day, `ended` access someone ended.

    `holder` is the name on the account that accepted; `left` says that they ended it themselves; `mail` is
    waiting, sent or failed while invited.
    """

    id: UUID
    kind: str
    standing: Standing
    contents: OfferContents
    made_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    ended_at: datetime | None = None
    grant_id: UUID | None = None
    holder: str = ""
    left: bool = False
    mail: str = ""


def offers_of(folder: Folder, kind: OfferKind) -> list[Offer]:
    """This patient's offers of a kind, newest first, those replaced by a later one left out."""
    mine = (
        AccessOffer.patient_id == folder.patient.id,
        AccessOffer.kind == kind,
        col(AccessOffer.replaced_at).is_(None),
    )
    rows = folder.db.exec(select(AccessOffer).where(*mine).order_by(col(AccessOffer.created_at).desc()))
    return [told(folder, row) for row in rows]


def told(folder: Folder, row: AccessOffer) -> Offer:
    """One offer, unsealed, with where it stands now."""
    grant = folder.db.get(Grant, row.grant_id) if row.grant_id else None
    mail = folder.db.get(OutboxMail, row.mail_id) if row.mail_id else None
    standing = _standing(row, grant)
    return Offer(
        id=row.id,
        kind=row.kind,
        standing=standing,
        contents=folder.unseal(row, OfferContents),
        made_at=row.created_at,
        expires_at=row.expires_at,
        accepted_at=row.accepted_at,
        ended_at=_ended_at(row, grant),
        grant_id=row.grant_id,
        holder=_holder(folder, row),
        left=grant is not None and grant.ended_why == LEFT,
        mail=outbox.status_of(mail) if mail and standing == "invited" else "",
    )


def _standing(row: AccessOffer, grant: Grant | None) -> Standing:
    if grant is not None:
        return _standing_of_grant(grant)
    if row.declined_at is not None:
        return "declined"
    if row.revoked_at is not None:
        return "revoked"
    if row.bounced_at is not None:
        return "bounced"
    return "expired" if row.expires_at <= clock.now() else "invited"


def _standing_of_grant(grant: Grant) -> Standing:
    at = clock.now()
    if grant.ended_at is not None and grant.ended_at <= at:
        return "ended"
    if grant.ends_at is not None and grant.ends_at <= at:
        return "over"
    return "paused" if grant.paused_at is not None else "accepted"


def _ended_at(row: AccessOffer, grant: Grant | None) -> datetime | None:
    if grant is None:
        return row.declined_at or row.revoked_at
    return grant.ended_at or grant.ends_at


def _holder(folder: Folder, row: AccessOffer) -> str:
    account = folder.db.get(Account, row.accepted_by) if row.accepted_by else None
    if account is None:
        return ""
    return open_front_door(folder.db, folder.actor).unseal(account, AccountContents).name
