"""The cast is what it says: each opens what is theirs and nothing else."""

import pytest

from portal.access.actor import Scope
from portal.access.audit import Deed
from portal.access.charts import open_chart
from portal.db import unit_of_work
from portal.errors import NotPermitted, SignedOut
from portal.services import accounts
from tests import people

LOOK = Deed("test.looked")


def may_open(who: people.Person, whose: people.Person, *, acting: bool = False) -> bool:
    """True when `who` gets into the chart of `whose`."""
    with unit_of_work() as db:
        try:
            open_chart(db, who.actor, whose.patient_id, Scope.RECORDS, deed=LOOK, acting=acting)
        except NotPermitted:
            return False
    return True


def test_alice_and_bob_each_open_their_own_chart_only(any_home):
    alice, bob = people.alice(), people.bob()
    assert may_open(alice, alice, acting=True) and may_open(bob, bob)
    assert not may_open(bob, alice) and not may_open(alice, bob)


def test_dana_reads_for_alice_and_may_not_act(any_home):
    alice = people.alice()
    dana = people.dana(alice)
    assert may_open(dana, alice)
    assert not may_open(dana, alice, acting=True)


def test_mia_has_two_parents_who_do_not_see_each_other(any_home):
    alice = people.alice()
    mia = people.mia(alice)
    ben = people.ben(mia)
    assert may_open(alice, mia) and may_open(ben, mia)
    assert not may_open(ben, alice)


def test_nia_opens_any_chart_and_has_no_chart_of_her_own(any_home):
    alice, nia = people.alice(), people.nia()
    assert may_open(nia, alice, acting=True)
    assert nia.patient_id is None and len(nia.code) == 6


def test_olga_no_longer_works_here(any_home):
    olga = people.sign_in(people.olga())
    with pytest.raises(SignedOut):
        accounts.who(olga.token)
