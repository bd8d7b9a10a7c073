"""What people who work on messages have at hand: quick replies, who is away, and messages to many at once."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class QuickReply(SQLModel, table=True):
    """Words that answers often need, kept by the practice. They say nothing about any patient: not sealed.

    `words` may hold fields in braces, which are filled in for each conversation.
    """

    __tablename__ = "quick_reply"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    words: str
    made_at: datetime = time_field()
    made_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    retired_at: datetime | None = time_field(default=None)


class MessageAway(SQLModel, table=True):
    """From `from_on` until `until_on`, both included, someone who works here does not answer messages.

    `delegate_id` takes what is theirs meanwhile. The row that was made last counts.
    """

    __tablename__ = "message_away"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    from_on: date
    until_on: date = Field(index=True)
    delegate_id: UUID | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = time_field()
    ended_at: datetime | None = time_field(default=None)


class BulkContents(BaseModel):
    """What is sent to many, and who sends it, as they were called then."""

    subject: str
    body: str
    by: str


class MessageBulk(SQLModel, table=True):
    """One message to many patients; each gets a thread of their own. Sealed under the practice's key.

    `once_key` is the keyed hash of the send's own mark, so that the same send repeated is one.
    """

    __tablename__ = "message_bulk"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    made_at: datetime = time_field(index=True)
    made_by_id: UUID = Field(foreign_key="account.id")
    topic: str
    group_id: UUID | None = Field(default=None, foreign_key="message_group.id")
    once_key: bytes = Field(unique=True)
    total: int
    finished_at: datetime | None = time_field(default=None)
    stopped_at: datetime | None = time_field(default=None)
    sealed: bytes


class Reached(StrEnum):
    """What became of one recipient of a message to many; all but the first two are reasons it did not go."""

    WAITING = "waiting"
    SENT = "sent"
    NO_ACCOUNT = "no-account"
    NO_MESSAGES = "no-messages"
    GONE = "gone"
    STOPPED = "stopped"
    FAILED = "failed"


class BulkRecipient(SQLModel, table=True):
    """One patient whom a message to many goes to, and what became of it."""

    __tablename__ = "bulk_recipient"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    bulk_id: UUID = Field(foreign_key="message_bulk.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    position: int
    reached: str = Reached.WAITING
    thread_id: UUID | None = Field(default=None, foreign_key="thread.id")
    done_at: datetime | None = time_field(default=None)
