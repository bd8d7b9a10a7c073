"""Recovery codes: ten on a list, shown once when they are made, each good once."""

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, func, select, update

from portal import clock
from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.needs import OWN, needs
from portal.access.own import Own, open_own
from portal.access.practice import open_front_door
from portal.errors import Conflict
from portal.i18n import t
from portal.integrations.email import factor_words
from portal.models.account import Account, AccountContents, Role
from portal.models.recovery_code import RecoveryCode
from portal.services.second_factor import telling
from portal.vault.recovery_codes import code_hash, new_code

HOW_MANY = 10


@needs(OWN, acting=True, proof=True)
def make_codes(own: Own) -> tuple[str, ...]:
    """Ten new codes, which are shown now and never again; those of before stop working.

    Raises:
        Conflict: there is no second factor that they could stand in for.
    """
    if not own.account.has_second_factor:
        raise Conflict(t("Set up an authenticator app or a passkey first."))
    codes = make(own.db, own.account)
    telling.tell(own.db, own.account, factor_words.CODES_MADE)
    return codes


@needs(OWN, acting=True, proof=True)
def first_codes(own: Own) -> tuple[str, ...]:
    """The first ten, right after a first second factor was added, to show once; none when there are some."""
    return make_if_none(own.db, own.account)


def make_if_none(db: Session, account: Account) -> tuple[str, ...]:
    """The first ten for an account that has a second factor and no code that works; else none."""
    if not account.has_second_factor or left(db, account):
        return ()
    return make(db, account)


def make(db: Session, account: Account) -> tuple[str, ...]:
    """Ten codes in place of those there were."""
    end(db, account)
    codes, at = tuple(new_code() for _ in range(HOW_MANY)), clock.now()
    for code in codes:
        db.add(RecoveryCode(account_id=account.id, code_hash=code_hash(account.id, code) or b"", made_at=at))
    db.flush()
    return codes


def end(db: Session, account: Account) -> None:
    """None of this account's codes works any more."""
    db.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))


def left(db: Session, account: Account) -> int:
    """How many of an account's codes still work."""
    return db.exec(select(func.count(col(RecoveryCode.id))).where(*_open(account))).one()


def use(db: Session, account: Account, typed: str) -> bool:
    """True when this is one of the account's codes that was not used yet; now it is, and an email says so."""
    hashed = code_hash(account.id, typed)
    if hashed is None:
        return False
    this = update(RecoveryCode).where(*_open(account), col(RecoveryCode.code_hash) == hashed)
    if db.exec(this.values(used_at=clock.now())).rowcount != 1:
        return False
    _note_used(db, account)
    telling.tell_used(db, account, left(db, account))
    return True


def _note_used(db: Session, account: Account) -> None:
    role = Role(account.role)
    name = open_front_door(db, Actor(role, "")).unseal(account, AccountContents).name
    open_own(db, Actor(role, name, account.id)).note(Deed("recovery_codes.used"))


def _open(account: Account) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(RecoveryCode.account_id) == account.id, col(RecoveryCode.used_at).is_(None)
