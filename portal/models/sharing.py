"""Records shared by link (SMART Health Links, HL7 STU1): the links, their files, who opened them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Field, SQLModel

from portal.models.base import new_id, time_field


class ShareContents(BaseModel):
    """What the patient chose, and the link itself so that they can see it again.

    `is_closed`: the practice keeps back something that was in it. `by` is who made it, and as what.
    """

    label: str = ""
    kinds: list[str] = []
    since: str = ""
    until: str = ""
    link: str = ""
    is_closed: bool = False
    by: str = ""
    relation: str = ""


class Share(SQLModel, table=True):
    """One link. Of its id only the hash is kept in the open; sealed under the patient's key.

    `tries` counts wrong passcodes over the link's life, and each guess while it is being checked.
    """

    __tablename__ = "share"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    account_id: UUID | None = Field(default=None, foreign_key="account.id")
    token_hash: bytes = Field(unique=True)
    passcode_hash: str
    created_at: datetime = time_field()
    expires_at: datetime = time_field(index=True)
    revoked_at: datetime | None = time_field(default=None)
    most_openings: int | None = None
    openings: int = 0
    tries: int = 0
    sealed: bytes


class ShareFile(SQLModel, table=True):
    """One file of a link, already a JWE under the link's own key, sealed once more under the patient's.

    `length` is that of the JWE in characters. The row goes when the link is revoked or over.
    """

    __tablename__ = "share_file"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    share_id: UUID = Field(foreign_key="share.id", index=True)
    position: int = 0
    length: int
    made_at: datetime = time_field()
    sealed: bytes


class ShareTicket(SQLModel, table=True):
    """A way to one file for a short time, given with a manifest. Only its hash is kept."""

    __tablename__ = "share_ticket"
    token_hash: bytes = Field(primary_key=True)
    file_id: UUID = Field(foreign_key="share_file.id", index=True)
    expires_at: datetime = time_field(index=True)


class OpeningContents(BaseModel):
    """Who opened a link, as they call themselves, and the address they came from."""

    recipient: str = ""
    address: str = ""


class ShareOpening(SQLModel, table=True):
    """One opening of a link, or one wrong passcode. Sealed under the patient's key."""

    __tablename__ = "share_opening"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    share_id: UUID = Field(foreign_key="share.id", index=True)
    at: datetime = time_field()
    is_opened: bool
    sealed: bytes
