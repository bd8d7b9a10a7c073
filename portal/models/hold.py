"""Single records that a clinician keeps back from the patient for now, each with a written reason."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class HoldContents(BaseModel):
    """What is kept back in words, why, who did it, and who showed it again."""

    title: str
    reason: str
    by: str
    released_by: str = ""


class RecordHold(SQLModel, table=True):
    """One record kept back. It counts until it is released; sealed under the patient's key.

    `Record.on_hold` says the same where lists are made; for a panel its members are on hold with it.
    """

    __tablename__ = "record_hold"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    record_id: UUID = Field(foreign_key="record.id", index=True)
    kind: str
    held_at: datetime = time_field(index=True)
    held_by: UUID | None = Field(default=None, foreign_key="account.id")
    released_at: datetime | None = time_field(default=None)
    sealed: bytes
