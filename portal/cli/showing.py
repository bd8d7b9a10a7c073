"""Showing the portal with a made-up practice."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import typer

from portal import build, server
from portal.cli.speak import say
from portal.demo.accounts import SignIn
from portal.demo.opening import Opening, open_home, open_practice
from portal.errors import Unsafe
from portal.settings import get_settings

DEMO = {"PORTAL_MODE": "demo", "PORTAL_STAFF_SECOND_FACTOR": "false", "PORTAL_SMTP_URL": ""}
START_SECONDS = 60


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("demo")(demo)


def demo() -> int:
    """Serve a made-up practice, to look around. Its data lives under ./var/demo, or PORTAL_HOME when set.

    Passwords are made anew at each start. No email leaves this machine.
    """
    os.environ.setdefault("PORTAL_HOME", "var/demo")
    os.environ.update(DEMO)
    get_settings.cache_clear()
    open_home()
    server.prepare()
    with _serving() as process:
        opening = open_practice()
        _await_answer(process)
        say(_welcome(opening))
        return _until_stopped(process)


@contextmanager
def _serving() -> Iterator[subprocess.Popen[bytes]]:
    """The server in a process of its own, which starts while the practice opens and stops with this one."""
    command = [sys.executable, "-m", "portal", "serve"]
    signal.signal(signal.SIGTERM, _stop)
    process = subprocess.Popen(command, cwd=build.ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _await_answer(process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers. Raises: Unsafe when it does not."""
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection(get_settings().host, get_settings().port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise Unsafe("The portal did not start. Try: portal doctor")


def _until_stopped(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait()
    except KeyboardInterrupt:
        return 0


def _way_in(part: str, who: SignIn) -> list[str]:
    return [
        f"           {who.name}, {part}",
        f"           username {who.username}   password {who.password}",
    ]


def _welcome(opening: Opening) -> str:
    origin, patient, staff, invited = get_settings().origin, opening.patient, opening.staff, opening.invited
    lines = [
        "",
        f"  The portal of {get_settings().practice_name}, a made-up practice: {origin}",
        "",
        f"  Patient  {origin}/",
        *_way_in("an adult, and a mother of two", patient),
        *_way_in("the father of one of them, and of a girl who turns 18 soon", opening.parent),
        *_way_in(f"who represents {patient.name}", opening.helper),
        *_way_in("a teen with an account of his own", opening.teen),
        "",
        f"  Staff    {origin}/staff/sign-in",
        *_way_in("administrator", staff),
        *(line for role, who in opening.colleagues for line in _way_in(role, who)),
        "",
    ]
    if invited is None:
        lines += [f"  Everyone has enrolled. To start over, remove {get_settings().home}", ""]
    else:
        lines += [
            f"  Invited  {invited.link}",
            f"           {invited.name}, born {invited.birth_date}, ZIP code {invited.zip}",
            "",
        ]
    emails = f"PORTAL_MODE=demo PORTAL_HOME={get_settings().home} {sys.executable} -m portal outbox --text"
    lines += [f"  Emails   stay on this machine: {emails}", ""]
    return "\n".join([*lines, "  Passwords are new at each start. Ctrl-C stops it.", ""])
