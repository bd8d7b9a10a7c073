"""Who the parents and guardians of a patient are: whoever was invited, and whoever has or had access."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.ages import Stage
from portal.access.folder import Folder
from portal.access.guardians import AGED_OUT, stage_now
from portal.access.practice import open_front_door
from portal.errors import NotFound
from portal.i18n import day, t
from portal.models.account import Account, AccountContents, Grant
from portal.models.guardian import Guardianship, GuardianStop, StopContents
from portal.services import offers
from portal.services.offers import Offer
from portal.services.staff.guardians.views import GuardianRow

REPLACED = "replaced"
Told = tuple[str, str, str]
"""A line, a tag and its tone."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A parent or guardian: an invitation, the access it gave, a stop and a guardianship that count now."""

    offer: Offer | None = None
    grant: Grant | None = None
    stop: GuardianStop | None = None
    ward: Guardianship | None = None
    holder: str = ""

    @property
    def name(self) -> str:
        """As the practice recorded it, else as the account has it."""
        return self.offer.contents.name if self.offer else self.holder

    @property
    def is_open(self) -> bool:
        """True while they have access, or could have it once more when it is allowed again."""
        return self.grant is not None and self.grant.ended_at is None


def seats_of(folder: Folder) -> list[Seat]:
    """Everyone invited or let in, those invited last first."""
    grants = {grant.id: grant for grant in _grants(folder)}
    seats = []
    for offer in offers.offers_of(folder, "guardian"):
        if offer.grant_id is None:
            seats.append(Seat(offer))
        elif grant := grants.pop(offer.grant_id, None):
            seats.append(_seat(folder, offer, grant))
    return [*seats, *(_seat(folder, None, grant) for grant in grants.values())]


def grant_of(folder: Folder, grant_id: UUID) -> Grant:
    """One guardian's access to this patient, held until the unit of work ends. Raises: NotFound."""
    this = (Grant.id == grant_id, Grant.patient_id == folder.patient.id, Grant.relation == "guardian")
    found = folder.db.exec(select(Grant).where(*this).with_for_update()).first()
    if found is None:
        raise NotFound
    return found


def open_stop(folder: Folder, grant_id: UUID) -> GuardianStop | None:
    """The stop that keeps this access closed now."""
    query = select(GuardianStop).where(
        GuardianStop.grant_id == grant_id, col(GuardianStop.allowed_at).is_(None)
    )
    return folder.db.exec(query).first()


def open_wards(folder: Folder) -> list[Guardianship]:
    """The guardianships on record that nobody has ended, the one that lasts longest first."""
    query = select(Guardianship).where(
        Guardianship.patient_id == folder.patient.id, col(Guardianship.ended_at).is_(None)
    )
    return list(folder.db.exec(query.order_by(col(Guardianship.ends_at).desc())))


def row_of(folder: Folder, seat: Seat) -> GuardianRow:
    """One parent or guardian as staff see them."""
    line, tag, tone = _where_they_stand(folder, seat)
    said, standing = (seat.offer.contents, seat.offer.standing) if seat.offer else (None, "accepted")
    waits = standing in ("invited", "bounced")
    is_free = standing in ("expired", "declined", "revoked") and not folder.patient.deceased
    return GuardianRow(
        id=str(seat.offer.id) if seat.offer else "",
        grant_id=str(seat.grant.id) if seat.grant else "",
        name=seat.name,
        line=" · ".join(filter(None, (said.relationship if said else "", line))),
        tag=tag,
        tone=tone,
        email=said.email if said else "",
        known_by=_known_by(seat),
        stopped=_stopped(folder, seat.stop) if seat.stop else "",
        may_resend=seat.grant is None and (waits or is_free),
        may_take_back=seat.grant is None and waits,
        may_stop=seat.is_open and seat.stop is None,
        may_allow=seat.is_open and seat.stop is not None,
        may_prolong=seat.grant is not None and stage_now(folder.who(), clock.now()) == Stage.ADULT,
    )


