"""Every migration goes up, down and up again, on SQLite and PostgreSQL, and leaves what the tables say."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from alembic import command
from portal import db
from portal.vault import keyring
from tests import people
from tests.conftest import ROOT, live_in, migrate

CONFIG = Config(str(ROOT / "alembic.ini"))
VERSIONS = sorted((ROOT / "alembic" / "versions").glob("*.py"))
DATED = re.compile(r"20\d\d_[01]\d_[0-3]\d_[a-z0-9_]+")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path, monkeypatch):
    """A database with nothing in it."""
    where = tmp_path / "empty"
    where.mkdir(mode=0o700)
    if request.param == "sqlite":
        with live_in(where, monkeypatch):
            yield where
        return
    with request.getfixturevalue("postgres").empty_database() as url:
        with live_in(where, monkeypatch, PORTAL_DATABASE_URL=url):
            yield where


def tables() -> set[str]:
    """The tables in the database now, but for Alembic's own."""
    db.engine().dispose()
    return set(inspect(db.engine()).get_table_names()) - {"alembic_version"}


def leftovers() -> list[str]:
    """Triggers and functions of ours in the database now."""
    sqlite = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
    postgres = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    with db.reading() as session:
        is_sqlite = db.engine().dialect.name == "sqlite"
        return [row[0] for row in session.connection().execute(text(sqlite if is_sqlite else postgres))]


def test_up_down_and_up_again(empty):
    migrate()
    first = tables()
    assert {"patient", "account", "audit_entry", "record"} <= first
    migrate(to="base")
    assert tables() == set() and leftovers() == []
    migrate()
    assert tables() == first


def test_each_step_goes_down_and_up_by_itself(empty):
    for step in reversed(list(ScriptDirectory.from_config(CONFIG).walk_revisions())):
        command.upgrade(CONFIG, step.revision)
        before = tables()
        command.downgrade(CONFIG, step.down_revision or "base")
        command.upgrade(CONFIG, step.revision)
        assert tables() == before


def test_the_tables_and_the_migrations_say_the_same(any_home):
    command.check(CONFIG)


def test_drift_would_be_noticed(any_home):
    with db.unit_of_work() as session:
        session.connection().execute(text("ALTER TABLE patient ADD COLUMN nickname VARCHAR"))
    with db.reading() as session:
        found = compare_metadata(MigrationContext.configure(session.connection()), SQLModel.metadata)
    assert any(change[0] == "remove_column" and change[3].name == "nickname" for change in found)


def test_the_trail_stays_append_only_after_going_down_and_up(empty):
    keyring.make()
    migrate()
    migrate(to="base")
    migrate()
    people.alice()
    for statement in ("UPDATE audit_entry SET action = ''", "DELETE FROM audit_entry"):
        with pytest.raises(DBAPIError, match="append-only"), db.unit_of_work() as session:
            session.connection().execute(text(statement))


def test_going_up_keeps_what_people_have(any_home):
    alice = people.alice()
    migrate()
    assert people.sign_in(alice).token


@pytest.mark.parametrize(
    "path", sorted((ROOT / "alembic" / "versions").glob("*.py")), ids=lambda path: path.stem
)
def test_a_migration_is_dated_and_stands_without_the_application(path: Path):
    assert DATED.fullmatch(path.stem)
    assert "portal" not in re.findall(r"^(?:from|import) (\w+)", path.read_text(), re.MULTILINE)
    assert f'revision = "{path.stem}"' in path.read_text()
