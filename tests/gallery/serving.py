"""Builds and serves the gallery in a folder of its own. To look at it: `python -m tests.gallery.serving`."""

import fcntl
import hashlib
import http.client
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal import build
from tests.journeys.serving import free_port

HERE = Path(__file__).resolve().parent
TREE = hashlib.sha256(str(HERE).encode()).hexdigest()[:8]  # two checkouts never build over each other
FOLDER = Path(tempfile.gettempdir()) / f"portal-gallery-{os.getuid()}-{TREE}"
START_SECONDS = 60


@contextmanager
def gallery(port: int = 0) -> Iterator[str]:
    """Serve the gallery until the block ends; gives its origin."""
    _build()
    port = port or free_port()
    with (FOLDER / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "granian",
                "gallery.gallery:app",
                "--factory",
                "--interface",
                "asgi",
                "--port",
                str(port),
            ],
            cwd=FOLDER,
            env=_environment({**os.environ, **build.serving_environment()}) | {"PORTAL_PORT": str(port)},
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
    try:
        _await(port, process)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait()


def _build() -> None:
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted, stamp = _fingerprint(), FOLDER / "stamp"
        if stamp.exists() and stamp.read_text() == wanted:
            return
        _lay_out()
        command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
        environment = _environment(build.build_environment())
        done = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        stamp.write_text(wanted)


def _lay_out() -> None:
    """The gallery's sources, our assets, and what the portal's own build has installed already."""
    for name in ("gallery", "assets", "rxconfig.py", "reflex.lock"):
        source = HERE / name if (HERE / name).exists() else build.ROOT / name
        if source.is_file():
            shutil.copy(source, FOLDER)
            continue
        shutil.rmtree(FOLDER / name, ignore_errors=True)
        shutil.copytree(source, FOLDER / name, ignore=shutil.ignore_patterns("external", "__pycache__"))
    installed, web = build.web_dir(), FOLDER / ".web"
    if web.exists() or not (installed / "node_modules").exists():
        return
    shutil.copytree(installed, web, ignore=shutil.ignore_patterns("node_modules", "build"))
    shutil.copytree(installed / "node_modules", web / "node_modules", symlinks=True, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _environment(base: dict[str, str]) -> dict[str, str]:
    path = os.pathsep.join((str(FOLDER), str(build.ROOT)))
    return {**base, "PYTHONPATH": path, "PORTAL_MODE": "demo", "PORTAL_HOME": str(FOLDER / "var")}


def _fingerprint() -> str:
    digest = hashlib.sha256(build.fingerprint().encode())
    for path in sorted(HERE.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _await(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/test/seen")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError((FOLDER / f"server-{port}.log").read_text()[-3000:])


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with gallery(int(os.environ.get("PORT", "8471"))) as origin:
        sys.stdout.write(f"The gallery is at {origin}. Ctrl-C ends it.\n")
        sys.stdout.flush()
        while True:
            time.sleep(60)
