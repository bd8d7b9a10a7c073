"""SECURITY.md 9: keys rotate while serving; old keys can go; erasing a data key erases the patient."""

import json
import random
import time

import pytest
from sqlmodel import select

from portal.access import keys
from portal.access.actor import Duty, Scope, operator
from portal.access.audit import bound_to
from portal.access.charts import open_chart
from portal.access.needs import needs
from portal.access.practice import open_practice
from portal.db import unit_of_work
from portal.errors import Conflict, NotFound, Unsafe
from portal.models.audit import AuditContents, AuditEntry
from portal.models.patient import Patient, PatientContents
from portal.services import door
from portal.services import keys as rotation
from portal.services.audit import verify
from portal.settings import get_settings
from portal.vault import keyring, sealing
from tests import people
from tests.processes import other

SERVING = """
import sys, select
from uuid import UUID
from portal.access.actor import Scope
from portal.access.needs import needs
from portal.services import door
from portal.models.audit import AuditContents, AuditEntry
from portal.models.patient import Patient, PatientContents
from tests import people

@needs(Scope.RECORDS)
def own_name(chart):
    return chart.unseal(chart.db.get(Patient, chart.patient_id), PatientContents).name

print("serving", flush=True)
seen = made = 0
while not select.select([sys.stdin], [], [], 0)[0]:
    assert door.in_chart(sys.argv[1], own_name) == "Alice Ames"
    seen += 1
    if seen % 5 == 0:
        people.patient(f"Patient {seen}")
        made += 1
    if seen == 20:
        print("busy", flush=True)
print(seen, made, flush=True)
"""
ROTATING = """
from portal.services.keys import rotate
print("rotating", flush=True)
rotate(remove_old=True)
print("done", flush=True)
"""


@needs(Scope.RECORDS)
def own_name(chart):
    return chart.unseal(chart.db.get(Patient, chart.patient_id), PatientContents).name


def masters_in_use() -> set[str]:
    with unit_of_work() as db:
        return set(keys.masters_in_use(db))


def everybody_is_readable() -> int:
    """Open the chart of everyone on file; how many there are."""
    with unit_of_work() as db:
        found = list(db.exec(select(Patient.id)))
    for patient_id in found:
        assert door.as_actor(operator(), own_name, patient_id=patient_id)
    return len(found)


def test_what_was_sealed_before_is_readable_after_and_the_old_key_is_gone(any_home):
    alice = people.alice()
    before = keyring.keyring()

    rotated = rotation.rotate(remove_old=True)

    ring = keyring.keyring()
    assert door.in_chart(alice.token, own_name) == "Alice Ames"
    assert (rotated.rewrapped, rotated.removed) == (2, 1)
    assert list(ring.masters) == [ring.active] == [rotated.active]
    assert before.active not in ring.masters and masters_in_use() == {ring.active}
    assert (ring.lookup, ring.pepper, ring.audit) == (before.lookup, before.pepper, before.audit)
    assert verify().faults == []


def test_the_old_keyring_opens_nothing_any_more(home):
    alice = people.alice()
    old = keyring.keyring()
    rotation.rotate(remove_old=True)
    keyring.save(old)
    with pytest.raises(Unsafe, match="which the keyring does not hold"):
        door.in_chart(alice.token, own_name)


def test_without_removing_the_old_key_stays_for_older_backups(home):
    first = keyring.keyring().active
    people.alice()
    rotation.rotate(remove_old=False)
    assert first in keyring.keyring().masters
    assert rotation.rotate(remove_old=True).removed == 2


def test_another_process_goes_on_serving_and_enrolling_all_the_while(any_home):
    alice = people.alice()
    with other(SERVING, alice.token) as server:
        assert (server.line(), server.line()) == ("serving", "busy")
        actives = {rotation.rotate(remove_old=True).active for _ in range(6)}
        said = server.ask_to_stop()
    seen, made = map(int, said[-1].split())
    assert seen > 20 and len(actives) == 6
    assert everybody_is_readable() == 1 + made
    assert masters_in_use() == {keyring.keyring().active}


