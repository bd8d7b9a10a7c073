"""Choosing a new password, and other security questions. Both ask who it is, and both are told by email."""

from sqlmodel import col, delete, select

from portal import clock
from portal.access import sessions
from portal.access.needs import OWN, needs
from portal.access.own import Own
from portal.errors import Invalid, SignedOut
from portal.i18n import t
from portal.integrations.email import account_words as words
from portal.integrations.email.compose import Draft
from portal.models.account import AccountContents, Role, SecurityAnswer
from portal.services import credentials, door, outbox, recovery
from portal.services.account.arrivals import security_page
from portal.services.aside import hashes
from portal.settings import get_settings
from portal.vault import passwords


@hashes
def change_password(token: str, password: str, *, address: str = "") -> str:
    """Choose a new password; everyone else who is signed in to the account is signed out.

    Hashing happens between two units of work, so that nobody waits for it. Returns this session's new token.

    Raises:
        ProofWanted, SignedOut.
        Invalid: it does not keep the rules, or is the one there was.
    """
    credentials.checked_password(password, "")  # nobody shows who they are for one that is too short
    username, stored = door.in_account(token, may_change_password, address=address)
    chosen = credentials.checked_password(password, username)
    if passwords.verify_password(chosen, stored):
        raise Invalid(fields={"password": t("That is your password already. Choose another one.")})
    hashed = passwords.hash_password(chosen)
    return door.in_account(token, set_password, hashed, address=address)


@hashes
def change_questions(token: str, answers: list[tuple[str, str]], *, address: str = "") -> None:
    """Choose three questions anew, with their answers.

    Raises:
        ProofWanted, SignedOut.
        Invalid: naming each field that is wrong, or where the practice asks no questions.
    """
    if not get_settings().security_questions:
        raise Invalid(t("We ask no security questions here. Nothing was changed."))
    checked = credentials.checked_answers(answers)
    door.in_account(token, may_change_questions, address=address)
    hashed = [(question, passwords.hash_answer(answer)) for question, answer in checked]
    door.in_account(token, set_questions, hashed, address=address)


@needs(OWN, proof=True)
def may_change_password(own: Own) -> tuple[str, str | None]:
    """What the new password may not hold of the username, and the hash of the one there is."""
    return about(own), own.account.password_hash


@needs(OWN, acting=True, proof=True)
def set_password(own: Own, hashed: str) -> str:
    """Put a new password in force; returns this session's new token. Raises: SignedOut."""
    if own.actor.session_id is None:
        raise SignedOut
    own.account.password_hash = hashed
    own.db.add(own.account)
    sessions.end_all(own.db, own.account.id, why="password changed", but=own.actor.session_id)
    recovery.end_pending(own.db, own.account)
    _tell(own, words.password_changed(clock.now(), security_page(own.account)))
    return sessions.renew(own.db, own.actor.session_id, proved=False)


@needs(OWN, proof=True)
def may_change_questions(own: Own) -> None:
    """Nothing but the door: whoever gets past it may."""


@needs(OWN, acting=True, proof=True)
def set_questions(own: Own, hashed: list[tuple[str, str]]) -> None:
    """Put other questions in place of the ones there are."""
    own.db.exec(delete(SecurityAnswer).where(col(SecurityAnswer.account_id) == own.account.id))
    for question, answer_hash in hashed:
        own.db.add(SecurityAnswer(account_id=own.account.id, question=question, answer_hash=answer_hash))
    _tell(own, words.questions_changed(clock.now(), security_page(own.account)))


def chosen_questions(own: Own) -> list[str]:
    """The keys of the questions chosen, in the order they are offered."""
    query = select(SecurityAnswer.question).where(SecurityAnswer.account_id == own.account.id)
    chosen = set(own.db.exec(query))
    return [key for key, _words in credentials.questions() if key in chosen]


def about(own: Own) -> str:
    """What of a username a password may not hold: of the email that staff have, the part before the @."""
    username = own.unseal(own.account, AccountContents).username
    return username if own.account.role == Role.PERSON else username.partition("@")[0]


def _tell(own: Own, draft: Draft) -> None:
    to = own.unseal(own.account, AccountContents).email
    if to:
        outbox.write(own, "account", to, draft)
