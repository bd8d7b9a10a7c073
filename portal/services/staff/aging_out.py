"""Who turns 18 soon, and who just did: what was sent, and what is for staff to do."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from portal import clock
from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.enrolment import enrolment_of
from portal.access.folder import Folder, open_folder
from portal.access.guardians import AGED_OUT
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.errors import NotFound
from portal.i18n import day, nt, t
from portal.models.account import Grant
from portal.services.aging_out import finding, guards, notices
from portal.services.aging_out.ending import may_be_invited
from portal.services.staff.patients import standing_words
from portal.vault import sealing

SINCE = timedelta(days=90)
MOST = 300
_WAITING = ("invited", "enrolled")


@dataclass(frozen=True, slots=True)
class AgingRow:
    """One patient: when they turn 18, what was sent, and in `tag` what is to do or where they stand."""

    title: str
    line: str
    sent: str
    todo: str
    href: str
    tag: str = ""
    tone: str = "plain"
    icon: str = "people"


@dataclass(frozen=True, slots=True)
class AgingOut:
    """Those for whom there is something to do first, the newest need first; then by birthday."""

    rows: list[AgingRow] = field(default_factory=list)
    todo: int = 0


@dataclass(frozen=True, slots=True)
class _One:
    row: AgingRow
    day: date
    is_needed: bool


@needs(Duty.GUARDIANS)
def show(practice: Practice) -> AgingOut:
    """Everyone with parents or guardians who turns 18 in the next 90 days, or did so and is not invited."""
    ids = [*_just_turned(practice.db), *finding.turning_18(practice.db)]
    found = [one for patient_id in ids[:MOST] if (one := _readable(practice, patient_id))]
    needed = sorted((one for one in found if one.is_needed), key=lambda one: one.day, reverse=True)
    others = sorted((one for one in found if not one.is_needed), key=lambda one: one.day)
    return AgingOut([one.row for one in (*needed, *others)], len(needed))


def _just_turned(db: Session) -> list[UUID]:
    """Patients whose guardians' access ended at 18 within the last 90 days, the newest first."""
    query = select(Grant.patient_id).where(
        Grant.relation == "guardian", Grant.ended_why == AGED_OUT, col(Grant.ended_at) > clock.now() - SINCE
    )
    found = db.exec(query.order_by(col(Grant.ended_at).desc()))
    return list(dict.fromkeys(one for one in found if one is not None))


def _readable(practice: Practice, patient_id: UUID) -> _One | None:
    """One that cannot be read must not hide all the others; the list of patients says that it is damaged."""
    try:
        return _one(practice, patient_id)
    except (NotFound, sealing.Unreadable, ValueError):
        return None


def _one(practice: Practice, patient_id: UUID) -> _One | None:
    folder = open_folder(practice, patient_id, deed=None)
    birthday = guards.birthday_of(folder)
    if birthday is None:
        return None
    is_over = birthday <= clock.today()
    if is_over and enrolment_of(folder).status in _WAITING:
        return None
    folder.note(Deed("aging_out.listed", relation="staff"))
    todo = _todo(folder, is_over=is_over)
    tag, tone = (t("To do"), "attention") if todo else _standing(folder)
    row = AgingRow(
        title=folder.who().name or t("Name not on file"),
        line=_when(birthday, is_over=is_over),
        sent="" if is_over else _sent(folder),
        todo=todo,
        href=f"/staff/patients/{patient_id}{'' if is_over else '/guardians'}",
        tag=tag,
        tone=tone,
    )
    return _One(row, birthday, bool(todo))


def _standing(folder: Folder) -> tuple[str, str]:
    if guards.open_grants(folder) and not guards.that_end(folder):
        return t("Goes on"), "plain"
    return standing_words(enrolment_of(folder).status)


def _when(birthday: date, *, is_over: bool) -> str:
    if is_over:
        return t("Turned 18 on {day}. The access of parents and guardians has ended.", day=day(birthday))
    left = (birthday - clock.today()).days
    return nt("18 tomorrow, {day}", "18 in {n} days, on {day}", left, day=day(birthday))


def _who(folder: Folder) -> str:
    over = guards.that_end(folder)
    go_on = len(guards.open_grants(folder)) - len(over)
    ends = nt("{n} parent or guardian", "{n} parents or guardians", len(over)) if over else ""
    stays = nt("{n} goes on with a ground on record", "{n} go on with a ground on record", go_on)
    return ", ".join(filter(None, (ends, stays if go_on else "")))


def _sent(folder: Folder) -> str:
    if not guards.that_end(folder):
        return f"{_who(folder)}."
    told = ", ".join(str(days) for days in notices.DAYS if notices.sent(folder, days))
    said = t("Notices sent: {days} days before.", days=told) if told else t("No notice has gone out yet.")
    if not may_be_invited(folder):
        return f"{_who(folder)}. {said}"
    goes = t("On the day an invitation goes to {email}.", email=guards.own_email(folder))
    return f"{_who(folder)}. {said} {goes}"


def _todo(folder: Folder, *, is_over: bool) -> str:
    """What staff have to see to; empty when it goes by itself."""
    if guards.own_account(folder) is not None or (not is_over and not guards.that_end(folder)):
        return ""
    if is_over:
        return t("Not invited to an account of their own. Invite them with their own email address.")
    if may_be_invited(folder):
        return ""
    if not guards.own_email(folder):
        return t("No email of their own is known. Ask for it, or invite them at the desk once they are 18.")
    return t("No birth date or ZIP code is on file, so an invitation could not be proved.")
