"""The codes that a person types: from their authenticator app, or off their list of recovery codes."""

from sqlmodel import Session, col, update

from portal.access.actor import Actor
from portal.access.practice import open_front_door
from portal.models.account import Account, AccountContents, Role
from portal.services.second_factor import recovery_codes
from portal.vault import totp


def fits(db: Session, account: Account, code: str) -> bool:
    """True when this is the account's code now (RFC 6238), one step early or late, or one of its recovery
    codes. Each counts once: one that fits is used up in this unit of work.

    False for whoever has no second factor. The caller counts wrong ones and slows them down.
    """
    if not account.has_second_factor:
        return False
    return _is_shown_now(db, account, code) or recovery_codes.use(db, account, code)


def _is_shown_now(db: Session, account: Account, code: str) -> bool:
    practice = open_front_door(db, Actor(Role(account.role), ""))
    secret = practice.unseal(account, AccountContents).totp_secret
    step = totp.step_of(secret, code, after=account.last_totp_step) if secret else None
    if step is None:
        return False
    db.flush()
    mine = (col(Account.id) == account.id, col(Account.last_totp_step) < step)
    if db.exec(update(Account).where(*mine).values(last_totp_step=step)).rowcount != 1:
        return False  # the same code, a moment ago
    db.refresh(account, ["last_totp_step"])
    return True
