"""The end of it: a new password and in, or only the username by email."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, delete, select, update

from portal import clock
from portal.access import sessions
from portal.access.audit import Deed
from portal.db import reading, unit_of_work
from portal.integrations.email import recovery_words
from portal.models.account import Account, SecurityAnswer
from portal.models.recovery import AccountReset, Recovery
from portal.services import credentials, guesses, outbox, ticket
from portal.services.aside import hashes
from portal.services.guesses import From
from portal.services.recovery.ending import end_pending
from portal.services.recovery.standing import Way, at, contents_of, gone, wants_questions
from portal.vault import lookup, passwords


@dataclass(frozen=True, slots=True)
class NewSecrets:
    """What a person chose: a password, and where they are wanted new answers as (question, answer)."""

    password: str
    answers: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Hashes:
    password: str
    answers: list[tuple[str, str]]


def check_password(password: str, *, visit: str, source: From) -> None:
    """Check a new password before the questions are asked.

    Raises:
        Invalid: it does not keep the rules.
        Conflict: it is not the time for it.
    """
    with reading() as db:
        way = at(db, visit, "password", source=source)
        username = contents_of(way.practice, way.owner()).username
    credentials.checked_password(password, username)


@hashes
def finish(chosen: NewSecrets, *, visit: str, source: From) -> str:
    """Set the new password; returns a ticket, good for two minutes, that signs in.

    Everyone who was signed in is signed out, whatever else was pending ends, and an email says it happened.

    Raises:
        Invalid: the password or the answers do not keep the rules.
        Conflict: something is not shown yet, too much time went by, or another window was first.
    """
    with reading() as db:
        way = at(db, visit, "password", source=source)
        username = contents_of(way.practice, way.owner()).username
        has_questions = wants_questions(way)
    password = credentials.checked_password(chosen.password, username)
    answers = credentials.checked_answers(chosen.answers) if has_questions else []
    hashes = _Hashes(
        passwords.hash_password(password),
        [(question, passwords.hash_answer(answer)) for question, answer in answers],
    )
    with unit_of_work() as db:
        return _finish(db, hashes, visit, source)


def send_username(*, visit: str, source: From) -> str:
    """Send the username to the account's email address and leave everything else as it is.

    Returns the address. Raises: Conflict as `finish`.
    """
    with unit_of_work() as db:
        way = at(db, visit, "password", source=source)
        if not _close(way):
            raise gone()
        contents = contents_of(way.practice, way.owner())
        outbox.write(way.practice, "username", contents.email, recovery_words.username(contents.username))
        way.note(Deed("recovery.username_sent"))
        return contents.email


def _finish(db: Session, hashes: _Hashes, visit: str, source: From) -> str:
    first = at(db, visit, "password", source=source).owner().id
    db.exec(select(Account.id).where(Account.id == first).with_for_update())  # one at a time
    db.expire_all()
    way = at(db, visit, "password", source=source)
    if not _close(way):
        raise gone()
    account = way.owner()
    account.password_hash, account.wrong_answers = hashes.password, 0
    db.add(account)
    if hashes.answers:
        db.exec(delete(SecurityAnswer).where(col(SecurityAnswer.account_id) == account.id))
    for question, answer_hash in hashes.answers:
        db.add(SecurityAnswer(account_id=account.id, question=question, answer_hash=answer_hash))
    sessions.end_all(db, account.id, why="reset")
    end_pending(db, account)
    contents = contents_of(way.practice, account)
    guesses.forget(db, lookup.username_key(contents.username).hex(), source)
    outbox.write(way.practice, "password-changed", contents.email, recovery_words.password_changed())
    way.note(Deed("recovery.finished"))
    return ticket.issue(db, account.id)


def _close(way: Way) -> bool:
    """Nobody goes this way again, nor uses the practice's code that led here. False: someone else did."""
    at_ = clock.now()
    this = (
        col(Recovery.id) == way.row.id,
        col(Recovery.done_at).is_(None),
        col(Recovery.ended_at).is_(None),
    )
    if way.db.exec(update(Recovery).where(*this).values(done_at=at_)).rowcount != 1:
        return False
    if way.row.reset_id is not None:
        reset = update(AccountReset).where(col(AccountReset.id) == way.row.reset_id)
        way.db.exec(reset.values(used_at=at_))
    return True
