"""The bell: services ring it for pages that are open, once what they did is committed.

A ring says a topic and nothing else; no data goes with it. What a page then shows, it fetches through the
same doors as ever. Whoever keeps pages open answers the bell (`portal/state/live.py`). Where a practice is
served by several processes, what rings here is carried to the others (`portal/access/others.py`).
"""

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

from sqlalchemy import event
from sqlmodel import Session

from portal.access.actor import Duty, Scope

Hearer = Callable[[frozenset[str]], None]
"""Called in the thread that committed, with the topics; it must not wait for anything."""

_RUNG = "portal.rung"
_hearers: list[Hearer] = []
_carriers: list[Hearer] = []
EVERYTHING = "everything"
"""Every open page looks again: rings may have been missed."""
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


def desk(account_id: UUID | None = None) -> str:
    """How many conversations wait for one person who works here; for nobody given, for any of them."""
    return f"desk {account_id.hex}" if account_id else "desk"


def is_for_many(topic: str) -> bool:
    """Whether many pages may follow this: what waits for a duty, and how many wait for anyone."""
    return topic == desk() or topic.startswith("duty ")


def place(thread_id: UUID) -> str:
    """Who has one conversation open, and who is writing in it."""
    return f"place {thread_id.hex}"


def ring(db: Session, *topics: str) -> None:
    """Have the open pages that follow one of these topics look again, once this unit of work is committed."""
    if (rung := db.info.get(_RUNG)) is not None:
        rung.update(topics)
        return
    db.info[_RUNG] = set(topics)
    event.listen(db, "after_commit", _committed)


def ring_now(*topics: str) -> None:
    """The same at once, for what is committed already."""
    _heard(frozenset(topics), [*_hearers, *_carriers])


def rang_elsewhere(topics: Iterable[str]) -> None:
    """It rang in another process: the pages of this one hear it, and it is carried no further."""
    _heard(frozenset(topics), list(_hearers))


def answer(hearer: Hearer) -> None:
    """Call this for every ring from now on."""
    _hearers.append(hearer)


def hang_up(hearer: Hearer) -> None:
    """No longer."""
    _hearers.remove(hearer)


def carry(carrier: Hearer) -> None:
    """Call this for every ring of this process from now on, to carry it to the others."""
    _carriers.append(carrier)


def carry_no_more(carrier: Hearer) -> None:
    """No longer."""
    _carriers.remove(carrier)


def _heard(topics: frozenset[str], hearers: list[Hearer]) -> None:
    for hearer in hearers:
        try:
            hearer(topics)
        except Exception as fault:  # what was committed stays so
            log.error("a ring was not heard (%s)", type(fault).__name__)


def _committed(db: Session) -> None:
    if db.in_nested_transaction():
        return  # a savepoint: the rest may yet be rolled back
    topics = tuple(db.info[_RUNG])
    db.info[_RUNG].clear()
    ring_now(*topics)
