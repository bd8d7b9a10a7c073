"""Production refuses to start without real keys, with a debug setting or with any origin, and says which."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal import build
from portal.errors import Unsafe
from portal.settings import Settings, get_settings
from portal.vault import keyring

SAFE = {"mode": "production", "public_url": "https://portal.example.org", "bcrypt_cost": 12}


def serve(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Try to serve as an operator would, and see how it ends."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environment |= {"PORTAL_HOME": str(home), "PORTAL_PUBLIC_URL": "https://portal.example.org", **settings}
    command = [sys.executable, "-m", "portal", "serve"]
    return subprocess.run(
        command, cwd=build.ROOT, env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ({"debug": True}, "PORTAL_DEBUG"),
        ({"clock_file": "somewhere"}, "PORTAL_CLOCK_FILE"),
        ({"bcrypt_cost": 10}, "PORTAL_BCRYPT_COST"),
        ({"staff_second_factor": False}, "PORTAL_STAFF_SECOND_FACTOR"),
        ({"public_url": "*"}, "PORTAL_PUBLIC_URL"),
        ({"public_url": "http://portal.example.org"}, "PORTAL_PUBLIC_URL is not https"),
        ({"public_url": "http://localhost.example.org"}, "PORTAL_PUBLIC_URL is not https"),
    ],
)
def test_a_setting_that_would_not_hold_is_named(setting: dict[str, object], says: str) -> None:
    with pytest.raises(Unsafe, match="Refusing to start in production") as refusal:
        Settings(**{**SAFE, **setting}).refuse_unsafe()  # type: ignore[arg-type]
    assert says in refusal.value.message


def test_every_reason_is_told_at_once() -> None:
    with pytest.raises(Unsafe) as refusal:
        Settings(**{**SAFE, "debug": True, "bcrypt_cost": 4}).refuse_unsafe()  # type: ignore[arg-type]
    assert refusal.value.message.count("PORTAL_") == 2


def test_a_sound_production_is_let_be() -> None:
    Settings(**SAFE).refuse_unsafe()  # type: ignore[arg-type]


def test_production_is_the_mode_unless_another_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_MODE")
    assert Settings().mode == "production"


def test_a_demonstrations_keys_open_nothing_in_production(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keyring.keyring().demo
    monkeypatch.setenv("PORTAL_MODE", "production")
    get_settings.cache_clear()
    keyring._held = None

    with pytest.raises(Unsafe, match="demonstration"):
        keyring.keyring()


@pytest.mark.parametrize(
    ("text", "says"),
    [("", "cannot be read"), ("{}", "cannot be read"), ('{"masters": []}', "cannot be read")],
)
def test_a_damaged_keyring_is_refused_in_words(home: Path, text: str, says: str) -> None:
    where = keyring.path()
    assert where is not None
    where.write_text(text)
    os.utime(where, ns=(1, 1))

    with pytest.raises(Unsafe, match=says):
        keyring.keyring()


def test_a_keyring_with_a_short_key_is_refused(home: Path) -> None:
    where = keyring.path()
    assert where is not None
    found = json.loads(where.read_text())
    where.write_text(json.dumps({**found, "pepper": "c2hvcnQ="}))
    os.utime(where, ns=(1, 1))

    with pytest.raises(Unsafe, match="damaged"):
        keyring.keyring()


def test_a_keyring_that_others_can_read_is_refused(home: Path) -> None:
    where = keyring.path()
    assert where is not None
    where.chmod(0o644)
    os.utime(where, ns=(1, 1))

    with pytest.raises(Unsafe, match="Others can read"):
        keyring.keyring()


def test_serving_without_keys_ends_in_one_line(tmp_path: Path, migrated: Path) -> None:
    home = tmp_path / "bare"
    home.mkdir(mode=0o700)
    shutil.copyfile(migrated, home / "portal.db")

    done = serve(home)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "keyring" in done.stderr


def test_serving_with_a_debug_setting_ends_in_one_line(home: Path) -> None:
    done = serve(home, PORTAL_DEBUG="true")

    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        "portal: Refusing to start in production: PORTAL_DEBUG is on."
    ]
