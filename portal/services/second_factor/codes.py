"""The codes that a person types."""

from sqlmodel import Session

from portal.access.actor import Actor
from portal.access.practice import open_front_door
from portal.models.account import Account, AccountContents, Role
from portal.vault import totp


def fits(db: Session, account: Account, code: str) -> bool:
    """True when this is the account's code now (RFC 6238), one step early or late; each code counts once.

    False for whoever has no second factor. A code that fits is used up in this unit of work.
    """
    if not account.has_second_factor:
        return False
    practice = open_front_door(db, Actor(Role(account.role), ""))
    secret = practice.unseal(account, AccountContents).totp_secret
    step = totp.step_of(secret, code, after=account.last_totp_step)
    if step is None:
        return False
    account.last_totp_step = step
    db.add(account)
    return True
