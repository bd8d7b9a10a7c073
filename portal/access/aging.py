"""A birth date put right: access that was written down as ended at 18 is there again for a minor."""

from uuid import UUID

from sqlmodel import Session, col, select

from portal import clock
from portal.access import bell
from portal.access.ages import Stage
from portal.access.guardians import AGED_OUT, stage_now
from portal.models.account import Grant
from portal.models.patient import PatientContents


def birth_date_changed(db: Session, patient_id: UUID, who: PatientContents) -> None:
    """Look again at the access of guardians, by the birth date that is on file from now on."""
    mine = (Grant.patient_id == patient_id, Grant.relation == "guardian")
    every = list(db.exec(select(Grant).where(*mine).order_by(col(Grant.starts_at).desc())))
    has_access = {grant.account_id for grant in every if grant.ended_at is None}
    if stage_now(who, clock.now()) in (Stage.CHILD, Stage.TEEN):
        for grant in every:
            if grant.ended_why == AGED_OUT and grant.account_id not in has_access:
                grant.ended_at, grant.ended_why = None, ""
                has_access.add(grant.account_id)
                db.add(grant)
    bell.ring(db, *(bell.account(account_id) for account_id in has_access))
