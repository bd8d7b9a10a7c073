"""Inviting a patient to enrol: by email, with a link that works once and for a few days."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from portal import clock
from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.enrolment import (
    InvitationStatus,
    enrolment_of,
    last_invitation,
    may_have_own_account,
)
from portal.access.folder import Folder, open_folder
from portal.access.grants import is_enrolled
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import Conflict, Invalid, NotFound
from portal.i18n import t
from portal.integrations.email import words
from portal.integrations.email.address import checked_email
from portal.models.invitation import Invitation, InvitationContents
from portal.services import outbox
from portal.settings import get_settings
from portal.vault import tokens


@needs(Duty.INVITE, acting=True)
def invite(practice: Practice, *, patient_id: UUID, email: str) -> InvitationStatus:
    """Invite a patient by email. An earlier invitation's link stops working.

    Raises:
        NotFound: no such patient.
        Invalid: they have died, or the address is not one.
        Conflict: they have enrolled already.
    """
    address = checked_email(email)
    folder = open_folder(practice, patient_id, deed=Deed("invitations.invite", relation="staff"))
    issue(practice, folder, address)
    return enrolment_of(folder)


@needs(Duty.INVITE, acting=True)
def resend(practice: Practice, *, patient_id: UUID) -> InvitationStatus:
    """Invite again at the same address; the earlier link stops working.

    Raises:
        NotFound: no such patient, or they were never invited.
        Invalid, Conflict: as `invite`.
    """
    folder = open_folder(practice, patient_id, deed=Deed("invitations.resend", relation="staff"))
    last = last_invitation(practice.db, patient_id)
    if last is None:
        raise NotFound(t("This patient was not invited yet."))
    issue(practice, folder, folder.unseal(last, InvitationContents).email)
    return enrolment_of(folder)


@needs(Duty.INVITE, acting=True)
def revoke(practice: Practice, *, patient_id: UUID) -> InvitationStatus:
    """Take an invitation back: its link stops working at once.

    Raises:
        NotFound: no such patient, or there is no invitation to take back.
        Conflict: they have enrolled with it meanwhile.
    """
    folder = open_folder(practice, patient_id, deed=Deed("invitations.revoke", relation="staff"))
    _refuse_enrolled(practice.db, patient_id)
    open_ones = _open_ones(practice.db, patient_id)
    if not open_ones:
        raise NotFound(t("There is no open invitation to take back."))
    for invitation in open_ones:
        invitation.revoked_at = clock.now()
        _close(practice, invitation)
    return enrolment_of(folder)


@needs(Duty.INVITE)
def status_of(practice: Practice, *, patient_id: UUID) -> InvitationStatus:
    """Where this patient stands on the way in. Raises: NotFound."""
    deed = Deed("invitations.status_of", relation="staff")
    return enrolment_of(open_folder(practice, patient_id, deed=deed))


def end_those_of_teens(practice: Practice) -> int:
    """Teens may have no account of their own any more: their links stop working; returns how many did."""
    open_to = select(Invitation.patient_id).where(*_still_open(), col(Invitation.expires_at) > clock.now())
    ended = 0
    for patient_id in practice.db.exec(open_to.distinct()).all():
        folder = open_folder(practice, patient_id, deed=None)
        if may_have_own_account(folder):
            continue
        folder.note(Deed("invitations.revoke", relation="staff"))
        for invitation in _open_ones(practice.db, patient_id):
            invitation.revoked_at = clock.now()
            _close(practice, invitation)
            ended += 1
    return ended


def issue(practice: Practice, folder: Folder, email: str) -> None:
    """Write a new invitation and its email; earlier ones stop working. Raises: Invalid, Conflict."""
    patient_id = folder.patient.id
    if folder.patient.deceased:
        raise Invalid(t("This patient has died, so they cannot be invited."))
    _refuse_enrolled(practice.db, patient_id)
    if not may_have_own_account(folder):
        raise Invalid(
            t(
                "At this practice teens have no account of their own. "
                "An administrator can change that in Settings."
            )
        )
    who = folder.who()
    if who.birth_date is None or not who.zip:
        words_ = t(
            "There is no birth date or no ZIP code on file, so this patient could not prove who they are."
        )
        raise Invalid(words_)
    at = clock.now()
    for earlier in _open_ones(practice.db, patient_id):
        earlier.replaced_at = at
        _close(practice, earlier)
    token = tokens.new_token()
    invitation = Invitation(
        patient_id=patient_id,
        token_hash=tokens.token_hash(token),
        invited_by=practice.actor.account_id,
        created_at=at,
        expires_at=at + timedelta(days=get_settings().invitation_days),
        sealed=b"",
    )
    folder.seal(invitation, InvitationContents(email=email))
    link = f"{get_settings().origin}/enroll#{token}"
    invitation.mail_id = outbox.write(
        practice, "enrolment", email, words.enrolment(link, invitation.expires_at)
    )
    practice.db.add(invitation)
    practice.db.flush()


def _close(practice: Practice, invitation: Invitation) -> None:
    invitation.proof_hash = None
    practice.db.add(invitation)
    if invitation.mail_id is not None:
        outbox.withdraw(practice, invitation.mail_id)


def _refuse_enrolled(db: Session, patient_id: UUID) -> None:
    if is_enrolled(db, patient_id):
        raise Conflict(t("This patient has already set up an account."))


def _open_ones(db: Session, patient_id: UUID) -> list[Invitation]:
    query = select(Invitation).where(Invitation.patient_id == patient_id, *_still_open())
    return list(db.exec(query.with_for_update()))


def _still_open() -> tuple[ColumnElement[bool], ...]:
    ends = (Invitation.used_at, Invitation.revoked_at, Invitation.replaced_at)
    return tuple(col(end).is_(None) for end in ends)
