"""Notices of a coming 18th birthday, 90, 30 and 7 days before: to guardians and to the young person."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from portal import clock
from portal.access.folder import Folder
from portal.access.practice import open_front_door
from portal.db import unit_of_work
from portal.integrations.email import age_words
from portal.integrations.email.compose import Draft
from portal.services import outbox
from portal.services.aging_out import guards, marks
from portal.settings import get_settings

DAYS = (90, 30, 7)
KIND = "age-notice"


@dataclass(frozen=True, slots=True)
class Notice:
    """One email: to whose account (None: the young person), where, and what it says."""

    to: UUID | None
    email: str
    draft: Draft


def is_due(db: Session, patient_id: UUID) -> bool:
    """Whether anybody is to be told now. It only reads."""
    folder = guards.folder_of(db, patient_id)
    days = stage_of(folder)
    return days is not None and any(True for _ in _unsent(folder, days))


def tell(patient_id: UUID) -> int:
    """Tell everyone who is to be told now, each once; returns how many emails were written."""
    with unit_of_work() as db:
        folder = guards.folder_of(db, patient_id)
        days = stage_of(folder)
        if days is None:
            return 0
        found = [one for one in _unsent(folder, days) if marks.set_once(folder, str(days), one.to)]
        for one in found:
            outbox.write(open_front_door(db, folder.actor), KIND, one.email, one.draft)
        return len(found)


def stage_of(folder: Folder) -> int | None:
    """Which notice counts today: the last of 90, 30 and 7 days whose time has come; None: none yet, or over.

    After a time without the portal the one that counts goes out, and none of those before it.
    """
    day = guards.birthday_of(folder)
    left = (day - clock.today()).days if day else 0
    return min((days for days in DAYS if days >= left), default=None) if left > 0 else None


def sent(folder: Folder, days: int) -> bool:
    """Whether anyone was told by the notice of so many days before."""
    told = [grant.account_id for grant in guards.open_grants(folder)]
    return any(marks.is_set(folder, str(days), one) for one in (*told, None))


def _unsent(folder: Folder, days: int) -> Iterator[Notice]:
    return (one for one in _all(folder, days) if not marks.is_set(folder, str(days), one.to))


def _all(folder: Folder, days: int) -> Iterator[Notice]:
    """To each guardian whose access will end, and to the young person; not to whose access is stopped."""
    origin, ending = get_settings().origin, guards.that_end(folder)
    for grant in ending:
        account = guards.account_of(folder, grant) if grant.paused_at is None else None
        email = guards.email_of(folder, account) if account else ""
        if email:
            link = f"{origin}/home?for={folder.patient.id}"
            yield Notice(grant.account_id, email, age_words.access_will_end(link, days))
    if ending and (email := guards.own_email(folder)):
        has_account = guards.own_account(folder) is not None
        link = f"{origin}/home" if has_account else origin
        yield Notice(None, email, age_words.record_will_be_yours(link, days, has_account=has_account))
