"""Requests for another address or other phone numbers, where the EHR has the last word on them."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class Status(StrEnum):
    """Where a request stands. ENTERED: the practice has put it into its EHR."""

    RECEIVED = "received"
    ENTERED = "entered"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


class ContactDetails(BaseModel):
    """Where someone lives and their phones: mobile, at home, at work, and one of no named use."""

    line: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    mobile: str = ""
    home: str = ""
    work: str = ""
    other: str = ""


class ContactChangeContents(BaseModel):
    """What was on file when it was asked, what was asked for, and what came of it.

    `parts` are the names of what is to change: "address", or a phone.
    """

    was: ContactDetails
    wanted: ContactDetails
    parts: list[str]
    asked_by: str = ""
    relation: str = ""
    reason: str = ""
    decided_by: str = ""


class ContactChange(SQLModel, table=True):
    """One request about one patient, sealed under their key. `once_key`: a keyed hash of the send's mark."""

    __tablename__ = "contact_change"
    __table_args__ = (
        Index("ix_contact_change_patient", "patient_id", "asked_at"),
        Index("ix_contact_change_queue", "status", "due_on"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    status: str = Status.RECEIVED
    receipt: str = Field(unique=True)
    once_key: bytes = Field(unique=True)
    asked_by_id: UUID = Field(foreign_key="account.id", index=True)
    asked_at: datetime = time_field()
    due_on: date
    decided_at: datetime | None = time_field(default=None)
    decided_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = time_field(default=None)
    sealed: bytes
