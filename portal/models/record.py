"""The record store: FHIR resources as they came, sealed, with only what a query needs in the open."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


def packed(full_url: str, text: bytes) -> bytes:
    """What is sealed of a resource: the address it had in its bundle on a line, then its exact text."""
    return full_url.encode("utf-8", "replace") + b"\n" + text


def text_of(contents: bytes) -> bytes:
    """The exact text alone."""
    return contents[contents.index(b"\n") + 1 :]


def unpacked(contents: bytes) -> tuple[str, bytes]:
    """The address and the exact text that `packed` was given."""
    full_url, _, text = contents.partition(b"\n")
    return full_url.decode(), text


class Record(SQLModel, table=True):
    """One FHIR resource about one patient.

    `source_key`, `code_key` and `visit_key` are keyed hashes within the patient: the resource's Type/id, its
    code (so that a test's earlier values are found) and the encounter it belongs to. `hidden` means it is
    no row of its own: part of a panel, or entered in error. `on_hold` keeps it from the patient for now (see
    `models.hold`). `listed_at` sorts: when it happened, or else when it arrived. `category` is an
    observation's own ("laboratory", "survey"). `sealed` is the original bytes (see `packed`); `fold_key`
    tells whether what comes again is the same.
    """

    __tablename__ = "record"
    __table_args__ = (
        Index("ix_record_list", "patient_id", "kind", "hidden", "listed_at", "id"),
        Index("ix_record_code", "patient_id", "code_key"),
        Index("ix_record_visit", "patient_id", "visit_key"),
        Index("ix_record_panel", "patient_id", "panel_key"),
        Index("ix_record_source", "patient_id", "source_key", unique=True),
        Index("ix_record_arrived", "patient_id", "arrived_at"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    fhir_type: str
    kind: str
    category: str = ""
    source_key: bytes
    code_key: bytes | None = None
    visit_key: bytes | None = None
    panel_key: bytes | None = None
    fold_key: bytes
    position: int = 0
    status: str = ""
    happened_at: datetime | None = time_field(default=None)
    listed_at: datetime = time_field()
    hidden: bool = False
    on_hold: bool = False
    arrived_at: datetime = time_field()
    updated_at: datetime | None = time_field(default=None)
    version: int = 1
    source_updated_at: datetime | None = time_field(default=None)
    sealed: bytes


class RecordWords(SQLModel, table=True):
    """The words a record is found by (docs/decisions/0015), folded and sealed, under the record's own id.

    They count while `version` is the record's and `form` is how words are made today.
    """

    __tablename__ = "record_words"
    id: UUID = Field(primary_key=True, foreign_key="record.id")
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    version: int
    form: int
    sealed: bytes


class RecordVersion(SQLModel, table=True):
    """What a record said before a newer version replaced it."""

    __tablename__ = "record_version"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    record_id: UUID = Field(foreign_key="record.id", index=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    version: int
    replaced_at: datetime = time_field()
    sealed: bytes


class SharedResource(SQLModel, table=True):
    """A FHIR resource of the practice and not of one patient: practitioner, organization, location, form."""

    __tablename__ = "shared_resource"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    fhir_type: str = Field(index=True)
    source_key: bytes = Field(unique=True)
    fold_key: bytes
    version: int = 1
    arrived_at: datetime = time_field()
    sealed: bytes


class SharedResourceVersion(SQLModel, table=True):
    """What a shared resource said before a newer version replaced it."""

    __tablename__ = "shared_resource_version"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    resource_id: UUID = Field(foreign_key="shared_resource.id", index=True)
    version: int
    replaced_at: datetime = time_field()
    sealed: bytes


class PanelMember(SQLModel, table=True):
    """A report says that a result belongs to it, whichever of the two arrives first."""

    __tablename__ = "panel_member"
    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id")
    member_key: bytes = Field(primary_key=True)
    panel_key: bytes
