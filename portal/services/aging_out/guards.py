"""Who the guardians of a patient are around the 18th birthday, and where the young person is reached."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from portal import clock
from portal.access.actor import operator
from portal.access.ages import ADULT, Stage, birthday
from portal.access.enrolment import last_invitation
from portal.access.folder import Folder, open_folder
from portal.access.guardians import stage_now
from portal.access.other_people import other_people
from portal.access.practice import Practice, open_front_door
from portal.models.account import Account, AccountContents, Grant
from portal.models.guardian import Guardianship
from portal.models.invitation import InvitationContents
from portal.models.offer import AccessOffer, OfferContents


def folder_of(db: Session, patient_id: UUID) -> Folder:
    """The folder of a patient, for the portal's own work; nothing is written down by it."""
    return open_folder(open_front_door(db, operator()), patient_id, deed=None)


def birthday_of(folder: Folder) -> date | None:
    """The 18th birthday of someone who is alive; None when it is not known."""
    born = folder.who().birth_date
    return birthday(born, ADULT) if born and not folder.patient.deceased else None


def is_adult(folder: Folder) -> bool:
    """Whether the patient is 18 now."""
    return stage_now(folder.who(), clock.now()) == Stage.ADULT


def open_grants(folder: Folder) -> list[Grant]:
    """The access of guardians that nobody has written down as ended."""
    query = select(Grant).where(
        Grant.patient_id == folder.patient.id, Grant.relation == "guardian", col(Grant.ended_at).is_(None)
    )
    return list(folder.db.exec(query.order_by(col(Grant.starts_at))))


def that_end(folder: Folder) -> list[Grant]:
    """Those of them that end at 18: all but whose guardianship of the adult is on record."""
    go_on = set(_with_a_ground(folder))
    return [grant for grant in open_grants(folder) if grant.account_id not in go_on]


def has_ground(folder: Folder) -> bool:
    """Whether somebody decides for this patient beyond 18."""
    return bool(_with_a_ground(folder))


def account_of(folder: Folder, grant: Grant) -> Account | None:
    """The account that a guardian signs in with, unless it was disabled."""
    account = folder.db.get(Account, grant.account_id)
    return account if account is not None and account.disabled_at is None else None


def own_account(folder: Folder) -> Account | None:
    """The young person's own account."""
    mine = select(Grant.account_id).where(
        Grant.patient_id == folder.patient.id, Grant.relation == "self", col(Grant.ended_at).is_(None)
    )
    found = folder.db.exec(select(Account).where(col(Account.id).in_(mine))).first()
    return found if found is not None and found.disabled_at is None else None


def email_of(folder: Folder, account: Account) -> str:
    """The address of an account."""
    return _front(folder).unseal(account, AccountContents).email


def own_email(folder: Folder) -> str:
    """Where the young person themselves is reached; empty when no such address is known.

    The address in a child's record is often a parent's. One that is a guardian's, or that the record gives
    for someone else, is not theirs: an invitation there would let a parent in as the new adult.
    """
    if account := own_account(folder):
        return email_of(folder, account)
    last = last_invitation(folder.db, folder.patient.id)
    asked = folder.unseal(last, InvitationContents).email if last else ""
    others = {one.casefold() for one in _of_others(folder)}
    known = (one for one in (asked, folder.who().email) if one and one.casefold() not in others)
    return next(known, "")


def _of_others(folder: Folder) -> Iterator[str]:
    """The addresses of guardians, of whoever was invited as one, and of others in the record."""
    grants = select(Grant.account_id).where(
        Grant.patient_id == folder.patient.id, Grant.relation == "guardian"
    )
    for account in folder.db.exec(select(Account).where(col(Account.id).in_(grants))):
        yield email_of(folder, account)
    mine = (AccessOffer.patient_id == folder.patient.id, AccessOffer.kind == "guardian")
    for offer in folder.db.exec(select(AccessOffer).where(*mine)):
        yield folder.unseal(offer, OfferContents).email
    yield from other_people(folder.db, folder.patient.id, folder.key).emails


def _with_a_ground(folder: Folder) -> list[UUID]:
    query = select(Guardianship.account_id).where(
        Guardianship.patient_id == folder.patient.id,
        col(Guardianship.ended_at).is_(None),
        col(Guardianship.ends_at) > clock.now(),
    )
    return [one for one in folder.db.exec(query) if one is not None]


def _front(folder: Folder) -> Practice:
    return open_front_door(folder.db, folder.actor)
