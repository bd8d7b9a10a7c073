"""Invitations to enrol."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class InvitationContents(BaseModel):
    """Where an invitation was sent."""

    email: str


class Invitation(SQLModel, table=True):
    """One link for one patient. Only the token's hash is kept; sealed under the patient's key."""

    __tablename__ = "invitation"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    token_hash: bytes = Field(unique=True)
    proof_hash: bytes | None = Field(default=None, unique=True)
    proved_at: datetime | None = time_field(default=None)
    invited_by: UUID | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = time_field()
    expires_at: datetime = time_field()
    used_at: datetime | None = time_field(default=None)
    revoked_at: datetime | None = time_field(default=None)
    replaced_at: datetime | None = time_field(default=None)
    bounced_at: datetime | None = time_field(default=None)
    mail_id: UUID | None = Field(default=None, foreign_key="outbox_mail.id")
    sealed: bytes


class MailContents(BaseModel):
    """An email, whole. Emptied of its body once it is sent. `off` is the link that stops such emails."""

    to: str
    subject: str = ""
    text: str = ""
    html: str = ""
    off: str = ""


class OutboxMail(SQLModel, table=True):
    """An email to send, written in the same unit of work as its cause. Sealed under the practice's key.

    `account_id` is whom it tells of something, where that is known.
    """

    __tablename__ = "outbox_mail"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    kind: str
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    created_at: datetime = time_field()
    next_try_at: datetime = time_field(index=True)
    tries: int = 0
    sent_at: datetime | None = time_field(default=None)
    failed_at: datetime | None = time_field(default=None)
    failure: str = ""
    sealed: bytes
