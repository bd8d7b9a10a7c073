"""The queue runs beside the server: what is written is sent soon, and whatever was missed is picked up."""

import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from portal import jobs
from portal.jobs.queue import Queue
from portal.services import outbox
from tests import people
from tests.mail import emails, invite

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def running() -> Iterator[Callable[[], Queue]]:
    """Starts the queue, and stops it after the test."""
    started: list[Queue] = []

    def start() -> Queue:
        started.append(jobs.start())
        return started[-1]

    yield start
    for queue in started:
        jobs.stop(queue)


def eventually(is_so: Callable[[], bool]) -> None:
    """Wait until something that another thread does has happened."""
    for _ in range(600):
        if is_so():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen")


def all_sent() -> bool:
    return all(mail.status == "sent" for mail in emails())


def test_a_forged_job_is_not_run(home: Path, running: Callable[[], Queue]) -> None:
    queue = running()
    queue.huey.storage.enqueue(b"cos\nsystem\n(S'touch " + str(home).encode() + b"/forged'\ntR.")
    invite(people.patient("Jo Jones"))
    eventually(all_sent)
    eventually(lambda: queue.huey.pending_count() == 0)
    assert not (home / "forged").exists()


def test_an_id_of_nothing_in_the_queue_stops_nobody(running: Callable[[], Queue]) -> None:
    queue = running()
    queue._send("not-an-id")
    invite(people.patient("Jo Jones"))
    eventually(all_sent)


def test_what_was_written_before_the_start_is_sent(running: Callable[[], Queue]) -> None:
    invite(people.patient("Jo Jones"))
    assert not all_sent()
    running()
    eventually(all_sent)


def test_what_is_written_while_it_runs_is_sent_by_itself(running: Callable[[], Queue]) -> None:
    running()
    for n in range(3):
        invite(people.patient(f"Jo Number{n}"), f"jo{n}@example.org")
    eventually(all_sent)
    assert [mail.tries for mail in emails()] == [1, 1, 1]


def test_the_sweep_picks_up_what_was_never_queued(running: Callable[[], Queue]) -> None:
    queue = running()
    outbox.queue_with(None)
    invite(people.patient("Jo Jones"))
    assert not all_sent()
    queue.sweep()
    eventually(all_sent)


def test_after_stopping_nothing_more_is_sent(running: Callable[[], Queue]) -> None:
    queue = jobs.start()
    jobs.stop(queue)
    invite(people.patient("Jo Jones"))
    assert [mail.status for mail in emails()] == ["waiting"]
    running()
    eventually(all_sent)


def test_the_queue_holds_ids_only_and_is_its_owners(home: Path) -> None:
    queue = Queue(home / "queue.db")
    outbox.queue_with(queue.put)
    invite(people.patient("Josephine Quillfeather"), "quillfeather@example.org")
    outbox.queue_with(None)
    assert queue.huey.pending_count() == 1
    queue.huey.storage.close()
    for file in home.glob("queue.db*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert b"quillfeather" not in file.read_bytes().lower()
