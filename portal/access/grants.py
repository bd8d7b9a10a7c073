"""What an account may open, now: its grants, resolved at every event."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, sql
from sqlmodel import Session, col, select

from portal import clock
from portal.access import bell, guardians
from portal.access.actor import Actor, Scope
from portal.access.guardians import ACT, VIEW, Reach
from portal.models.account import Grant, Role
from portal.models.base import UtcTime, table
from portal.models.unseen import HELPERS, UnseenItem

__all__ = [
    "ACT", "EMERGENCY", "SELF_SCOPES", "STAFF_SCOPES", "VIEW", "Held", "Opened", "allows", "end",
    "find_opened", "find_relation", "grant_emergency", "grant_self", "grant_staff", "is_enrolled",
    "live_grants", "live_in_chart", "may", "own_patient",
]  # fmt: skip

SELF_SCOPES = " ".join(f"{scope}:{ACT}" for scope in Scope)
STAFF_SCOPES: dict[Role, str] = {
    Role.FRONT_DESK: "appointments:act forms:view messages:act",
    Role.BILLER: "bills:act messages:act",
    Role.CLINICIAN: SELF_SCOPES,
    Role.ADMINISTRATOR: SELF_SCOPES,
}

EMERGENCY = "emergency"
EMERGENCY_SCOPES = f"{Scope.MEDICATIONS}:{VIEW} {Scope.RECORDS}:{VIEW}"
"""What is open in an emergency: to look at, and no more than it takes to help."""


def _live(grant: Any, at: Any) -> tuple[ColumnElement[bool], ...]:
    """What makes a grant count at a moment: between its times, neither paused nor ended."""
    return (
        grant.starts_at <= at,
        or_(grant.ends_at.is_(None), grant.ends_at > at),
        grant.paused_at.is_(None),
        or_(grant.ended_at.is_(None), grant.ended_at > at),
    )


_grant = table(Grant).c
_LIVE = sql.select(
    *(_grant.id, _grant.account_id, _grant.patient_id, _grant.relation, _grant.scopes),
    *(_grant.starts_at, _grant.ends_at),
).where(*_live(_grant, sql.bindparam("at", type_=UtcTime)))
LIVE_HERE = _LIVE.where(
    _grant.account_id == sql.bindparam("account"),
    or_(_grant.patient_id.is_(None), _grant.patient_id == sql.bindparam("patient")),
)
LIVE_OF_ACCOUNT = _LIVE.where(_grant.account_id == sql.bindparam("account"))
LIVE_IN_CHART = _LIVE.where(_grant.patient_id == sql.bindparam("patient"), _grant.relation != EMERGENCY)


_unseen = table(UnseenItem).c
LEFT_OUT = sql.select(sql.func.count(_unseen.id), sql.func.max(_unseen.since)).where(
    _unseen.patient_id == sql.bindparam("patient"),
    or_(
        _unseen.grant_id == sql.bindparam("grant"),
        and_(_unseen.grant_id.is_(None), sql.bindparam("relation") == "representative"),
    ),
)


@dataclass(frozen=True, slots=True)
class Held:
    """A grant that counts, as far as it goes at this moment: a guardian's goes by the age of the child.

    `kinds` are the kinds of record that it covers; None: every kind there is.
    """

    id: UUID
    account_id: UUID
    patient_id: UUID | None
    relation: str
    scopes: str
    starts_at: datetime
    ends_at: datetime | None
    kinds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What whoever opens a chart is to the patient, and the kinds of record it covers (None: every kind).

    `scopes` is how far the grant that lets them in goes beyond this work; the operator has none.
    """

    relation: str
    kinds: frozenset[str] | None = None
    scopes: str = ""
    grant_id: UUID | None = None


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


def grant_emergency(db: Session, account_id: UUID, patient_id: UUID, *, until: datetime) -> Grant:
    """A staff member's look at one chart that their role does not open, from now until then."""
    grant = Grant(
        account_id=account_id,
        patient_id=patient_id,
        relation=EMERGENCY,
        scopes=EMERGENCY_SCOPES,
        starts_at=clock.now(),
        ends_at=until,
    )
    db.add(grant)
    return grant


