"""The database: one engine a process, one unit of work a request.

SQLite in WAL mode by default; PostgreSQL when `PORTAL_DATABASE_URL` says so. A unit of work takes
SQLite's write lock when it begins (nearly every one writes its audit entry), so two never deadlock
halfway through.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlmodel import Session

from portal import owner
from portal.settings import get_settings

BUSY_SECONDS = 30
_turns = Lock()
"""Writers of this process wait here for their turn: SQLite would have them sleep and look again."""


@lru_cache(maxsize=4)
def engine_for(url: str) -> Engine:
    """The engine of one database address."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20)
    engine = create_engine(
        url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, pool_size=40
    )
    event.listen(engine, "do_connect", _before_sqlite)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def engine() -> Engine:
    """The engine of this process's database."""
    url = get_settings().db_url
    return engine_for(url)


@contextmanager
def unit_of_work(*, durable: bool = True) -> Iterator[Session]:
    """A session that commits once at the end, or rolls everything back when anything is raised.

    `durable=False` is for looking only, where all that is written is the audit entry: it survives a killed
    process but, on SQLite, the last moments of it not a power cut (docs/decisions/0004).
    """
    options = {"portal_begin": "IMMEDIATE", "portal_sync": "FULL" if durable else "NORMAL"}
    source = engine()
    with _turns if source.dialect.name == "sqlite" else nullcontext():
        with source.connect().execution_options(**options) as connection:
            with Session(connection, expire_on_commit=False) as db, db.begin():
                yield db


@contextmanager
def reading() -> Iterator[Session]:
    """A session for looking only: takes no write lock and keeps nothing."""
    with engine().connect().execution_options(portal_begin="DEFERRED") as connection:
        with Session(connection, expire_on_commit=False) as db:
            yield db


@contextmanager
def keeping(db: Session) -> Iterator[Session]:
    """For a service that only looks and yet has something to keep for the next time: a session that writes.

    That is `db` itself when it is a unit of work, which waits for nobody; else a unit of work of its own.
    """
    if db.connection().get_execution_options().get("portal_begin") == "IMMEDIATE":
        yield db
        return
    with unit_of_work(durable=False) as own:
        yield own


@contextmanager
def snapshot() -> Iterator[Session]:
    """A session for looking only that sees the database as it was at one moment, however long it looks."""
    options = {"portal_begin": "DEFERRED"}
    if not get_settings().db_url.startswith("sqlite"):
        options["isolation_level"] = "REPEATABLE READ"
    with engine().connect().execution_options(**options) as connection:
        with Session(connection, expire_on_commit=False) as db:
            yield db


def flush_to_disk(db: Session) -> None:
    """Everything committed so far survives a power cut once this returns. PostgreSQL sees to it by itself."""
    url = db.connection().engine.url
    if not url.drivername.startswith("sqlite") or not url.database:
        return
    log = Path(f"{url.database}-wal")
    if log.exists():
        handle = os.open(log, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _before_sqlite(_dialect: Any, _record: Any, where: list[str], _options: Any) -> None:
    """SQLite makes its file for all whom the umask lets in, and its log files like it."""
    if where and where[0] != ":memory:":
        owner.ready(Path(where[0]))


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "cache_size=-32000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    options = connection.get_execution_options()
    sync = options.get("portal_sync")
    if sync and connection.info.get("portal_sync") != sync:
        connection.exec_driver_sql(f"PRAGMA synchronous={sync}")
        connection.info["portal_sync"] = sync
    connection.exec_driver_sql(f"BEGIN {options.get('portal_begin', 'IMMEDIATE')}")
