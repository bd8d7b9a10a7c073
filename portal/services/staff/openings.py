"""Openings in an emergency as rows: which are running, and ending them."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from portal import clock
from portal.access import grants
from portal.access.audit import Deed
from portal.access.practice import Practice
from portal.errors import NotFound
from portal.models.account import Grant
from portal.models.emergency import EmergencyOpening

MOMENT = timedelta(minutes=10)
"""How long a page says that a chart was closed again."""


def running(db: Session, *which: ColumnElement[bool] | bool) -> list[EmergencyOpening]:
    """Those that are open now, the newest first."""
    mine = (col(EmergencyOpening.ended_at).is_(None), col(EmergencyOpening.ends_at) > clock.now(), *which)
    query = select(EmergencyOpening).where(*mine).order_by(col(EmergencyOpening.opened_at).desc())
    return list(db.exec(query))


def just_over(db: Session, account_id: UUID) -> list[EmergencyOpening]:
    """Those of one person that ended a moment ago, the newest first."""
    over_at = func.coalesce(col(EmergencyOpening.ended_at), col(EmergencyOpening.ends_at))
    mine = (EmergencyOpening.account_id == account_id, over_at <= clock.now(), over_at > clock.now() - MOMENT)
    query = select(EmergencyOpening).where(*mine).order_by(col(EmergencyOpening.opened_at).desc())
    return list(db.exec(query))


def is_running(row: EmergencyOpening) -> bool:
    """Whether it is open now."""
    return row.ended_at is None and row.ends_at > clock.now()


def close(practice: Practice, row: EmergencyOpening) -> None:
    """End it now; pages that show the chart close."""
    row.ended_at = clock.now()
    practice.db.add(row)
    grant = practice.db.get(Grant, row.grant_id)
    if grant is not None:
        grants.end(practice.db, grant, why="emergency over")
    try:
        practice.note_about(row.patient_id, Deed("emergency.ended", subject_id=row.id, relation="staff"))
    except NotFound:
        practice.note(Deed("emergency.ended", subject_id=row.id))  # the patient's key was erased meanwhile


def close_all(practice: Practice, account_id: UUID) -> None:
    """End every opening of someone who is shut out or gets another role."""
    for row in running(practice.db, EmergencyOpening.account_id == account_id):
        close(practice, row)
