"""Telling people by email that how they sign in has changed, so that nobody changes it behind their back."""

from sqlmodel import Session

from portal.access.actor import Actor
from portal.access.practice import Practice, open_front_door
from portal.integrations.email import factor_words
from portal.integrations.email.compose import Draft
from portal.models.account import Account, AccountContents, Role
from portal.services import outbox
from portal.services.account.arrivals import security_page


def tell(db: Session, account: Account, what: str) -> None:
    """Write the email that says `what` was changed (one of `factor_words`), in this unit of work."""
    _write(db, account, factor_words.factor_changed(what, security_page(account)))


def tell_used(db: Session, account: Account, left: int) -> None:
    """Write the email that says a recovery code was used, and how many are left."""
    _write(db, account, factor_words.recovery_code_used(left, security_page(account)))


def _write(db: Session, account: Account, draft: Draft) -> None:
    practice: Practice = open_front_door(db, Actor(Role(account.role), ""))
    to = practice.unseal(account, AccountContents).email
    if to:
        outbox.write(practice, "security", to, draft)
