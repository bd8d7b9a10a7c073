"""What a person wants emails about, when, and whether emails to them come back."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from portal.models.base import time_field


class NotificationWishes(SQLModel, table=True):
    """One account's wishes about emails that tell of something. Nobody's health is in it: it is not sealed.

    `off` are the keys of message topics that no email is wanted about, or "*" for none at all; from the hour
    `quiet_from` until `quiet_until`, in the practice's time, none is sent. `bounced_key` is the keyed hash of
    the address that the last email could not be delivered to.
    """

    __tablename__ = "notification_wishes"
    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    off: str = ""
    quiet_from: int | None = None
    quiet_until: int | None = None
    bounced_key: bytes | None = None
    bounced_at: datetime | None = time_field(default=None)
