"""A portal that stopped between a file and its row leaves bytes of nobody; they go, and no others."""

import os
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.db import unit_of_work
from portal.integrations.storage import sealed_files
from portal.services import door, stored
from portal.services.messages import thread, writing
from tests import people
from tests.services.messages.test_writing import add, begin, send, typed

HOURS = 3600


def older(name: UUID, hours: float) -> None:
    path = sealed_files._path(name)
    at = time.time() - hours * HOURS
    os.utime(path, (at, at))


def everything() -> set[UUID]:
    return {name for name, _ in sealed_files.names()}


def test_what_belongs_to_nothing_goes_after_an_hour_and_nothing_else(home: Path) -> None:
    alice = people.alice()
    once = begin(alice).once
    add(alice, once)
    sent = send(alice, typed(), once=once)
    kept = everything()
    assert len(kept) == 2  # the picture and its small one
    orphan, fresh = uuid4(), uuid4()
    for name in (orphan, fresh):
        sealed_files.put(name, bytes(32), b"left behind")
    half = sealed_files._path(uuid4()).with_suffix(".part")
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    (home / "files" / "aa").mkdir(exist_ok=True)
    (home / "files" / "aa" / "not-ours.txt").write_text("x")
    for name in (*kept, orphan):
        older(name, 2)
    os.utime(half, (time.time() - 2 * HOURS,) * 2)
    assert stored.remove_orphans() == 1
    assert everything() == {*kept, fresh} and not half.exists()
    assert (home / "files" / "aa" / "not-ours.txt").exists()
    one = door.in_chart(alice.token, thread.show_thread, thread_id=UUID(sent.href.rpartition("/")[2]))
    (file,) = one.said[0].files
    opened = door.in_chart(alice.token, thread.open_file, file_id=UUID(file.key))
    assert b"".join(opened.pieces)


def test_a_file_whose_removal_is_rolled_back_is_still_there(home: Path) -> None:
    alice = people.alice()
    once = begin(alice).once
    file = add(alice, once)

    def fails(chart: Any, *, file_id: UUID) -> None:
        writing.drop_file(chart, file_id=file_id)
        raise RuntimeError("the disk is full")

    fails.need = writing.drop_file.need  # type: ignore[attr-defined]
    with pytest.raises(RuntimeError):
        door.in_chart(alice.token, fails, file_id=UUID(file.key))
    assert len(everything()) == 2
    door.in_chart(alice.token, writing.drop_file, file_id=UUID(file.key))
    assert everything() == set()
    with unit_of_work():
        assert stored.remove_orphans() == 0
