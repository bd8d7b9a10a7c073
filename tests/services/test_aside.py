"""However many sign in at once, everyone else finds a thread, and who would wait too long is told so."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import anyio
import pytest
from anyio.abc import TaskGroup

from portal import standing_back
from portal.errors import Busy
from portal.services import aside as asides
from portal.services import enrolment, proof, recovery, sign_in
from portal.services.account import changing
from portal.services.aside import LINE, SHARE, aside, hashes
from portal.services.guesses import From
from portal.services.sharing import opening
from portal.services.staff import set_up
from portal.vault import passwords
from tests import people
from tests.loops import run
from tests.web import OURS, Browser


class Door:
    """A service that hashes, and takes as long as the test says."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.done: list[str] = []

    def coming(self) -> "Door":
        return hashes(self)

    def __call__(self, *, source: From) -> None:
        self.may_end.wait(30)
        self.done.append(source.address)


@contextmanager
def shut() -> Iterator[Door]:
    """Nobody gets through until the block ends."""
    door = Door().coming()
    try:
        yield door
    finally:
        door.may_end.set()


def places(count: int) -> list[From]:
    return [From(address=f"198.51.100.{n}") for n in range(count)]


async def all_come(group: TaskGroup, door: Door, sources: list[From]) -> None:
    for source in sources:
        group.start_soon(lambda source=source: aside(door, source=source))
    await anyio.wait_all_tasks_blocked()


def test_a_full_line_leaves_threads_for_all_others_and_tells_whoever_is_one_too_many() -> None:
    async def story() -> None:
        asides._line().pace = 0.01
        with shut() as door:
            async with anyio.create_task_group() as group:
                await all_come(group, door, places(LINE))
                with pytest.raises(Busy):
                    await aside(door, source=From(address="203.0.113.1"))
                with anyio.fail_after(10):
                    assert await aside(lambda: "a click") == "a click"
                assert door.done == []
                door.may_end.set()
        assert len(door.done) == LINE
        asides._line().pace = 0.01
        await aside(door, source=From(address="203.0.113.1"))

    run(story())


def test_whoever_would_wait_too_long_is_told_so_and_may_come_when_it_goes_faster() -> None:
    async def story() -> None:
        line = asides._line()
        with shut() as door:
            async with anyio.create_task_group() as group:
                await all_come(group, door, places(asides.AT_ONCE + 2))
                line.pace = 60.0
                with pytest.raises(Busy):
                    await aside(door, source=From(address="203.0.113.1"))
                line.pace = 0.2
                await all_come(group, door, [From(address="203.0.113.1")])
                door.may_end.set()
        assert len(door.done) == asides.AT_ONCE + 3

    run(story())


def test_nobodys_address_fills_the_line_alone() -> None:
    async def story() -> None:
        with shut() as door:
            async with anyio.create_task_group() as group:
                mallory = From(address="203.0.113.66")
                await all_come(group, door, [mallory] * SHARE)
                with pytest.raises(Busy):
                    await aside(door, source=mallory)
                await all_come(group, door, places(1))
                door.may_end.set()
        assert len(door.done) == SHARE + 1

    run(story())


def test_whoever_gives_up_leaves_the_line() -> None:
    async def story() -> None:
        with shut() as door:
            async with anyio.create_task_group() as group:
                await all_come(group, door, places(asides.AT_ONCE))
                with anyio.move_on_after(0.01):
                    await aside(door, source=From(address="203.0.113.9"))
                found = asides._line()
                assert found.places.total() == asides.AT_ONCE
                door.may_end.set()

    run(story())


@pytest.mark.parametrize(
    "service",
    [
        sign_in.sign_in,
        proof.give,
        set_up.finish,
        changing.change_password,
        changing.change_questions,
        enrolment.activate,
        recovery.answer,
        recovery.finish,
        opening.open_link,
    ],
)
def test_what_hashes_goes_through_the_line(service) -> None:
    assert service.hashes


def test_a_sign_in_that_is_one_too_many_is_told_kindly(home, monkeypatch) -> None:
    alice = people.alice(signed_in=False)
    form = {"username": alice.username, "password": alice.password}
    with monkeypatch.context() as patch:
        patch.setattr(asides, "LINE", 0)
        told = Browser().post("/api/sign-in", data=form, headers=OURS)
    assert (told.status_code, told.headers["retry-after"]) == (503, "5")
    assert "nothing is wrong with what you typed" in told.json()["message"]
    assert Browser().post("/api/sign-in", data=form, headers=OURS).json()["ok"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux threads have a niceness of their own")
def test_hashing_stands_back_and_nothing_else_does(home) -> None:
    def niceness() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = niceness()
    assert passwords.verify_password("hush", passwords.hash_password("hush"))
    assert passwords._threads().submit(niceness).result() == standing_back.NICE
    assert niceness() == before
