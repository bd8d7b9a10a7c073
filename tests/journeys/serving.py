"""A real portal in a process of its own, for tests with a real browser."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal import build

START_SECONDS = 60


@dataclass
class Site:
    """A running portal: where it is, where its data lies, and the file that moves its clock."""

    origin: str
    port: int
    home: Path
    clock_file: Path
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def settings(self) -> dict[str, str]:
        """What another process sets to live in the same practice."""
        return {"PORTAL_PORT": str(self.port), "PORTAL_CLOCK_FILE": str(self.clock_file)}

    def forward(self, *, minutes: float = 0, hours: float = 0, days: float = 0) -> None:
        """Move the portal's time on, for the server and this process alike; it never goes back."""
        gone = float(self.clock_file.read_text() or 0)
        draft = self.clock_file.with_suffix(".draft")
        draft.write_text(str(gone + minutes * 60 + hours * 3600 + days * 86400))
        draft.replace(self.clock_file)

    def kill(self) -> None:
        """As a power cut would: no process of it gets to say goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(home: Path, *, port: int = 0, **settings: str) -> Iterator[Site]:
    """Serve the portal from `home` (migrated, with keys) until the block ends."""
    port = port or free_port()
    log, clock_file = home.parent / f"server-{port}.log", home.parent / f"clock-{port}"
    clock_file.touch()
    own = {"PORTAL_HOME": str(home), "PORTAL_PORT": str(port), "PORTAL_CLOCK_FILE": str(clock_file)}
    with log.open("ab") as lines:
        process = subprocess.Popen(
            [sys.executable, "-c", "from portal.server import serve; serve()"],
            cwd=build.ROOT,
            env={**os.environ, **own, **settings},
            stdout=lines,
            stderr=lines,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    site = Site(f"http://localhost:{port}", port, home, clock_file, log, process)
    try:
        _await_health(site)
        yield site
    finally:
        stop(site)


def stop(site: Site) -> None:
    """Ask it to stop, as an operator would; then make sure."""
    if site.process.poll() is not None:
        return
    os.killpg(site.process.pid, signal.SIGTERM)
    try:
        site.process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        site.kill()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await_health(site: Site) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if site.process.poll() is not None:
            break
        try:
            connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"The portal did not start:\n{site.log.read_text()[-3000:]}")
