"""Runs migrations on the database that the settings name; `alembic` and `portal migrate` both use it."""

from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import portal.models  # noqa: F401  registers the tables
from alembic import context
from portal import db
from portal.models.base import UtcTime

target_metadata = SQLModel.metadata


def include_object(thing, name, kind, reflected, compare_to):
    """Leave alone what is not ours (the migration table of another tool in the same database)."""
    return not (kind == "table" and reflected and compare_to is None and name not in target_metadata.tables)


def render_item(kind, thing, autogen_context):
    """Write columns in SQLAlchemy's own words, so that a migration never imports the application."""
    if kind == "type" and isinstance(thing, UtcTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(thing, AutoString):
        return "sa.String()"
    return False


def compare_type(migration_context, inspected, column, inspected_type, declared_type):
    """A `UtcTime` is a plain DateTime in the database."""
    return False if isinstance(declared_type, UtcTime) else None


def run() -> None:
    with db.engine().connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=compare_type,
            render_item=render_item,
            include_object=include_object,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
