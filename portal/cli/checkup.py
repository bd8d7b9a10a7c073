"""The doctor's checks, each one short sentence on what it found."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import metadata
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, func, select

from portal import build, clock, db, migrations, owner
from portal.errors import Refusal
from portal.integrations import relay
from portal.integrations.pdf import machine
from portal.models.invitation import OutboxMail
from portal.models.patient import DataKey
from portal.settings import Settings, get_settings
from portal.vault import keyring

NODE = (22, 22)
LEAST_FREE_BYTES = 500_000_000
MAIL_MAY_WAIT = timedelta(minutes=30)
OLDEST_CLOCK = time.mktime((2026, 1, 1, 0, 0, 0, 0, 1, 0))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is well, and what to know or do."""

    what: str
    well: bool
    words: str


class Unwell(Exception):
    """A check found something wrong; says what, and what puts it right."""


def examine() -> list[Finding]:
    """Every check, in the order in which one leans on another."""
    return [_examined(what, check) for what, check in CHECKS.items()]


def _examined(what: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, check())
    except (Unwell, Refusal) as found:
        return Finding(what, False, " ".join(str(found).split()))
    except SQLAlchemyError:
        return Finding(what, False, "the database does not answer")
    except OSError as fault:
        return Finding(what, False, fault.strerror or type(fault).__name__)


def _python() -> str:
    locked = dict(
        re.findall(
            r"^([\w.-]+)(?:\[[^]]*\])?==([\w.]+)", (build.ROOT / "requirements.txt").read_text(), re.MULTILINE
        )
    )
    for name in ("reflex", "granian", "sqlmodel", "cryptography", "fhir-resources"):
        if metadata.version(name) != locked[name]:
            raise Unwell(f"{name} is {metadata.version(name)}, not {locked[name]} as locked; run make setup")
    return f"{sys.version.split()[0]}, with the locked packages"


def _node() -> str:
    found = shutil.which("node", path=build.search_path())
    if found is None:
        raise Unwell("not found; run make setup")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    version = tuple(int(part) for part in said.lstrip("v").split(".")[:2] if part.isdigit())
    if version < NODE:
        raise Unwell(f"{said or 'unknown'} is too old; {'.'.join(map(str, NODE))} or newer is needed")
    return said


def _pages() -> str:
    if not build.is_current():
        raise Unwell("not built, or not from these sources and settings; the next start builds them")
    return "built from these sources and settings"


def _settings() -> str:
    settings = get_settings()
    settings.refuse_unsafe()
    if not settings.is_demo and settings.practice_name == Settings.model_fields["practice_name"].default:
        raise Unwell("PORTAL_PRACTICE_NAME is still the sample's; set the practice's name and phone")
    return f"{settings.mode}, at {settings.origin}"


def _home() -> str:
    home = get_settings().home
    if not home.is_dir():
        raise Unwell(f"{home} is not there; run portal migrate")
    if home.stat().st_mode & 0o077:
        raise Unwell(f"others can look into it; run chmod 700 {home}")
    if found := owner.exposed():
        raise Unwell(
            f"others can read {_some(found)}; the next start puts that right, or: chmod -R go= {home}"
        )
    if not os.access(home, os.W_OK):
        raise Unwell(f"{home} cannot be written")
    return str(home)


def _some(paths: list[Path]) -> str:
    """The first few, by their names."""
    names = ", ".join(path.name for path in paths[:3])
    return names if len(paths) <= 3 else f"{names} and {len(paths) - 3} more"


def _keys() -> str:
    ring = keyring.keyring()
    return f"{len(ring.masters)} master key(s), {ring.active} in force"


def _database() -> str:
    present = migrations.present()
    if not present:
        raise Unwell("it has no tables yet; run portal migrate")
    if present != migrations.newest():
        raise Unwell(f"it is at {present}, this version needs {migrations.newest()}; run portal migrate")
    return f"{db.engine().dialect.name}, at {present}"


def _keys_in_use() -> str:
    with _tables(), db.reading() as session:
        used = session.exec(select(DataKey.master_id).distinct()).all()
    missing = sorted(set(used) - set(keyring.keyring().masters))
    if missing:
        raise Unwell(f"the keyring lacks {', '.join(missing)}: what they wrap cannot be read")
    return "every key that data was sealed under is there"


def _outbox() -> str:
    late = clock.now() - MAIL_MAY_WAIT
    waiting = col(OutboxMail.sent_at).is_(None), col(OutboxMail.failed_at).is_(None)
    with _tables(), db.reading() as session:
        count = session.exec(select(func.count()).select_from(OutboxMail).where(*waiting)).one()
        overdue = session.exec(
            select(func.count()).select_from(OutboxMail).where(*waiting, OutboxMail.created_at < late)
        ).one()
        failed = session.exec(
            select(func.count()).select_from(OutboxMail).where(col(OutboxMail.failed_at).is_not(None))
        ).one()
    if overdue:
        raise Unwell(f"{overdue} email(s) wait for more than half an hour; is the portal serving?")
    return f"{count} waiting, {failed} given up"


def _mail() -> str:
    return "SMTP" if get_settings().smtp_url else "a local folder; set PORTAL_SMTP_URL to send"


def _others() -> str:
    url = get_settings().redis_url
    if not url:
        return "this machine serves alone"
    if not relay.answers(url):
        raise Unwell("Redis does not answer; pages of one process do not hear of what happens in another")
    return "Redis answers"


def _disk() -> str:
    where = get_settings().home
    while not where.exists():
        where = where.parent
    free = shutil.disk_usage(where).free
    if free < LEAST_FREE_BYTES:
        raise Unwell(f"only {free // 1_000_000} MB free")
    return f"{free / 1_000_000_000:.0f} GB free"


def _clock() -> str:
    if time.time() < OLDEST_CLOCK:
        raise Unwell("this machine's clock is years behind; sign-ins and codes need the right time")
    newest = [p.stat().st_mtime for p in (get_settings().home / "portal.db",) if p.exists()]
    if newest and newest[0] > time.time() + 300:
        raise Unwell("the database was written in the future: this machine's clock went back")
    return f"{clock.now():%Y-%m-%d %H:%M} UTC"


def _papers() -> str:
    if not machine.can_print():
        raise Unwell(f"PDFs cannot be made, Pango is missing. {machine.HOW}")
    missing = machine.missing_scripts()
    if not missing:
        return "PDFs can be made, in every script"
    packages = " ".join(machine.packages_for(missing))
    return f"PDFs can be made; no letters for {', '.join(missing)} (Debian: apt install {packages})"


@contextmanager
def _tables() -> Iterator[None]:
    if not migrations.present():
        raise Unwell("there are no tables yet")
    yield


CHECKS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "Node": _node,
    "Settings": _settings,
    "Pages": _pages,
    "Home folder": _home,
    "Disk": _disk,
    "Clock": _clock,
    "Keyring": _keys,
    "Database": _database,
    "Keys in use": _keys_in_use,
    "Mail": _mail,
    "Outbox": _outbox,
    "Other processes": _others,
    "Papers": _papers,
}
