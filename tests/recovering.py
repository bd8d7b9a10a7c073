"""Getting back in, as people do it: a browser, a mailbox, and what they remember."""

import re
import time
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import col, select

from portal import clock
from portal.access.actor import operator
from portal.access.practice import open_front_door
from portal.db import unit_of_work
from portal.models.account import Account, AccountContents, SecurityAnswer
from portal.services import door, outbox, recovery
from portal.services.guesses import From
from portal.services.outbox import MailRow
from portal.services.recovery import NewSecrets, Standing
from portal.vault import lookup, passwords
from portal.vault.tokens import new_token
from tests.people import HERE, Person

ANSWERS = {"first-pet": "Biscuit", "first-car": "a blue van", "first-job": "Baker"}
PASSWORD = "kettle orchid mulberry 7"
CODE = re.compile(r"\b\d{4} \d{4}(?: \d{4})?\b")


@dataclass
class Browser:
    """One browser with its visit cookie, and where it is in the world."""

    visit: str = field(default_factory=new_token)
    source: From = HERE

    def ask(self, email: str) -> Standing:
        return recovery.ask(email, **self._me)

    def again(self) -> Standing:
        return recovery.ask_again(**self._me)

    def prove(self, code: str) -> Standing:
        return recovery.prove(code, **self._me)

    def choose(self, account_id: UUID | str) -> Standing:
        return recovery.choose(account_id, **self._me)

    def answer(self, words: str) -> Standing:
        return recovery.answer(words, **self._me)

    def factor(self, code: str) -> Standing:
        return recovery.factor(code, **self._me)

    def enter(self, name: str, code: str) -> Standing:
        return recovery.enter(name, code, **self._me)

    def birth(self, text: str) -> Standing:
        return recovery.birth(text, **self._me)

    def finish(self, password: str = PASSWORD, answers: list[tuple[str, str]] | None = None) -> str:
        return recovery.finish(NewSecrets(password, answers or []), **self._me)

    def send_username(self) -> str:
        return recovery.send_username(**self._me)

    def look(self) -> Standing:
        return recovery.look(**self._me)

    @property
    def _me(self) -> dict:
        return {"visit": self.visit, "source": self.source}


def with_answers(person: Person) -> Person:
    """The person, with three security questions answered as in ANSWERS."""
    with unit_of_work() as db:
        for question, words in ANSWERS.items():
            hashed = passwords.hash_answer(words)
            db.add(SecurityAnswer(account_id=person.account_id, question=question, answer_hash=hashed))
    return person


def right_answer(standing: Standing) -> str:
    """What the person of ANSWERS says to the question that is asked."""
    from portal.services.credentials import questions

    keys = {words: key for key, words in questions()}
    return ANSWERS[keys[standing.question]]


def mails_to(email: str) -> list[MailRow]:
    """Every email to this address, newest first, once all that is due has gone."""
    for _ in range(200):
        outbox.deliver_due()
        found = [mail for mail in door.as_actor(operator(), outbox.listing, limit=1000) if mail.to == email]
        if all(mail.status != "waiting" for mail in found):
            return found
        time.sleep(0.05)  # a server's own thread has one in hand
    raise AssertionError(f"an email to {email} does not go out")


def code_for(email: str) -> str:
    """The code in the newest email to this address that has one."""
    for mail in mails_to(email):
        if found := CODE.search(mail.text):
            return found[0]
    raise AssertionError(f"no code went to {email}")


def proved(person: Person, browser: Browser | None = None) -> tuple[Browser, Standing]:
    """A browser in which this person has typed the code from their email."""
    browser = browser or Browser()
    browser.ask(person.email)
    return browser, browser.prove(code_for(person.email))


def back_in(person: Person, browser: Browser | None = None, *, password: str = PASSWORD) -> str:
    """The whole way; returns the ticket."""
    browser, standing = proved(person, browser)
    if standing.step == "question":
        standing = browser.answer(right_answer(standing))
    if standing.step == "factor":
        standing = browser.factor(person.code)
    answers = list(ANSWERS.items()) if standing.questions else []
    return browser.finish(password, answers)


def account_of(person: Person) -> Account:
    """The account as it is in the database now."""
    with unit_of_work() as db:
        return db.exec(select(Account).where(col(Account.id) == person.account_id)).one()


def share(person: Person, email: str) -> None:
    """This account gets the same email address as someone else's."""
    with unit_of_work() as db:
        account = db.exec(select(Account).where(col(Account.id) == person.account_id)).one()
        front = open_front_door(db, operator())
        contents = front.unseal(account, AccountContents)
        contents.email, account.email_key = email, lookup.email_key(email)
        front.seal(account, contents)
        db.add(account)


def lock(person: Person) -> None:
    """The account is locked, as a row says it."""
    with unit_of_work() as db:
        account = db.exec(select(Account).where(col(Account.id) == person.account_id)).one()
        account.locked_at = clock.now()
        db.add(account)
