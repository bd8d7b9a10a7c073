"""The demonstration's people in a test's portal, signed in as if they had enrolled long ago."""

import json
from functools import lru_cache
from pathlib import Path

from portal import clock
from portal.access.actor import operator
from portal.access.grants import grant_self
from portal.access.patient_index import find_by_mrn
from portal.db import reading, unit_of_work
from portal.demo.people import MRNS, dumps, make_practice
from portal.services import door, proof, representatives
from portal.services.importing import import_upload
from portal.services.representatives import Wish
from portal.services.staff import holds
from tests import people
from tests.charts import listed
from tests.people import Person
from tests.services.records import correcting
from tests.services.staff import emergencies


@lru_cache(maxsize=4)
def fill(home: Path) -> None:
    """Import the demonstration's charts into the practice at `home`, once."""
    for bundle in make_practice(today=clock.today()):
        done = import_upload(operator(), "demo.json", dumps(bundle).encode())
        assert done.rejected == [], json.dumps(done.to_dict())


@lru_cache(maxsize=4)
def fill_corrections(home: Path) -> None:
    """Alice has asked for three corrections: one is open, with a picture, one accepted, one denied."""
    fill(home)
    alice, nia = enrolled("alice"), people.nia()
    items = [correcting.id_in(row.href) for row in listed(alice, "results").rows[:3]]
    once = correcting.begun(alice, items[0]).once
    correcting.with_file(alice, items[0], once)
    correcting.sent(alice, items[0], once=once)
    correcting.accepted(nia, correcting.sent(alice, items[1]).href)
    correcting.denied(nia, correcting.sent(alice, items[2]).href)


@lru_cache(maxsize=4)
def fill_holds(home: Path) -> None:
    """Nia keeps one of Bob's results back."""
    fill(home)
    bob, nia = enrolled("bob"), people.nia()
    record_id = correcting.id_in(listed(bob, "results").rows[0].href)
    which = {"patient_id": bob.patient_id, "record_id": record_id, "kind": "results"}
    door.in_practice(nia.token, holds.hold, reason="I will call him before he reads this.", **which)


@lru_cache(maxsize=4)
def fill_emergencies(home: Path) -> None:
    """Sam at the front desk has opened Alice's chart three times: one was right, one was not, one waits."""
    fill(home)
    alice, sam, nia = enrolled("alice"), emergencies.sam(), people.nia()
    answers = [("right", ""), ("wrong", "He was curious. I have talked with him."), ("", "")]
    for outcome, note in answers:
        emergencies.open_it(sam, alice)
        emergencies.end(sam, alice)
        if outcome:
            emergencies.decide(nia, alice, outcome, note)


@lru_cache(maxsize=4)
def fill_representatives(home: Path) -> None:
    """Alice has invited Dana to help her."""
    fill(home)
    alice = enrolled("alice")
    token = proof.give(alice.token, alice.password, source=people.HERE)
    wish = Wish("Dana Diaz", "dana@example.org", "Daughter", levels={"records": "view"}, agreed=True)
    door.in_account(token, representatives.invite, wish)


def enrolled(who: str) -> Person:
    """One of the demonstration's people ("alice", "bob" …), with an account, signed in."""
    with reading() as db:
        (row,) = find_by_mrn(db, MRNS[who])
    person = people.account(Person(name=who.capitalize(), mrn=MRNS[who], patient_id=row.id))
    with unit_of_work() as db:
        assert person.account_id is not None
        grant_self(db, person.account_id, row.id)
    return people.sign_in(person)
