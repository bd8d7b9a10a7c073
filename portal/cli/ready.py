"""What must be there before anything that touches data may run."""

from portal import migrations
from portal.errors import Unsafe
from portal.settings import get_settings
from portal.vault import keyring


def require_ready() -> None:
    """Check settings, keys and database before a command starts.

    Raises:
        Unsafe: a production that would not hold, no keyring, or a database that is not there or not the
            newest; says which command puts it right.
    """
    get_settings().refuse_unsafe()
    if not get_settings().home.is_dir():
        raise Unsafe(f"There is no portal at {get_settings().home} yet. Run: portal migrate")
    keyring.keyring()
    if not migrations.is_current():
        raise Unsafe("The database is not set up for this version. Run: portal migrate")
