"""People who sign in: accounts, their sessions, security questions and what they may open."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class Role(StrEnum):
    """What a person is here for. `person` is anyone on the patient side, `recipient` has a shared link."""

    PERSON = "person"
    FRONT_DESK = "front-desk"
    CLINICIAN = "clinician"
    BILLER = "biller"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"
    RECIPIENT = "recipient"


class TotpDraft(BaseModel):
    """A secret shown for an authenticator app; it counts only once a code from it was typed."""

    secret: str
    made_at: datetime


class AccountContents(BaseModel):
    """What is private in an account. `signature` ends the answers of someone who works here."""

    name: str
    username: str = ""
    email: str = ""
    totp_secret: str = ""
    totp_draft: TotpDraft | None = None
    locked_by: str = ""
    locked_why: str = ""
    signature: str = ""


class Account(SQLModel, table=True):
    """Someone who can sign in. Sealed under the practice's key.

    `wrong_answers` counts wrong answers to security questions, all of them, until one gets back in.
    """

    __tablename__ = "account"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    role: str = Field(index=True)
    username_key: bytes | None = Field(default=None, unique=True)
    email_key: bytes | None = Field(default=None, index=True)
    password_hash: str | None = None
    has_second_factor: bool = False
    last_totp_step: int = 0
    wrong_answers: int = 0
    created_at: datetime = time_field()
    locked_at: datetime | None = time_field(default=None)
    disabled_at: datetime | None = time_field(default=None)
    last_sign_in_at: datetime | None = time_field(default=None)
    previous_sign_in_at: datetime | None = time_field(default=None)
    sealed: bytes


class SecurityAnswer(SQLModel, table=True):
    """One security question chosen at enrolment and the hash of its answer."""

    __tablename__ = "security_answer"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    question: str
    answer_hash: str


class SessionContents(BaseModel):
    """Where a session came from."""

    address: str = ""
    device: str = ""


class AccountSession(SQLModel, table=True):
    """A sign-in that lasts until it is ended, idle or old. Only the token's hash is kept.

    `proved_at` is when its person last gave their password (or passkey) again.
    """

    __tablename__ = "account_session"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    token_hash: bytes = Field(unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    started_at: datetime = time_field()
    seen_at: datetime = time_field()
    ended_at: datetime | None = time_field(default=None)
    ended_why: str = ""
    proved_at: datetime | None = time_field(default=None)
    patient_id: UUID | None = Field(default=None, foreign_key="patient.id")
    sealed: bytes


class KnownDevice(SQLModel, table=True):
    """A browser someone has signed in with before, by a keyed hash of account and device cookie."""

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("account_id", "device_key", name="uq_known_device"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id")
    device_key: bytes
    first_seen_at: datetime = time_field()
    last_seen_at: datetime = time_field()


class Ticket(SQLModel, table=True):
    """A one-time token: a staff set-up link, the way from an enrolment or recovery to a session, or from a
    right password to the second factor.
    """

    __tablename__ = "ticket"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    purpose: str
    token_hash: bytes = Field(unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    expires_at: datetime = time_field()
    used_at: datetime | None = time_field(default=None)
    mail_id: UUID | None = Field(default=None, foreign_key="outbox_mail.id")


class Grant(SQLModel, table=True):
    """What an account may open: one patient's chart, or with no patient every chart of the practice.

    `scopes` is "records:view medications:act …". A grant counts between its times, unless paused or ended.
    """

    __tablename__ = "access_grant"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    patient_id: UUID | None = Field(default=None, foreign_key="patient.id", index=True)
    relation: str
    scopes: str
    starts_at: datetime = time_field()
    ends_at: datetime | None = time_field(default=None)
    paused_at: datetime | None = time_field(default=None)
    ended_at: datetime | None = time_field(default=None)
    ended_why: str = ""


class Throttle(SQLModel, table=True):
    """How often something was tried: a keyed hash of what and who, a count, and when it may go on."""

    __tablename__ = "throttle"
    key: bytes = Field(primary_key=True)
    tries: int = 0
    since: datetime = time_field()
    not_before: datetime | None = time_field(default=None)
