"""Messages between the patient side and the practice: threads, what was said, files, drafts, who has read.

Sealed under the patient's key. In the open stand ids, times, which queue a thread is in, its topic's key and
where it stands; that someone wrote, when and to which group, but nothing of what was said.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class Side(StrEnum):
    """Which side of a conversation wrote or reads: the patient and who helps them, or the practice."""

    PATIENT = "patient"
    STAFF = "staff"


class MessageGroup(SQLModel, table=True):
    """Whom at the practice a message may go to: "Nurse", "Billing", and what they handle.

    `roles` are the roles of those who work on its queue, "clinician administrator". It says nothing about
    any patient, so it is not sealed.
    """

    __tablename__ = "message_group"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str
    handles: str
    roles: str
    position: int
    retired_at: datetime | None = time_field(default=None)


class MessageTopic(SQLModel, table=True):
    """What a message may be about, the group it goes to unless told otherwise, and what is asked along.

    `questions` is a line each. It says nothing about any patient, so it is not sealed.
    """

    __tablename__ = "message_topic"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    key: str = Field(unique=True)
    name: str
    questions: str = ""
    group_id: UUID | None = Field(default=None, foreign_key="message_group.id")
    position: int
    retired_at: datetime | None = time_field(default=None)


class UrgentWords(SQLModel, table=True):
    """The words that show the 911 page before a message goes, a line each; the newest row counts."""

    __tablename__ = "urgent_words"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    made_at: datetime = time_field(index=True)
    made_by: UUID | None = Field(default=None, foreign_key="account.id")
    words: str


class About(BaseModel):
    """The item of the record that a message asks about, and what it was called when it was asked."""

    kind: str
    record_id: UUID
    title: str


class ThreadContents(BaseModel):
    """What a thread is called, and what its row in a list shows of the newest message."""

    subject: str
    to: str = ""
    with_name: str = ""
    about: About | None = None
    last_by: str = ""
    last_words: str = ""


class Thread(SQLModel, table=True):
    """One conversation. `with_id` is the account it is held with: the patient's own, or a helper's.

    It goes to a group (`group_id`), to one clinician of it (`clinician_id`), and is worked on by
    `assigned_to_id`. `waiting_since` and `due_on` are set while the patient side waits for an answer.
    `follows_id` is the old thread that it carries on; `bulk_id` the sending to many that began it.
    """

    __tablename__ = "thread"
    __table_args__ = (
        Index("ix_thread_chart", "patient_id", "last_at"),
        Index("ix_thread_queue", "completed_at", "group_id", "due_on"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    with_id: UUID = Field(foreign_key="account.id", index=True)
    topic: str
    group_id: UUID | None = Field(default=None, foreign_key="message_group.id")
    clinician_id: UUID | None = Field(default=None, foreign_key="account.id")
    assigned_to_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    started_at: datetime = time_field()
    last_at: datetime = time_field()
    last_side: str
    last_patient_at: datetime | None = time_field(default=None)
    last_staff_at: datetime | None = time_field(default=None)
    count: int = 0
    has_files: bool = False
    waiting_since: datetime | None = time_field(default=None)
    due_on: date | None = None
    nudged_at: datetime | None = time_field(default=None)
    completed_at: datetime | None = time_field(default=None)
    follows_id: UUID | None = Field(default=None, foreign_key="thread.id")
    bulk_id: UUID | None = None
    sealed: bytes


class Answer(BaseModel):
    """One of a topic's short questions and what was said to it."""

    question: str
    said: str


class MessageContents(BaseModel):
    """One message: what was said, by whom and for whom, as they were called then.

    `relation` is how the writer stood to the patient, `role` what they do at the practice; `on_behalf` is the
    clinician in whose name a colleague wrote.
    """

    body: str
    author: str
    relation: str = ""
    role: str = ""
    for_name: str = ""
    on_behalf: str = ""
    answers: list[Answer] = []
    about: About | None = None
    urgent: list[str] = []


class Message(SQLModel, table=True):
    """One message, which never changes. `once_key` is the keyed hash of the send's own mark, so that the same
    send repeated is one; `receipt` is the number that the patient side was given for it.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_thread", "thread_id", "sent_at"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    thread_id: UUID = Field(foreign_key="thread.id")
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    sent_at: datetime = time_field()
    author_id: UUID = Field(foreign_key="account.id", index=True)
    side: str
    once_key: bytes = Field(unique=True)
    receipt: str | None = Field(default=None, unique=True)
    sealed: bytes


class DraftContents(BaseModel):
    """What someone has typed and not sent. `to` is "group:<id>" or "person:<id>"; `answers` by question."""

    once: str
    to: str = ""
    topic: str = ""
    subject: str = ""
    body: str = ""
    answers: dict[str, str] = {}
    about: About | None = None
    follows: UUID | None = None
    on_behalf: str = ""


class MessageDraft(SQLModel, table=True):
    """What one account has begun in one chart: a new message, or a reply in `thread_id`. Only its writer sees
    it. `version` counts the times it was kept, so that two windows do not overwrite each other unseen.
    """

    __tablename__ = "message_draft"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    account_id: UUID = Field(foreign_key="account.id", index=True)
    thread_id: UUID | None = Field(default=None, foreign_key="thread.id", index=True)
    once_key: bytes = Field(unique=True)
    begun_at: datetime = time_field()
    kept_at: datetime = time_field()
    version: int = 1
    sealed: bytes


class FileContents(BaseModel):
    """What a file is called and is, and what the sender says of the picture for those who cannot see it."""

    name: str
    media_type: str
    size: int
    width: int = 0
    height: int = 0
    alt: str = ""


class MessageFile(SQLModel, table=True):
    """One file of a draft, and of its message once that is sent. Its bytes are a sealed file on disk under
    this row's id, and `preview_id` names a small picture of it.
    """

    __tablename__ = "message_file"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    draft_id: UUID | None = Field(default=None, foreign_key="message_draft.id", index=True)
    message_id: UUID | None = Field(default=None, foreign_key="message.id", index=True)
    added_by_id: UUID = Field(foreign_key="account.id")
    added_at: datetime = time_field()
    preview_id: UUID | None = None
    sealed: bytes


class ThreadReader(SQLModel, table=True):
    """How far one account has read one thread, whether it has put it away, and when an email (`mail_id`) last
    said that something new is in it.
    """

    __tablename__ = "thread_reader"
    __table_args__ = (UniqueConstraint("thread_id", "account_id", name="uq_thread_reader"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    thread_id: UUID = Field(foreign_key="thread.id")
    patient_id: UUID = Field(foreign_key="patient.id")
    account_id: UUID = Field(foreign_key="account.id", index=True)
    side: str
    read_at: datetime | None = time_field(default=None)
    archived_at: datetime | None = time_field(default=None)
    told_at: datetime | None = time_field(default=None)
    mail_id: UUID | None = Field(default=None, index=True)


class NoteContents(BaseModel):
    """An internal note, and who wrote it or did it."""

    by: str
    text: str = ""
    to: str = ""


class ThreadNote(SQLModel, table=True):
    """What staff did with a thread and said to each other about it; the patient side never reads it.

    `what` is note, take, assign, hand-over, complete, reopen or risen.
    """

    __tablename__ = "thread_note"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    thread_id: UUID = Field(foreign_key="thread.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    at: datetime = time_field()
    what: str
    by_id: UUID | None = Field(default=None, foreign_key="account.id")
    to_id: UUID | None = Field(default=None, foreign_key="account.id")
    sealed: bytes
