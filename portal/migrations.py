"""The database's tables, brought up to date. The same steps as plain `alembic upgrade head`."""

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from alembic import command
from portal import build, db
from portal.settings import get_settings


def upgrade() -> None:
    """Bring the database to the newest tables; nothing happens when it is there."""
    command.upgrade(_config(), "head")


def present() -> str:
    """The database's revision; empty when it has no tables of ours yet."""
    url = get_settings().db_url
    if url.startswith("sqlite") and not (get_settings().home / "portal.db").exists():
        return ""
    with db.engine().connect().execution_options(portal_begin="DEFERRED") as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def newest() -> str:
    """The revision that this version of the portal needs."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def is_current() -> bool:
    """True when the database has exactly the tables of this version."""
    return present() == newest()


def _config() -> Config:
    return Config(build.ROOT / "alembic.ini")
