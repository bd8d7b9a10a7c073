"""The bell: services ring it for pages that are open, once what they did is committed.

A ring says a topic and nothing else; no data goes with it. What a page then shows, it fetches through the
same doors as ever. Whoever keeps pages open answers the bell (`portal/state/live.py`); where nobody does, as
in the `portal` command, a ring is heard by nobody.
"""

import logging
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session

from portal.access.actor import Duty, Scope

Hearer = Callable[[frozenset[str]], None]
"""Called in the thread that committed, with the topics; it must not wait for anything."""

_RUNG = "portal.rung"
_hearers: list[Hearer] = []
log = logging.getLogger("portal.access")


def session(session_id: UUID) -> str:
    """One sign-in: ended, or looking at another record."""
    return f"session {session_id.hex}"


def account(account_id: UUID) -> str:
    """What one account may do: locked, disabled, a grant ended or changed."""
    return f"account {account_id.hex}"


def own(account_id: UUID, what: str) -> str:
    """Something of one account's own, such as its downloads."""
    return f"own {account_id.hex} {what}"


def chart(patient_id: UUID, scope: Scope) -> str:
    """What one patient's chart holds in one scope."""
    return f"chart {patient_id.hex} {scope}"


def duty(what: Duty) -> str:
    """What waits for staff who have this duty."""
    return f"duty {what}"


def ring(db: Session, *topics: str) -> None:
    """Have the open pages that follow one of these topics look again, once this unit of work is committed."""
    if (rung := db.info.get(_RUNG)) is not None:
        rung.update(topics)
        return
    db.info[_RUNG] = set(topics)
    event.listen(db, "after_commit", _committed)


def ring_now(*topics: str) -> None:
    """The same at once, for what is committed already."""
    heard = frozenset(topics)
    for hearer in list(_hearers):
        try:
            hearer(heard)
        except Exception as fault:  # what was committed stays so
            log.error("a ring was not heard (%s)", type(fault).__name__)


def answer(hearer: Hearer) -> None:
    """Call this for every ring from now on."""
    _hearers.append(hearer)


def hang_up(hearer: Hearer) -> None:
    """No longer."""
    _hearers.remove(hearer)


def _committed(db: Session) -> None:
    if db.in_nested_transaction():
        return  # a savepoint: the rest may yet be rolled back
    topics = tuple(db.info[_RUNG])
    db.info[_RUNG].clear()
    ring_now(*topics)
