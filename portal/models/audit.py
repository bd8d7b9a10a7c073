"""The audit trail: one chain a patient and one for the practice."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class AuditContents(BaseModel):
    """What an entry says that is private: names, the address, a reason."""

    actor: str = ""
    role: str = ""
    relation: str = ""
    address: str = ""
    subject: str = ""
    reason: str = ""


class AuditEntry(SQLModel, table=True):
    """One thing that happened. Append-only by trigger; `mac` chains it to the one before."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_chain", "chain_id", "seq", unique=True),
        Index("ix_audit_account", "account_id", "action"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    chain_id: UUID
    seq: int
    at: datetime = time_field()
    account_id: UUID | None = None
    session_id: UUID | None = None
    action: str
    allowed: bool = True
    subject_id: UUID | None = None
    sealed: bytes
    mac: bytes


class AuditHead(SQLModel, table=True):
    """Where each chain stands; `mac` is that of its last entry."""

    __tablename__ = "audit_head"
    chain_id: UUID = Field(primary_key=True)
    seq: int
    mac: bytes
