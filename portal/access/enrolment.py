"""Where patients stand on the way to an account of their own, many at once."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from portal import clock
from portal.models.account import Grant
from portal.models.invitation import Invitation

Standing = Literal["not invited", "invited", "bounced", "expired", "revoked", "enrolled"]


def standings(db: Session, patient_ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """Where each of these patients stands: their last invitation, unless they have enrolled."""
    found: dict[UUID, Standing] = dict.fromkeys(patient_ids, "not invited")
    query = select(Invitation).where(col(Invitation.patient_id).in_(patient_ids))
    for invitation in db.exec(query.order_by(col(Invitation.created_at))):
        found[invitation.patient_id] = standing_of(invitation)
    own = select(Grant.patient_id).where(
        col(Grant.patient_id).in_(patient_ids), Grant.relation == "self", col(Grant.ended_at).is_(None)
    )
    found.update((patient_id, "enrolled") for patient_id in db.exec(own) if patient_id is not None)
    return found


def standing_of(invitation: Invitation) -> Standing:
    """What became of an invitation that nobody enrolled with."""
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.bounced_at is not None:
        return "bounced"
    return "expired" if invitation.expires_at <= clock.now() else "invited"
