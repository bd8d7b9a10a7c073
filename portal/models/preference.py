"""How one person wants to be shown one patient's record."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class ResultWishes(BaseModel):
    """Results at once, or asking before each opens; and whether an email says that one has come."""

    show: Literal["at-once", "ask"] = "at-once"
    tell: bool = True


class ResultPreference(SQLModel, table=True):
    """The wishes of one account about one patient's results; sealed under the patient's key.

    `told_at` is when an email last said that results have come.
    """

    __tablename__ = "result_preference"
    __table_args__ = (UniqueConstraint("patient_id", "account_id", name="uq_result_preference"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    account_id: UUID = Field(foreign_key="account.id", index=True)
    told_at: datetime | None = time_field(default=None)
    sealed: bytes
