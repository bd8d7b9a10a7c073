"""The cast. Alice is a patient; Dana may read for her but not send; Mia is Alice's child and Ben Mia's other
parent; Bob is a patient too and must never get into anyone else's; Nia is a nurse; Olga no longer works here.

Each function makes one of them in the database of the present settings, signed in unless told otherwise.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import pyotp
from sqlmodel import Session

from portal import clock
from portal.access.actor import Actor, Duty, Scope, operator
from portal.access.audit import Deed
from portal.access.grants import grant_self, grant_staff
from portal.access.patient_index import put_patient
from portal.access.practice import open_front_door, open_practice
from portal.db import unit_of_work
from portal.models.account import Account, AccountContents, Grant, Role
from portal.models.patient import PatientContents
from portal.services import accounts, door, proof
from portal.services import sign_in as sign_ins
from portal.services.sign_in import From
from portal.vault import lookup, passwords

LOOKED = Deed("test.looked")
HERE = From(address="192.0.2.7", device="A browser", browser="h" * 43)
ALL_SCOPES = " ".join(f"{scope}:act" for scope in Scope)
_mrns = count(4001)


@dataclass(frozen=True)
class Person:
    """Someone of the cast: what they know, and what they are in the database."""

    name: str
    username: str = ""
    password: str = ""
    role: Role = Role.PERSON
    email: str = ""
    mrn: str = ""
    birth_date: date = date(1984, 3, 9)
    zip: str = "04101"
    totp_secret: str = ""
    account_id: UUID | None = None
    patient_id: UUID | None = None
    token: str = ""

    @property
    def actor(self) -> Actor:
        """This person acting, outside any session."""
        return Actor(self.role, self.name, self.account_id, address=HERE.address, patient_id=self.patient_id)

    @property
    def code(self) -> str:
        """The code their authenticator shows now."""
        return pyotp.TOTP(self.totp_secret).at(clock.now()) if self.totp_secret else ""


def alice(*, signed_in: bool = True) -> Person:
    """A patient, with a record and an account."""
    return _enrolled("Alice Ames", birth_date=date(1984, 3, 9), zip="04101", signed_in=signed_in)


def bob(*, signed_in: bool = True) -> Person:
    """Another patient, who must never get into anyone else's chart."""
    return _enrolled("Bob Brown", birth_date=date(1971, 11, 30), zip="04102", signed_in=signed_in)


def dana(who: Person, *, scopes: str = "records:view messages:view", signed_in: bool = True) -> Person:
    """Alice's representative: may read, may not send."""
    return _represents("Dana Diaz", who, relation="representative", scopes=scopes, signed_in=signed_in)


def mia(parent: Person | None = None) -> Person:
    """A child with a record and no account; `parent` becomes her guardian."""
    child = patient("Mia Ames", birth_date=date(2018, 6, 1), zip="04101")
    if parent is not None:
        with unit_of_work() as db:
            give_access(db, parent, child, relation="guardian", scopes=ALL_SCOPES)
    return child


def ben(child: Person, *, signed_in: bool = True) -> Person:
    """Mia's other parent, with an account of his own."""
    return _represents("Ben Ames", child, relation="guardian", scopes=ALL_SCOPES, signed_in=signed_in)


def nia(*, role: Role = Role.CLINICIAN, second_factor: bool = True, signed_in: bool = True) -> Person:
    """A nurse of this practice, with an authenticator."""
    return staff("Nia Novak", role=role, second_factor=second_factor, signed_in=signed_in)


def olga() -> Person:
    """She worked here once: her account is disabled."""
    person = staff("Olga Orlova", role=Role.CLINICIAN, signed_in=False)
    with unit_of_work() as db:
        account = db.get_one(Account, person.account_id)
        account.disabled_at = clock.now()
        db.add(account)
    return person


def patient(
    name: str,
    *,
    birth_date: date | None = date(1984, 3, 9),
    zip: str = "04101",
    mrn: str = "",
    **more: Any,
) -> Person:
    """Someone with a record here and no account."""
    mrn = mrn or f"MRN-{next(_mrns)}"
    given, _, family = name.partition(" ")
    contents = PatientContents(
        fhir_id=str(uuid4()), mrn=mrn, given=given, family=family, name=name, birth_date=birth_date, zip=zip,
        **more,
    )  # fmt: skip
    with unit_of_work() as db:
        row = put_patient(db, contents)
        open_practice(db, operator(), Duty.IMPORT, deed=Deed("import.patient_made", subject_id=row.id))
    born = birth_date or date.max
    return Person(name=name, mrn=mrn, birth_date=born, zip=zip, patient_id=row.id)


def staff(name: str, *, role: Role, second_factor: bool = True, signed_in: bool = True) -> Person:
    """Someone who works here."""
    secret = pyotp.random_base32() if second_factor else ""
    person = account(Person(name=name, role=role, totp_secret=secret))
    with unit_of_work() as db:
        grant_staff(db, _id(person), role)
    return sign_in(person) if signed_in else person


def account(person: Person) -> Person:
    """Give a person an account: a username, a password, an email address."""
    username = f"{person.name.split()[0].lower()}.{uuid4().hex[:6]}"
    email, password = f"{username}@example.org", f"{username} walks the dog"
    with unit_of_work() as db:
        row = Account(
            role=person.role,
            username_key=lookup.username_key(username),
            email_key=lookup.email_key(email),
            password_hash=passwords.hash_password(password),
            has_second_factor=bool(person.totp_secret),
            created_at=clock.now(),
            sealed=b"",
        )
        contents = AccountContents(
            name=person.name, username=username, email=email, totp_secret=person.totp_secret
        )
        open_front_door(db, operator()).seal(row, contents)
        db.add(row)
    return replace(person, account_id=row.id, username=username, email=email, password=password)


def with_own_chart(person: Person) -> Person:
    """The person may open their own chart, as after enrolling."""
    with unit_of_work() as db:
        assert person.patient_id is not None
        grant_self(db, _id(person), person.patient_id)
    return person


def sign_in(person: Person, *, source: From = HERE) -> Person:
    """The person with a fresh session, as after typing the right things."""
    with unit_of_work() as db:
        row = db.get_one(Account, person.account_id)
        return replace(person, token=sign_ins.enter(db, row, source, who=person.username))


def proved(person: Person) -> Person:
    """The person after giving their password again: for five minutes they may change what asks for it."""
    return replace(person, token=proof.give(person.token, person.password, source=HERE))


def looking_at(person: Person, whose: Person) -> Person:
    """The person after switching to someone's record."""
    door.in_account(person.token, accounts.switch, patient_id=whose.patient_id)
    return person


def give_access(db: Session, who: Person, whose: Person, *, relation: str, scopes: str) -> Grant:
    """Let `who` open the chart of `whose` in these scopes."""
    grant = Grant(
        account_id=_id(who),
        patient_id=whose.patient_id,
        relation=relation,
        scopes=scopes,
        starts_at=clock.now(),
    )
    db.add(grant)
    return grant


def _enrolled(name: str, *, birth_date: date, zip: str, signed_in: bool) -> Person:
    person = with_own_chart(account(patient(name, birth_date=birth_date, zip=zip)))
    return sign_in(person) if signed_in else person


def _represents(name: str, whose: Person, *, relation: str, scopes: str, signed_in: bool) -> Person:
    person = account(Person(name=name))
    with unit_of_work() as db:
        give_access(db, person, whose, relation=relation, scopes=scopes)
    return sign_in(person) if signed_in else person


def _id(person: Person) -> UUID:
    assert person.account_id is not None
    return person.account_id
