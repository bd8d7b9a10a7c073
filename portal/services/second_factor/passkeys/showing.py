"""Showing a passkey: whose it is and whether what the browser says with it is genuine."""

from uuid import UUID

from sqlmodel import Session, col, update

from portal import clock
from portal.access.actor import Actor
from portal.access.practice import open_front_door
from portal.models.account import Account, Role
from portal.models.passkey import Passkey, PasskeyContents
from portal.services.second_factor.passkeys import keeping
from portal.services.second_factor.passkeys.challenges import Answer
from portal.vault import passkeys
from portal.vault.passkeys import NotGenuine


def owner(db: Session, answer: Answer, *, account_id: UUID | None = None) -> Account | None:
    """Whose passkey this is, when the answer is genuine; its use is counted in this unit of work.

    With `account_id` only that account's, asked of it; without, anyone's, asked of nobody. Else None.
    """
    claim = answer.claim
    passkey = keeping.find(db, claim.credential_id)
    if passkey is None or answer.account_id != account_id or account_id not in (None, passkey.account_id):
        return None
    if claim.user_handle not in (None, passkey.account_id.bytes):
        return None
    account = db.get_one(Account, passkey.account_id)
    practice = open_front_door(db, Actor(Role(account.role), ""))
    key = practice.unseal(passkey, PasskeyContents).public_key
    try:
        count = passkeys.check_shown(claim, key, passkey.sign_count)
    except NotGenuine:
        return None
    return account if _count(db, passkey, count) else None


def _count(db: Session, passkey: Passkey, count: int) -> bool:
    """Write down how often it was used; False when another answer with it came first."""
    this = (col(Passkey.id) == passkey.id, col(Passkey.sign_count) == passkey.sign_count)
    done = db.exec(update(Passkey).where(*this).values(sign_count=count, used_at=clock.now()))
    return done.rowcount == 1