def live_grants(db: Session, account_id: UUID, at: datetime) -> list[Held]:
    """The grants of an account that count at a moment."""
    return list(_held(db, LIVE_OF_ACCOUNT, {"account": account_id, "at": at}))


def own_patient(db: Session, account_id: UUID) -> UUID | None:
    """The patient this account belongs to, if it is a patient's."""
    for grant in live_grants(db, account_id, clock.now()):
        if grant.relation == "self":
            return grant.patient_id
    return None


def live_in_chart(db: Session, patient_id: UUID, at: datetime) -> list[Held]:
    """The grants of the patient's side for one chart that count at a moment; none of the staff's are."""
    return list(_held(db, LIVE_IN_CHART, {"patient": patient_id, "at": at}))


def end(db: Session, grant: Grant, *, why: str) -> None:
    """Take an access away, now; pages that were opened with it close."""
    grant.ended_at, grant.ended_why = clock.now(), why
    db.add(grant)
    bell.ring(db, bell.account(grant.account_id))


def may(db: Session, account_id: UUID, patient_id: UUID | None) -> frozenset[str]:
    """All that an account may do now, a word each; of a session that looks at one record, only there."""
    values = {"account": account_id, "at": clock.now()}
    query = LIVE_OF_ACCOUNT if patient_id is None else LIVE_HERE
    helds = list(_held(db, query, values if patient_id is None else {**values, "patient": patient_id}))
    words = {f"{held.patient_id} {word}" for held in helds for word in _words(held)}
    return frozenset(words | {_left_out(db, held) for held in helds if held.relation in HELPERS})


def _words(held: Held) -> set[str]:
    """Acting is viewing too: who may now only view has lost something, who may now act has not."""
    scopes = held.scopes.split()
    kinds = ["every kind"] if held.kinds is None else sorted(held.kinds)
    return {*scopes, *(one.replace(f":{ACT}", f":{VIEW}") for one in scopes), *kinds}


def _left_out(db: Session, held: Held) -> str:
    """A word for what the patient keeps from whoever holds this: another one whenever that changes."""
    given = {"patient": held.patient_id, "grant": held.id, "relation": held.relation}
    many, last = db.connection().execute(LEFT_OUT, given).one()
    return f"{held.patient_id} but for {many} since {last}"


def find_relation(db: Session, actor: Actor, patient_id: UUID, scope: Scope, *, acting: bool) -> str | None:
    """What the one who may do this kind of work in this chart now is to the patient; None: they may not."""
    opened = find_opened(db, actor, patient_id, scope, acting=acting)
    return opened.relation if opened else None


def find_opened(db: Session, actor: Actor, patient_id: UUID, scope: Scope, *, acting: bool) -> Opened | None:
    """By what this kind of work may be done in this chart now by the one who acts; None: they may not."""
    if actor.account_id is None:
        return None
    values = {"account": actor.account_id, "patient": patient_id, "at": clock.now()}
    for held in _held(db, LIVE_HERE, values):
        if _is_for(held, actor) and allows(held.scopes, scope, acting=acting):
            return Opened(held.relation, held.kinds, held.scopes, held.id)
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


def _is_for(held: Held, actor: Actor) -> bool:
    """Staff open every chart as staff, or one in an emergency; the patient's side does neither."""
    if actor.is_staff:
        return held.patient_id is None or held.relation == EMERGENCY
    return held.patient_id is not None and held.relation != EMERGENCY


def _held(db: Session, query: Select[Any], values: dict[str, Any]) -> Iterator[Held]:
    """Grants as far as they go now; those that go nowhere any more are left out."""
    for row in db.connection().execute(query, values).all():
        found = _reach(db, row, values["at"])
        if found.scopes:
            own = (row.id, row.account_id, row.patient_id, row.relation)
            yield Held(*own, found.scopes, row.starts_at, row.ends_at, found.kinds)


def _reach(db: Session, row: Any, at: datetime) -> Reach:
    if row.relation != "guardian" or row.patient_id is None:
        return Reach(row.scopes)
    return guardians.reach(db, patient_id=row.patient_id, account_id=row.account_id, given=row.scopes, at=at)
