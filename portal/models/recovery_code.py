"""Recovery codes: for whoever has lost the device with their second factor."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class RecoveryCode(SQLModel, table=True):
    """One code of an account's list. Only its keyed hash is kept; it works once."""

    __tablename__ = "recovery_code"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    code_hash: bytes = Field(unique=True)
    made_at: datetime = time_field()
    used_at: datetime | None = time_field(default=None)
