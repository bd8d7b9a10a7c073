"""Accounts: who is signed in."""

from dataclasses import dataclass

from portal.access import sessions
from portal.access.actor import Actor
from portal.db import unit_of_work
from portal.models.account import Role


@dataclass(frozen=True, slots=True)
class Who:
    """Whose account this is, for the frame of a page."""

    name: str
    initials: str
    role: str


def who(token: str, *, address: str = "") -> Who:
    """Whose session this is. Raises: SignedOut."""
    with unit_of_work(durable=False) as db:
        return _who(sessions.resolve(db, token, address=address))


def _who(actor: Actor) -> Who:
    words = [word for word in actor.name.partition(",")[0].split() if word[0].isalpha()]
    initials = "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1]))
    return Who(actor.name, initials.upper(), "" if actor.role == Role.PERSON else str(actor.role))
