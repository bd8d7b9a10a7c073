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
from portal.models.account import Role
from portal.services import aging_out, door, proof, representatives
from portal.services.importing import import_upload
from portal.services.representatives import Wish
from portal.services.staff import holds
from portal.services.staff.messages import desk, many, quick, sending
from portal.services.staff.messages.many import ToMany
from tests import people
from tests.charts import listed
from tests.guardians import becomes_guardian_of, child, guardian
from tests.messages import answered, group, mark
from tests.people import Person, proved
from tests.services.contact import contacting
from tests.services.messages.test_writing import add, begin, keep, send, typed
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
def fill_contact_changes(home: Path) -> None:
    """Alice and Bob have asked for other contact details: hers waits, one of his was denied."""
    fill(home)
    nia = people.nia()
    contacting.sent(proved(enrolled("alice")), city="Millbrook Falls", zip="14998", home="(607) 555-0199")
    bob = proved(enrolled("bob"))
    contacting.sent(bob, mobile="(607) 555-0198")
    contacting.denied(nia, contacting.queued(nia)[0].href)


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
def fill_aging_out(home: Path) -> None:
    """Four who turn 18 soon, or just did: with an email of their own, without one, with a ground."""
    fill(home)
    invited, nobody = (
        child("Leo Ames", years=18, in_days=6, email="leo@example.org"),
        child("Zoe Ames", years=18, in_days=40),
    )
    ward, past = child("Max Ames", years=18, in_days=70), child("Una Ames", years=18, in_days=-3)
    for one in (invited, nobody, past):
        guardian("Ben Ames", one, signed_in=False)
    becomes_guardian_of(people.account(Person("Amy Ames")), ward)
    aging_out.run()


@lru_cache(maxsize=4)
def fill_representatives(home: Path) -> None:
    """Alice has invited Dana to help her."""
    fill(home)
    alice = enrolled("alice")
    token = proof.give(alice.token, alice.password, source=people.HERE)
    wish = Wish("Dana Diaz", "dana@example.org", "Daughter", levels={"records": "view"}, agreed=True)
    door.in_account(token, representatives.invite, wish)


@lru_cache(maxsize=4)
def fill_messages(home: Path) -> None:
    """Alice has written with a picture, and was answered; one waits, one is begun; Nia has left a note."""
    fill(home)
    alice, nia = enrolled("alice"), people.nia()
    once = begin(alice).once
    keep(alice, typed(subject="Rash after the new tablets", body="A red rash. See the picture."), once=once)
    add(alice, once)
    sent = send(alice, typed(subject="Rash after the new tablets", body="A red rash."), once=once)
    thread_id = correcting.id_in(sent.href)
    door.in_practice(nia.token, desk.add_note, thread_id=thread_id, note="Called her at noon.")
    answered(nia, thread_id, "Stop the tablets.\nCall us tomorrow.", patient_id=alice.patient_id)
    send(alice, typed(subject="A letter for my employer", topic="form"))
    olga = people.staff("Olga Orr", role=Role.ADMINISTRATOR)
    words = "Dear {first name}, please call {practice phone}."
    door.in_practice(olga.token, quick.save_quick, name="Call us", words=words)
    with reading() as db:
        whom = tuple(str(find_by_mrn(db, MRNS[who])[0].id) for who in ("alice", "bob"))
    flu = ToMany("other", str(group()), "Flu shots", "They are here.", patients=whom)
    door.in_practice(nia.token, many.send, asked=flu, once=mark())
    sending.send_due()
    keep(alice, typed(subject="Trouble sleeping"), once=begin(alice).once)


def enrolled(who: str) -> Person:
    """One of the demonstration's people ("alice", "bob" …), with an account, signed in."""
    with reading() as db:
        (row,) = find_by_mrn(db, MRNS[who])
    person = people.account(Person(name=who.capitalize(), mrn=MRNS[who], patient_id=row.id))
    with unit_of_work() as db:
        assert person.account_id is not None
        grant_self(db, person.account_id, row.id)
    return people.sign_in(person)
