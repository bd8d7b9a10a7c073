"""Challenges for passkeys: random, for one purpose, for one browser, for five minutes, answered once."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from portal import clock
from portal.db import unit_of_work
from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.models.passkey import PasskeyChallenge
from portal.vault import passkeys
from portal.vault.passkeys import Claim, NotGenuine
from portal.vault.tokens import looks_like_token, token_hash

LIFE = timedelta(minutes=5)


class Purpose(StrEnum):
    """What a passkey is shown for. An answer for one is no answer for another."""

    ADD = "add"
    PROVE = "prove"
    SECOND_STEP = "second-step"
    SIGN_IN = "sign-in"
    STAFF_SIGN_IN = "staff-sign-in"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser claims, and whose passkey it was asked for; nobody's when anyone may come in with it."""

    claim: Claim
    account_id: UUID | None


def new(db: Session, purpose: Purpose, *, visit: str, account_id: UUID | None = None) -> bytes:
    """A challenge for the browser with this visit's token. Raises: Invalid for one that has none."""
    if not looks_like_token(visit):
        raise Invalid(t("Please reload this page and try again."))
    challenge, at = secrets.token_bytes(32), clock.now()
    db.exec(delete(PasskeyChallenge).where(col(PasskeyChallenge.expires_at) < at))
    row = PasskeyChallenge(
        purpose=purpose,
        challenge_hash=_hash(challenge),
        visit_hash=token_hash(visit),
        account_id=account_id,
        expires_at=at + LIFE,
    )
    db.add(row)
    return challenge


def take(text: str, purpose: Purpose, *, visit: str) -> Answer:
    """What a browser answers, its challenge used up whatever comes of it; nothing else is checked yet.

    Raises:
        Conflict: it answers no challenge that this browser was given for this, or comes too late.
    """
    try:
        claim = passkeys.claim_of(text)
    except NotGenuine:
        raise too_late() from None
    this = col(PasskeyChallenge.challenge_hash) == _hash(claim.challenge)
    open_here = (
        col(PasskeyChallenge.purpose) == purpose,
        col(PasskeyChallenge.visit_hash) == token_hash(visit),
        col(PasskeyChallenge.used_at).is_(None),
        col(PasskeyChallenge.expires_at) > clock.now(),
    )
    with unit_of_work() as db:
        taken = update(PasskeyChallenge).where(this, *open_here).values(used_at=clock.now())
        if db.exec(taken).rowcount == 1:
            return Answer(claim, db.exec(select(PasskeyChallenge.account_id).where(this)).one())
    raise too_late()


def too_late() -> Conflict:
    """What to say of an answer to nothing."""
    return Conflict(t("That took too long, or was used already. Nothing was changed. Please try again."))


def _hash(challenge: bytes) -> bytes:
    return token_hash(challenge.hex())
