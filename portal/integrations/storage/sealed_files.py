"""Sealed files under PORTAL_HOME/files, a random name each, sealed in pieces so that they stream.

Each piece is bound to the file, its place and whether it is the last, so that none can be left out, swapped
or cut off unnoticed.
"""

import os
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from portal.settings import get_settings
from portal.vault.sealing import Unreadable, opener, seal

PIECE = 1_000_000
HALF_WRITTEN = 3600
"""Seconds after which nobody is still writing a file."""
_LENGTH = struct.Struct(">I")


def put(name: UUID, key: bytes, data: bytes) -> None:
    """Write a file sealed under `key`, whole or not at all, on the disk once this returns."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        for start in range(0, max(len(data), 1), PIECE):
            is_last = start + PIECE >= len(data)
            sealed = seal(key, data[start : start + PIECE], _bound(name, start // PIECE, is_last=is_last))
            file.write(_LENGTH.pack(len(sealed)) + sealed)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def pieces(name: UUID, key: bytes) -> Iterator[bytes]:
    """What `put` wrote, a piece at a time.

    Raises: FileNotFoundError; Unreadable when it was changed, cut off or sealed under another key.
    """
    unseal = opener(key)
    with _path(name).open("rb") as file:
        place, sealed = 0, _next(file)
        while sealed:
            after = _next(file)
            yield unseal(sealed, _bound(name, place, is_last=not after))
            place, sealed = place + 1, after
        if not place:
            raise Unreadable("the file is empty")


def remove(name: UUID) -> None:
    """Take a file off the disk; one that is not there is gone already."""
    _path(name).unlink(missing_ok=True)


def names() -> Iterator[tuple[UUID, float]]:
    """Every file there is, with when it was written (seconds since 1970); what was left half written goes."""
    for path in (get_settings().home / "files").glob("*/*"):
        try:
            name, written = UUID(path.stem), path.stat().st_mtime
        except (ValueError, FileNotFoundError):  # not ours, or gone this moment
            continue
        if path.suffix != ".part":
            yield name, written
        elif written < time.time() - HALF_WRITTEN:
            path.unlink(missing_ok=True)


def _next(file: BinaryIO) -> bytes:
    head = file.read(_LENGTH.size)
    if not head:
        return b""
    if len(head) < _LENGTH.size:
        raise Unreadable("the file was cut off")
    (length,) = _LENGTH.unpack(head)
    sealed = file.read(length) if length <= 2 * PIECE else b""
    if len(sealed) != length:
        raise Unreadable("the file was cut off")
    return bytes(sealed)


def _bound(name: UUID, place: int, *, is_last: bool) -> bytes:
    return f"file:{name.hex}:{place}:{'last' if is_last else 'more'}".encode()


def _path(name: UUID) -> Path:
    return get_settings().home / "files" / name.hex[:2] / name.hex
