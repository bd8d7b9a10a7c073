"""A private PostgreSQL server for tests: no password, no network, gone at the end."""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

PORT = 5432
START_SECONDS = 60
SETTINGS = (
    *("listen_addresses=", "max_connections=60"),
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off"),
)
QUICK = [part for setting in SETTINGS for part in ("-c", setting)]


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
        if self._user:
            shutil.chown(self.folder, self._user)
        initdb = ["-D", "data", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run([self.binaries / "initdb", *initdb], check=True, **self._where())
        command = [self.binaries / "postgres", "-D", "data", "-k", self.folder, "-p", str(PORT), *QUICK]
        self.process = subprocess.Popen(command, preexec_fn=_end_with_parent, **self._where())
        self._await_answer()
        return self

    def __exit__(self, *_fault: Any) -> None:
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()
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

    @property
    def _user(self) -> str:
        """Whom it runs as; PostgreSQL refuses to run as root."""
        return _server_user() if os.geteuid() == 0 else ""

    def _where(self) -> dict[str, Any]:
        quiet = subprocess.DEVNULL
        as_user = {"user": self._user, "group": self._user, "extra_groups": []} if self._user else {}
        return {"cwd": self.folder, "stdin": quiet, "stdout": quiet, "stderr": quiet, **as_user}

    def _await_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                self._ask("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("PostgreSQL did not start")


def _end_with_parent() -> None:
    """The server ends when the test run does, even one that was killed (Linux: PR_SET_PDEATHSIG)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _server_user() -> str:
    known = {line.partition(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    return "postgres" if "postgres" in known else "nobody"
