"""The pages are built when what they are made of has changed, and never otherwise."""

import re
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from portal import build
from portal.errors import Unsafe
from portal.settings import get_settings
from tests.conftest import live_in


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """A small checkout to change."""
    for name in ("rxconfig.py", "requirements.txt", "portal/pages/home.py", "portal/vault/keyring.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n")
    monkeypatch.setattr(build, "ROOT", tmp_path)
    return tmp_path


def pretend_built(root):
    built = root / ".web" / "build" / "client"
    built.mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html>")
    (root / ".web" / "portal.stamp").write_text(build.fingerprint())


def test_built_pages_are_kept_until_a_source_changes(sources):
    assert not build.is_current()
    pretend_built(sources)
    assert build.is_current()
    assert build.ensure() is False
    (sources / "portal" / "pages" / "home.py").write_text("# changed\n")
    assert not build.is_current()


def test_code_that_no_page_is_made_of_needs_no_build(sources):
    pretend_built(sources)
    (sources / "portal" / "vault" / "keyring.py").write_text("# changed\n")
    assert build.is_current()


def test_the_practice_is_part_of_the_pages_and_the_port_is_not(sources, tmp_path, monkeypatch):
    pretend_built(sources)
    with live_in(tmp_path, monkeypatch, PORTAL_PORT="8999"):
        assert build.is_current()
    with live_in(tmp_path, monkeypatch, PORTAL_PRACTICE_NAME="Elm Street Pediatrics"):
        assert get_settings().practice_name == "Elm Street Pediatrics"
        assert not build.is_current()


def test_a_build_that_fails_says_where_the_log_is(sources, monkeypatch):
    (sources / "rxconfig.py").write_text("raise SystemExit('this is no portal')\n")
    with pytest.raises(Unsafe, match=r"The pages did not build; .*portal-build\.log says why\."):
        build.ensure()
    assert (sources / ".web" / "portal-build.log").read_text()
    assert not build.is_current()


def test_the_locks_name_no_package_registry():
    names_a_host = re.compile(r"https?://|\bindex-url\b|\"resolved\"")
    for lock in ("requirements.txt", "tests/requirements.txt", "reflex.lock/package-lock.json"):
        text = (build.ROOT / lock).read_text()
        addresses = [line for line in text.splitlines() if names_a_host.search(line) and '"url"' not in line]
        assert addresses == [], lock


def test_every_locked_package_is_pinned_with_hashes():
    for lock in ("requirements.txt", "tests/requirements.txt"):
        text = (build.ROOT / lock).read_text()
        entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
        pinned = [entry for entry in entries if entry.strip() and not entry.startswith("#")]
        assert all("==" in entry and "--hash=sha256:" in entry for entry in pinned)
        assert len(pinned) > 20


def test_a_locked_package_is_pinned_with_the_extras_that_others_ask_of_it():
    """Else, once a newer `granian` is out, pip takes it for `granian[reload]` and refuses it as unpinned."""
    text = (build.ROOT / "tests/requirements.txt").read_text()
    lines = re.findall(r"^(\S+==\S+)(?: ; [^\\\n]+)? \\", text, re.MULTILINE)
    locked = {canonicalize_name(one.name): one for one in map(Requirement, lines)}
    asked = [
        (name, wanted)
        for name, one in locked.items()
        for wanted in map(Requirement, _asks(name))
        if wanted.extras and _applies(wanted, one.extras)
    ]
    assert len(asked) > 2
    for name, wanted in asked:
        pinned = {canonicalize_name(extra) for extra in locked[canonicalize_name(wanted.name)].extras}
        assert {canonicalize_name(extra) for extra in wanted.extras} <= pinned, f"{name} asks for {wanted}"


def _asks(name: str) -> list[str]:
    try:
        return metadata.requires(name) or []
    except metadata.PackageNotFoundError:  # of another system
        return []


def _applies(wanted: Requirement, extras: set[str]) -> bool:
    return wanted.marker is None or any(wanted.marker.evaluate({"extra": one}) for one in ("", *extras))
