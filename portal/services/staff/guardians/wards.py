"""Guardianships of adults who cannot decide for themselves: on what ground, until when, who reviews it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.ages import Stage, begins
from portal.access.folder import Folder
from portal.access.grants import SELF_SCOPES
from portal.access.guardians import AGED_OUT, stage_now
from portal.access.practice import Practice, open_front_door
from portal.errors import Invalid, NotFound
from portal.i18n import day, t
from portal.models.account import Account, AccountContents, Grant, Role
from portal.models.base import new_id
from portal.models.guardian import CourtDocument, Guardianship, GuardianshipContents
from portal.services.staff.guardians import seats, typed
from portal.services.staff.guardians.views import WardRow

SEE_SCOPES = SELF_SCOPES.replace(":act", ":view")
SOON = timedelta(days=30)
"""How long before its end staff are reminded of a guardianship."""
REVIEWERS = (Role.CLINICIAN, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Ground:
    """A guardianship as staff type it: `reviewer` and `document` are ids, `until` is a form's date."""

    why: str = ""
    reviewer: str = ""
    until: str = ""
    document: str = ""
    see_only: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """The same, checked."""

    why: str
    reviewer_id: UUID
    reviewer: str
    last_day: date
    document_id: UUID | None
    scopes: str


def checked(folder: Folder, given: Ground, wrong: typed.Wrong) -> Recorded | None:
    """The ground as it is kept; what is wrong with it goes into `wrong`."""
    why = typed.words(given.why, "ground", wrong)
    last_day = typed.coming(given.until, "last_day", wrong)
    names = dict(reviewers(folder))
    if given.reviewer not in names:
        wrong["reviewer"] = t("Choose who reviews it.")
    document_id = document_named(folder, given.document, wrong)
    if wrong or last_day is None:
        return None
    scopes = SEE_SCOPES if given.see_only else SELF_SCOPES
    return Recorded(why, UUID(given.reviewer), names[given.reviewer], last_day, document_id, scopes)


def record(practice: Practice, folder: Folder, grant_id: UUID, given: Ground) -> None:
    """Let a guardian go on past 18, or longer than before.

    Raises: NotFound; Invalid, by field, or for a patient younger than 17.
    """
    grant, wrong = seats.grant_of(folder, grant_id), typed.Wrong()
    found = checked(folder, given, wrong)
    if found is None:
        raise Invalid(fields=wrong)
    if not may_have(folder):
        raise Invalid(t("A guardianship begins at 18. It can be recorded from the 17th birthday on."))
    for earlier in _of_account(folder, grant.account_id):
        _end(practice, folder, earlier, t("Recorded anew"))
    keep(practice, folder, found, account_id=grant.account_id)
    if grant.ended_why == AGED_OUT:
        grant.ended_at, grant.ended_why = None, ""
    if grant.ends_at is not None:
        grant.ends_at = _end_of(found.last_day)
    folder.db.add(grant)


def end(practice: Practice, folder: Folder, ward_id: UUID, reason: str) -> None:
    """End a guardianship now. Raises: NotFound, Invalid."""
    wrong: typed.Wrong = {}
    why = typed.words(reason, "reason", wrong)
    if wrong:
        raise Invalid(fields=wrong)
    this = (Guardianship.id == ward_id, Guardianship.patient_id == folder.patient.id)
    row = folder.db.exec(select(Guardianship).where(*this, col(Guardianship.ended_at).is_(None))).first()
    if row is None:
        raise NotFound
    _end(practice, folder, row, why)


def keep(
    practice: Practice,
    folder: Folder,
    found: Recorded,
    *,
    account_id: UUID | None = None,
    offer_id: UUID | None = None,
) -> None:
    """Put a guardianship on record, for an account or for whoever accepts an invitation."""
    row = Guardianship(
        id=new_id(),
        patient_id=folder.patient.id,
        account_id=account_id,
        offer_id=offer_id,
        document_id=found.document_id,
        reviewer_id=found.reviewer_id,
        scopes=found.scopes,
        made_at=clock.now(),
        ends_at=_end_of(found.last_day),
        sealed=b"",
    )
    said = GuardianshipContents(ground=found.why, reviewer=found.reviewer, by=practice.actor.name)
    folder.seal(row, said)
    folder.db.add(row)


