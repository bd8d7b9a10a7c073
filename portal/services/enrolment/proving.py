"""Proof that a link is in the right hands: the patient's birth date and ZIP code, as the practice has them.

Whoever is offered access to someone else's record knows that person; a guardian is asked for their own birth
date, and their own ZIP code or phone number, as well.
"""

from datetime import timedelta

from sqlmodel import Session

from portal import clock
from portal.access import throttle
from portal.access.audit import Deed
from portal.access.throttle import Limit
from portal.db import reading, unit_of_work
from portal.errors import Invalid, TooMany
from portal.i18n import t
from portal.services.enrolment.links import by_proof, folder_of, ready
from portal.services.enrolment.ways import Facts, Way
from portal.services.facts import plain_number
from portal.services.sign_in import From
from portal.services.typed_date import birth_date_in
from portal.settings import get_settings
from portal.vault import tokens

HOUR = timedelta(hours=1)
HERE = Limit("enrolment-address", 60, HOUR, HOUR, first=timedelta(minutes=1))


def prove(
    token: str,
    birth_date: str,
    zip_code: str,
    own_birth_date: str = "",
    own_number: str = "",
    *,
    source: From,
) -> str:
    """Prove that the link is in the right hands; returns a proof good for 60 minutes.

    Raises:
        Invalid: a date or number that is none; or they do not fit, in the same words whichever it is.
        TooMany: too many tries at this link, or from this address.
        Conflict: the link is no longer good.
    """
    facts = _entered(birth_date, zip_code, own_birth_date, own_number)
    with unit_of_work() as db:
        way = ready(db, token)
        _refuse_too_many(db, way, source)
        folder = folder_of(db, way, source)
        _refuse_missing(facts, way.asks_own(folder))
        if way.fits(folder, facts):
            folder.note(Deed("enrolment.proved", subject_id=way.row.id))
            throttle.clear(db, _per_link(), way.row.id.hex)
            return _new_proof(db, way)
        folder.note(Deed("enrolment.proved", allowed=False, subject_id=way.row.id))
        throttle.count(db, HERE, source.place)
        tries = throttle.count(db, _per_link(), way.row.id.hex)
    if tries >= get_settings().proof_tries:
        raise TooMany(_ask_to_resend(), wait=3600)
    raise Invalid(
        t("That does not match what the practice has on file. Check it and try again, or call {phone}.",
          phone=get_settings().practice_phone)
    )  # fmt: skip


def check_proof(proof: str, *, source: From) -> bool:
    """True while a proof counts."""
    with reading() as db:
        return by_proof(db, proof) is not None


def _new_proof(db: Session, way: Way) -> str:
    proof = tokens.new_token()
    way.row.proof_hash, way.row.proved_at = tokens.token_hash(proof), clock.now()
    db.add(way.row)
    return proof


def _entered(birth_date: str, zip_code: str, own_birth_date: str, own_number: str) -> Facts:
    born, digits = birth_date_in(birth_date), "".join(zip_code.split()).replace("-", "")
    own = birth_date_in(own_birth_date)
    wrong = {}
    if born is None:
        wrong["birth_date"] = _no_date()
    if not (digits.isascii() and digits.isdigit() and len(digits) in (5, 9)):
        wrong["zip"] = t("Enter the 5 digits of your ZIP code.")
    if own is None and own_birth_date.strip():
        wrong["own_birth_date"] = _no_date()
    if born is None or wrong:
        raise Invalid(fields=wrong)
    return Facts(born, digits[:5], own, plain_number(own_number))


def _refuse_missing(facts: Facts, asked: tuple[str, ...]) -> None:
    """Raises: Invalid, naming what the holder of the link is asked for and has not told."""
    words = {"own_birth_date": _no_date(), "own_number": _no_number()}
    missing = {name: words[name] for name in asked if not getattr(facts, name)}
    if missing:
        raise Invalid(fields=missing)


def _no_date() -> str:
    return t("Enter the date of birth as month, day and year, like 04/17/1985.")


def _no_number() -> str:
    return t("Enter your own ZIP code (5 digits) or phone number (10 digits).")


def _per_link() -> Limit:
    return Limit("enrolment", get_settings().proof_tries, HOUR, HOUR, first=HOUR)


def _refuse_too_many(db: Session, way: Way, source: From) -> None:
    throttle.check(db, HERE, source.place)
    try:
        throttle.check(db, _per_link(), way.row.id.hex)
    except TooMany as refusal:
        raise TooMany(_ask_to_resend(), wait=refusal.wait) from None


def _ask_to_resend() -> str:
    return t(
        "That was too many tries. To keep your record safe, please call {phone} and ask us to resend it.",
        phone=get_settings().practice_phone,
    )
