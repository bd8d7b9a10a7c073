"""Where patients stand on the way to an account of their own: one in detail, or many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session, col, select

from portal import clock
from portal.access.ages import Stage
from portal.access.folder import Folder
from portal.access.grants import is_enrolled
from portal.access.guardians import stage_now
from portal.access.teens import policy_now
from portal.models.account import Grant
from portal.models.invitation import Invitation, InvitationContents, OutboxMail

Standing = Literal["not invited", "invited", "bounced", "expired", "revoked", "enrolled"]


@dataclass(frozen=True, slots=True)
class InvitationStatus:
    """Where a patient stands on the way in. `mail` is waiting, sent or failed while `status` is invited."""

    status: Standing
    email: str = ""
    invited_at: datetime | None = None
    sent_at: datetime | None = None
    expires_at: datetime | None = None
    bounced_at: datetime | None = None
    enrolled_at: datetime | None = None
    mail: str = ""


def enrolment_of(folder: Folder) -> InvitationStatus:
    """Where one patient stands, with their last invitation."""
    last = last_invitation(folder.db, folder.patient.id)
    if is_enrolled(folder.db, folder.patient.id):
        email = folder.unseal(last, InvitationContents).email if last else ""
        return InvitationStatus("enrolled", email, enrolled_at=last.used_at if last else None)
    if last is None:
        return InvitationStatus("not invited")
    mail = folder.db.get(OutboxMail, last.mail_id) if last.mail_id else None
    return InvitationStatus(
        standing_of(last),
        folder.unseal(last, InvitationContents).email,
        invited_at=last.created_at,
        sent_at=mail.sent_at if mail else None,
        expires_at=last.expires_at,
        bounced_at=last.bounced_at,
        mail=_mail_word(mail) if mail else "",
    )


def may_have_own_account(folder: Folder) -> bool:
    """Whether the practice lets this patient have an account of their own now: of a teen it may say no."""
    return policy_now(folder.db).own_account or stage_now(folder.who(), clock.now()) != Stage.TEEN


def last_invitation(db: Session, patient_id: UUID) -> Invitation | None:
    """The newest invitation of a patient, whatever became of it."""
    query = select(Invitation).where(Invitation.patient_id == patient_id)
    return db.exec(query.order_by(col(Invitation.created_at).desc()).limit(1)).first()


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


def _mail_word(mail: OutboxMail) -> str:
    if mail.sent_at is not None:
        return "sent"
    return "waiting" if mail.failed_at is None else "failed"
