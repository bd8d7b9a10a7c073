"""Accounts of a demonstration, made through the real services, with new passwords at every start."""

import re
import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, select

from portal.access import sessions
from portal.access.actor import Actor, operator
from portal.access.audit import Deed
from portal.access.grants import is_enrolled
from portal.access.keys import open_key
from portal.access.patient_index import find_by_mrn, unseal_patient
from portal.access.practice import open_front_door
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Unsafe
from portal.models.account import Account, Role
from portal.models.patient import PatientContents
from portal.services import enrolment, invitations, outbox
from portal.services.door import as_actor
from portal.services.enrolment import Choice
from portal.services.sign_in import From
from portal.services.staff import accounts
from portal.settings import get_settings
from portal.vault import lookup, passwords

HERE = From(address="127.0.0.1", device="portal demo")
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
ANSWERS = [("first-pet", "Biscuit"), ("first-street", "Alder Way"), ("first-car", "a blue van")]
LINK = re.compile(r"\S+/enroll#([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class SignIn:
    """What someone types to get in."""

    name: str
    username: str
    password: str


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation link not used yet, and the proof it will ask for."""

    name: str
    link: str
    birth_date: str
    zip: str


@dataclass(frozen=True, slots=True)
class Secret:
    """The password of this start, for all the accounts of the demonstration, and its hash, made once."""

    password: str
    hashed: str


def new_secret() -> Secret:
    """A new one."""
    password = new_password()
    return Secret(password, passwords.hash_password(password))


def patient_sign_in(mrn: str, username: str, secret: Secret | None = None) -> SignIn:
    """A patient's account: enrolled the first time, given a new password every time."""
    _only_in_demo()
    secret = secret or new_secret()
    patient_id, who = on_file(mrn)
    if not has_account(username):
        token = _invite(patient_id, f"{username}@example.org").rpartition("#")[2]
        born = f"{who.birth_date:%m/%d/%Y}"
        proof = enrolment.prove(token, born, who.zip, source=HERE)
        enrolment.activate(proof, Choice(username, secret.password, ANSWERS), source=HERE)
    return sign_in_of(who.name, username, secret)


def staff_sign_in(name: str, email: str, role: Role, secret: Secret | None = None) -> SignIn:
    """A staff member's account, without the second factor that a real one needs."""
    _only_in_demo()
    if not has_account(email):
        as_actor(operator(), accounts.add_staff, email, str(role), name)
    return sign_in_of(name, email, secret or new_secret())


def sign_in_of(name: str, username: str, secret: Secret) -> SignIn:
    """Give an account the password of this start."""
    _set_password(username, secret.hashed)
    return SignIn(name, username, secret.password)


def staff_actor(who: SignIn, role: Role) -> Actor:
    """Someone who works here, to act through the services."""
    return Actor(role, who.name, account_id_of(who.username))


def invite_one(mrns: list[str]) -> Invited | None:
    """Invite the first of these who has not enrolled yet; None when all have."""
    _only_in_demo()
    for mrn in mrns:
        patient_id, who = on_file(mrn)
        with reading() as db:
            enrolled = is_enrolled(db, patient_id)
        if not enrolled:
            link = _invite(patient_id, _address_of(who))
            return Invited(who.name, link, f"{who.birth_date:%m/%d/%Y}", who.zip)
    return None


def ids_of(mrn: str, username: str) -> tuple[UUID, UUID, str]:
    """A patient's id, the id of an account, and the patient's name. Raises: Conflict for no such account."""
    patient_id, who = on_file(mrn)
    account_id = account_id_of(username)
    if account_id is None:
        raise Conflict(f"There is no account called {username}.")
    return patient_id, account_id, who.name


def account_id_of(username: str) -> UUID | None:
    """The id of an account; None when there is none of this name."""
    with reading() as db:
        account = _find(db, username)
    return account.id if account else None


def new_password() -> str:
    """Three groups of four letters and digits: 59 bits, and easy to read off a screen."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def _invite(patient_id: UUID, email: str) -> str:
    """Invite as staff would, let the email go to the local folder, and read the link there."""
    as_actor(operator("demo"), invitations.invite, patient_id=patient_id, email=email)
    return link_sent_to(email)


def link_sent_to(email: str) -> str:
    """The link in the newest email to an address, which the local folder keeps. Raises: Conflict."""
    outbox.deliver_due()
    for mail in as_actor(operator("demo"), outbox.listing, limit=20):
        if mail.to == email and (found := LINK.search(mail.text)):
            return found[0]
    raise Conflict("The invitation did not reach the local outbox folder.")


def _address_of(who: PatientContents) -> str:
    letters = "".join(c for c in lookup.folded(who.family) if c.isascii() and c.isalnum())
    return f"{letters}@example.org"


def on_file(mrn: str) -> tuple[UUID, PatientContents]:
    with reading() as db:
        patient = find_by_mrn(db, mrn)[0]
        return patient.id, unseal_patient(patient, open_key(db, patient.id))


def has_account(username: str) -> bool:
    """Whether there is such an account."""
    with reading() as db:
        return _find(db, username) is not None


def _set_password(username: str, hashed: str) -> None:
    """Give an account a new password; whoever was signed in with the old one is signed out."""
    with unit_of_work() as db:
        account = _find(db, username)
        if account is None:
            raise Conflict(f"There is no account called {username}.")
        account.password_hash, account.has_second_factor = hashed, False
        account.locked_at = account.disabled_at = None
        db.add(account)
        sessions.end_all(db, account.id, why="demo started")
        open_front_door(db, operator("demo")).note(Deed("demo.password_made", subject_id=account.id))


def _find(db: Session, username: str) -> Account | None:
    key = lookup.username_key(username)
    return db.exec(select(Account).where(Account.username_key == key)).first()


def _only_in_demo() -> None:
    if not get_settings().is_demo:
        raise Unsafe("Demo accounts exist only in demo mode.")
