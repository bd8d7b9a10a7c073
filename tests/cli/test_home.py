"""An operator sets a portal up and asks how it is."""

import json
import os
import stat

import pytest

from portal import build, migrations, server
from portal.jobs.queue import Queue
from portal.vault import keyring
from tests import people
from tests.conftest import live_in, migrate


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """A home that does not exist yet."""
    where = tmp_path / "new" / "home"
    with live_in(where, monkeypatch):
        yield where


def finding(said, what):
    return next(check for check in said.json["checks"] if check["what"] == what)


def test_migrate_makes_everything_once_and_for_the_owner_only(portal, nowhere):
    first = portal("migrate", "--json")
    assert (first.code, first.err) == (0, "")
    assert first.json["home"] == str(nowhere)
    assert first.json["keys_made"] is True
    assert (first.json["before"], first.json["now"]) == ("", migrations.newest())
    keys = nowhere / "keys" / "keyring.json"
    assert stat.S_IMODE(nowhere.stat().st_mode) == 0o700
    assert stat.S_IMODE(keys.stat().st_mode) == 0o600
    kept = keys.read_bytes()
    assert portal("migrate", "--json").json["keys_made"] is False
    assert keys.read_bytes() == kept


OURS = (
    "portal.db",
    "portal.db-wal",
    "queue.db",
    "anchors.jsonl",
    "files/ab/abcd",
    "outbox/1.eml",
)


def test_what_others_could_read_is_the_owners_alone_after_the_next_start(portal, home, monkeypatch):
    """The folder was there before, with the rights of another time; so were the files."""
    home.chmod(0o755)
    for name in OURS:
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        file.chmod(0o644)
        file.parent.chmod(0o755)
    bystander = home / "notes-of-the-operator.txt"
    bystander.touch(0o644)
    home.chmod(0o700)

    found = finding(portal("doctor", "--json"), "Home folder")
    assert not found["ok"] and "others can read" in found["words"] and "more" in found["words"]

    monkeypatch.setattr(build, "ensure", lambda: None)  # building the pages is not what this is about
    server.prepare()
    for name in OURS:
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600, name
    assert {stat.S_IMODE((home / name).stat().st_mode) for name in ("files", "files/ab", "outbox")} == {0o700}
    assert stat.S_IMODE(bystander.stat().st_mode) == 0o644  # not ours to change
    assert finding(portal("doctor", "--json"), "Home folder")["ok"]


def test_a_new_database_is_the_owners_alone_even_in_a_folder_for_all(portal, tmp_path, monkeypatch):
    where = tmp_path / "shared"
    where.mkdir(mode=0o755)
    before = os.umask(0o000)
    try:
        with live_in(where, monkeypatch):
            assert portal("migrate").code == 0
            people.alice()
            Queue(where / "queue.db").huey.storage.close()
    finally:
        os.umask(before)
    for file in (one for one in where.rglob("*") if one.is_file()):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_migrate_says_in_words_where_the_keys_are(portal, nowhere):
    said = portal("migrate")
    assert str(nowhere / "keys" / "keyring.json") in said.out
    assert migrations.newest() in said.out


def test_migrate_refuses_a_production_that_would_not_hold(portal, nowhere, monkeypatch):
    with live_in(nowhere, monkeypatch, PORTAL_DEBUG="1", PORTAL_MODE="production"):
        said = portal("migrate")
        assert said.code == 1
        assert "PORTAL_DEBUG is on" in said.err
        assert not nowhere.exists()


def test_the_doctor_finds_a_new_portal_well(portal, home):
    said = portal("doctor", "--json")
    wrong = [check for check in said.json["checks"] if not check["ok"] and check["what"] != "Pages"]
    assert wrong == []
    assert said.code == (0 if build.is_current() else 1)


def test_the_doctor_tells_when_the_other_processes_cannot_be_reached(portal, home, monkeypatch):
    assert finding(portal("doctor", "--json"), "Other processes")["words"] == "this machine serves alone"
    with live_in(home, monkeypatch, PORTAL_REDIS_URL="redis://127.0.0.1:1/0"):
        found = finding(portal("doctor", "--json"), "Other processes")
    assert not found["ok"] and "Redis does not answer" in found["words"]


def test_the_doctor_speaks_in_ticks_and_crosses(portal, nowhere):
    said = portal("doctor")
    assert said.code == 1
    assert "✓ Python: " in said.out
    assert f"✗ Home folder: {nowhere} is not there; run portal migrate\n" in said.out
    assert not nowhere.exists(), "looking makes nothing"


def test_the_doctor_sees_keys_that_others_can_read_or_that_are_gone(portal, home):
    path = home / "keys" / "keyring.json"
    path.chmod(0o644)
    assert f"chmod 600 {path}" in finding(portal("doctor", "--json"), "Keyring")["words"]
    path.unlink()
    said = portal("doctor", "--json")
    assert said.code == 1
    assert not finding(said, "Keyring")["ok"]


def test_the_doctor_misses_a_master_key_that_data_still_needs(portal, home):
    people.patient("Alice Ames")
    path = home / "keys" / "keyring.json"
    lost = json.loads(path.read_text())["active"]
    path.unlink()
    keyring.make()
    found = finding(portal("doctor", "--json"), "Keys in use")
    assert not found["ok"]
    assert lost in found["words"]


def test_the_doctor_and_serve_notice_tables_of_another_version(portal, home):
    migrate(to="base")
    said = finding(portal("doctor", "--json"), "Database")
    assert not said["ok"]
    assert "portal migrate" in said["words"]
    refused = portal("serve")
    words = "portal: The database is not set up for this version. Run: portal migrate\n"
    assert (refused.code, refused.err) == (1, words)


def test_serve_refuses_when_settings_or_keys_do_not_hold(portal, home, monkeypatch):
    with live_in(home, monkeypatch, PORTAL_MODE="production"):
        assert "PORTAL_BCRYPT_COST is below 12" in portal("serve").err
    with live_in(home, monkeypatch, PORTAL_MODE="production", PORTAL_BCRYPT_COST="12"):
        assert "made for a demonstration" in portal("serve").err
    (home / "keys" / "keyring.json").unlink()
    said = portal("serve")
    assert said.code == 1
    assert "Run `portal migrate`" in said.err
