"""What an account may open, now: its grants, resolved at every event."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, sql
from sqlmodel import Session, col, select

from portal import clock
from portal.access.actor import Actor, Scope
from portal.models.account import Grant, Role
from portal.models.base import UtcTime, table

ACT, VIEW = "act", "view"

SELF_SCOPES = " ".join(f"{scope}:{ACT}" for scope in Scope)
STAFF_SCOPES: dict[Role, str] = {
    Role.FRONT_DESK: "appointments:act forms:view messages:act",
    Role.BILLER: "bills:act messages:act",
    Role.CLINICIAN: SELF_SCOPES,
    Role.ADMINISTRATOR: SELF_SCOPES,
}


def _live(grant: Any, at: Any) -> tuple[ColumnElement[bool], ...]:
    """What makes a grant count at a moment: between its times, neither paused nor ended."""
    return (
        grant.starts_at <= at,
        or_(grant.ends_at.is_(None), grant.ends_at > at),
        grant.paused_at.is_(None),
        or_(grant.ended_at.is_(None), grant.ended_at > at),
    )


_grant = table(Grant).c
LIVE_HERE = sql.select(_grant.relation, _grant.scopes, _grant.patient_id).where(
    _grant.account_id == sql.bindparam("account"),
    or_(_grant.patient_id.is_(None), _grant.patient_id == sql.bindparam("patient")),
    *_live(_grant, sql.bindparam("at", type_=UtcTime)),
)


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
    query = select(Grant).where(Grant.account_id == account_id, *_live(table(Grant).c, at))
    return list(db.exec(query))


def own_patient(db: Session, account_id: UUID) -> UUID | None:
    """The patient this account belongs to, if it is a patient's."""
    for grant in live_grants(db, account_id, clock.now()):
        if grant.relation == "self":
            return grant.patient_id
    return None


def live_in_chart(db: Session, patient_id: UUID, at: datetime) -> list[Grant]:
    """The grants for one patient's chart that count at a moment; those of staff are for every chart."""
    return list(db.exec(select(Grant).where(Grant.patient_id == patient_id, *_live(table(Grant).c, at))))


def find_relation(db: Session, actor: Actor, patient_id: UUID, scope: Scope, *, acting: bool) -> str | None:
    """What the one who may do this kind of work in this chart now is to the patient; None: they may not."""
    if actor.account_id is None:
        return None
    values = {"account": actor.account_id, "patient": patient_id, "at": clock.now()}
    for grant in db.connection().execute(LIVE_HERE, values):
        if (grant.patient_id is None) == actor.is_staff and allows(grant.scopes, scope, acting=acting):
            return str(grant.relation)
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
