"""How far guardians of 12- to 17-year-olds may go: the practice's policy, a clinician's say about one child.

An *area* is a kind of work in the chart (messages, bills …), "records" (what may be done with the records
that are open), or one kind of record (results, visits …).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import sql
from sqlmodel import Session

from portal.access.actor import Scope
from portal.access.bindings import binding
from portal.models.base import table
from portal.models.guardian import ChoiceContents, TeenChoice, TeenPolicy
from portal.vault import sealing


class Level(StrEnum):
    """How far: see and act, only see, closed until a clinician opens it for one child, closed."""

    ACT = "act"
    VIEW = "view"
    ASK = "ask"
    NONE = "none"


RECORDS = str(Scope.RECORDS)
SCOPES = tuple(str(scope) for scope in Scope if scope != Scope.RECORDS)
KINDS = (
    "results", "visits", "immunizations", "conditions", "allergies", "vitals", "procedures", "care-plans",
    "documents",
)  # fmt: skip
AREAS = (*SCOPES, RECORDS, *KINDS)
LEVELS: dict[str, tuple[Level, ...]] = {
    **dict.fromkeys(SCOPES, tuple(Level)),
    RECORDS: (Level.ACT, Level.VIEW),
    **dict.fromkeys(KINDS, (Level.VIEW, Level.ASK, Level.NONE)),
}
"""What may be chosen for each area."""

DEFAULT = {
    "appointments": Level.ACT,
    "bills": Level.ACT,
    "forms": Level.ACT,
    "messages": Level.ACT,
    RECORDS: Level.ACT,
    "immunizations": Level.VIEW,
    "allergies": Level.VIEW,
    "vitals": Level.VIEW,
}
_policy, _choice = table(TeenPolicy).c, table(TeenChoice).c
_NEWEST = sql.select(_policy.levels, _policy.own_account).order_by(_policy.made_at.desc()).limit(1)
_CHOICES = (
    sql.select(_choice.id, _choice.sealed)
    .where(_choice.patient_id == sql.bindparam("patient"), _choice.taken_back_at.is_(None))
    .order_by(_choice.made_at)
)


@dataclass(frozen=True, slots=True)
class Policy:
    """A level for each area, and whether a teen may be invited to an account of their own."""

    levels: Mapping[str, Level] = field(default_factory=lambda: _complete({}))
    own_account: bool = True

    def written(self) -> str:
        """The levels as they are kept."""
        return " ".join(f"{area}:{self.levels[area]}" for area in AREAS)


def policy_now(db: Session) -> Policy:
    """The practice's policy, or what holds until it has one."""
    row = db.connection().execute(_NEWEST).first()
    return Policy(_complete(parsed(row.levels)), row.own_account) if row else Policy()


def choices_now(db: Session, patient_id: UUID, key: bytes) -> dict[str, Level]:
    """What clinicians have said about one child, by area."""
    found: dict[str, Level] = {}
    for row_id, sealed in db.connection().execute(_CHOICES, {"patient": patient_id}):
        bound_to = binding("teen_choice", row_id, patient_id)
        said = ChoiceContents.model_validate_json(sealing.unseal(key, sealed, bound_to))
        found[said.area] = Level(said.level)
    return found


def levels_for(db: Session, patient_id: UUID, key: bytes) -> dict[str, Level]:
    """What holds for the guardians of one child of 12 to 17, now; nothing waits for anyone's say in it."""
    levels = dict(policy_now(db).levels) | choices_now(db, patient_id, key)
    return {area: Level.NONE if level == Level.ASK else level for area, level in levels.items()}


def parsed(written: str) -> dict[str, Level]:
    """The levels that `Policy.written` wrote; what is no area any more is left out."""
    pairs = (part.split(":", 1) for part in written.split())
    return {area: Level(level) for area, level in pairs if area in AREAS}


def _complete(levels: Mapping[str, Any]) -> dict[str, Level]:
    """A level for every area: what nobody decided waits for a clinician."""
    return {area: levels.get(area) or DEFAULT.get(area, Level.ASK) for area in AREAS}
