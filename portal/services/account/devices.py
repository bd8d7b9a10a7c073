"""Where an account is signed in now, and ending that."""

from dataclasses import dataclass
from uuid import UUID

from portal.access import sessions
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.i18n import moment, t
from portal.models.account import AccountSession, SessionContents
from portal.services.account.browsers import browser_words


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One place where someone is signed in; `key` is what ending it takes, empty for the one that asks."""

    key: str
    title: str
    line: str
    started: str
    is_this: bool = False


def rows(own: Own) -> list[DeviceRow]:
    """Where this account is signed in, this one first, then the ones used last."""
    found = sessions.live_of(own.db, own.account.id)
    found.sort(key=lambda one: one.id != own.actor.session_id)
    return [_row(own, one) for one in found]


@needs(OWN, acting=True)
def end_device(own: Own, *, session_id: UUID) -> list[DeviceRow]:
    """Sign out one place where this account is signed in; one that has ended meanwhile is no matter."""
    if session_id != own.actor.session_id:
        sessions.end_one(own.db, own.account.id, session_id, why="ended by its owner")
    return rows(own)


@needs(OWN, acting=True)
def end_everywhere(own: Own) -> None:
    """Sign out every place where this account is signed in, this one too."""
    sessions.end_all(own.db, own.account.id, why="ended by its owner")


def _row(own: Own, session: AccountSession) -> DeviceRow:
    said, is_this = own.unseal(session, SessionContents), session.id == own.actor.session_id
    last = t("In use now") if is_this else t("Last used {moment}", moment=moment(session.seen_at))
    address = t("from {address}", address=said.address) if said.address else ""
    return DeviceRow(
        key="" if is_this else str(session.id),
        title=browser_words(said.device),
        line=" · ".join(filter(None, (last, address))),
        started=t("Signed in on {moment}", moment=moment(session.started_at)),
        is_this=is_this,
    )
