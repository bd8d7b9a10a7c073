"""A practice to measure in: a folder of its own, keys, tables; and a server on it where one is needed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal import build, db, migrations
from portal.settings import get_settings
from portal.vault import keyring
from tests.journeys.serving import Site, serving


@contextmanager
def practice() -> Iterator[Path]:
    """Everything in this process uses a new and empty practice within the block."""
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    before = os.environ.get("PORTAL_HOME", "")
    _move_to(folder / "home")
    try:
        keyring.make()
        migrations.upgrade()
        yield folder / "home"
    finally:
        _move_to(Path(before))
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def served(home: Path, **settings: str) -> Iterator[Site]:
    """The portal serving this practice, with these settings, from pages built once."""
    build.ensure()
    with serving(home, **settings) as site:
        os.environ["PORTAL_PORT"] = str(site.port)
        get_settings.cache_clear()
        yield site


def _move_to(home: Path) -> None:
    db.engine().dispose()
    db.engine_for.cache_clear()
    os.environ["PORTAL_HOME"] = str(home)
    get_settings.cache_clear()
