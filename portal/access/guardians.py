"""What a parent or guardian may open at this moment, from the child's birth date: all that they were given
until the 12th birthday, by the teen policy from then on, and nothing from the first minute of the 18th
birthday unless a guardianship is on record. No such time is kept: the birth date stays sealed (decision 0024)
and it may be put right.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import sql
from sqlmodel import Session

from portal import clock
from portal.access import keys, teens
from portal.access.ages import Stage, stage_of
from portal.access.bindings import binding
from portal.errors import NotFound
from portal.models.base import UtcTime, table
from portal.models.guardian import Guardianship
from portal.models.patient import Patient, PatientContents
from portal.vault import sealing

ACT, VIEW = "act", "view"
AGED_OUT = "turned 18"
"""Why a guardian's grant has ended when nobody ended it."""
_ward, _patient = table(Guardianship).c, table(Patient).c
_SEALED = sql.select(_patient.sealed).where(_patient.id == sql.bindparam("patient"))
_GUARDIANSHIP = sql.select(_ward.scopes).where(
    _ward.patient_id == sql.bindparam("patient"),
    _ward.account_id == sql.bindparam("account"),
    _ward.ended_at.is_(None),
    _ward.ends_at > sql.bindparam("at", type_=UtcTime),
)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far access goes: "records:view messages:act …", and which kinds of record (None: every kind)."""

    scopes: str = ""
    kinds: frozenset[str] | None = None


def reach(db: Session, *, patient_id: UUID, account_id: UUID, given: str, at: datetime) -> Reach:
    """How far a guardian who was given these scopes may go at a moment."""
    try:
        key = keys.open_key(db, patient_id)
    except NotFound:
        return Reach()
    sealed = db.connection().execute(_SEALED, {"patient": patient_id}).scalar_one()
    who = PatientContents.model_validate_json(
        sealing.unseal(key, sealed, binding("patient", patient_id, patient_id))
    )
    stage = stage_now(who, at)
    if stage == Stage.ADULT:
        values = {"patient": patient_id, "account": account_id, "at": at}
        return Reach(db.connection().execute(_GUARDIANSHIP, values).scalars().first() or "")
    return reach_to_minor(db, patient_id, key, stage=stage, given=given)


def reach_to_minor(db: Session, patient_id: UUID, key: bytes, *, stage: Stage, given: str) -> Reach:
    """How far any guardian of a child or teen may go who was given these scopes; nowhere for an adult."""
    if stage == Stage.CHILD:
        return Reach(given)
    if stage == Stage.TEEN:
        return _narrowed(given, teens.levels_for(db, patient_id, key))
    return Reach()


def stage_now(who: PatientContents, at: datetime) -> Stage:
    """The stage a patient is in; one who has died stays as old as they were."""
    today = at.astimezone(clock.zone()).date()
    return stage_of(who.birth_date, min(today, who.died_on or today))


def _narrowed(given: str, levels: dict[str, Any]) -> Reach:
    """What was given, as far as these levels go."""
    kinds = frozenset(kind for kind in teens.KINDS if levels[kind] != teens.Level.NONE)
    found = []
    for part in given.split():
        scope, most = part.split(":", 1)
        level = teens.Level.NONE if scope == teens.RECORDS and not kinds else levels.get(scope)
        if level in (teens.Level.ACT, teens.Level.VIEW):
            found.append(f"{scope}:{VIEW if VIEW in (level, most) else ACT}")
    if any(part.startswith("medications:") for part in found):
        kinds |= {"medications"}
    return Reach(" ".join(found), kinds)
