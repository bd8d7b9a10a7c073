"""The frontend build: made when its sources have changed, served as it is otherwise."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from portal.errors import Unsafe
from portal.settings import get_settings

ROOT = Path(__file__).resolve().parent.parent
BAKED_SETTINGS = (
    "mode", "practice_name", "practice_phone", "practice_hours", "practice_address", "accent_hue", "language",
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
    for path in sorted(set(sources)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    for name in BAKED_SETTINGS:
        digest.update(f"{name}={getattr(get_settings(), name)}\0".encode())
    return digest.hexdigest()


def is_current() -> bool:
    """True when the built pages are those of the present sources and settings."""
    stamp = web_dir() / "portal.stamp"
    return (built_dir() / "index.html").exists() and stamp.exists() and stamp.read_text() == fingerprint()


def build() -> None:
    """Build the frontend with npm from the locked packages.

    Raises:
        Unsafe: it did not build; the last lines of the build say why.
    """
    wanted = fingerprint()
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    done = subprocess.run(
        command, cwd=ROOT, env=build_environment(), capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    if done.returncode != 0 or not (built_dir() / "index.html").exists():
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-25:])
        raise Unsafe(f"The frontend did not build:\n{tail}")
    (web_dir() / "portal.stamp").write_text(wanted)


def build_environment() -> dict[str, str]:
    """Node and npm from this environment, and settings that keep Reflex from looking elsewhere."""
    scripts = str(Path(sys.executable).parent)
    inherited = {name: value for name, value in os.environ.items() if name not in serving_environment()}
    return {
        **inherited,
        "PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}",
        "REFLEX_USE_NPM": "true",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "REFLEX_ENV_MODE": "prod",
        "npm_config_omit_lockfile_registry_resolved": "true",
        "npm_config_update_notifier": "false",
    }


def serving_environment() -> dict[str, str]:
    """What lets Reflex serve the built pages without Node and without compiling."""
    return {
        "REFLEX_ENV_MODE": "prod",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "__REFLEX_SKIP_COMPILE": "true",
        "REFLEX_CHECK_LATEST_VERSION": "false",
    }
