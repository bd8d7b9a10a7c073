"""A private PostgreSQL server for tests: no password, no network, gone at the end."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

PORT = 5432
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def find_binaries() -> Path | None:
    """The folder of the newest PostgreSQL server installed here."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return max(found, key=lambda folder: (folder.parent.name.zfill(4), str(folder)), default=None)


class Postgres:
    """Started on a socket in a folder of its own; as root it runs as a user who is not."""

    def __init__(self, binaries: Path) -> None:
        self.binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
        self._has_template = False

    def __enter__(self) -> "Postgres":
        if os.geteuid() == 0:
            shutil.chown(self.folder, _server_user())
        self._run("initdb", "-D", "data", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-c listen_addresses='' -k {self.folder} -p {PORT} {QUICK}"
        self._run("pg_ctl", "-D", "data", "-l", "log", "-o", options, "-w", "start")
        return self

    def __exit__(self, *_fault: Any) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextmanager
    def database(self, *, migrate: Callable[[str], None]) -> Iterator[str]:
        """The address of a migrated database that nobody else uses."""
        if not self._has_template:
            self._ask("CREATE DATABASE template_portal")
            migrate(self.url("template_portal"))
            self._has_template = True
        with self.empty_database(like="template_portal") as url:
            yield url

    @contextmanager
    def empty_database(self, *, like: str = "template1") -> Iterator[str]:
        """The address of a database that nobody else uses."""
        name = f"t{uuid4().hex}"
        self._ask(f"CREATE DATABASE {name} TEMPLATE {like}")
        try:
            yield self.url(name)
        finally:
            self._ask(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """SQLAlchemy's address of one of its databases."""
        return f"postgresql+psycopg://portal@/{name}?host={self.folder}&port={PORT}"

    def _ask(self, statement: str) -> None:
        address = f"host={self.folder} port={PORT} user=portal dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *args: str) -> None:
        command = [str(self.binaries / program), *args]
        if os.geteuid() == 0:
            command = ["runuser", "-u", _server_user(), "--", *command]
        subprocess.run(
            command, cwd=self.folder, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        )


def _server_user() -> str:
    known = {line.partition(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    return "postgres" if "postgres" in known else "nobody"
