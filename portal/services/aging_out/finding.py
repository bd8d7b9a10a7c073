"""Who has turned 18 or will soon, found without unsealing everyone: by the keyed hashes of birth dates.

Only patients whose parents or guardians have access are looked for. Of those, whoever is found among the
minors is left alone: a few statements, however many there are.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from portal import clock
from portal.access.ages import ADULT, born_to_turn
from portal.access.patient_index import birth_token
from portal.db import reading
from portal.errors import NotFound
from portal.logs import where
from portal.models.account import Grant
from portal.models.patient import PatientSearch
from portal.services.aging_out import ending, notices
from portal.vault import sealing

FIRST_NOTICE = notices.DAYS[0]
_AT_ONCE = 500
log = logging.getLogger("portal.aging")


def grown_up() -> list[UUID]:
    """Patients whose guardians' access is to be written down as ended."""
    today = clock.today()
    with reading() as db:
        older = _with_guardians(db) - _born(db, born_to_turn(ADULT, today + timedelta(days=1), _last(today)))
        return _due(db, sorted(older), ending.is_due)


def nearly_grown_up() -> list[UUID]:
    """Patients of whose 18th birthday someone is to be told."""
    with reading() as db:
        return _due(db, turning_18(db), notices.is_due)


def turning_18(db: Session) -> list[UUID]:
    """Patients with guardians whose 18th birthday is in the next 90 days."""
    first = clock.today() + timedelta(days=1)
    soon = born_to_turn(ADULT, first, first + timedelta(days=FIRST_NOTICE - 1))
    return sorted(_with_guardians(db) & _born(db, soon))


def _due(db: Session, ids: list[UUID], is_due: Callable[[Session, UUID], bool]) -> list[UUID]:
    """Those for whom there is something to do; who was erased has nothing, who cannot be read is told of."""
    found = []
    for patient_id in ids:
        try:
            found += [patient_id] if is_due(db, patient_id) else []
        except NotFound:
            continue
        except (sealing.Unreadable, ValueError) as fault:
            log.error("patient %s: %s", patient_id, where(fault))
    return found


def _last(today: date) -> date:
    """The day on which whoever is born today turns 18, and a little more."""
    return today + timedelta(days=366 * ADULT)


def _with_guardians(db: Session) -> set[UUID]:
    query = select(Grant.patient_id).where(Grant.relation == "guardian", col(Grant.ended_at).is_(None))
    return {one for one in db.exec(query.distinct()) if one is not None}


def _born(db: Session, days: Iterable[date]) -> set[UUID]:
    """The patients born on one of these days."""
    tokens, found = [birth_token(day) for day in days], set[UUID]()
    for start in range(0, len(tokens), _AT_ONCE):
        those = col(PatientSearch.token).in_(tokens[start : start + _AT_ONCE])
        found.update(db.exec(select(PatientSearch.patient_id).where(those)))
    return found
