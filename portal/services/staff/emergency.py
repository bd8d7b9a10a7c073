"""Emergency access ("break the glass", HIPAA 45 CFR 164.312(a)(2)(ii)), for those whose role opens no chart.

It opens one chart to look at, for a short time, to someone who has shown that it is them and written why.
The patient reads it in their record's activity, administrators get an email, and someone else checks it.
"""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from portal import clock
from portal.access import grants, keys, sessions
from portal.access.actor import DUTIES, Actor, Duty
from portal.access.audit import Deed
from portal.access.folder import Folder, open_folder
from portal.access.needs import needs
from portal.access.patient_index import unseal_patient
from portal.access.practice import Practice
from portal.db import reading
from portal.errors import Conflict, Invalid, NotPermitted, TooMany
from portal.i18n import hour, nt, t
from portal.integrations.email import staff_words as letters
from portal.models.account import Account, AccountContents
from portal.models.emergency import EmergencyContents, EmergencyOpening
from portal.models.patient import DataKey, Patient
from portal.services import outbox
from portal.services.staff import members, openings
from portal.services.staff.patients import born_and_age
from portal.settings import get_settings
from portal.vault.lookup import lookup

SHORTEST, LONGEST = 20, 1_000
DAY = timedelta(hours=24)
PACE = timedelta(minutes=1)
"""How long after one opening the next may come, for someone who has opened more than is usual."""
REVIEWS = "/staff/emergency"


@dataclass(frozen=True, slots=True)
class Ask:
    """What someone sees before they open a chart, and while it is open.

    `until` and `seconds` say how long it is open yet; `unusual` warns when this is more than usual in a day.
    `once` is the page's own mark.
    """

    name: str = ""
    line: str = ""
    until: str = ""
    seconds: int = 0
    unusual: str = ""
    minutes: int = 0
    once: str = ""


@dataclass(frozen=True, slots=True)
class OpenNow:
    """A chart in the band over every page: open to me for `seconds` yet or, with `over`, closed again."""

    patient_id: str
    name: str
    href: str
    seconds: int = 0
    over: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """What of emergencies concerns me now: charts that are open to me, and how many wait for a check.

    `may_open` and `may_review` say what my role has to do with them.
    """

    openings: list[OpenNow] = field(default_factory=list)
    waiting: int = 0
    may_open: bool = False
    may_review: bool = False


def now(token: str, *, address: str = "") -> Now:
    """What concerns whoever holds this token. Does not count as activity. Raises: SignedOut."""
    with reading() as db:
        actor = sessions.resolve(db, token, address=address, touch=False)
        if not actor.is_staff or actor.account_id is None:
            return Now()
        may_open, may_review = (duty in DUTIES[actor.role] for duty in (Duty.EMERGENCY, Duty.REVIEW))
        waiting = count_waiting(db, actor) if may_review else 0
        return Now(_open_to(db, actor.account_id), waiting, may_open, may_review)


@needs(Duty.EMERGENCY)
def look_before(practice: Practice, *, patient_id: UUID) -> Ask:
    """Whose chart it is, and whether it is open to me already. Raises: NotFound."""
    deed = Deed("emergency.look_before", relation="staff")
    return _ask(practice, open_folder(practice, patient_id, deed=deed))


def typed_reason(*, reason: str, **_rest: object) -> str:
    """The reason as it is kept. Raises: Invalid for none worth the name."""
    written = " ".join(reason.split())
    if not SHORTEST <= len(written) <= LONGEST:
        words = t("Write why you need this chart now, in {least} to {most} characters.",
                  least=SHORTEST, most=LONGEST)  # fmt: skip
        raise Invalid(fields={"reason": words})
    return written


@needs(Duty.EMERGENCY, acting=True, proof=True, typed=typed_reason)
def open_now(practice: Practice, *, patient_id: UUID, reason: str, once: str, anyway: bool = False) -> Ask:
    """Open a chart, to look at. One that is open already stays open no longer for it.

    Raises:
        NotFound: no such patient.
        Invalid: no reason worth the name; more than usual in a day, and not said that it must be (`anyway`).
        TooMany: more than usual, and the last one was a moment ago.
        Conflict: this very request has opened it before, and that is over.
    """
    me = _me(practice)
    why = typed_reason(reason=reason)
    folder = open_folder(practice, patient_id, deed=None)
    if openings.running(practice.db, _mine(me), EmergencyOpening.patient_id == patient_id):
        return _ask(practice, folder)
    mark = _mark(practice.db, me, once)
    nth = _count_up(practice.db, me, anyway=anyway)
    at = clock.now()
    until = at + timedelta(minutes=get_settings().emergency_minutes)
    grant = grants.grant_emergency(practice.db, me, patient_id, until=until)
    practice.db.flush()
    row = EmergencyOpening(
        patient_id=patient_id,
        account_id=me,
        grant_id=grant.id,
        once=mark,
        opened_at=at,
        ends_at=until,
        nth=nth,
        sealed=b"",
    )
    folder.seal(row, EmergencyContents(by=practice.actor.name, role=str(practice.actor.role), reason=why))
    practice.db.add(row)
    folder.note(Deed("emergency.opened", subject_id=row.id, relation=grants.EMERGENCY, reason=why))
    _tell_administrators(practice)
    return _ask(practice, folder)


