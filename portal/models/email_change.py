"""A new email address of an account, which waits for the code that was sent there."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class EmailChangeContents(BaseModel):
    """The address that is to be confirmed."""

    email: str


class EmailChange(SQLModel, table=True):
    """A new email address that waits for the code sent there; one an account. Under the practice's key."""

    __tablename__ = "email_change"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", unique=True)
    sent_at: datetime = time_field()
    expires_at: datetime = time_field()
    code_hash: bytes
    tries: int = 0
    sealed: bytes