def test_killed_at_any_moment_nothing_is_lost_and_the_next_rotation_finishes_it(any_home):
    for number in range(60):
        people.patient(f"Patient {number}")
    chance = random.Random(20261122)
    for _ in range(4):
        with other(ROTATING) as rotating:
            rotating.line()
            time.sleep(chance.uniform(0, 0.25))
            rotating.kill()
        assert everybody_is_readable() == 60
    rotation.rotate(remove_old=True)
    assert everybody_is_readable() == 60
    assert list(keyring.keyring().masters) == [keyring.keyring().active]
    assert [path.name for path in (any_home / "keys").iterdir()] == ["keyring.json"]


def test_two_rotations_at_once_are_refused(home):
    people.alice()
    with rotation._alone(), pytest.raises(Conflict, match="being rotated already"):
        rotation.rotate(remove_old=True)
    rotation.rotate(remove_old=True)


def test_a_keyring_from_the_environment_is_changed_where_it_is_kept(home, monkeypatch):
    people.alice()
    monkeypatch.setenv("PORTAL_KEYRING", keyring.keyring().to_json())
    get_settings.cache_clear()
    with pytest.raises(Unsafe, match="secret manager"):
        rotation.rotate(remove_old=False)

    bigger = keyring.with_new_master(keyring.keyring())
    monkeypatch.setenv("PORTAL_KEYRING", bigger.to_json())
    get_settings.cache_clear()
    assert rotation.rotate(remove_old=False).rewrapped == 2
    assert masters_in_use() == {bigger.active}


def test_the_rotation_is_written_down(home):
    people.alice()
    active = rotation.rotate(remove_old=True).active
    with unit_of_work() as db:
        practice = open_practice(db, operator(), Duty.AUDIT)
        entry = db.exec(select(AuditEntry).where(AuditEntry.action == "keys.rotated")).one()
        opened = sealing.unseal(practice.key, entry.sealed, bound_to(entry.id, entry.chain_id))
    assert AuditContents.model_validate_json(opened).subject == f"{active}: 2 wrapped, 1 removed"


def test_erasing_alices_key_erases_alice_for_everyone_and_for_good(any_home):
    alice, nia = people.alice(), people.nia()
    with unit_of_work() as db:
        sealed = db.get_one(Patient, alice.patient_id).sealed
        keys.erase_key(db, alice.patient_id)
    for look in (
        lambda: door.in_chart(alice.token, own_name),
        lambda: door.in_chart(nia.token, own_name, patient_id=alice.patient_id),
        lambda: door.as_actor(operator(), own_name, patient_id=alice.patient_id),
    ):
        with pytest.raises(NotFound):
            look()
    assert b"Alice" not in sealed
    for key in keyring.keyring().masters.values():
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(key, sealed, b"")


def test_a_row_moved_to_another_patient_or_table_does_not_open(home):
    alice, bob = people.alice(), people.bob()
    with unit_of_work() as db:
        mine, his = db.get_one(Patient, alice.patient_id), db.get_one(Patient, bob.patient_id)
        his.sealed = mine.sealed
        with pytest.raises(sealing.Unreadable):
            chart = open_chart(db, operator(), his.id, Scope.RECORDS, deed=people.LOOKED)
            chart.unseal(his, PatientContents)
        db.rollback()


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "[]",
        "{}",
        "not json",
        json.dumps({"masters": {}, "active": "k"}),
        json.dumps({"masters": {"k": "AAAA"}, "active": "k", "lookup": "", "pepper": "", "audit": ""}),
    ],
)
def test_a_keyring_that_is_not_one_is_refused_in_words(home, wrong):
    (home / "keys" / "keyring.json").write_text(wrong)
    with pytest.raises(Unsafe, match="keyring"):
        keyring.keyring()


def test_a_keyring_that_others_can_read_is_refused(home):
    (home / "keys" / "keyring.json").chmod(0o640)
    with pytest.raises(Unsafe, match="chmod 600"):
        keyring.keyring()


def test_two_processes_that_make_the_first_keyring_agree_on_one(home):
    (home / "keys" / "keyring.json").unlink()
    making = "from portal.vault import keyring; print(keyring.make().active, flush=True)"
    with other(making) as one, other(making) as two:
        assert one.line() == two.line() == keyring.keyring().active
