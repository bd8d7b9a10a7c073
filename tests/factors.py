"""What people of the cast set up to sign in with, and how they sign in with it."""

from dataclasses import replace

import pyotp

from portal import clock
from portal.errors import StepWanted
from portal.services import door, proof, second_factor, second_step, sign_in
from portal.services.second_factor import passkeys
from portal.services.second_factor.passkeys import Purpose
from portal.services.sign_in import From
from portal.vault.tokens import new_token
from tests import people
from tests.authenticator import Authenticator
from tests.people import Person

VISIT = new_token()
"""This browser's visit, unless a test says another."""


def proved(person: Person) -> Person:
    """They have just typed their password again."""
    return replace(person, token=proof.give(person.token, person.password, source=people.HERE))


def with_app(person: Person) -> tuple[Person, tuple[str, ...]]:
    """They have an authenticator app now; also the recovery codes they were shown."""
    person = proved(person)
    secret = door.in_account(person.token, second_factor.begin_app).secret
    person = replace(person, totp_secret=secret)
    return person, door.in_account(person.token, second_factor.confirm_app, person.code)


def with_passkey(
    person: Person, *, name: str = "My phone", visit: str = VISIT, key: Authenticator | None = None
) -> tuple[Person, Authenticator]:
    """They have a passkey now, in this key."""
    person, key = proved(person), key or Authenticator()
    options = door.in_account(person.token, passkeys.begin_passkey, name, visit=visit)
    add(person, key.create(options), name=name, visit=visit)
    return person, key


def add(person: Person, answer: str, *, name: str = "My phone", visit: str = VISIT) -> None:
    """Send what the browser made."""
    made = passkeys.take(answer, Purpose.ADD, visit=visit)
    door.in_account(person.token, passkeys.add_passkey, made, name)


def half_way(person: Person, *, visit: str = VISIT, source: From = people.HERE) -> str:
    """Their password was right: the token of the half-session."""
    try:
        sign_in.sign_in(person.username, person.password, staff=False, visit=visit, source=source)
    except StepWanted as wanted:
        return wanted.step
    raise AssertionError("they were let in with the password alone")


def type_code(step: str, code: str, *, visit: str = VISIT, source: From = people.HERE) -> str:
    """The second step, with a code; the token of the session."""
    return second_step.show_code(step, code, visit=visit, source=source)


def next_code(person: Person) -> str:
    """The code their app shows in half a minute, which the portal takes too."""
    return pyotp.TOTP(person.totp_secret).at(clock.now().timestamp() + 30)
