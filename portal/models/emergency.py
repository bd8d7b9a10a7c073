"""Charts opened in an emergency by someone whose role does not open them, each checked afterwards."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class EmergencyContents(BaseModel):
    """Who opened it and why, in their words; who checked it, and what they noted."""

    by: str
    role: str
    reason: str
    reviewer: str = ""
    note: str = ""


class EmergencyOpening(SQLModel, table=True):
    """One patient's chart open to one member of staff for a while; sealed under the patient's key.

    `once` is a keyed hash of the page's own mark, so that the same request never opens twice. `nth` is which
    it was for this person within a day. `outcome` is "right" or "wrong" once someone else has checked it.
    """

    __tablename__ = "emergency_opening"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    grant_id: UUID = Field(foreign_key="access_grant.id")
    once: bytes = Field(unique=True)
    opened_at: datetime = time_field(index=True)
    ends_at: datetime = time_field()
    ended_at: datetime | None = time_field(default=None)
    nth: int = 1
    outcome: str = Field(default="", index=True)
    reviewed_at: datetime | None = time_field(default=None)
    reviewed_by: UUID | None = Field(default=None, foreign_key="account.id")
    sealed: bytes
