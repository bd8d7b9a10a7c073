"""Nia works through the messages: takes, notes, hands over, answers; Alice reads only the answer."""

import json
from dataclasses import asdict
from uuid import UUID

import pytest

from portal.errors import Conflict, Invalid, NotFound, NotPermitted, SignedOut
from portal.models.account import Role
from portal.services import door
from portal.services.messages import thread
from portal.services.staff.messages import answering, desk, queues
from tests import people
from tests.messages import group, mark, wrote
from tests.services.messages.test_writing import add, begin, send, typed

pytestmark = pytest.mark.usefixtures("home")


def do(who, service, **given):
    return door.in_practice(who.token, service, **given)


def queue(who, key=""):
    return do(who, queues.list_queue, queue=key)


def titles(who, key=""):
    return [row.title for row in queue(who, key).rows]


def count(who):
    return queues.count_mine(who.token)


def test_what_waits_for_whom():
    alice = people.alice()
    wrote(alice, "Ankle hurts", subject="Ankle")
    wrote(alice, "The bill", subject="Bill", to="Billing", topic="bill")
    nia, bea = people.nia(), people.staff("Bea Biller", role=Role.BILLER)
    assert titles(nia) == ["Ankle"] and titles(bea) == ["Bill"]
    assert (count(nia), count(bea)) == (1, 1)
    assert titles(nia, "all") == ["Ankle", "Bill"] and titles(nia, "topic-bill") == ["Bill"]
    tabs = {tab.key: tab.count for tab in queue(nia).tabs}
    assert tabs["unassigned"] == 2 and tabs["mine"] == 0
    assert "Alice Ames" in queue(nia).rows[0].line


def test_taken_noted_handed_over_answered_and_closed_and_alice_reads_only_the_answer():
    alice, nia = people.alice(), people.nia()
    sam = people.staff("Sam Ortiz", role=Role.FRONT_DESK)
    one = wrote(alice, "Ankle hurts", subject="Ankle")
    do(nia, desk.take, thread_id=one)
    assert titles(nia, "mine") == ["Ankle"] and titles(nia, "unassigned") == []
    do(nia, desk.add_note, thread_id=one, note="zyqnote: called her")
    do(nia, desk.assign, thread_id=one, to=str(sam.account_id), note="zyqnote: please book")
    assert titles(sam) == ["Ankle"] and titles(nia) == []
    shown = do(sam, desk.show, thread_id=one)
    assert [note.text for note in shown.notes] == ["", "zyqnote: called her", "zyqnote: please book"]
    assert shown.assigned == "Sam Ortiz" and shown.is_mine
    form = do(sam, answering.begin_reply, thread_id=one)
    do(sam, answering.keep_reply, thread_id=one, body="Come at 9", once=form.once, version=0)
    assert do(sam, answering.begin_reply, thread_id=one).body == "Come at 9"
    do(sam, answering.send_reply, thread_id=one, body="Come at 9.", once=form.once, seen=shown.seen)
    do(sam, desk.complete, thread_id=one)
    assert titles(sam) == [] and titles(sam, "done") == ["Ankle"]
    hers = door.in_chart(alice.token, thread.show_thread, thread_id=one)
    whole = json.dumps(asdict(hers))
    assert hers.said[-1].body == "Come at 9." and hers.is_completed
    assert "zyqnote" not in whole and "Nia" not in whole
    wrote(alice, "Thank you", thread=one)
    assert titles(sam) == ["Ankle"]  # writing opens it again


def test_an_answer_waits_when_something_was_written_meanwhile():
    alice, nia = people.alice(), people.nia()
    one = wrote(alice, "Ankle hurts")
    seen = do(nia, desk.show, thread_id=one).seen
    wrote(alice, "It is fine again", thread=one)
    once = mark()
    given = {"thread_id": one, "body": "Come in", "once": once, "seen": seen}
    with pytest.raises(Conflict, match="meanwhile"):
        do(nia, answering.send_reply, **given)
    do(nia, answering.send_reply, **given, anyway=True)
    do(nia, answering.send_reply, **given, anyway=True)
    assert [one.body for one in do(nia, desk.show, thread_id=one).said][-1:] == ["Come in"]
    assert len(do(nia, desk.show, thread_id=one).said) == 3


