"""Getting back in: what a person has shown so far, and the codes that the practice gives by hand."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class EmailedCode(BaseModel):
    """One code that was emailed: only its keyed hash, and until when it works."""

    hash: str
    until: datetime


class RecoveryContents(BaseModel):
    """The address a person typed, as they typed it, and the codes sent there that may still arrive."""

    email: str = ""
    codes: list[EmailedCode] = []


class Recovery(SQLModel, table=True):
    """One person's way back in, in one browser. Sealed under the practice's key.

    `visit_hash` is that browser's; `tries` counts wrong codes since the last was sent. The times say what
    was shown: the code (or one from the practice, then `reset_id`), the answer or birth date, and the
    second factor.
    """

    __tablename__ = "recovery"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    visit_hash: bytes = Field(index=True)
    email_key: bytes | None = Field(default=None, index=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    reset_id: UUID | None = Field(default=None, foreign_key="account_reset.id", index=True)
    begun_at: datetime = time_field(index=True)
    sent_at: datetime | None = time_field(default=None)
    tries: int = 0
    proved_at: datetime | None = time_field(default=None)
    answered_at: datetime | None = time_field(default=None)
    factored_at: datetime | None = time_field(default=None)
    done_at: datetime | None = time_field(default=None)
    ended_at: datetime | None = time_field(default=None)
    ended_why: str = ""
    sealed: bytes


class ResetContents(BaseModel):
    """Who of the practice gave a code, and how they made sure whom they gave it to."""

    by: str
    proof: str


class AccountReset(SQLModel, table=True):
    """A code from the practice for one account: emailed, or printed and handed over. Good once.

    Of the code only a keyed hash is kept; `tries` counts wrong birth dates. Sealed under the practice's key.
    """

    __tablename__ = "account_reset"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    kind: str
    code_hash: bytes
    made_by: UUID | None = Field(default=None, foreign_key="account.id")
    made_at: datetime = time_field()
    expires_at: datetime = time_field()
    tries: int = 0
    used_at: datetime | None = time_field(default=None)
    ended_at: datetime | None = time_field(default=None)
    mail_id: UUID | None = Field(default=None, foreign_key="outbox_mail.id")
    sealed: bytes
