"""Making a PDF of a paper: PDF/UA-1 (ISO 14289-1), laid out by a child process, no burden to others."""

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from portal.errors import Unavailable
from portal.i18n import t
from portal.integrations.pdf import worker
from portal.integrations.pdf.markup import html_of
from portal.integrations.pdf.paper import Paper

AT_ONCE = 2
MEMORY_BYTES = 512 * 2**20
CPU_SECONDS = 180
PATIENCE_SECONDS = 300
_PAGE_SIGNS = 4_800
_PAGE_PICTURES = 5
_PASSES_WITH_CONTENTS = 3
_ROOT = Path(worker.__file__).parents[3]
# One arena: more of them would count against the child's limit without being used.
_ITS_OWN = {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"}
_PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
)
_picture = re.compile(r"<svg.*?</svg>")
_turns = threading.BoundedSemaphore(AT_ONCE)

Progress = Callable[[int, int], None]


def to_pdf(paper: Paper, *, on_progress: Progress | None = None) -> bytes:
    """A paper as PDF/UA-1. Two are laid out at once, others wait; `on_progress` is told (done, of 100).

    Raises: Unavailable, in words, when it takes too much memory or time, or the machine cannot print.
    """
    html = html_of(paper)
    with _turns, _child() as child:
        try:
            _order(child, html)
            pdf = _read(child, _passes(html), on_progress)
        except (BrokenPipeError, ConnectionResetError):
            pdf = b""
        code = child.wait()
    if code == 0 and pdf:
        if on_progress is not None:
            on_progress(100, 100)
        return pdf
    raise Unavailable(_why(code))


def child_environment() -> dict[str, str]:
    """What the child knows of ours: where programs, fonts and libraries are, and no settings or secrets."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    if sys.platform == "darwin":
        environment["DYLD_FALLBACK_LIBRARY_PATH"] = "/opt/homebrew/lib:/usr/local/lib:/usr/lib"
    return environment | _ITS_OWN


@contextmanager
def _child() -> Iterator[subprocess.Popen[bytes]]:
    """A child that is gone when the block is left, however that happens."""
    command = [sys.executable, "-m", worker.__name__]
    child = subprocess.Popen(
        command, cwd=_ROOT, env=child_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    alarm = threading.Timer(PATIENCE_SECONDS, child.kill)
    alarm.daemon = True
    alarm.start()
    try:
        yield child
    finally:
        alarm.cancel()
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            _shut(pipe)


def _shut(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except BrokenPipeError:
        return


def _order(child: subprocess.Popen[bytes], html: str) -> None:
    order = {"html": html, "memory_bytes": MEMORY_BYTES, "cpu_seconds": CPU_SECONDS}
    assert child.stdin is not None
    child.stdin.write(json.dumps(order).encode() + b"\n")
    child.stdin.close()


def _read(child: subprocess.Popen[bytes], pages: int, on_progress: Progress | None) -> bytes:
    """The child's answer; empty when it ended before it was done."""
    assert child.stdout is not None
    for laid, line in enumerate(child.stdout, start=1):
        word, _, number = line.partition(b" ")
        if word == b"pdf":
            pdf = child.stdout.read(int(number))
            return pdf if len(pdf) == int(number) else b""
        if on_progress is not None:
            on_progress(min(laid * 95 // pages, 95), 100)
    return b""


def _passes(html: str) -> int:
    """About how many pages will be laid out, counting again those that are laid out again."""
    words, pictures = _picture.subn("", html)
    pages = len(words) // _PAGE_SIGNS + pictures // _PAGE_PICTURES + 1
    return pages * (_PASSES_WITH_CONTENTS if 'class="contents"' in html else 1)


def _why(code: int) -> str:
    if code == worker.NO_LIBRARY:
        return t("PDFs cannot be made here right now. Please call us, and we will print it for you.")
    if code == worker.OUT_OF_MEMORY or code < 0:
        return t("This is too much for one PDF. Choose fewer kinds of records or a shorter time.")
    return t("The PDF could not be made. Please try again, or call us.")