def _seat(folder: Folder, offer: Offer | None, grant: Grant) -> Seat:
    wards = [ward for ward in open_wards(folder) if ward.account_id == grant.account_id]
    ward = next((ward for ward in wards if ward.ends_at > clock.now()), None)
    return Seat(offer, grant, open_stop(folder, grant.id), ward, _holder(folder, grant.account_id))


def _grants(folder: Folder) -> list[Grant]:
    """Access given now or before; what a later acceptance took the place of is left out."""
    query = select(Grant).where(
        Grant.patient_id == folder.patient.id, Grant.relation == "guardian", Grant.ended_why != REPLACED
    )
    return list(folder.db.exec(query.order_by(col(Grant.starts_at).desc())))


def _holder(folder: Folder, account_id: UUID) -> str:
    account = folder.db.get_one(Account, account_id)
    return open_front_door(folder.db, folder.actor).unseal(account, AccountContents).name


def _where_they_stand(folder: Folder, seat: Seat) -> Told:
    if seat.grant is None:
        return _invited(seat.offer) if seat.offer else ("", "", "plain")
    since = t("since {day}", day=day(seat.grant.starts_at))
    if seat.stop is not None:
        return since, t("Stopped"), "danger"
    if seat.ward is not None:
        return since, t("Until {day}", day=_last_day(seat.ward.ends_at)), "good"
    return _by_age(folder, seat.grant, since)


def _by_age(folder: Folder, grant: Grant, since: str) -> Told:
    stage = stage_now(folder.who(), clock.now())
    if stage == Stage.ADULT:
        return since, t("Ended at 18"), "plain"
    if grant.ended_at is not None and grant.ended_why != AGED_OUT:
        return since, t("Ended"), "plain"
    return {
        Stage.CHILD: (since, t("Has access"), "good"),
        Stage.TEEN: (since, t("Has access by the teen policy"), "good"),
    }.get(stage, (t("Closed until a birth date is on file"), t("Closed"), "attention"))


def _invited(offer: Offer) -> Told:
    made, address = day(offer.made_at), offer.contents.email
    if offer.standing == "invited":
        until = t("the link works until {day}", day=day(offer.expires_at))
        told = {
            "failed": t("invited {day} at {email}, but the email could not be sent", day=made, email=address),
            "waiting": t("invited {day} at {email}, the email is on its way", day=made, email=address),
        }.get(offer.mail, t("invited {day} at {email}", day=made, email=address))
        return f"{told}, {until}", t("Invited"), "attention"
    if offer.standing == "bounced":
        return t("the email to {email} came back", email=address), t("Email bounced"), "danger"
    if offer.standing == "declined":
        return t("said no on {day}", day=day(offer.ended_at)), t("Declined"), "plain"
    if offer.standing == "revoked":
        return t("taken back on {day}", day=day(offer.ended_at)), t("Invitation taken back"), "plain"
    return t("invited {day} at {email}", day=made, email=address), t("Invitation expired"), "attention"


def _known_by(seat: Seat) -> str:
    """How the practice knows them: what the proof asks for."""
    if seat.offer is None:
        return ""
    said = seat.offer.contents
    parts = [
        t("Born {day}", day=day(said.own_birth_date)) if said.own_birth_date else "",
        t("ZIP {zip}", zip=said.own_zip) if said.own_zip else "",
        t("Phone {phone}", phone=_spaced(said.own_phone)) if said.own_phone else "",
        t("Account of {name}", name=seat.holder) if seat.holder and seat.holder != said.name else "",
    ]
    return " · ".join(filter(None, parts))


def _stopped(folder: Folder, stop: GuardianStop) -> str:
    said = folder.unseal(stop, StopContents)
    return t(
        "Stopped on {day} by {name}: {reason}", day=day(stop.stopped_at), name=said.by, reason=said.reason
    )


def _last_day(ends_at: datetime) -> str:
    """The last day of something that is over at midnight."""
    return day(ends_at - timedelta(seconds=1))


def _spaced(digits: str) -> str:
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
