"""Nobody can sign in to a portal that was just set up; a demonstration's people exist there only."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from portal import build
from portal.db import reading
from portal.demo.opening import open_home, open_practice
from portal.errors import Invalid, Unsafe
from portal.models.account import Account
from portal.services import sign_in
from portal.settings import get_settings
from tests.people import HERE


def accounts() -> list[Account]:
    with reading() as db:
        return list(db.exec(select(Account)))


def test_a_new_practice_has_no_account(home: Path) -> None:
    assert accounts() == []


def test_production_never_gets_the_demonstrations_people(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_MODE", "production")
    get_settings.cache_clear()

    with pytest.raises(Unsafe):
        open_home()
    assert accounts() == []


def test_each_start_of_a_demonstration_makes_new_passwords(home: Path) -> None:
    first, second = open_practice(), open_practice()

    assert first.patient.password != second.patient.password
    assert first.staff.password != second.staff.password
    with pytest.raises(Invalid):
        sign_in.sign_in(first.patient.username, first.patient.password, staff=False, source=HERE)
    assert sign_in.sign_in(second.patient.username, second.patient.password, staff=False, source=HERE)


def test_no_password_is_written_down_in_the_sources() -> None:
    found = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "S105,S106", "-q", "portal"],
        cwd=build.ROOT,
        capture_output=True,
        text=True,
    )
    assert found.stdout == ""
