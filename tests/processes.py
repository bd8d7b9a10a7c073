"""Other processes that live in the same practice as the test, and may be killed at any moment."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from threading import Thread

from portal import build
from portal.settings import get_settings


class Other:
    """A Python process running one small program; it says each step on a line of its own."""

    def __init__(self, program: str, *args: str) -> None:
        settings = get_settings()
        own = {"PORTAL_HOME": str(settings.home), "PORTAL_DATABASE_URL": settings.database_url}
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *args],
            cwd=build.ROOT,
            env={**os.environ, **own},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

        self._said: Queue[str] = Queue()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def line(self, *, seconds: float = 60) -> str:
        """The next line it says; what it complained of when it says no more."""
        try:
            return self._said.get(timeout=seconds)
        except Empty:
            raise AssertionError(f"it said nothing more:\n{self.complaint()}") from None

    def rest(self) -> list[str]:
        """Every line it said that was not asked for yet, once it has ended."""
        self._listener.join()
        return [self._said.get() for _ in range(self._said.qsize())]

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()

    def ask_to_stop(self) -> list[str]:
        """Close its input, which these programs take as a wish to end; what else it said."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        assert self.process.wait(timeout=60) == 0, self.complaint()
        return self.rest()

    def complaint(self) -> str:
        self.kill()
        assert self.process.stderr is not None
        return self.process.stderr.read()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.endswith("\n"):  # half a line is nothing said
                self._said.put(line.strip())


@contextmanager
def other(program: str, *args: str) -> Iterator[Other]:
    """Run a program beside the test; it is gone when the block ends."""
    running = Other(program, *args)
    try:
        yield running
    finally:
        running.kill()
        running.rest()
        for stream in (running.process.stdin, running.process.stdout, running.process.stderr):
            if stream is not None:
                stream.close()
