"""What every table shares: ids, and times that stay in UTC whatever the database."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import DateTime, Table
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

PRACTICE = UUID(int=0)
"""The practice itself, where a patient's id would stand: its data key, its audit chain."""


def table(model: type[SQLModel]) -> Table:
    """A model's table, for statements that skip the object layer where speed matters."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def new_id() -> UUID:
    """A random id: it says nothing about the row and cannot be guessed."""
    return uuid4()


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC datetime; refuses naive ones rather than guess their zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def time_field(**options: Any) -> Any:
    """A column for a moment in time."""
    return Field(sa_type=UtcTime, **options)