def move_pending(folder: Folder, offer_id: UUID, to: UUID) -> None:
    """What waits for one invitation waits for the one that took its place."""
    for row in _pending(folder, offer_id):
        row.offer_id = to
        folder.db.add(row)


def forget_pending(folder: Folder, offer_id: UUID) -> None:
    """An invitation is gone, and what waited for it with it."""
    for row in _pending(folder, offer_id):
        row.ended_at = clock.now()
        folder.db.add(row)


def may_have(folder: Folder) -> bool:
    """Whether a guardianship can be recorded: from a year before it would begin."""
    a_year_on = clock.now() + timedelta(days=365)
    return stage_now(folder.who(), a_year_on) == Stage.ADULT


def reviewers(folder: Folder) -> list[tuple[str, str]]:
    """Those who may review a guardianship, as (id, name)."""
    query = select(Account).where(col(Account.role).in_(REVIEWERS), col(Account.disabled_at).is_(None))
    front = open_front_door(folder.db, folder.actor)
    found = [(str(row.id), front.unseal(row, AccountContents).name) for row in folder.db.exec(query)]
    return sorted(found, key=lambda one: one[1])


def document_named(folder: Folder, given: str, wrong: typed.Wrong) -> UUID | None:
    """The court paper that is cited, of this patient's; none when nothing was chosen."""
    if not given.strip():
        return None
    try:
        found = folder.db.get(CourtDocument, UUID(given))
    except ValueError:
        found = None
    if found is None or found.patient_id != folder.patient.id:
        wrong["document"] = t("Choose one of the court papers on this page.")
        return None
    return found.id


def rows(folder: Folder) -> list[WardRow]:
    """Every guardianship that counts or waits for someone to accept."""
    return [_row(folder, ward) for ward in seats.open_wards(folder)]


def _row(folder: Folder, ward: Guardianship) -> WardRow:
    said, last = folder.unseal(ward, GuardianshipContents), day(ward.ends_at - timedelta(seconds=1))
    tag, tone = t("Until {day}", day=last), "good"
    if ward.ends_at <= clock.now():
        tag, tone = t("Ended on {day}", day=last), "plain"
    elif ward.ends_at <= clock.now() + SOON:
        tag, tone = t("Ends on {day}", day=last), "attention"
    made = {"name": said.reviewer, "day": day(ward.made_at), "by": said.by}
    line = t("{name} reviews it. Recorded on {day} by {by}.", **made)
    return WardRow(
        str(ward.id), _whose(folder, ward), line, said.ground, tag, tone, ward.ends_at > clock.now()
    )


def _whose(folder: Folder, ward: Guardianship) -> str:
    names = {seat.offer.id: seat.name for seat in seats.seats_of(folder) if seat.offer}
    if ward.account_id is None:
        return names.get(ward.offer_id, "") if ward.offer_id else ""
    held = [seat.name for seat in seats.seats_of(folder) if _holds(seat.grant, ward)]
    return next(iter(held), "")


def _holds(grant: Grant | None, ward: Guardianship) -> bool:
    return grant is not None and grant.account_id == ward.account_id


def _of_account(folder: Folder, account_id: UUID) -> list[Guardianship]:
    return [ward for ward in seats.open_wards(folder) if ward.account_id == account_id]


def _end(practice: Practice, folder: Folder, row: Guardianship, why: str) -> None:
    said = folder.unseal(row, GuardianshipContents)
    said.ended_because, said.ended_by = why, practice.actor.name
    row.ended_at = clock.now()
    folder.seal(row, said)
    folder.db.add(row)


def _pending(folder: Folder, offer_id: UUID) -> list[Guardianship]:
    query = select(Guardianship).where(
        Guardianship.offer_id == offer_id,
        Guardianship.patient_id == folder.patient.id,
        col(Guardianship.account_id).is_(None),
        col(Guardianship.ended_at).is_(None),
    )
    return list(folder.db.exec(query))


def _end_of(last_day: date) -> datetime:
    return begins(last_day + timedelta(days=1))
