"""The night of an 18th birthday: access is written down as ended, and the new adult is invited."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from portal.access import grants
from portal.access.audit import Deed
from portal.access.folder import Folder
from portal.access.guardians import AGED_OUT
from portal.access.practice import open_front_door
from portal.db import unit_of_work
from portal.integrations.email import age_words
from portal.models.account import Grant
from portal.services import invitations, outbox
from portal.services.aging_out import guards, marks, notices


@dataclass(frozen=True, slots=True)
class Ended:
    """What was done for one patient."""

    ended: int = 0
    told: int = 0
    invited: int = 0


def is_due(db: Session, patient_id: UUID) -> bool:
    """Whether there is access to write down as ended. It only reads."""
    folder = guards.folder_of(db, patient_id)
    return guards.is_adult(folder) and bool(guards.that_end(folder))


def end(patient_id: UUID) -> Ended:
    """Write down the end, close open pages, tell whose access it was, and invite the new adult."""
    with unit_of_work() as db:
        folder = guards.folder_of(db, patient_id)
        over = guards.that_end(folder) if guards.is_adult(folder) else []
        told = sum(_end_one(folder, grant) for grant in over)
        return Ended(len(over), told, int(bool(over) and _invite(folder)))


def may_be_invited(folder: Folder) -> bool:
    """Whether an invitation could go out by itself: to an address that is theirs, and provable."""
    who = folder.who()
    is_known = bool(who.birth_date and who.zip and guards.own_email(folder))
    is_free = guards.own_account(folder) is None and not guards.has_ground(folder)
    return is_known and is_free and not folder.patient.deceased


def _end_one(folder: Folder, grant: Grant) -> bool:
    grants.end(folder.db, grant, why=AGED_OUT)
    folder.note(Deed("aging_out.ended", subject_id=grant.id))
    account = guards.account_of(folder, grant) if grant.paused_at is None else None
    email = guards.email_of(folder, account) if account else ""
    if not email or not marks.set_once(folder, marks.ENDED, grant.account_id):
        return False
    outbox.write(open_front_door(folder.db, folder.actor), notices.KIND, email, age_words.access_has_ended())
    return True


def _invite(folder: Folder) -> bool:
    """Once, where an address of theirs is known; otherwise staff see that it is for them to do."""
    if not may_be_invited(folder) or not marks.set_once(folder, marks.INVITED):
        return False
    folder.note(Deed("aging_out.invited"))
    invitations.issue(open_front_door(folder.db, folder.actor), folder, guards.own_email(folder))
    return True
