"""The portal's files are their owner's alone, whatever rights the folder had that they were put into."""

import os
import stat
from pathlib import Path

from portal.errors import Unsafe
from portal.settings import get_settings

_OTHERS = 0o077
_OURS = ("portal.db*", "queue.db*", "anchors.jsonl", "keys-rotate.lock", "files", "outbox")
"""What lies in the home folder. The keyring is not among them: one that others could read is refused."""


def ready(file: Path) -> None:
    """Make a file that is not there yet, for its owner only, before another library would make it for all."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))


def exposed() -> list[Path]:
    """Which of the portal's files and folders others on this machine may look into."""
    return [path for path in _found() if path.lstat().st_mode & _OTHERS and not path.is_symlink()]


def keep() -> list[Path]:
    """Take everyone else's rights away; returns where there were some. Raises: Unsafe when that cannot be."""
    taken = exposed()
    for path in taken:
        try:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
        except PermissionError:
            raise Unsafe(
                f"Others can read {path}, and it belongs to another user. Run: chmod go= {path}"
            ) from None
    return taken


def _found() -> list[Path]:
    places = [path for name in _OURS for path in get_settings().home.glob(name)]
    if get_settings().db_url.startswith("sqlite:///"):
        database = Path(get_settings().db_url.removeprefix("sqlite:///"))
        places += database.parent.glob(f"{database.name}*")
    inside = [path for place in places if place.is_dir() for path in place.rglob("*")]
    return sorted({*places, *inside})
