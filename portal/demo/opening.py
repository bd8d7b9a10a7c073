"""Opening the made-up practice: its folder, its records, its accounts; quick when all of it is there."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from portal import clock, migrations
from portal.access.actor import operator
from portal.demo import accounts, sharing
from portal.demo.accounts import Invited, SignIn
from portal.demo.corrections import ask_for_corrections
from portal.demo.holds import keep_one_back
from portal.demo.people import MRNS, dumps, make_practice
from portal.errors import Unsafe
from portal.models.account import Role
from portal.services.importing import import_upload
from portal.settings import get_settings
from portal.vault import keyring

STAMP = "demo.stamp"
TO_INVITE = [MRNS[name] for name in ("priya", "grace", "bob")]


@dataclass(frozen=True, slots=True)
class Opening:
    """How to get in."""

    patient: SignIn
    staff: SignIn
    invited: Invited | None


def open_home() -> None:
    """Make the folder, its keys and tables; what is there stays.

    Raises:
        Unsafe: not in demo mode, or the folder holds a real practice.
    """
    _refuse_real_home()
    keyring.make()
    if not migrations.is_current():
        migrations.upgrade()


def open_practice() -> Opening:
    """Bring the practice up to today, and make new passwords. `open_home` comes first."""
    take_in_records()
    patient = accounts.patient_sign_in(MRNS["alice"], "alice.demo")
    staff = accounts.staff_sign_in("Nia Brooks, RN", "nia.brooks@example.org", Role.ADMINISTRATOR)
    sharing.share_one()
    ask_for_corrections(MRNS["alice"], patient.username, staff)
    keep_one_back(MRNS["bob"], staff, among=MRNS["alice"])
    return Opening(patient, staff, invited=accounts.invite_one(TO_INVITE))


def take_in_records() -> bool:
    """Import everyone's record, unless today's is in; returns whether it had to."""
    stamp, wanted = get_settings().home / STAMP, _wanted()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    for number, bundle in enumerate(make_practice(today=clock.today())):
        report = import_upload(operator("demo"), f"demo-{number}.json", dumps(bundle).encode())
        if report.rejected:
            raise Unsafe(f"The made-up practice does not import: {report.rejected[0].reason}")
    stamp.write_text(wanted)
    return True


def _wanted() -> str:
    """The day, and a hash of what writes the practice."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return json.dumps({"day": clock.today().isoformat(), "code": digest.hexdigest()})


def _refuse_real_home() -> None:
    if not get_settings().is_demo:
        raise Unsafe("A made-up practice is shown in demo mode only. Run: portal demo")
    where = keyring.path()
    if where is not None and where.exists() and not keyring.keyring().demo:
        home = get_settings().home
        raise Unsafe(f"{home} holds a real practice. Set PORTAL_HOME to another folder for the demo.")
