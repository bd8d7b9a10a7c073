"""Downloads of a record that people asked for: made by a job, kept for a day."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class ExportContents(BaseModel):
    """What was asked for (kinds None: everything), by whom and as what, and what the file is called."""

    by: str
    relation: str = ""
    kinds: list[str] | None = None
    since: date | None = None
    until: date | None = None
    name: str = ""
    media_type: str = ""
    size: int = 0


class Export(SQLModel, table=True):
    """One download. `status`: waiting, working, ready, failed, or withdrawn when something in it was held.

    Its file is sealed and named by its id.
    """

    __tablename__ = "export"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    account_id: UUID = Field(foreign_key="account.id")
    form: str
    status: str = Field(default="waiting", index=True)
    asked_at: datetime = time_field()
    started_at: datetime | None = time_field(default=None)
    ready_at: datetime | None = time_field(default=None)
    tries: int = 0
    done: int = 0
    total: int = 0
    sealed: bytes
