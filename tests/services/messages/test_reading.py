"""Alice reads her messages: what is new, what was said long ago, who has read hers, and what is late."""

from datetime import timedelta

import pytest

from portal import clock as portal_clock
from portal.errors import Conflict, Invalid
from portal.services import door
from portal.services.messages import inbox, thread
from portal.services.messages.inbox import Wanted
from tests import mail, people
from tests.messages import answered, began, wrote
from tests.services.messages.test_writing import rows, unread

pytestmark = pytest.mark.usefixtures("home")


def show(who, thread_id, **where):
    return door.in_chart(who.token, thread.show_thread, thread_id=thread_id, **where)


def read(who, thread_id, **where):
    return door.in_chart(who.token, thread.read_thread, thread_id=thread_id, **where)


def test_what_is_new_stands_first_and_is_counted_until_it_is_read():
    alice, nia = people.alice(), people.nia()
    old = began(nia, alice, "Your form is here.", subject="Form")
    mine = wrote(alice, "My ankle hurts.", subject="Ankle")
    assert unread(alice) == 1
    assert [(row.title, row.tag) for row in rows(alice).rows] == [("Form", "New"), ("Ankle", "Sent")]
    assert show(alice, old).said[0].is_new
    read(alice, old)
    assert unread(alice) == 0
    answered(nia, mine, "Rest it.", patient_id=alice.patient_id)
    assert [(row.title, row.tag) for row in rows(alice).rows] == [("Ankle", "New"), ("Form", "Answered")]


def test_everything_said_is_found_and_only_by_who_may_read_it():
    alice, nia, bob = people.alice(), people.nia(), people.bob()
    first = wrote(alice, "The CINNAMON was too much.", subject="Spices")
    answered(nia, first, "Then leave out the nutmeg.", patient_id=alice.patient_id)
    wrote(alice, "When do you open?", subject="Hours", to="Front desk", topic="appointment")
    wrote(bob, "I like cinnamon.", subject="Bob's")

    def found(**wanted):
        return [row.title for row in rows(alice, Wanted(**wanted)).rows]

    assert found(search="cinnamon nutmeg") == ["Spices"]
    assert found(search="spices") == ["Spices"]
    assert found(search="saffron") == []
    assert found(who="novak") == ["Spices"]
    assert found(topic="appointment") == ["Hours"]
    assert found(with_files=True) == []
    today = portal_clock.today()
    assert len(found(since=today, until=today)) == 2
    assert found(until=today - timedelta(days=1)) == []
    with pytest.raises(Invalid):
        found(since=today, until=today - timedelta(days=1))


def test_what_is_put_away_comes_back_when_someone_writes():
    alice, nia = people.alice(), people.nia()
    one = wrote(alice, "Hello")
    door.in_chart(alice.token, inbox.archive, thread_id=one)
    assert rows(alice).total == 0 and rows(alice).archived == 1
    assert rows(alice, Wanted(archived=True)).total == 1
    answered(nia, one, "Hello!", patient_id=alice.patient_id)
    assert rows(alice).total == 1
    read(alice, one)
    assert rows(alice).total == 0
    door.in_chart(alice.token, inbox.archive, thread_id=one, away=False)
    assert rows(alice).total == 1


def test_she_sees_who_has_read_hers_and_when_an_answer_is_due(clock):
    alice, nia = people.alice(), people.nia()
    one = wrote(alice, "Hello")
    assert show(alice, one).read_by == "" and show(alice, one).due
    read(nia, one, patient_id=alice.patient_id)
    assert show(alice, one).read_by.startswith("Read by Nia Novak, ")
    with pytest.raises(Conflict):
        door.in_chart(alice.token, thread.nudge, thread_id=one)
    clock.forward(days=8)
    alice, nia = people.sign_in(alice), people.sign_in(nia)
    late = show(alice, one)
    assert late.is_overdue and late.may_nudge and rows(alice).rows[0].tag == "Answer overdue"
    door.in_chart(alice.token, thread.nudge, thread_id=one)
    assert not show(alice, one).may_nudge and show(alice, one).nudged
    answered(nia, one, "Sorry!", patient_id=alice.patient_id)
    assert show(alice, one).due == "" and not show(alice, one).is_overdue


def test_after_45_days_a_new_message_is_offered(clock):
    alice = people.alice()
    one = wrote(alice, "Hello")
    assert not show(alice, one).is_old
    clock.forward(days=46)
    assert show(people.sign_in(alice), one).is_old


def test_one_email_for_a_conversation_until_it_is_read(clock):
    alice, nia = people.alice(), people.nia()
    one = wrote(alice, "Something private")

    def sent():
        mail.send_due()
        return [letter for letter in mail.emails() if letter.kind == "message"]

    assert sent() == []
    answered(nia, one, "An answer", patient_id=alice.patient_id)
    answered(nia, one, "One more thing", patient_id=alice.patient_id)
    [letter] = sent()
    assert letter.to == alice.email and f"/messages/{one}?for={alice.patient_id}" in letter.text
    for private in ("Something private", "An answer", "Nia", "Alice", "A question"):
        assert private not in letter.text + letter.subject
    read(alice, one)
    clock.forward(minutes=1)
    answered(nia, one, "And another", patient_id=alice.patient_id)
    assert len(sent()) == 2


def test_the_other_parent_gets_no_email_and_the_child_has_none():
    alice = people.alice()
    mia = people.mia(alice)
    ben, nia = people.ben(mia), people.nia()
    one = wrote(alice, "About Mia", patient_id=mia.patient_id)
    answered(nia, one, "Answer", patient_id=mia.patient_id)
    mail.send_due()
    to = {letter.to for letter in mail.emails() if letter.kind == "message"}
    assert alice.email in to and ben.email not in to
