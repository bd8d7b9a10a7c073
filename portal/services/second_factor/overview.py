"""What someone has set up to sign in with, for the page where they change it."""

from dataclasses import dataclass, field

from sqlmodel import Session

from portal.access.actor import Actor
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.access.practice import open_front_door
from portal.models.account import Account, AccountContents, Role
from portal.services.second_factor import recovery_codes, wanting
from portal.services.second_factor.passkeys import keeping
from portal.services.second_factor.passkeys.keeping import PasskeyRow


@dataclass(frozen=True, slots=True)
class Overview:
    """Whether there is an app, which passkeys there are, and how many recovery codes are left.

    `is_required` when they may not be without a second factor.
    """

    app: bool = False
    passkeys: list[PasskeyRow] = field(default_factory=list)
    codes_left: int = 0
    has_factor: bool = False
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """What somebody can show as their second factor."""

    app: bool
    passkey: bool
    codes: bool


@needs(OWN)
def show_factors(own: Own) -> Overview:
    """What the person has set up."""
    contents = own.unseal(own.account, AccountContents)
    return Overview(
        app=bool(contents.totp_secret),
        passkeys=keeping.rows(own),
        codes_left=recovery_codes.left(own.db, own.account),
        has_factor=own.account.has_second_factor,
        is_required=wanting.is_required(own.account),
    )


def ways_of(db: Session, account: Account) -> Ways:
    """What this account's owner can show."""
    contents = open_front_door(db, Actor(Role(account.role), "")).unseal(account, AccountContents)
    return Ways(
        app=bool(contents.totp_secret),
        passkey=wanting.passkeys_of(db, account) > 0,
        codes=recovery_codes.left(db, account) > 0,
    )
