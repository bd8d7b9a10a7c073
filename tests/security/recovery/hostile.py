"""What a hostile client and the front desk do in the stories of getting back in."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import bcrypt
import pyotp
import pytest
from sqlalchemy import event

from portal.db import engine, unit_of_work
from portal.models.account import Account
from portal.services import door
from portal.services.guesses import From
from portal.services.staff import recovery as at_the_desk
from portal.services.staff.identity import Identity
from tests import people
from tests.people import Person
from tests.recovering import Browser, lock, share, with_answers

LICENSE = Identity("license")


def elsewhere(n: int) -> Browser:
    """The attacker's n-th browser, at an address of its own."""
    return Browser(source=From(address=f"2001:db8:{n:x}::1", device="Evil"))


def with_factor(name: str) -> Person:
    person = people.patient(name)
    secret = pyotp.random_base32()
    made = people.with_own_chart(
        people.account(Person(name, totp_secret=secret, patient_id=person.patient_id))
    )
    return with_answers(made)


def slip_for(nia: Person, whose: Person):
    which = {"patient_id": whose.patient_id, "account_id": whose.account_id}
    return door.in_practice(nia.token, at_the_desk.print_code, shown=LICENSE, **which)


def lock_by(nia: Person, whose: Person) -> None:
    which = {"patient_id": whose.patient_id, "account_id": whose.account_id}
    door.in_practice(nia.token, at_the_desk.lock, why="Reported stolen", **which)


def unlock_by(nia: Person, whose: Person) -> None:
    which = {"patient_id": whose.patient_id, "account_id": whose.account_id}
    door.in_practice(nia.token, at_the_desk.unlock, why="All is well again", **which)


def those_who_ask() -> dict[str, str]:
    """An address of each kind of account, and of nobody."""
    locked, closed = with_answers(people.bob(signed_in=False)), with_answers(people.bob(signed_in=False))
    lock(locked)
    spend_all_guesses(closed)
    mother, daughter = people.bob(signed_in=False), people.bob(signed_in=False)
    share(daughter, mother.email)
    return {
        "has an account": with_answers(people.alice(signed_in=False)).email,
        "has no account": "nobody@example.org",
        "works here": people.nia(signed_in=False).email,
        "worked here": people.olga().email,
        "is locked": locked.email,
        "has no guesses left": closed.email,
        "shares the address": mother.email,
        "has a second factor": with_factor("Fay Factor").email,
    }


def spend_all_guesses(person: Person) -> None:
    """Five wrong answers were given for this account."""
    with unit_of_work() as db:
        account = db.get_one(Account, person.account_id)
        account.wrong_answers = 5
        db.add(account)


@dataclass
class Work:
    """What was done: statements by their first words, and hashes."""

    statements: list[str] = field(default_factory=list)
    hashes: int = 0

    @property
    def counted(self) -> tuple[Counter[str], int]:
        return Counter(" ".join(one.split()[:3]) for one in self.statements), self.hashes


@contextmanager
def working(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """Count what is done within the block, all of which really happens."""
    work = Work()

    def heard(_c, _cursor, statement, *_rest) -> None:
        work.statements.append(statement)

    def counting(real):
        def count(*args):
            work.hashes += 1
            return real(*args)

        return count

    event.listen(engine(), "before_cursor_execute", heard)
    with monkeypatch.context() as patch:
        patch.setattr(bcrypt, "checkpw", counting(bcrypt.checkpw))
        patch.setattr(bcrypt, "hashpw", counting(bcrypt.hashpw))
        yield work
    event.remove(engine(), "before_cursor_execute", heard)
