"""Requests to correct the record (HIPAA 45 CFR 164.526), with what was sent along as evidence."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class Status(StrEnum):
    """Where a request stands. A draft was not sent yet: only who writes it knows of it."""

    DRAFT = "draft"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


class FileNote(BaseModel):
    """One file sent along: what it is called and what it is; its bytes are a row of their own."""

    id: UUID
    name: str
    media_type: str
    size: int


class CorrectionContents(BaseModel):
    """Everything said in a request and about it.

    `title` and `line` are the item as it stood when it was asked about; `source` is its FHIR "Type/id".
    `once` is the send's own mark, kept while it is a draft.
    """

    title: str
    line: str = ""
    source: str = ""
    wrong: str = ""
    wanted: str = ""
    asked_by: str = ""
    relation: str = ""
    once: str = ""
    files: list[FileNote] = []
    ground: str = ""
    answer: str = ""
    decided_by: str = ""
    disagreement: str = ""
    disagreed_by: str = ""
    disagreed_as: str = ""


class Correction(SQLModel, table=True):
    """One request about one record. Sealed under the patient's key.

    `asked_at` is when it was sent, and for a draft when it was last touched; `once_key` is a keyed hash of
    the send's own mark, so that the same send repeated is one; `due_on` is the last day for an answer.
    """

    __tablename__ = "correction"
    __table_args__ = (
        Index("ix_correction_record", "patient_id", "record_id"),
        Index("ix_correction_queue", "status", "due_on"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    record_id: UUID = Field(foreign_key="record.id")
    kind: str
    status: str = Status.DRAFT
    receipt: str | None = Field(default=None, unique=True)
    once_key: bytes = Field(unique=True)
    asked_by_id: UUID = Field(foreign_key="account.id", index=True)
    asked_at: datetime = time_field()
    due_on: date | None = None
    decided_at: datetime | None = time_field(default=None)
    decided_by_id: UUID | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = time_field(default=None)
    disagreed_at: datetime | None = time_field(default=None)
    sealed: bytes


class CorrectionFile(SQLModel, table=True):
    """The bytes of one file sent along, sealed under the patient's key; its name stands in the request."""

    __tablename__ = "correction_file"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    correction_id: UUID = Field(foreign_key="correction.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    added_at: datetime = time_field()
    sealed: bytes
