"""What a link, and the proof that follows it, are still good for, whichever way in it is."""

from datetime import timedelta

from sqlmodel import Session

from portal import clock
from portal.access.actor import Actor
from portal.access.folder import Folder, open_folder
from portal.access.practice import open_front_door
from portal.db import reading
from portal.models.account import Role
from portal.services.enrolment.invited import Invited
from portal.services.enrolment.offered import Offered
from portal.services.enrolment.ways import LinkState, Way, gone
from portal.services.sign_in import From
from portal.vault import tokens

WAYS: tuple[type[Way], ...] = (Invited, Offered)
PROOF_LIFE = timedelta(minutes=60)


def look(token: str, *, source: From) -> LinkState:
    """What a link is still good for; says nothing about whose it is."""
    with reading() as db:
        way = _by_link(db, token)
        return way.state(db) if way else "unknown"


def kind_of(token: str, *, source: From) -> str:
    """What a link is for: "patient", "representative", "guardian", or "" for one nobody knows."""
    with reading() as db:
        way = _by_link(db, token)
        return way.kind if way else ""


def asks_own(token: str, *, source: From) -> tuple[str, ...]:
    """Which of their own facts the holder of this link is asked for: "own_birth_date", "own_number"."""
    with reading() as db:
        way = _by_link(db, token)
        return way.asks_own(folder_of(db, way, source)) if way else ()


def ready(db: Session, token: str) -> Way:
    """The way in of a link that is good. Raises: Conflict for any other."""
    way = _by_link(db, token)
    if way is None or way.state(db) != "ready":
        raise gone()
    return way


def proved(db: Session, proof: str) -> Way:
    """The way in whose proof this is. Raises: Conflict when it no longer counts."""
    way = by_proof(db, proof)
    if way is None:
        raise gone()
    return way


def folder_of(db: Session, way: Way, source: From) -> Folder:
    """The folder of the patient a link is about, at the front door; the caller writes the audit entry."""
    practice = open_front_door(db, Actor(Role.PERSON, "", address=source.address))
    return open_folder(practice, way.row.patient_id, deed=None)


def by_proof(db: Session, proof: str) -> Way | None:
    """The way in whose proof this is, while the proof counts."""
    if not tokens.looks_like_token(proof):
        return None
    way = next((found for kind in WAYS if (found := kind.by_proof(db, proof))), None)
    if way is None or way.row.proved_at is None or clock.now() - way.row.proved_at >= PROOF_LIFE:
        return None
    return way if way.state(db, proved=True) == "ready" else None


def _by_link(db: Session, token: str) -> Way | None:
    if not tokens.looks_like_token(token):
        return None
    return next((found for kind in WAYS if (found := kind.by_link(db, token))), None)
