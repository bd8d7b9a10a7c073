"""What an account may open, now: its grants, resolved at every event."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from portal import clock
from portal.access.actor import Actor, Scope
from portal.models.account import Grant, Role

ACT, VIEW = "act", "view"

SELF_SCOPES = " ".join(f"{scope}:{ACT}" for scope in Scope)
STAFF_SCOPES: dict[Role, str] = {
    Role.FRONT_DESK: "appointments:act forms:view messages:act",
    Role.BILLER: "bills:act messages:act",
    Role.CLINICIAN: SELF_SCOPES,
    Role.ADMINISTRATOR: SELF_SCOPES,
}


def grant_self(db: Session, account_id: UUID, patient_id: UUID) -> Grant:
    """The patient's own access to their own chart, from now, with no end."""
    grant = Grant(
        account_id=account_id,
        patient_id=patient_id,
        relation="self",
        scopes=SELF_SCOPES,
        starts_at=clock.now(),
    )
    db.add(grant)
    return grant


def grant_staff(db: Session, account_id: UUID, role: Role) -> Grant:
    """A staff member's access to every chart of the practice, as far as the role goes."""
    grant = Grant(
        account_id=account_id,
        patient_id=None,
        relation="staff",
        scopes=STAFF_SCOPES[role],
        starts_at=clock.now(),
    )
    db.add(grant)
    return grant


def live_grants(db: Session, account_id: UUID, at: datetime) -> list[Grant]:
    """The grants of an account that count at a moment."""
    query = select(Grant).where(
        Grant.account_id == account_id,
        Grant.starts_at <= at,
        or_(col(Grant.ends_at).is_(None), col(Grant.ends_at) > at),
        col(Grant.paused_at).is_(None),
        or_(col(Grant.ended_at).is_(None), col(Grant.ended_at) > at),
    )
    return list(db.exec(query))


def find_grant(db: Session, actor: Actor, patient_id: UUID, scope: Scope, *, acting: bool) -> Grant | None:
    """The grant that lets `actor` do this kind of work in this chart now, or None."""
    if actor.account_id is None:
        return None
    for grant in live_grants(db, actor.account_id, clock.now()):
        if grant.patient_id not in (None, patient_id):
            continue
        if (grant.patient_id is None) != actor.is_staff:
            continue
        if allows(grant.scopes, scope, acting=acting):
            return grant
    return None


def allows(scopes: str, scope: Scope, *, acting: bool) -> bool:
    """True when "records:view medications:act …" covers this kind of work."""
    given = dict(part.split(":", 1) for part in scopes.split())
    return given.get(scope) == ACT or (not acting and given.get(scope) == VIEW)


def is_enrolled(db: Session, patient_id: UUID) -> bool:
    """True when the patient has an account of their own."""
    query = select(Grant.id).where(
        Grant.patient_id == patient_id, Grant.relation == "self", col(Grant.ended_at).is_(None)
    )
    return db.exec(query).first() is not None
