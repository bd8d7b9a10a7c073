"""Single records that a patient keeps from those who help them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field

HELPERS = frozenset({"representative", "guardian"})
"""What someone may be to a patient whose record they open without being the patient or the practice."""


class UnseenItem(SQLModel, table=True):
    """One record that one grant does not open; with no grant, none of the patient's representatives'."""

    __tablename__ = "unseen_item"
    __table_args__ = (UniqueConstraint("record_id", "grant_id", name="uq_unseen_item"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    record_id: UUID = Field(foreign_key="record.id")
    grant_id: UUID | None = Field(default=None, foreign_key="access_grant.id", index=True)
    since: datetime = time_field()
