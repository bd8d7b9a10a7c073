"""Offers of access to someone's record, to a representative or to a guardian, until they are taken up."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field

OfferKind = Literal["representative", "guardian"]


class OfferContents(BaseModel):
    """Whom access is offered to, what they are to the patient, and what they may see and do until when.

    `hidden` are the items they never see. `agreed_to` is the version of the text that whoever offers has
    read and accepted. The link also asks for their own birth date and ZIP code or phone number, where
    these are given.
    """

    email: str
    name: str
    relationship: str = ""
    scopes: str
    until: date | None = None
    hidden: list[UUID] = []
    agreed_to: str = ""
    own_birth_date: date | None = None
    own_zip: str = ""
    own_phone: str = ""


class AccessOffer(SQLModel, table=True):
    """One link for one person. Only the token's hash is kept; sealed under the patient's key.

    Once accepted it goes on saying what the grant is about: the name, the relationship, what was agreed to.
    """

    __tablename__ = "access_offer"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    kind: str
    token_hash: bytes = Field(unique=True)
    proof_hash: bytes | None = Field(default=None, unique=True)
    proved_at: datetime | None = time_field(default=None)
    offered_by: UUID | None = Field(default=None, foreign_key="account.id")
    created_at: datetime = time_field()
    expires_at: datetime = time_field()
    accepted_at: datetime | None = time_field(default=None)
    accepted_by: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    declined_at: datetime | None = time_field(default=None)
    revoked_at: datetime | None = time_field(default=None)
    replaced_at: datetime | None = time_field(default=None)
    bounced_at: datetime | None = time_field(default=None)
    mail_id: UUID | None = Field(default=None, foreign_key="outbox_mail.id")
    grant_id: UUID | None = Field(default=None, foreign_key="access_grant.id", index=True)
    sealed: bytes
