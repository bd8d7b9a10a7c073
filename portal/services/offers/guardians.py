"""What is particular to a guardian's invitation: it gets nobody round a stop, and for an adult it needs a
guardianship on record.
"""

from sqlalchemy import ColumnElement
from sqlmodel import col, select, update

from portal import clock
from portal.access.ages import Stage
from portal.access.folder import Folder
from portal.access.guardians import reach_to_minor, stage_now
from portal.models.account import Grant
from portal.models.guardian import Guardianship, GuardianStop
from portal.models.offer import AccessOffer


def is_still_due(folder: Folder, offer: AccessOffer) -> bool:
    """False once the child has turned 18, unless a guardianship was recorded with the invitation."""
    stage = stage_now(folder.who(), clock.now())
    if stage == Stage.ADULT:
        return folder.db.exec(select(Guardianship.id).where(*_waiting(offer))).first() is not None
    return stage != Stage.UNKNOWN


def given_now(folder: Folder, scopes: str) -> str:
    """What these scopes come to for a guardian of this patient today; an adult's are told as they are."""
    stage = stage_now(folder.who(), clock.now())
    if stage == Stage.ADULT:
        return scopes
    return reach_to_minor(folder.db, folder.patient.id, folder.key, stage=stage, given=scopes).scopes


def take_up(folder: Folder, offer: AccessOffer, grant: Grant, earlier: list[Grant]) -> None:
    """The guardianship that waited is this account's now; what was stopped before stays stopped."""
    waits = update(Guardianship).where(*_waiting(offer))
    folder.db.exec(waits.values(account_id=grant.account_id))
    for before in earlier:
        if before.relation == "guardian" and before.paused_at is not None:
            grant.paused_at = before.paused_at
            stops = update(GuardianStop).where(col(GuardianStop.grant_id) == before.id)
            folder.db.exec(stops.where(col(GuardianStop.allowed_at).is_(None)).values(grant_id=grant.id))
    folder.db.add(grant)


def _waiting(offer: AccessOffer) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Guardianship.offer_id) == offer.id,
        col(Guardianship.account_id).is_(None),
        col(Guardianship.ended_at).is_(None),
        col(Guardianship.ends_at) > clock.now(),
    )
