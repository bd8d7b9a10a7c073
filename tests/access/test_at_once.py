"""Many at once: chains, throttles and first keys hold when several workers do the same thing together."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlmodel import delete, select

from portal.access import audit, throttle
from portal.access.actor import Scope, operator
from portal.access.needs import needs
from portal.access.practice import practice_key
from portal.db import unit_of_work
from portal.errors import TooMany
from portal.models.audit import AuditHead
from portal.models.patient import DataKey
from portal.services import door
from portal.services.audit import verify
from tests import people

AT_ONCE = 8


@needs(Scope.RECORDS)
def look(chart):
    return chart.patient_id


@needs(Scope.RECORDS)
def look_while_bob_enrols(chart):
    return people.bob().name


def together(call, times: int = AT_ONCE) -> list:
    """Run `call` in as many threads, and return what each came back with."""
    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(call) for _ in range(times)]]


def test_reading_a_long_record_keeps_nobody_from_writing(any_home):
    alice = people.alice()
    assert door.in_chart(alice.token, look_while_bob_enrols) == "Bob Brown"
    assert verify().faults == []


def test_everyone_opening_alices_chart_gets_in_and_the_chain_holds(any_home):
    alice, nia = people.alice(), people.nia()
    together(lambda: door.in_chart(nia.token, look, patient_id=alice.patient_id))
    report = verify()
    assert report.faults == [] and report.entries >= AT_ONCE


def test_the_very_first_entries_of_a_chain_may_come_together(any_home):
    chain, key = uuid4(), b"k" * 32

    def write():
        with unit_of_work() as db:
            audit.write(db, chain, key, operator(), people.LOOKED)

    together(write)
    with unit_of_work() as db:
        assert db.get_one(AuditHead, chain).seq == AT_ONCE
    assert verify().faults == []


def test_the_practices_first_key_is_made_once(any_home):
    with unit_of_work() as db:
        db.exec(delete(DataKey))

    def first():
        with unit_of_work() as db:
            return practice_key(db)

    assert len(set(together(first))) == 1
    with unit_of_work() as db:
        assert len(db.exec(select(DataKey)).all()) == 1


def test_guesses_made_together_are_all_counted(any_home):
    def guess():
        with unit_of_work() as db:
            return throttle.count(db, throttle.ACCOUNT_HERE, "alice@192.0.2.7")

    assert sorted(together(guess)) == list(range(1, AT_ONCE + 1))
    with pytest.raises(TooMany), unit_of_work() as db:
        throttle.check(db, throttle.ACCOUNT_HERE, "alice@192.0.2.7")
