"""Passkeys: added by their owner, shown as a second step, in place of a password, or to prove it is them."""

from sqlmodel import Session

from portal.errors import Conflict
from portal.i18n import t
from portal.models.account import Account
from portal.services.second_factor.passkeys import challenges, keeping
from portal.services.second_factor.passkeys.adding import add_passkey, begin_passkey
from portal.services.second_factor.passkeys.challenges import Purpose, take
from portal.services.second_factor.passkeys.keeping import PasskeyRow, remove_passkey, rename_passkey
from portal.services.second_factor.passkeys.showing import owner
from portal.vault import passkeys


def ask(db: Session, purpose: Purpose, *, visit: str, account: Account | None = None) -> str:
    """What a browser is asked to show, as JSON: a passkey of this account, or any it has for us.

    Raises:
        Conflict: the account has none.
        Invalid: the browser has not loaded one of our pages.
    """
    have = keeping.known(db, account) if account else []
    if account and not have:
        raise Conflict(t("You have no passkey yet."))
    challenge = challenges.new(db, purpose, visit=visit, account_id=account.id if account else None)
    return passkeys.request_options(challenge, have=have)


def not_good() -> str:
    """What to say of a passkey that did not work."""
    return t("That passkey did not work here. Try again, or sign in another way.")


__all__ = [
    "PasskeyRow", "Purpose", "add_passkey", "ask", "begin_passkey", "not_good", "owner", "remove_passkey",
    "rename_passkey", "take",
]  # fmt: skip
