"""The passkeys an account has: kept, found, named, taken away."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from portal.access.actor import Actor
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.access.practice import open_front_door
from portal.errors import Invalid, NotFound
from portal.i18n import day, t
from portal.integrations.email import factor_words
from portal.models.account import Account, AccountContents, Role
from portal.models.passkey import Passkey, PasskeyContents
from portal.services.second_factor import telling, wanting
from portal.vault import lookup
from portal.vault.passkeys import Known

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """One passkey in its owner's list."""

    id: str
    name: str
    line: str


@needs(OWN, acting=True)
def rename_passkey(own: Own, name: str, *, passkey_id: UUID) -> None:
    """Give a passkey another name. Raises: Invalid; NotFound."""
    passkey = _own_passkey(own, passkey_id)
    contents = own.unseal(passkey, PasskeyContents)
    contents.name = checked_name(name)
    own.seal(passkey, contents)
    own.db.add(passkey)


@needs(OWN, acting=True, proof=True)
def remove_passkey(own: Own, *, passkey_id: UUID) -> None:
    """This passkey no longer lets anybody in.

    Raises:
        NotFound: they have no such passkey.
        Conflict: it is the last way in of somebody who works here.
    """
    own.db.delete(_own_passkey(own, passkey_id))
    wanting.settle(own.db, own.account, own.unseal(own.account, AccountContents))
    telling.tell(own.db, own.account, factor_words.PASSKEY_REMOVED)


def rows(own: Own) -> list[PasskeyRow]:
    """An account's passkeys, oldest first."""
    return [_row(one, own.unseal(one, PasskeyContents)) for one in _of(own.db, own.account)]


def known(db: Session, account: Account) -> list[Known]:
    """An account's passkeys as a browser is told of them."""
    practice = open_front_door(db, Actor(Role(account.role), ""))
    found = [practice.unseal(one, PasskeyContents) for one in _of(db, account)]
    return [Known(one.credential_id, one.transports) for one in found]


def find(db: Session, credential_id: bytes) -> Passkey | None:
    """The passkey with this id, whoever has it."""
    return db.exec(select(Passkey).where(Passkey.credential_key == key_of(credential_id))).first()


def key_of(credential_id: bytes) -> bytes:
    """The look-up of a passkey by its id."""
    return lookup.lookup("passkey", credential_id.hex())


def checked_name(name: str) -> str:
    """A name for a passkey. Raises: Invalid."""
    name = " ".join(str(name).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(fields={"name": t("Enter a name of 1 to 60 characters.")})
    return name


def _of(db: Session, account: Account) -> list[Passkey]:
    mine = select(Passkey).where(Passkey.account_id == account.id)
    return list(db.exec(mine.order_by(col(Passkey.made_at), col(Passkey.id))))


def _own_passkey(own: Own, passkey_id: UUID) -> Passkey:
    mine = (Passkey.id == passkey_id, Passkey.account_id == own.account.id)
    found = own.db.exec(select(Passkey).where(*mine)).first()
    if found is None:
        raise NotFound(t("We could not find that passkey. You may have removed it in another window."))
    return found


def _row(passkey: Passkey, contents: PasskeyContents) -> PasskeyRow:
    made = t("Added {day}", day=day(passkey.made_at))
    used = t("last used {day}", day=day(passkey.used_at)) if passkey.used_at else t("not used yet")
    return PasskeyRow(str(passkey.id), contents.name, f"{made} · {used}")
