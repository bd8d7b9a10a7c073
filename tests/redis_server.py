"""A Redis of one's own, on a port of the loopback, without anything kept on disk."""

import shutil
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType

import redis

READY_SECONDS = 10


def find_binary() -> str:
    """The server's program; empty when it is not installed."""
    return shutil.which("redis-server") or ""


class RedisServer:
    """`with RedisServer(folder) as server: server.url`; `stop` and `start` take it away and bring it back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self._port}/0"

    def __enter__(self) -> "RedisServer":
        self.start()
        return self

    def __exit__(self, *_fault: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        where = ["--port", str(self._port), "--bind", "127.0.0.1", "--dir", str(self._folder)]
        self._process = subprocess.Popen(
            [find_binary(), *where, "--save", "", "--appendonly", "no"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + READY_SECONDS
        with redis.Redis.from_url(self.url) as client:
            while True:
                try:
                    client.ping()
                    return
                except redis.RedisError:
                    if time.monotonic() > until:
                        raise
                    time.sleep(0.05)

    def stop(self) -> None:
        """Take it away."""
        self._process.terminate()
        self._process.wait(10)
