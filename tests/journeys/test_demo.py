"""Someone runs the demonstration and gets in with what it prints."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from portal import build
from tests.journeys.serving import free_port

pytestmark = pytest.mark.browser


@contextmanager
def demo(home: Path, port: int) -> Iterator[str]:
    """What `portal demo` prints once it is up; stopped as Ctrl-C does."""
    environment = {**os.environ, "PORTAL_HOME": str(home), "PORTAL_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "portal", "demo"],
        cwd=build.ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    said = ""
    try:
        while "Ctrl-C" not in said:
            line = process.stdout.readline()
            assert line, f"it stopped after saying: {said}"
            said += line
        yield said
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.stdout.close()
    assert process.wait(timeout=30) == 0


def sign_in(port: int, path: str, username: str, password: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {
        "Origin": f"http://localhost:{port}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/json",
    }
    connection.request("POST", path, urlencode({"username": username, "password": password}), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def ways_in(said: str) -> list[tuple[str, str]]:
    return re.findall(r"username (\S+)   password (\S+)", said)


def test_a_visitor_signs_in_with_what_is_printed_and_tomorrow_it_is_another_password(tmp_path):
    build.ensure()
    port = free_port()
    with demo(tmp_path / "demo", port) as said:
        assert f"http://localhost:{port}" in said
        assert re.search(rf"http://localhost:{port}/enroll#[A-Za-z0-9_-]{{43}}\n", said)
        everyone = ways_in(said)
        patient = everyone[0]
        assert sign_in(port, "/api/sign-in", *patient) == 200
        for one in everyone:
            way = "/api/staff/sign-in" if "@" in one[0] else "/api/sign-in"
            assert sign_in(port, way, *one) == 200, one[0]
        assert len(everyone) == 8
        assert sign_in(port, "/api/sign-in", patient[0], "wrong-guess-here") == 422
    deadline = time.monotonic() + 10
    with pytest.raises(OSError):
        while time.monotonic() < deadline:
            sign_in(port, "/api/sign-in", *patient)
    with demo(tmp_path / "demo", port) as said:
        again = ways_in(said)
        assert [name for name, _ in again] == [name for name, _ in everyone]
        assert sign_in(port, "/api/sign-in", *patient) == 422
        assert sign_in(port, "/api/sign-in", *again[0]) == 200
