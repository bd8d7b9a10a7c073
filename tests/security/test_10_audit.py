"""SECURITY.md 10: the audit trail is append-only, chained and anchored; whatever is done to it is told."""

import shutil
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from portal import db
from portal.access import anchors
from portal.access.actor import Scope
from portal.access.needs import needs
from portal.db import unit_of_work
from portal.errors import NotPermitted
from portal.models.audit import AuditEntry
from portal.models.base import PRACTICE
from portal.services import audit, door
from portal.settings import Settings
from tests import people

APPEND_ONLY = "the audit trail is append-only"


@needs(Scope.RECORDS)
def look(chart):
    return "seen"


def chain(of: UUID) -> list[AuditEntry]:
    with unit_of_work() as session:
        return list(session.exec(select(AuditEntry).where(AuditEntry.chain_id == of).order_by("seq")))


def tamper(*statements: str, **values: object) -> None:
    """Change the database as someone who owns the file or the server would: triggers taken off first."""
    with unit_of_work() as session:
        run = session.connection().execute
        if session.connection().dialect.name == "sqlite":
            kept = [row[0] for row in run(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'"))]
            run(text("DROP TRIGGER audit_entry_no_update"))
            run(text("DROP TRIGGER audit_entry_no_delete"))
        else:
            kept = ["ALTER TABLE audit_entry ENABLE TRIGGER ALL"]
            run(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
        for statement in statements:
            run(text(statement), values)
        for statement in kept:
            run(text(statement))


@pytest.fixture
def alice(any_home):
    """Alice, who has looked at her record five times, all of it anchored."""
    alice = people.alice()
    for _ in range(5):
        door.in_chart(alice.token, look)
    assert audit.verify().faults == []
    return alice


def id_in_sql(patient_id: UUID) -> str:
    """How this database writes an id."""
    is_sqlite = db.engine().dialect.name == "sqlite"
    return patient_id.hex if is_sqlite else str(patient_id)


def test_a_whole_trail_has_no_faults_and_counts_everything(alice):
    report = audit.verify()
    entries = chain(alice.patient_id) + chain(PRACTICE)
    assert (report.faults, report.entries, report.chains) == ([], len(entries), 2)
    assert report.anchors >= 1


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_an_entry(alice, statement):
    with pytest.raises(DBAPIError, match=APPEND_ONLY), unit_of_work() as session:
        session.connection().execute(text(statement))
    assert audit.verify().faults == []


def test_postgres_refuses_to_empty_the_trail(alice):
    if db.engine().dialect.name == "sqlite":
        return
    with pytest.raises(DBAPIError, match=APPEND_ONLY), unit_of_work() as session:
        session.connection().execute(text("TRUNCATE audit_entry"))


@pytest.mark.parametrize(
    "change", ["action = 'records.nothing'", "allowed = NOT allowed", "session_id = NULL", "sealed = mac"]
)
def test_an_edited_entry_is_told(alice, change):
    tamper(
        f"UPDATE audit_entry SET {change} WHERE chain_id = :chain AND seq = 4",
        chain=id_in_sql(alice.patient_id),
    )
    assert audit.verify().faults == [f"Patient {alice.patient_id}: entry 4 is not what was written."]


def test_an_entry_at_another_time_is_told(alice):
    other = "'2020-01-01 00:00:00.000000'"
    tamper(
        f"UPDATE audit_entry SET at = {other} WHERE chain_id = :chain AND seq = 2",
        chain=id_in_sql(alice.patient_id),
    )
    assert audit.verify().faults == [f"Patient {alice.patient_id}: entry 2 is not what was written."]


def test_entries_removed_from_the_middle_are_told(alice):
    tamper(
        "DELETE FROM audit_entry WHERE chain_id = :chain AND seq IN (2, 3)", chain=id_in_sql(alice.patient_id)
    )
    assert audit.verify().faults == [f"Patient {alice.patient_id}: entries 2 to 3 are missing."]


def test_entries_in_another_order_are_told(alice):
    swap = "UPDATE audit_entry SET seq = {} WHERE chain_id = :chain AND seq = {}"
    steps = [swap.format(100, 2), swap.format(2, 3), swap.format(3, 100)]
    tamper(*steps, chain=id_in_sql(alice.patient_id))
    faults = audit.verify().faults
    assert len(faults) >= 2 and all("is not what was written" in fault for fault in faults)


def test_a_chain_cut_short_is_told_even_when_its_head_is_set_back(alice):
    kept = chain(alice.patient_id)[-3]
    cut = [
        "DELETE FROM audit_entry WHERE chain_id = :chain AND seq > :seq",
        "UPDATE audit_head SET seq = :seq, mac = :mac WHERE chain_id = :chain",
    ]
    tamper(*cut, chain=id_in_sql(alice.patient_id), seq=kept.seq, mac=kept.mac)
    (fault,) = audit.verify().faults
    assert f"it ends at entry {kept.seq}, but entry {kept.seq + 2} was anchored" in fault


def test_a_chain_that_has_grown_again_after_it_was_cut_is_told(alice):
    kept = chain(alice.patient_id)[-2]
    cut = [
        "DELETE FROM audit_entry WHERE chain_id = :chain AND seq > :seq",
        "UPDATE audit_head SET seq = :seq, mac = :mac WHERE chain_id = :chain",
    ]
    tamper(*cut, chain=id_in_sql(alice.patient_id), seq=kept.seq, mac=kept.mac)
    door.in_chart(alice.token, look)
    (fault,) = audit.verify().faults
    assert f"entry {kept.seq + 1} is not the one anchored" in fault


def test_a_chain_cut_short_without_its_head_is_told_before_any_anchor(alice):
    door.in_chart(alice.token, look)
    last = chain(alice.patient_id)[-1].seq
    tamper(
        f"DELETE FROM audit_entry WHERE chain_id = :chain AND seq = {last}", chain=id_in_sql(alice.patient_id)
    )
    (fault,) = audit.verify().faults
    assert f"its last entry is {last - 1}, but its head says otherwise" in fault


def test_a_chain_that_is_gone_altogether_is_told(alice):
    wipe = [
        "DELETE FROM audit_entry WHERE chain_id = :chain",
        "DELETE FROM audit_head WHERE chain_id = :chain",
    ]
    tamper(*wipe, chain=id_in_sql(alice.patient_id))
    faults = audit.verify().faults
    assert any(f"Patient {alice.patient_id}: it ends at entry 0" in fault for fault in faults)


def test_an_entry_made_without_the_key_is_told(alice):
    last = chain(alice.patient_id)[-1]
    same = "at, account_id, session_id, action, allowed, subject_id, sealed"
    forged = (
        f"INSERT INTO audit_entry (id, chain_id, seq, {same}, mac) "
        f"SELECT :id, chain_id, seq + 1, {same}, :mac FROM audit_entry "
        "WHERE chain_id = :chain AND seq = :seq"
    )
    tamper(
        forged,
        "UPDATE audit_head SET seq = :seq + 1, mac = :mac WHERE chain_id = :chain",
        id=id_in_sql(UUID(int=77)),
        chain=id_in_sql(alice.patient_id),
        seq=last.seq,
        mac=b"m" * 32,
    )
    assert audit.verify().faults == [
        f"Patient {alice.patient_id}: entry {last.seq + 1} is not what was written."
    ]


def test_an_older_database_put_in_place_of_this_one_is_told(home, tmp_path):
    alice = people.alice()
    assert audit.verify().faults == []
    with unit_of_work() as session:
        session.connection()
    db.engine().dispose()
    shutil.copyfile(home / "portal.db", tmp_path / "older.db")
    door.in_chart(alice.token, look)
    assert audit.verify().faults == []

    db.engine().dispose()
    shutil.copyfile(tmp_path / "older.db", home / "portal.db")

    faults = audit.verify().faults
    assert any("an older database was restored" in fault for fault in faults)


def test_anchors_changed_cut_or_gone_are_told(alice):
    door.in_chart(alice.token, look)
    audit.anchor()
    path = anchors.anchors_path()
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)

    path.write_bytes(whole.replace(b'"n":1,', b'"n":1, ', 1).replace(b"20", b"21", 1))
    assert any("line 1 is not what was written" in fault for fault in audit.verify().faults)
    path.write_bytes(b"".join(lines[:-1]))
    assert any(f"the database remembers {len(lines)} lines" in fault for fault in audit.verify().faults)
    path.unlink()
    assert any(f"the database remembers {len(lines)} lines" in fault for fault in audit.verify().faults)
    path.write_bytes(whole)
    assert audit.verify().faults == []


def test_a_process_killed_while_anchoring_leaves_nothing_to_complain_of(alice):
    path = anchors.anchors_path()
    with path.open("ab") as file:
        file.write(b'{"n":99,"at":"2026-')
    assert audit.verify().faults == []
    door.in_chart(alice.token, look)
    assert audit.anchor() == 1
    assert audit.verify().faults == []


def test_nothing_new_adds_no_line(alice):
    before = anchors.anchors_path().read_bytes()
    assert audit.anchor() == 0
    assert anchors.anchors_path().read_bytes() == before


def test_a_refusal_is_written_into_the_trail_of_whom_it_concerns(any_home):
    alice, bob = people.alice(), people.bob()
    with pytest.raises(NotPermitted):
        door.in_chart(bob.token, look, patient_id=alice.patient_id)
    last = chain(alice.patient_id)[-1]
    assert (last.allowed, last.account_id, last.action) == (False, bob.account_id, "test_10_audit.look")


def test_a_refusal_about_nobody_on_file_is_written_into_the_practices_trail(any_home):
    bob = people.bob()
    with pytest.raises(NotPermitted):
        door.in_chart(bob.token, look, patient_id=UUID(int=5))
    last = chain(PRACTICE)[-1]
    assert (last.allowed, last.account_id) == (False, bob.account_id)


def test_what_cannot_be_written_down_does_not_happen(home):
    alice = people.alice()
    refuse = "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    with unit_of_work() as session:
        session.connection().execute(text(f"CREATE TRIGGER full BEFORE INSERT ON audit_entry {refuse}"))
    looked = []

    @needs(Scope.RECORDS)
    def look_and_tell(chart):
        looked.append(chart.patient_id)

    with pytest.raises(DBAPIError, match="the disk is full"):
        door.in_chart(alice.token, look_and_tell)
    assert looked == []


def test_no_setting_switches_the_trail_off():
    assert [name for name in Settings.model_fields if "audit" in name or "anchor" in name] == []
