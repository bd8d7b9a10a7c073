"""The link in each email that stops emails like it, for whoever holds it: no sign-in, and nothing else."""

import base64
import hmac
from uuid import UUID

from portal.access.actor import Actor
from portal.access.audit import Deed
from portal.access.practice import open_front_door
from portal.db import unit_of_work
from portal.errors import NotFound
from portal.models.account import Account, Role
from portal.services.notifications.wishes import NONE, row_for
from portal.services.sign_in import From
from portal.settings import get_settings
from portal.vault.lookup import lookup

HOME = "/emails-off"
_MARK = 16
"""Bytes of the keyed hash that makes a ticket ours."""


def stop_link(account_id: UUID) -> str:
    """Where emails about messages to this account are stopped."""
    return f"{get_settings().origin}/api/emails/off/{_ticket(account_id)}"


def stop(ticket: str, *, stopped: bool = True, source: From) -> None:
    """Stop the emails about messages to the account a link was made for, or begin them again.

    Raises: NotFound for a link we did not make.
    """
    with unit_of_work() as db:
        account = db.get(Account, _account_of(ticket))
        if account is None:
            raise NotFound
        row = row_for(db, account.id)
        if stopped == (row.off == NONE):
            return
        row.off = NONE if stopped else ""
        db.add(row)
        practice = open_front_door(db, Actor(Role.PERSON, "", address=source.address))
        action = "stopping.stop" if stopped else "stopping.resume"
        practice.note(Deed(action, subject_id=account.id))


def _ticket(account_id: UUID) -> str:
    made = account_id.bytes + lookup("emails-off", account_id.hex)[:_MARK]
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def _account_of(ticket: str) -> UUID:
    """Raises: NotFound for a ticket we did not make."""
    try:
        account_id = UUID(bytes=base64.urlsafe_b64decode(ticket[:64].encode() + b"==")[:16])
    except ValueError:
        raise NotFound from None
    if not hmac.compare_digest(_ticket(account_id).encode(), ticket.encode()):
        raise NotFound
    return account_id
