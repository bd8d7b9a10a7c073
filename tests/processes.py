"""Other processes that live in the same practice as the test, and may be killed at any moment."""

import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

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

    def line(self, *, seconds: float = 60) -> str:
        """The next line it says; what it complained of when it says no more."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        said = self.process.stdout.readline().strip() if ready else ""
        assert said, f"it said nothing more:\n{self.complaint()}"
        return said

    def kill(self) -> None:
        """kill -9, in the middle of whatever it does."""
        self.process.kill()
        self.process.wait()

    def ask_to_stop(self) -> list[str]:
        """Close its input, which these programs take as a wish to end; what else it said."""
        rest, complaint = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, complaint
        return rest.splitlines()

    def complaint(self) -> str:
        self.kill()
        assert self.process.stderr is not None
        return self.process.stderr.read()


@contextmanager
def other(program: str, *args: str) -> Iterator[Other]:
    """Run a program beside the test; it is gone when the block ends."""
    running = Other(program, *args)
    try:
        yield running
    finally:
        running.kill()
        for stream in (running.process.stdin, running.process.stdout, running.process.stderr):
            if stream is not None:
                stream.close()
