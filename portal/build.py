"""The frontend build: made when its sources have changed, served as it is otherwise."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.errors import Unsafe
from portal.settings import get_settings

ROOT = Path(__file__).resolve().parent.parent
NOT_IN_PAGES = ("api", "cli", "demo", "jobs", "vault", "__main__.py", "migrations.py", "server.py")
BAKED_SETTINGS = (
    "mode", "practice_name", "practice_phone", "practice_hours", "practice_address", "accent_hue", "language",
    "invitation_days", "idle_minutes", "session_hours", "security_questions", "reply_days",
)  # fmt: skip


def web_dir() -> Path:
    """Where Reflex keeps the frontend it compiles."""
    return ROOT / os.environ.get("REFLEX_WEB_WORKDIR", ".web")


def built_dir() -> Path:
    """The built static pages."""
    return web_dir() / "build" / "client"


def fingerprint() -> str:
    """A hash of everything the built pages are made of."""
    digest = hashlib.sha256()
    sources = [ROOT / "rxconfig.py", ROOT / "requirements.txt"]
    for folder, pattern in (("portal", "*.py"), ("portal", "*.jsx"), ("portal", "*.mo"), ("assets", "*")):
        found = (path for path in (ROOT / folder).rglob(pattern) if path.is_file())
        sources += [path for path in found if "external" not in path.parts]  # links Reflex makes itself
    sources += sorted((ROOT / "reflex.lock").glob("package-lock.json"))
    for path in sorted(path for path in set(sources) if not _is_elsewhere(path)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    for name in BAKED_SETTINGS:
        digest.update(f"{name}={getattr(get_settings(), name)}\0".encode())
    return digest.hexdigest()


def is_current() -> bool:
    """True when the built pages are those of the present sources and settings."""
    stamp = web_dir() / "portal.stamp"
    return (built_dir() / "index.html").exists() and stamp.exists() and stamp.read_text() == fingerprint()


def ensure() -> bool:
    """Build when the built pages are not current; returns whether it had to. One process at a time builds.

    Raises:
        Unsafe: it did not build; says where the log is.
    """
    if is_current():
        return False
    with _alone():
        if is_current():
            return False
        sys.stderr.write("Building the pages (about a minute the first time)…\n")
        _build()
    return True


def _build() -> None:
    """Build the frontend with npm from the locked packages."""
    wanted = fingerprint()
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    done = subprocess.run(
        command, cwd=ROOT, env=build_environment(), capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode != 0 or not (built_dir() / "index.html").exists():
        log = web_dir() / "portal-build.log"
        log.parent.mkdir(exist_ok=True)
        log.write_text(done.stdout + done.stderr)
        raise Unsafe(f"The pages did not build; {log} says why.")
    (web_dir() / "portal.stamp").write_text(wanted)


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process builds this checkout."""
    name = hashlib.sha256(str(web_dir()).encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"portal-build-{os.getuid()}-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_elsewhere(path: Path) -> bool:
    """True for our code that no page is made of: changing it needs no new build."""
    own = ROOT / "portal"
    return path.is_relative_to(own) and path.relative_to(own).parts[0] in NOT_IN_PAGES


def _registry(path: str) -> dict[str, str]:
    """The package registry npm is set up for on this machine, so that Reflex does not go looking for one."""
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise Unsafe("Node and npm are not here. Run: make setup")
    said = subprocess.run(
        [npm, "config", "get", "registry"],
        cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    found = said.stdout.strip()
    return {"NPM_CONFIG_REGISTRY": found} if said.returncode == 0 and found.startswith("http") else {}


def build_environment() -> dict[str, str]:
    """Node and npm from this environment, and settings that keep Reflex from looking elsewhere."""
    path = search_path()
    inherited = {name: value for name, value in os.environ.items() if name not in serving_environment()}
    return {
        **inherited,
        **_registry(path),
        "PATH": path,
        "REFLEX_USE_NPM": "true",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_ENV_MODE": "prod",
        "npm_config_omit_lockfile_registry_resolved": "true",
        "npm_config_update_notifier": "false",
    }


def search_path() -> str:
    """The folders commands are looked for in: this environment's own first."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"


def serving_environment() -> dict[str, str]:
    """What lets Reflex serve the built pages without Node and without compiling."""
    return {
        "REFLEX_ENV_MODE": "prod",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "__REFLEX_SKIP_COMPILE": "true",
        "REFLEX_CHECK_LATEST_VERSION": "false",
    }


if __name__ == "__main__":
    try:
        ensure()
    except Unsafe as refusal:
        sys.exit(refusal.message)
