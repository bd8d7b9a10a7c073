"""Guessing at a password: how often one may, from where. Signing in and proving it is you share one count."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from sqlmodel import Session, col, select

from portal.access import throttle
from portal.access.actor import Actor
from portal.access.practice import open_front_door
from portal.errors import TooMany
from portal.models.account import Account, AccountSession, Role, SessionContents


@dataclass(frozen=True, slots=True)
class From:
    """Where a request came from: the address, and what the browser calls itself.

    `browser` is the token of its device cookie, by which it is known again.
    """

    address: str = ""
    device: str = ""
    browser: str = ""

    @property
    def place(self) -> str:
        """The address as limits count it: whoever has one of an IPv6 network's addresses has them all."""
        try:
            found = ip_address(self.address)
        except ValueError:
            return self.address
        if found.version == 4 or found.ipv4_mapped:
            return str(found.ipv4_mapped if found.version == 6 else found)
        return str(ip_network((found, 64), strict=False))


def refuse_too_many(db: Session, account: Account | None, who: str, source: From) -> None:
    """Guesses at an account from all over do not keep its owner out where they have signed in before.

    `who` is the username's keyed hash, in hex. Raises: TooMany.
    """
    throttle.check(db, throttle.ADDRESS, source.place)
    throttle.check(db, throttle.ACCOUNT_HERE, f"{who}@{source.place}")
    try:
        throttle.check(db, throttle.ACCOUNT, who)
    except TooMany:
        if account is None or not has_been_here(db, account, source):
            raise


def count(db: Session, who: str, source: From) -> None:
    """Count a wrong one."""
    throttle.count(db, throttle.ADDRESS, source.place)
    throttle.count(db, throttle.ACCOUNT_HERE, f"{who}@{source.place}")
    throttle.count(db, throttle.ACCOUNT, who)


def forget(db: Session, who: str, source: From) -> None:
    """A right one: those made before it from the same place no longer count."""
    throttle.clear(db, throttle.ACCOUNT_HERE, f"{who}@{source.place}")


def has_been_here(db: Session, account: Account, source: From) -> bool:
    """True when this account was signed in to from this place lately."""
    earlier = select(AccountSession).where(AccountSession.account_id == account.id)
    front = open_front_door(db, Actor(Role(account.role), ""))
    for session in db.exec(earlier.order_by(col(AccountSession.started_at).desc()).limit(20)):
        if From(front.unseal(session, SessionContents).address).place == source.place:
            return True
    return False
