"""Accounts: who is signed in."""

from dataclasses import dataclass, replace

from sqlmodel import Session

from portal.access import grants, sessions
from portal.access.actor import Actor, Scope
from portal.db import unit_of_work
from portal.models.account import Role


@dataclass(frozen=True, slots=True)
class Who:
    """Whose account this is, for the frame of a page, and whether it looks at a record it may read."""

    name: str
    initials: str
    role: str
    may_read: bool = False


def who(token: str, *, address: str = "") -> Who:
    """Whose session this is. Raises: SignedOut."""
    with unit_of_work(durable=False) as db:
        actor = sessions.resolve(db, token, address=address)
        return replace(_who(actor), may_read=_may_read(db, actor))


def _may_read(db: Session, actor: Actor) -> bool:
    if actor.role != Role.PERSON or actor.patient_id is None:
        return False
    return grants.find_relation(db, actor, actor.patient_id, Scope.RECORDS, acting=False) is not None


def _who(actor: Actor) -> Who:
    words = [word for word in actor.name.partition(",")[0].split() if word[0].isalpha()]
    initials = "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1]))
    return Who(actor.name, initials.upper(), "" if actor.role == Role.PERSON else str(actor.role))
