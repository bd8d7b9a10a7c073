"""Whether somebody must show a second factor, and whether they can do without one they have."""

from sqlmodel import Session, col, delete, func, select

from portal.access.practice import Practice
from portal.errors import Conflict
from portal.i18n import t
from portal.models.account import Account, AccountContents, Role
from portal.models.passkey import Passkey
from portal.services.second_factor import recovery_codes
from portal.settings import get_settings


def wanted(account: Account) -> bool:
    """True when a password alone does not let this person in."""
    return account.has_second_factor or is_required(account)


def passkeys_of(db: Session, account: Account) -> int:
    """How many passkeys an account has."""
    return db.exec(select(func.count(col(Passkey.id))).where(col(Passkey.account_id) == account.id)).one()


def settle(db: Session, account: Account, contents: AccountContents) -> None:
    """After a change: an account with an app or a passkey has a second factor; one with neither has no codes.

    Raises:
        Conflict: it was the last one of somebody who may not be without.
    """
    db.flush()
    account.has_second_factor = bool(contents.totp_secret) or passkeys_of(db, account) > 0
    if not account.has_second_factor:
        if is_required(account):
            words = t("Staff need a second step to sign in. Add another one first, then remove this one.")
            raise Conflict(words)
        recovery_codes.end(db, account)
    db.add(account)


def take_away(practice: Practice, account: Account, contents: AccountContents) -> None:
    """Everything somebody had besides their password is gone: for staff who begin anew with a set-up link."""
    contents.totp_secret, contents.totp_draft = "", None
    practice.seal(account, contents)
    practice.db.exec(delete(Passkey).where(col(Passkey.account_id) == account.id))
    recovery_codes.end(practice.db, account)
    account.has_second_factor, account.last_totp_step = False, 0
    practice.db.add(account)


def is_required(account: Account) -> bool:
    """True for those who may not be without a second factor: staff, unless a demonstration says otherwise."""
    return account.role != Role.PERSON and get_settings().staff_second_factor