def test_bad_input_is_refused_and_nothing_moves():
    alice, nia = people.alice(), people.nia()
    one = wrote(alice, "Ankle hurts")
    for service, given, field in (
        (desk.assign, {"to": "nobody"}, "to"),
        (desk.assign, {"to": str(alice.account_id)}, "to"),
        (desk.add_note, {"note": " "}, "note"),
        (desk.add_note, {"note": "x" * 2001}, "note"),
        (answering.send_reply, {"body": " ", "once": mark(), "seen": ""}, "body"),
        (answering.send_reply, {"body": "x" * 10_001, "once": mark(), "seen": ""}, "body"),
    ):
        with pytest.raises(Invalid) as refusal:
            do(nia, service, thread_id=one, **given)
        assert field in refusal.value.fields
    shown = do(nia, desk.show, thread_id=one)
    assert shown.notes == [] and len(shown.said) == 1 and shown.assigned == ""


def test_patients_and_those_who_left_have_no_desk():
    alice = people.alice()
    one = wrote(alice, "Ankle hurts")
    for service in (desk.show, desk.take, desk.complete, answering.begin_reply):
        with pytest.raises(NotPermitted):
            do(alice, service, thread_id=one)
    with pytest.raises(NotPermitted):
        queue(alice)
    with pytest.raises(SignedOut):
        queue(people.olga())


def test_staff_are_told_when_whoever_wrote_can_no_longer_read(clock):
    alice = people.alice()
    mia = people.mia(alice)
    one = wrote(alice, "About Mia", patient_id=mia.patient_id)
    nia = people.nia()
    assert do(nia, desk.show, thread_id=one).gone == ""
    clock.forward(days=365 * 19)
    assert "Alice Ames" in do(people.sign_in(nia), desk.show, thread_id=one).gone


def test_the_next_one_in_a_queue_goes_through_all_of_it(clock):
    alice, nia = people.alice(), people.nia()
    ids = []
    for subject in ("One", "Two", "Three", "Four"):
        ids.append(wrote(alice, subject, subject=subject))
        clock.forward(seconds=1)
    one, two, three, later = ids
    do(nia, desk.complete, thread_id=later)

    def after(which: UUID, queue: str = "unassigned") -> str:
        href = do(nia, desk.show, thread_id=which, queue=queue).next_href
        assert href.endswith(f"?queue={queue}") or not href
        return href.partition("?")[0].rpartition("/")[2]

    assert [after(one), after(two), after(three)] == [str(two), str(three), str(one)]
    do(nia, desk.take, thread_id=two)
    assert after(two) == str(one)  # it is in the queue no more: what comes first there
    assert after(one) == str(three)
    assert after(two, "mine") == ""
    clock.forward(seconds=1)
    do(nia, desk.complete, thread_id=three)
    assert titles(nia, "done") == ["Four", "Three"]
    assert [after(later, "done"), after(three, "done")] == [str(three), str(later)]


def test_front_desk_and_billing_see_what_their_work_needs_and_no_more():
    alice, nia = people.alice(), people.nia()
    sam = people.staff("Sam Ortiz", role=Role.FRONT_DESK)
    bea = people.staff("Bea Biller", role=Role.BILLER)
    rash = wrote(alice, "zyqrash since Monday", subject="Rash")
    bill = wrote(alice, "The bill", subject="Bill", to="Billing", topic="bill")
    for who in (sam, bea):
        for service in (desk.show, desk.take, answering.begin_reply, desk.mark_read):
            with pytest.raises(NotFound):
                do(who, service, thread_id=rash)
        tabs = {tab.key for tab in queue(who).tabs}
        assert f"group-{group('Nurse')}" not in tabs
        for key in tabs:
            assert "Rash" not in titles(who, key)
    assert titles(bea) == ["Bill"] and titles(bea, "all") == ["Bill"]
    assert do(bea, answering.begin_reply, thread_id=bill).clinicians == []
    with pytest.raises(Invalid):
        given = {"once": mark(), "seen": "", "anyway": True, "on_behalf": str(nia.account_id)}
        do(bea, answering.send_reply, thread_id=bill, body="Take ten", **given)
    do(nia, desk.assign, thread_id=rash, to=str(sam.account_id), note="please book")
    assert titles(sam, "mine") == ["Rash"]
    do(sam, desk.assign, thread_id=rash, to=f"group:{group('Nurse')}", note="done")
    assert do(sam, desk.show, thread_id=rash).subject == "Rash"
    with pytest.raises(NotFound):
        do(bea, desk.show, thread_id=rash)


def test_a_file_of_a_conversation_out_of_reach_is_not_handed_out():
    alice, bea = people.alice(), people.staff("Bea Biller", role=Role.BILLER)
    once = begin(alice).once
    file = add(alice, once)
    sent = send(alice, typed(), once=once)
    assert sent.number
    with pytest.raises(NotFound):
        door.in_chart(bea.token, thread.open_file, file_id=UUID(file.key), patient_id=alice.patient_id)
