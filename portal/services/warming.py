"""What the first person after a start would otherwise wait for."""

from sqlmodel import select

from portal.db import reading
from portal.models.account import Account
from portal.vault import passwords


def warm_up() -> None:
    """Open the keyring and the database, and make the hash that stands in for an unknown username's."""
    passwords.verify_password("", None)
    with reading() as db:
        db.exec(select(Account.id).limit(1)).first()
