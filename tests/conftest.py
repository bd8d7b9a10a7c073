"""A practice of its own for every test: a folder, keys, a migrated database, a clock that can be moved."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import hypothesis
import pytest
from alembic.config import Config
from playwright.sync_api import Browser, expect, sync_playwright

from alembic import command
from portal import build
from portal import clock as portal_clock
from portal.settings import Settings, get_settings

hypothesis.settings.register_profile("portal", deadline=None)  # machines are noisy
hypothesis.settings.load_profile("portal")

ROOT = Path(__file__).resolve().parent.parent
BASICS = {"PORTAL_MODE": "demo", "PORTAL_BCRYPT_COST": "4", "PORTAL_PORT": "8000"}

Settings.model_config["env_file"] = None  # a developer's own .env has no say in here
ELSEWHERE = ("PORTAL_SHARED_DATA", "PORTAL_HL7_CDA", "PORTAL_INTEROP_NPM")  # what nobody here wrote
for name in [name for name in os.environ if name.startswith("PORTAL_") and name not in ELSEWHERE]:
    del os.environ[name]
os.environ.update(build.serving_environment() | BASICS)
os.environ["PORTAL_HOME"] = tempfile.mkdtemp(prefix="portal-tests-")

from portal import db  # noqa: E402
from portal.vault import keyring  # noqa: E402
from tests import events, people  # noqa: E402
from tests.journeys.browser import FLAGS, find_chromium  # noqa: E402
from tests.postgres import Postgres, find_binaries  # noqa: E402


def pytest_report_header() -> str:
    """One line on what the databases are that tests run on."""
    found = find_binaries()
    return (
        f"PostgreSQL: {found}" if found else "PostgreSQL: no server binaries found; tests run on SQLite only"
    )


def pytest_sessionfinish() -> None:
    shutil.rmtree(os.environ["PORTAL_HOME"], ignore_errors=True)


class Clock:
    """Moves the portal's time forward within one test."""

    def __init__(self, moves: ExitStack) -> None:
        self._moves = moves

    def forward(self, **by: float) -> None:
        """Move on by `days=…`, `hours=…`, `minutes=…`, `seconds=…`."""
        self._moves.enter_context(portal_clock.travel(timedelta(**by)))


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Time that the test can move."""
    with ExitStack() as moves:
        yield Clock(moves)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file migrated once, for every test to copy."""
    where = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch, live_in(where, patch):
        migrate()
    return where / "portal.db"


@pytest.fixture
def home(tmp_path: Path, migrated: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A practice's folder with keys and an empty migrated database."""
    where = tmp_path / "home"
    where.mkdir(mode=0o700)
    shutil.copy(migrated, where / "portal.db")
    with live_in(where, monkeypatch):
        keyring.make()
        yield where


@pytest.fixture
def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A private PostgreSQL server for this test run."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL: no server binaries found")
    with Postgres(binaries) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def any_home(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """`home`, once with SQLite and once with PostgreSQL."""
    if request.param == "sqlite":
        yield home
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database(migrate=migrate_at) as url, live_in(home, monkeypatch, PORTAL_DATABASE_URL=url):
        yield home


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium without a window, one for all browser tests of a process: Playwright takes no second.

    What a test expects to come may take its time on a busy machine; how fast it is, the bench says.
    """
    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reflex_house() -> Iterator[events.House]:
    """Reflex's event processor, running in this process, for tests without a browser."""
    with events.House() as house:
        yield house


@pytest.fixture
def tabs(home: Path, reflex_house: events.House) -> Iterator[Callable[..., events.Client]]:
    """Opens browser tabs without a browser: `tabs(alice, "/home")`."""

    def open_tab(person: people.Person | None = None, path: str = "/", **more: str) -> events.Client:
        return reflex_house.open(path, token=person.token if person else "", **more)

    yield open_tab
    reflex_house.clear()


@contextmanager
def live_in(home: Path, patch: pytest.MonkeyPatch, **settings: str) -> Iterator[None]:
    """Everything in this process uses `home` (and these settings) within the block."""
    for name, value in {"PORTAL_HOME": str(home), **settings}.items():
        patch.setenv(name, value)
    get_settings.cache_clear()
    try:
        yield
    finally:
        db.engine().dispose()
        db.engine_for.cache_clear()
        for name in settings:
            patch.delenv(name)
        get_settings.cache_clear()


def migrate(*, to: str = "head") -> None:
    """Migrate the database of the present settings."""
    direction = command.downgrade if to == "base" else command.upgrade
    direction(Config(str(ROOT / "alembic.ini")), to)


def migrate_at(url: str) -> None:
    """Migrate another database than the one of the present settings."""
    with pytest.MonkeyPatch.context() as patch:
        with live_in(get_settings().home, patch, PORTAL_DATABASE_URL=url):
            migrate()
