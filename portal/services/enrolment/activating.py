"""Choosing how to sign in, and making the account once and only once."""

from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from portal import clock
from portal.access.folder import Folder
from portal.access.practice import open_front_door
from portal.db import reading, unit_of_work
from portal.errors import Invalid
from portal.i18n import t
from portal.models.account import Account, AccountContents, Role, SecurityAnswer
from portal.services import credentials, ticket
from portal.services.aside import hashes
from portal.services.credentials import (
    UsernameRules,
    checked_answers,
    checked_password,
    checked_username,
)
from portal.services.enrolment.links import folder_of, proved
from portal.services.sign_in import From
from portal.settings import get_settings
from portal.vault import lookup, passwords


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose to sign in with; `answers` are (question, answer), where the practice asks any."""

    username: str
    password: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Hashes:
    password: str
    answers: list[tuple[str, str]]


def check_username(proof: str, username: str, *, source: From) -> str:
    """The username as it would be kept. Answered to holders of a proof only.

    Raises:
        Conflict: the proof no longer counts.
        Invalid: it does not keep the rules, or is taken.
    """
    with reading() as db:
        proved(db, proof)
        name = checked_username(username)
        _refuse_taken(db, name)
    return name


def username_rules(proof: str, username: str, *, source: From) -> UsernameRules:
    """Which rules a username meets. Raises: Conflict when the proof no longer counts."""
    rules = credentials.username_rules(username)
    with reading() as db:
        proved(db, proof)
        if not (rules.length and rules.characters):
            return rules
        return replace(rules, free=not _is_taken(db, username))


def check_choice(proof: str, username: str, password: str, *, source: From) -> None:
    """Check a username and a password together.

    Raises:
        Conflict: the proof no longer counts.
        Invalid: naming each of the two that does not do, and why.
    """
    wrong: dict[str, str] = {}
    try:
        check_username(proof, username, source=source)
    except Invalid as refusal:
        wrong |= refusal.fields
    try:
        checked_password(password, username)
    except Invalid as refusal:
        wrong |= refusal.fields
    if wrong:
        raise Invalid(fields=wrong)


@hashes
def activate(proof: str, choice: Choice, *, source: From) -> str:
    """Make the account; returns a ticket, good for two minutes, that signs in.

    Raises:
        Invalid: the username, password or answers do not keep the rules, or the username is taken.
        Conflict: the proof no longer counts, or another window was first.
    """
    username = check_username(proof, choice.username, source=source)
    password = checked_password(choice.password, username)
    answers = checked_answers(choice.answers) if get_settings().security_questions else []
    hashes = _Hashes(
        passwords.hash_password(password),
        [(question, passwords.hash_answer(answer)) for question, answer in answers],
    )
    try:
        with unit_of_work() as db:
            return _activate(db, proof, username, hashes, source)
    except IntegrityError:
        raise Invalid(fields={"username": _taken()}) from None


def _activate(db: Session, proof: str, username: str, hashes: _Hashes, source: From) -> str:
    way = proved(db, proof)
    way.claim(db, proof)
    _refuse_taken(db, username)
    folder = folder_of(db, way, source)
    account = _new_account(db, folder, *way.holder(folder), username)
    account.password_hash = hashes.password
    db.flush()
    for question, answer_hash in hashes.answers:
        db.add(SecurityAnswer(account_id=account.id, question=question, answer_hash=answer_hash))
    way.settle(folder, account, source)
    return ticket.issue(db, account.id)


def _new_account(db: Session, folder: Folder, name: str, email: str, username: str) -> Account:
    account = Account(
        role=Role.PERSON,
        username_key=lookup.username_key(username),
        email_key=lookup.email_key(email),
        created_at=clock.now(),
        sealed=b"",
    )
    contents = AccountContents(name=name, username=username, email=email)
    open_front_door(db, folder.actor).seal(account, contents)
    db.add(account)
    return account


def _refuse_taken(db: Session, username: str) -> None:
    if _is_taken(db, username):
        raise Invalid(fields={"username": _taken()})


def _is_taken(db: Session, username: str) -> bool:
    key = lookup.username_key(username)
    return db.exec(select(Account.id).where(Account.username_key == key)).first() is not None


def _taken() -> str:
    return t("That username is taken. Please choose another.")
