"""Nia writes to one patient or to many: she sees whom it reaches, before and after."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from portal import clock
from portal.access.grants import grant_emergency
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.models.account import Account, Grant, Role
from portal.models.message import Message, Thread
from portal.models.message_desk import MessageBulk
from portal.services.staff.messages import many, queues, sending
from portal.services.staff.messages.many import ToMany
from tests import people
from tests.messages import group, mark
from tests.people import Person
from tests.services.staff.at_the_desk import admin, do, shown, titles

pytestmark = pytest.mark.usefixtures("home")


def asked(*patients: Person, **more: Any) -> ToMany:
    given = {
        "topic": "other",
        "group": str(group()),
        "subject": "Flu shots",
        "body": "Dear {first name}, they are here.",
        "patients": tuple(str(one.patient_id) for one in patients),
    }
    return ToMany(**{**given, **more})


def sent_to(nia: Person, what: ToMany, once: str = "") -> Any:
    place = do(nia, many.send, asked=what, once=once or mark())
    sending.send_due()
    return do(nia, many.show, sending_id=UUID(place.rpartition("/")[2]))


def test_each_gets_a_conversation_of_their_own_and_who_does_not_is_listed() -> None:
    alice, bob, nia = people.alice(), people.bob(), people.nia()
    what = asked(alice, bob, people.patient("Cleo Carr"))
    check = do(nia, many.check, asked=what)
    assert (check.count, check.body) == (3, f"Dear {check.example.split()[0]}, they are here.")
    assert check.example in ("Alice Ames", "Bob Brown")
    assert check.without.startswith("1 of them does not get it")
    one = sent_to(nia, what)
    assert (one.sent, one.total, one.is_done, one.percent) == (2, 3, True, 100)
    assert [(row.name, row.why) for row in one.not_reached] == [
        ("Cleo Carr", "Has no account, and nobody acts for them")
    ]
    with reading() as db:
        threads = db.exec(select(Thread).where(Thread.bulk_id == UUID(one.key))).all()
    assert {row.with_id for row in threads} == {alice.account_id, bob.account_id}
    hers = next(row for row in threads if row.with_id == alice.account_id)
    assert shown(alice, hers.id).said[0].body == "Dear Alice, they are here."
    assert titles(nia, queues.MINE) == []
    with pytest.raises(NotFound):
        shown(bob, hers.id)


def test_who_may_look_in_an_emergency_and_whose_access_is_paused_reads_none_of_it() -> None:
    """Before it goes, those are counted whom it reaches afterwards: by the same rule."""
    nia, cleo, mia = people.nia(), people.patient("Cleo Carr"), people.mia()
    people.ben(mia)
    with unit_of_work() as db:
        grant_emergency(db, nia.account_id, cleo.patient_id, until=clock.now() + timedelta(hours=1))
        for held in db.exec(select(Grant).where(Grant.patient_id == mia.patient_id)):
            held.paused_at = clock.now()
            db.add(held)
    what = asked(cleo, mia)
    check = do(nia, many.check, asked=what)
    assert check.without.startswith("2 of them do not get it") and check.example == ""
    assert sent_to(nia, what).sent == 0


def test_the_same_send_twice_is_one() -> None:
    alice, nia = people.alice(), people.nia()
    once = mark()
    sent_to(nia, asked(alice), once)
    sent_to(nia, asked(alice), once)
    sending.send_due()
    with reading() as db:
        assert len(db.exec(select(Message)).all()) == 1
        assert len(db.exec(select(MessageBulk)).all()) == 1


def test_a_job_that_is_cut_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob, nia = people.alice(), people.bob(), people.nia()
    place = do(nia, many.send, asked=asked(alice, bob), once=mark())
    real, calls = sending._send_one, []

    def cut_off(*given: Any) -> Any:
        calls.append(1)
        found = real(*given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return found

    monkeypatch.setattr(sending, "_send_one", cut_off)
    with pytest.raises(KeyboardInterrupt):
        sending.send_due()
    with reading() as db:
        assert len(db.exec(select(Message)).all()) == 1
    sending.send_due()
    one = do(nia, many.show, sending_id=UUID(place.rpartition("/")[2]))
    with reading() as db:
        assert len(db.exec(select(Message)).all()) == 2
    assert (one.sent, one.is_done) == (2, True)


def test_a_damaged_record_does_not_stop_the_others() -> None:
    alice, bob, nia = people.alice(), people.bob(), people.nia()
    with unit_of_work() as db:
        row = db.get_one(Account, alice.account_id)
        row.sealed = b"damaged"
        db.add(row)
    one = sent_to(nia, asked(alice, bob))
    assert (one.sent, one.is_done) == (1, True)
    assert [row.why for row in one.not_reached] == ["Did not work. Send it to them by itself"]


def test_stopped_it_goes_to_no_one_more() -> None:
    alice, nia = people.alice(), people.nia()
    place = do(nia, many.send, asked=asked(alice), once=mark())
    key = UUID(place.rpartition("/")[2])
    do(nia, many.stop, sending_id=key)
    sending.send_due()
    one = do(nia, many.show, sending_id=key)
    assert (one.sent, one.is_stopped, one.is_done) == (0, True, True)
    assert [row.why for row in one.not_reached] == ["It was stopped before"]


def test_whoever_was_shut_out_meanwhile_sends_nothing_more() -> None:
    alice, nia = people.alice(), people.nia()
    do(nia, many.send, asked=asked(alice), once=mark())
    with unit_of_work() as db:
        account = db.get_one(Account, nia.account_id)
        account.disabled_at = clock.now()
        db.add(account)
    sending.send_due()
    with reading() as db:
        assert db.exec(select(Message)).all() == []


def test_for_a_child_it_goes_to_each_parent_by_themselves() -> None:
    nia = people.nia()
    mia = people.mia()
    ben = people.ben(mia)
    one = sent_to(nia, asked(mia))
    with reading() as db:
        threads = db.exec(select(Thread).where(Thread.patient_id == mia.patient_id)).all()
        parents = db.exec(select(Grant.account_id).where(Grant.patient_id == mia.patient_id)).all()
    assert {row.with_id for row in threads} == set(parents) and ben.account_id in parents
    assert one.sent == 1


def test_a_pasted_list_says_what_fits_nobody() -> None:
    alice, nia = people.alice(), people.nia()
    found = do(nia, many.check, asked=asked(patients=(), mrns=f"{alice.mrn}\nnone-such, ;{alice.mrn}"))
    assert (found.count, found.unknown, found.names) == (1, ["none-such"], ["Alice Ames"])


def test_everyone_is_for_administrators() -> None:
    people.alice(), people.bob()
    nia, olga = people.nia(), admin()
    everyone = asked(everyone=True)
    assert do(olga, many.check, asked=everyone).count == 2
    with pytest.raises(NotPermitted):
        do(nia, many.check, asked=everyone)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"topic": "x"}, "topic"),
        ({"group": "x"}, "group"),
        ({"subject": " "}, "subject"),
        ({"subject": "x" * 121}, "subject"),
        ({"body": ""}, "body"),
        ({"body": "x" * 10_001}, "body"),
        ({"body": "Dear {name}"}, "body"),
        ({"patients": ()}, "patients"),
        ({"patients": ("x", str(uuid4()))}, "patients"),
    ],
)
def test_what_is_wrong_with_a_message_to_many_is_said_before_it_goes(
    given: dict[str, Any], field: str
) -> None:
    alice, nia = people.alice(), people.nia()
    for service, more in ((many.check, {}), (many.send, {"once": mark()})):
        with pytest.raises(Invalid) as refusal:
            do(nia, service, asked=asked(alice, **given), **more)
        assert list(refusal.value.fields) == [field]
    with reading() as db:
        assert db.exec(select(MessageBulk)).all() == []


def test_a_sending_is_seen_and_stopped_by_who_sends_it_and_administrators() -> None:
    alice, nia, olga = people.alice(), people.nia(), admin()
    sam = people.staff("Sam Ortiz", role=Role.FRONT_DESK)
    place = do(nia, many.send, asked=asked(alice), once=mark())
    key = UUID(place.rpartition("/")[2])
    for service in (many.show, many.stop):
        with pytest.raises(NotFound):
            do(sam, service, sending_id=key)
    assert do(sam, many.begin).latest == [] and len(do(olga, many.begin).latest) == 1
    sending.send_due()
    assert do(olga, many.show, sending_id=key).sent == 1
    with pytest.raises(Conflict):
        do(nia, many.stop, sending_id=key)
