"""Parents and guardians: the policy for teens, what a clinician said about one child, access stopped at once,
court papers, and guardianships of adults.
"""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class TeenPolicy(SQLModel, table=True):
    """What guardians of 12- to 17-year-olds may open, as the practice decided it; the newest row counts.

    `levels` is "messages:act results:ask …". It says nothing about anyone, so it is not sealed.
    """

    __tablename__ = "teen_policy"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    made_at: datetime = time_field(index=True)
    made_by: UUID | None = Field(default=None, foreign_key="account.id")
    levels: str
    own_account: bool


class ChoiceContents(BaseModel):
    """One area that a clinician opened or closed to one child's guardians, how far, why and who it was."""

    area: str
    level: str
    reason: str
    by: str
    taken_back_by: str = ""


class TeenChoice(SQLModel, table=True):
    """A clinician's say about one child; it counts until it is taken back. Sealed under the child's key."""

    __tablename__ = "teen_choice"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    made_at: datetime = time_field()
    made_by: UUID | None = Field(default=None, foreign_key="account.id")
    taken_back_at: datetime | None = time_field(default=None)
    sealed: bytes


class StopContents(BaseModel):
    """Why access was stopped and by whom, and why it was allowed again."""

    reason: str
    by: str
    allowed_because: str = ""
    allowed_by: str = ""


class GuardianStop(SQLModel, table=True):
    """One guardian's access stopped at once; it counts until it is allowed again.

    `document_id` is the court paper it rests on, if any. Sealed under the child's key.
    """

    __tablename__ = "guardian_stop"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    grant_id: UUID = Field(foreign_key="access_grant.id", index=True)
    document_id: UUID | None = Field(default=None, foreign_key="court_document.id")
    stopped_at: datetime = time_field()
    stopped_by: UUID | None = Field(default=None, foreign_key="account.id")
    allowed_at: datetime | None = time_field(default=None)
    allowed_by: UUID | None = Field(default=None, foreign_key="account.id")
    sealed: bytes


class CourtContents(BaseModel):
    """What a court paper is called and what it says: who may, who may not, until when (a date as written)."""

    title: str
    may: str = ""
    may_not: str = ""
    until: str = ""
    by: str
    name: str
    media_type: str
    size: int


class CourtDocument(SQLModel, table=True):
    """A court paper about a child or ward, for staff alone: it is no part of the record, so nothing that
    shows, searches, shares or exports records comes near it. Sealed under the patient's key.
    """

    __tablename__ = "court_document"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    added_at: datetime = time_field()
    added_by: UUID | None = Field(default=None, foreign_key="account.id")
    sealed: bytes


class CourtFile(SQLModel, table=True):
    """The bytes of a court paper, under the paper's own id. Sealed under the patient's key."""

    __tablename__ = "court_file"
    id: UUID = Field(primary_key=True, foreign_key="court_document.id")
    patient_id: UUID = Field(foreign_key="patient.id")
    sealed: bytes


class GuardianshipContents(BaseModel):
    """Why an adult has a guardian, who looked at the papers, who recorded it, and how it ended if it did."""

    ground: str
    reviewer: str
    by: str
    ended_because: str = ""
    ended_by: str = ""


class Guardianship(SQLModel, table=True):
    """A guardian's access to an adult who cannot decide for themselves, until a day. Sealed under their key.

    `account_id` is empty until the invitation `offer_id` was accepted. It counts before `ends_at`.
    """

    __tablename__ = "guardianship"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    offer_id: UUID | None = Field(default=None, foreign_key="access_offer.id", index=True)
    document_id: UUID | None = Field(default=None, foreign_key="court_document.id")
    reviewer_id: UUID | None = Field(default=None, foreign_key="account.id")
    scopes: str
    made_at: datetime = time_field()
    ends_at: datetime = time_field(index=True)
    reminded_at: datetime | None = time_field(default=None)
    ended_at: datetime | None = time_field(default=None)
    sealed: bytes


class AgeNotice(SQLModel, table=True):
    """One notice that went out about a coming 18th birthday, so that it goes once.

    `key` is a keyed hash of whose birthday, which birth date, to whom, and how long before. The row names
    nobody and no time: the four notices together would give a birth date away.
    """

    __tablename__ = "age_notice"
    key: bytes = Field(primary_key=True)
