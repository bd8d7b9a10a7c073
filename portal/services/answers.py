"""Telling by email that there is something new about a request, and nothing of what it says."""

from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.practice import Practice
from portal.integrations.email.compose import Draft
from portal.models.account import Account, AccountContents, Grant
from portal.services import outbox


def tell(practice: Practice, kind: str, letter: Draft, *, patient_id: UUID, asked_by: UUID | None) -> None:
    """To the patient's own account, and to who asked while they may still open the record (None: not)."""
    at = clock.now()
    own = select(Grant.account_id).where(
        Grant.patient_id == patient_id,
        (Grant.relation == "self") | (Grant.account_id == asked_by),
        (col(Grant.ended_at).is_(None)) | (col(Grant.ended_at) > at),
        (col(Grant.ends_at).is_(None)) | (col(Grant.ends_at) > at),
        col(Grant.paused_at).is_(None),
    )
    accounts = select(Account).where(col(Account.id).in_(own), col(Account.disabled_at).is_(None))
    addresses = {practice.unseal(account, AccountContents).email for account in practice.db.exec(accounts)}
    for address in sorted(addresses - {""}):
        outbox.write(practice, kind, address, letter)
