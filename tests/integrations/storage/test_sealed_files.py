"""A large file goes to the disk sealed in pieces, and comes back whole or not at all."""

from uuid import uuid4

import pytest

from portal.integrations.storage import sealed_files
from portal.integrations.storage.sealed_files import PIECE
from portal.settings import get_settings
from portal.vault.sealing import Unreadable, new_data_key

pytestmark = pytest.mark.usefixtures("home")


def path_of(name):
    return get_settings().home / "files" / name.hex[:2] / name.hex


def back(name, key):
    return b"".join(sealed_files.pieces(name, key))


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_any_size_comes_back(size):
    name, key, data = uuid4(), new_data_key(), bytes(size)
    sealed_files.put(name, key, data)
    assert back(name, key) == data
    assert path_of(name).stat().st_mode & 0o077 == 0


def test_on_the_disk_it_is_noise():
    name, key = uuid4(), new_data_key()
    sealed_files.put(name, key, b"Alice Ames " * 1000)
    assert b"Alice" not in path_of(name).read_bytes()


def test_cut_changed_swapped_or_under_another_key_it_does_not_open():
    name, other, key = uuid4(), uuid4(), new_data_key()
    sealed_files.put(name, key, bytes(2 * PIECE + 5))
    sealed_files.put(other, key, bytes(2 * PIECE + 5))
    whole = path_of(name).read_bytes()
    first = 4 + int.from_bytes(whole[:4], "big")
    changed = whole[:200] + bytes([whole[200] ^ 1]) + whole[201:]
    swapped = whole[first : 2 * first] + whole[:first] + whole[2 * first :]
    for damaged in (whole[:-10], whole[:first], whole[: 2 * first], b"", changed, swapped, whole[:2]):
        path_of(name).write_bytes(damaged)
        with pytest.raises(Unreadable):
            back(name, key)
    path_of(name).write_bytes(path_of(other).read_bytes())
    with pytest.raises(Unreadable):
        back(name, key)
    with pytest.raises(Unreadable):
        back(other, new_data_key())


def test_removed_it_is_gone_and_removing_again_is_no_fault():
    name, key = uuid4(), new_data_key()
    sealed_files.put(name, key, b"x")
    sealed_files.remove(name)
    sealed_files.remove(name)
    with pytest.raises(FileNotFoundError):
        back(name, key)
