"""What an enrolment link, and the proof that follows it, are still good for."""

from datetime import timedelta
from typing import Literal

from sqlmodel import Session, select

from portal import clock
from portal.access.actor import Actor
from portal.access.folder import Folder, open_folder
from portal.access.grants import is_enrolled
from portal.access.practice import open_front_door
from portal.db import reading
from portal.errors import Conflict
from portal.i18n import t
from portal.models.account import Role
from portal.models.invitation import Invitation
from portal.models.patient import Patient
from portal.services.sign_in import From
from portal.vault import tokens

LinkState = Literal["ready", "expired", "used", "revoked", "replaced", "unknown"]

PROOF_LIFE = timedelta(minutes=60)


def look(token: str, *, source: From) -> LinkState:
    """What a link is still good for; says nothing about whose it is."""
    if not tokens.looks_like_token(token):
        return "unknown"
    with reading() as db:
        return _state(db, _by_link(db, token))


def ready(db: Session, token: str) -> Invitation:
    """The invitation of a link that is good. Raises: Conflict for any other."""
    invitation = _by_link(db, token) if tokens.looks_like_token(token) else None
    if invitation is None or _state(db, invitation) != "ready":
        raise gone()
    return invitation


def proved(db: Session, proof: str) -> Invitation:
    """The invitation whose proof this is. Raises: Conflict when it no longer counts."""
    invitation = by_proof(db, proof)
    if invitation is None:
        raise gone()
    return invitation


def folder_of(db: Session, invitation: Invitation, source: From) -> Folder:
    """The folder of whoever was invited, at the front door; the caller writes the audit entry."""
    practice = open_front_door(db, Actor(Role.PERSON, "", address=source.address))
    return open_folder(practice, invitation.patient_id, deed=None)


def _by_link(db: Session, token: str) -> Invitation | None:
    return db.exec(select(Invitation).where(Invitation.token_hash == tokens.token_hash(token))).first()


def by_proof(db: Session, proof: str) -> Invitation | None:
    """The invitation whose proof this is, while the proof counts."""
    if not tokens.looks_like_token(proof):
        return None
    found = db.exec(select(Invitation).where(Invitation.proof_hash == tokens.token_hash(proof))).first()
    if found is None or found.proved_at is None or clock.now() - found.proved_at >= PROOF_LIFE:
        return None
    return found if _state(db, found, proved=True) == "ready" else None


def _state(db: Session, invitation: Invitation | None, *, proved: bool = False) -> LinkState:
    """A link that ran out while someone was already choosing a password still counts until the proof does."""
    if invitation is None:
        return "unknown"
    if invitation.used_at is not None:
        return "used"
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.replaced_at is not None:
        return "replaced"
    if invitation.expires_at <= clock.now() and not proved:
        return "expired"
    if is_enrolled(db, invitation.patient_id):
        return "used"
    patient = db.get(Patient, invitation.patient_id)
    return "ready" if patient is not None and not patient.deceased else "revoked"


def gone() -> Conflict:
    """The refusal of everything that comes too late."""
    words = t("That took too long, or you went on in another window. Please show once more that it is you.")
    return Conflict(words)
