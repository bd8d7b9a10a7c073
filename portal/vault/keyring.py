"""The keys that live outside the database.

A keyring holds master keys (which wrap every data key), and three secrets that never rotate with them:
for look-ups, for peppering passwords, and for chaining the audit trail. It is a JSON file readable by its
owner only, or the value of `PORTAL_KEYRING` from a secret manager.
"""

import base64
import json
import os
import re
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from portal.errors import Unsafe
from portal.settings import Settings, get_settings

KEY_BYTES = 32
DRAFT = re.compile(r"\.[0-9a-f]{8}")


@dataclass(frozen=True)
class Keyring:
    """Key ids to keys, the id that wraps new data keys, and the three lasting secrets."""

    masters: dict[str, bytes]
    active: str
    lookup: bytes
    pepper: bytes
    audit: bytes
    demo: bool = False

    def to_json(self) -> str:
        lasting = {name: _b64(getattr(self, name)) for name in ("lookup", "pepper", "audit")}
        masters = {name: _b64(key) for name, key in self.masters.items()}
        return json.dumps({"masters": masters, "active": self.active, **lasting, "demo": self.demo}, indent=1)

    @classmethod
    def from_json(cls, text: str) -> "Keyring":
        """Raises: Unsafe when it is not a keyring or a key is not 256 bits."""
        try:
            found = json.loads(text)
            ring = cls(
                masters={name: base64.b64decode(key) for name, key in found["masters"].items()},
                active=found["active"],
                **{name: base64.b64decode(found[name]) for name in ("lookup", "pepper", "audit")},
                demo=bool(found.get("demo", False)),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise Unsafe("The keyring cannot be read: it is not one this portal wrote.") from fault
        keys = [*ring.masters.values(), ring.lookup, ring.pepper, ring.audit]
        if ring.active not in ring.masters or any(len(key) != KEY_BYTES for key in keys):
            raise Unsafe("The keyring is damaged: a key is missing or has the wrong length.")
        return ring


Stamp = tuple[int, int, int]
_lock = Lock()
_held: tuple[Settings, Path, Stamp, Keyring] | None = None


def path() -> Path | None:
    """Where the keyring file is; None when the keyring itself came in `PORTAL_KEYRING`."""
    named = get_settings().keyring
    if named.lstrip().startswith("{"):
        return None
    return Path(named) if named else get_settings().home / "keys" / "keyring.json"


def keyring() -> Keyring:
    """The keyring in force; read again when its file has changed, so keys rotate while serving.

    Raises:
        Unsafe: there is none, it is damaged, others may read it, or it is a demo's in production.
    """
    settings = get_settings()
    held = _held
    if held and held[0] is settings and _changed(held[1]) == held[2]:
        return held[3]
    with _lock:
        return _read(settings)


def make() -> Keyring:
    """A new keyring written to its file, unless one is there already, or appears meanwhile."""
    where = path()
    if where is None or where.exists():
        return keyring()
    fresh = {name: secrets.token_bytes(KEY_BYTES) for name in ("lookup", "pepper", "audit")}
    name = _new_id()
    ring = Keyring({name: secrets.token_bytes(KEY_BYTES)}, name, **fresh, demo=get_settings().is_demo)
    draft = _draft(where, ring)
    try:
        os.link(draft, where)
    except FileExistsError:
        return keyring()
    finally:
        draft.unlink()
        _sync_folder(where.parent)
    return keyring()


def with_new_master(ring: Keyring) -> Keyring:
    """The same keyring with one more master key, which wraps from now on."""
    name = _new_id()
    masters = {**ring.masters, name: secrets.token_bytes(KEY_BYTES)}
    return Keyring(masters, name, ring.lookup, ring.pepper, ring.audit, ring.demo)


def only_active(ring: Keyring) -> Keyring:
    """The same keyring without the master keys that no longer wrap anything."""
    return Keyring(
        {ring.active: ring.masters[ring.active]}, ring.active, ring.lookup, ring.pepper, ring.audit, ring.demo
    )


def save(ring: Keyring) -> None:
    """Write the keyring file in one step, owner-only.

    Raises:
        Unsafe: the keyring came from `PORTAL_KEYRING`; it must be changed where it is kept.
    """
    where = path()
    if where is None:
        raise Unsafe("The keyring comes from PORTAL_KEYRING; rotate it in the secret manager that keeps it.")
    _draft(where, ring).replace(where)
    _sync_folder(where.parent)


def sweep() -> None:
    """Remove the drafts of a keyring that a killed process left behind."""
    where = path()
    for draft in where.parent.glob(f"{where.stem}.*") if where else ():
        if DRAFT.fullmatch(draft.suffix):
            draft.unlink(missing_ok=True)


def _draft(where: Path, ring: Keyring) -> Path:
    """The keyring beside its place, on the disk, owner-only."""
    where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = where.with_suffix(f".{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(ring.to_json())
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_folder(folder: Path) -> None:
    """A renamed file is there after a power cut only once its folder is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read(settings: Settings) -> Keyring:
    global _held
    where = path()
    if where is None:
        return _checked(Keyring.from_json(settings.keyring))
    changed = _changed(where)
    if stat.S_IMODE(where.stat().st_mode) & 0o077:
        raise Unsafe(f"Others can read the keyring {where}. Run: chmod 600 {where}")
    ring = _checked(Keyring.from_json(where.read_text()))
    _held = (settings, where, changed, ring)
    return ring


def _changed(where: Path) -> Stamp:
    """Which version of the file this is; two written within one tick of the disk's clock differ by inode."""
    try:
        found = os.stat(where)  # noqa: PTH116  asked at every use: Path.stat costs twice as much
        return found.st_mtime_ns, found.st_ino, found.st_mode
    except FileNotFoundError:
        raise Unsafe(f"There is no keyring at {where}. Run `portal migrate` to make one.") from None


def _checked(ring: Keyring) -> Keyring:
    if ring.demo and not get_settings().is_demo:
        raise Unsafe("The keyring was made for a demonstration. Production needs one of its own.")
    return ring


def _new_id() -> str:
    return f"k-{secrets.token_hex(4)}"


def _b64(key: bytes) -> str:
    return base64.b64encode(key).decode()