@needs(Duty.EMERGENCY, acting=True)
def end(practice: Practice, *, patient_id: UUID) -> None:
    """End my look at this chart now; nothing happens when it is over already."""
    of_mine = (_mine(_me(practice)), EmergencyOpening.patient_id == patient_id)
    for row in openings.running(practice.db, *of_mine):
        openings.close(practice, row)


def count_waiting(db: Session, actor: Actor) -> int:
    """How many openings by others nobody has checked yet, and can: a patient's key may have been erased."""
    query = select(func.count(col(EmergencyOpening.id))).where(
        EmergencyOpening.outcome == "",
        EmergencyOpening.account_id != actor.account_id,
        col(EmergencyOpening.patient_id).in_(select(DataKey.owner_id)),
    )
    return db.exec(query).one()


def _open_to(db: Session, me: UUID) -> list[OpenNow]:
    """What is open to me, and what was closed a moment ago; of each patient the newest."""
    newest: dict[UUID, EmergencyOpening] = {}
    for row in [*openings.running(db, _mine(me)), *openings.just_over(db, me)]:
        newest.setdefault(row.patient_id, row)
    opened = keys.open_keys(db, list(newest))
    return [_now(db, row, opened[who]) for who, row in newest.items() if who in opened]


def _now(db: Session, row: EmergencyOpening, key: bytes) -> OpenNow:
    name = unseal_patient(db.get_one(Patient, row.patient_id), key).name or t("Name not on file")
    over = "" if openings.is_running(row) else t("Ended at {hour}", hour=hour(row.ended_at or row.ends_at))
    return OpenNow(str(row.patient_id), name, page_of(row.patient_id), 0 if over else _left(row), over)


def page_of(patient_id: UUID) -> str:
    """Where a chart is opened in an emergency."""
    return f"/staff/patients/{patient_id}/emergency"


def _ask(practice: Practice, folder: Folder) -> Ask:
    practice.db.flush()
    me, who, settings = _me(practice), folder.who(), get_settings()
    found = openings.running(practice.db, _mine(me), EmergencyOpening.patient_id == folder.patient.id)
    told = born_and_age(who, deceased=folder.patient.deceased)
    return Ask(
        name=who.name or t("Name not on file"),
        line=" · ".join(filter(None, (told, who.mrn and t("MRN {mrn}", mrn=who.mrn)))),
        until=hour(found[0].ends_at) if found else "",
        seconds=_left(found[0]) if found else 0,
        unusual="" if found else _unusual(len(_recent(practice.db, me))),
        minutes=settings.emergency_minutes,
        once=secrets.token_urlsafe(24),
    )


def _me(practice: Practice) -> UUID:
    """Whose look it will be. Raises: NotPermitted for one without an account (the operator's command)."""
    if practice.actor.account_id is None:
        raise NotPermitted
    return practice.actor.account_id


def _mine(account_id: UUID) -> bool:
    return EmergencyOpening.account_id == account_id


def _left(row: EmergencyOpening) -> int:
    return max(0, int((row.ends_at - clock.now()).total_seconds()))


def _mark(db: Session, me: UUID, once: str) -> bytes:
    mark = lookup("emergency-once", f"{me.hex}:{once[:200]}")
    if not once or db.exec(select(EmergencyOpening.id).where(EmergencyOpening.once == mark)).first():
        raise Conflict(
            t("This was sent before, and the time is over. Reload the page and write the reason anew.")
        )
    return mark


def _recent(db: Session, me: UUID) -> list[EmergencyOpening]:
    query = select(EmergencyOpening).where(_mine(me), col(EmergencyOpening.opened_at) > clock.now() - DAY)
    return list(db.exec(query.order_by(col(EmergencyOpening.opened_at).desc())))


def _unusual(before: int) -> str:
    if before < get_settings().emergency_daily:
        return ""
    return nt(
        "You have opened {n} chart in an emergency in the last 24 hours. That is unusual.",
        "You have opened {n} charts in an emergency in the last 24 hours. That is unusual.",
        before,
    )


def _count_up(db: Session, me: UUID, *, anyway: bool) -> int:
    """Which it is in a day; more than usual goes on slower and on purpose, and is never refused for good."""
    recent = _recent(db, me)
    if not _unusual(len(recent)):
        return len(recent) + 1
    if anyway is not True:
        raise Invalid(fields={"anyway": t("Say that you need this chart now, too.")})
    wait = int((recent[0].opened_at + PACE - clock.now()).total_seconds()) + 1
    if wait > 1:
        words = t("Please wait {n} seconds: these are more charts than usual. You can open it then.", n=wait)
        raise TooMany(words, wait=wait)
    return len(recent) + 1


def _tell_administrators(practice: Practice) -> None:
    """An email to everyone who runs this portal, but for whoever did it."""
    ids = members.administrators(practice) - {practice.actor.account_id}
    accounts = practice.db.exec(select(Account).where(col(Account.id).in_(ids)))
    for address in sorted({practice.unseal(account, AccountContents).email for account in accounts} - {""}):
        letter = letters.emergency_opened(f"{get_settings().origin}{REVIEWS}")
        outbox.write(practice, "emergency", address, letter)
