"""Printing happens in a child that cannot fetch, grow or stay; when it fails, a person is told."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from portal.errors import Unavailable
from portal.integrations.pdf import rendering, worker
from portal.integrations.pdf.paper import PaperEntry, PaperSection
from portal.integrations.pdf.rendering import child_environment, to_pdf
from tests.integrations.pdf.papers import LIPIDS, paper

LONG = paper(PaperSection("Results", "", (LIPIDS,) * 60))


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="file:///etc/passwd" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<link rel="stylesheet" href="file:///etc/hosts">',
        '<p style="background: url(file:///etc/passwd)">x</p>',
        '<style>@import "http://127.0.0.1:9/x.css";</style>',
        '<img src="paper:../../settings.py" alt="x">',
    ],
)
def test_the_child_fetches_nothing_whatever_it_is_told(markup: str) -> None:
    code, said = _child(f'<html lang="en"><body>{markup}</body></html>')

    assert code == 1
    assert b"%PDF" not in said


def test_a_picture_cannot_be_reached_by_a_path(tmp_path: Path) -> None:
    Image.new("RGB", (40, 40), "red").save(tmp_path / "scan.png")

    code, said = _child(f'<html lang="en"><body><img src="{tmp_path}/scan.png" alt="x">words</body></html>')

    assert code == 0
    pdf = PdfReader(io.BytesIO(said[said.index(b"%PDF") :]))
    assert [len(page.images) for page in pdf.pages] == [0]


def test_progress_is_told_and_never_goes_back() -> None:
    told: list[tuple[int, int]] = []

    to_pdf(LONG, on_progress=lambda done, total: told.append((done, total)))

    assert told == sorted(told)
    assert told[-1] == (100, 100)
    assert len(told) > 3


def test_too_much_memory_is_a_refusal_in_words_and_leaves_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "MEMORY_BYTES", 200 * 2**20)

    with pytest.raises(Unavailable, match=r"too much for one PDF|could not be made"):
        to_pdf(paper(PaperSection("Results", "", (LIPIDS,) * 400)))

    assert _children() == []


def test_a_child_that_is_killed_is_a_refusal_in_words_and_leaves_no_zombie() -> None:
    def kill(_done: int, _total: int) -> None:
        for pid in _children():
            os.kill(pid, 9)

    with pytest.raises(Unavailable, match="too much for one PDF"):
        to_pdf(LONG, on_progress=kill)

    assert _children() == []


def test_a_fault_on_our_side_ends_the_child_too() -> None:
    def fail(_done: int, _total: int) -> None:
        raise RuntimeError("the listener is gone")

    with pytest.raises(RuntimeError):
        to_pdf(LONG, on_progress=fail)

    assert _children() == []


def test_without_pango_a_person_is_told_to_call(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "call us" in rendering._why(worker.NO_LIBRARY)


def test_what_is_printed_is_on_no_command_line_and_in_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_KEYRING", "a secret")
    seen: list[bytes] = []

    def look(_done: int, _total: int) -> None:
        for pid in _children():
            seen.extend(Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ"))

    to_pdf(paper(PaperSection("Results", "", (PaperEntry(title="Chlamydia"),))), on_progress=look)

    assert not any(word in said for said in seen for word in (b"Alice", b"Chlamydia", b"a secret"))
    assert "PORTAL_KEYRING" not in child_environment()


def _child(html: str) -> tuple[int, bytes]:
    order = {"html": html, "memory_bytes": rendering.MEMORY_BYTES, "cpu_seconds": 60}
    done = subprocess.run(
        [sys.executable, "-m", worker.__name__], input=json.dumps(order).encode() + b"\n",
        env=child_environment(), capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def _children() -> list[int]:
    """Our own children that print, dead ones that nobody has waited for included."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        is_ours = int(status[1]) == os.getpid()
        if is_ours and (status[0] == "Z" or worker.__name__.encode() in command):
            found.append(int(folder.name))
    return found
