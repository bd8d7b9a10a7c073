"""Opening the made-up practice: its folder, its records, its accounts; quick when all of it is there."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from portal import clock, migrations
from portal.access.actor import operator
from portal.demo import accounts, sharing
from portal.demo.accounts import Invited, SignIn
from portal.demo.contact import ask_for_a_new_number
from portal.demo.corrections import ask_for_corrections
from portal.demo.emergencies import open_one
from portal.demo.families import open_families
from portal.demo.helping import open_helper
from portal.demo.holds import keep_one_back
from portal.demo.messages import equip, talk
from portal.demo.people import MRNS, dumps, make_practice
from portal.errors import Unsafe
from portal.models.account import Role
from portal.services.audit_words.telling import role_words
from portal.services.importing import import_upload
from portal.settings import get_settings
from portal.vault import keyring

STAMP = "demo.stamp"
COLLEAGUES = {
    Role.CLINICIAN: ("Dr. Ifeoma Okafor", "ifeoma.okafor@example.org"),
    Role.FRONT_DESK: ("Sam Ortiz", "sam.ortiz@example.org"),
    Role.BILLER: ("Bea Lindgren", "bea.lindgren@example.org"),
}
TO_INVITE = [MRNS[name] for name in ("priya", "grace", "bob")]


@dataclass(frozen=True, slots=True)
class Opening:
    """How to get in."""

    patient: SignIn
    staff: SignIn
    invited: Invited | None
    parent: SignIn
    teen: SignIn
    helper: SignIn
    colleagues: tuple[tuple[str, SignIn], ...]


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
    secret = accounts.new_secret()
    patient = accounts.patient_sign_in(MRNS["alice"], "alice.demo", secret)
    staff = accounts.staff_sign_in("Nia Brooks, RN", "nia.brooks@example.org", Role.ADMINISTRATOR, secret)
    colleagues = {role: accounts.staff_sign_in(*who, role, secret) for role, who in COLLEAGUES.items()}
    sharing.share_one()
    ask_for_corrections(MRNS["alice"], patient.username, staff)
    ask_for_a_new_number(MRNS["alice"], patient.username)
    talk(MRNS["alice"], patient.username, staff)
    keep_one_back(MRNS["bob"], staff, among=MRNS["alice"])
    parent = open_families(patient, accounts.staff_actor(staff, Role.ADMINISTRATOR), secret)
    teen = accounts.patient_sign_in(MRNS["leo"], "leo.demo", secret)
    desk = accounts.staff_actor(colleagues[Role.FRONT_DESK], Role.FRONT_DESK)
    open_one(accounts.on_file(MRNS["walter"])[0], desk)
    invited = accounts.invite_one(TO_INVITE)
    named = tuple((role_words(role), who) for role, who in colleagues.items())
    helper = open_helper(MRNS["alice"], secret)
    equip([MRNS[who] for who in ("alice", "leo", "walter", "bob")], staff)
    return Opening(patient, staff, invited, parent, teen, helper, named)


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
