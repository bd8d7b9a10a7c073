"""Alice writes and Nia answers; what is sent twice is one; who helps sees what is theirs to see."""

from datetime import timedelta

import pytest

from portal import clock as portal_clock
from portal.access.actor import Scope
from portal.access.needs import needs
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.models.message import MessageContents, ThreadContents
from portal.services import door
from portal.services.messages import keeping, posting
from tests import messages, people
from tests.messages import answered, began, mark, wrote

pytestmark = pytest.mark.usefixtures("home")


@needs(Scope.MESSAGES)
def look(chart, thread_id):
    thread = keeping.one(chart, thread_id)
    said = [chart.unseal(one, MessageContents) for one in keeping.messages_of(chart, thread.id)]
    return thread, chart.unseal(thread, ThreadContents), said


@needs(Scope.MESSAGES, keeps=True)
def read(chart, thread_id):
    return posting.mark_read(chart, keeping.one(chart, thread_id))


def seen_by(who, thread_id, **whose):
    return door.in_chart(who.token, look, thread_id, **whose)


def test_a_question_waits_until_it_is_answered(clock):
    alice, nia = people.alice(), people.nia()
    thread_id = wrote(alice, "My ankle hurts.\nSince Monday.", subject="Ankle")
    thread, kept, [said] = seen_by(alice, thread_id)
    assert (kept.subject, kept.last_by, kept.last_words) == (
        "Ankle",
        "Alice Ames",
        "My ankle hurts. Since Monday.",
    )
    assert (said.author, said.relation, said.for_name, said.role) == ("Alice Ames", "self", "", "")
    assert thread.waiting_since is not None and thread.due_on > portal_clock.today()
    first_due = thread.due_on
    clock.forward(days=1)
    alice, nia = people.sign_in(alice), people.sign_in(nia)
    wrote(alice, "It is blue now.", thread=thread_id)
    assert seen_by(alice, thread_id)[0].due_on == first_due  # writing again does not put the answer off
    answered(nia, thread_id, "Please come in today.", patient_id=alice.patient_id)
    thread, kept, said = seen_by(alice, thread_id)
    assert thread.waiting_since is None and thread.due_on is None and thread.count == 3
    assert (said[-1].author, said[-1].role, kept.last_by) == ("Nia Novak", "clinician", "Nia Novak")


def test_the_same_send_repeated_is_one():
    alice, once = people.alice(), mark()
    first = wrote(alice, "Hello", once=once)
    assert wrote(alice, "Hello", once=once) == first
    assert len(seen_by(alice, first)[2]) == 1
    with pytest.raises(Conflict, match="sent already, as number"):
        wrote(alice, "Something else", once=once)
    with pytest.raises(Invalid):
        wrote(alice, "Hello", once="no mark")
    bob = people.bob()
    assert wrote(bob, "Hello", once=once) != first  # a mark means something for one person and chart only


def test_read_is_kept_once_for_each_reader():
    alice, nia = people.alice(), people.nia()
    thread_id = began(nia, alice, "Your form is here.")
    here = {"patient_id": alice.patient_id}
    assert door.in_chart(alice.token, read, thread_id) is True
    assert door.in_chart(alice.token, read, thread_id) is False
    wrote(alice, "Thank you.", thread=thread_id)
    assert door.in_chart(alice.token, read, thread_id) is False  # who writes has read
    assert door.in_chart(nia.token, read, thread_id, **here) is True


def test_nobody_else_finds_it():
    alice, bob = people.alice(), people.bob()
    thread_id = wrote(alice, "Private.")
    with pytest.raises(NotFound):
        seen_by(bob, thread_id)
    with pytest.raises(NotPermitted):
        seen_by(bob, thread_id, patient_id=alice.patient_id)
    with pytest.raises(NotFound):
        wrote(bob, "Hello?", thread=thread_id)


def test_dana_sees_what_alice_wrote_and_may_not_write_and_marks_what_she_writes_when_she_may():
    alice = people.alice()
    mine = wrote(alice, "Mine.")
    dana = people.dana(alice)
    here = {"patient_id": alice.patient_id}
    assert seen_by(dana, mine, **here)[2][0].body == "Mine."
    with pytest.raises(NotPermitted):
        wrote(dana, "Hers.", **here)
    helper = people.dana(alice, scopes="messages:act")
    hers = wrote(helper, "Hers.", **here)
    [said] = seen_by(alice, hers)[2]
    assert (said.author, said.relation, said.for_name) == ("Dana Diaz", "representative", "Alice Ames")
    with pytest.raises(NotFound):
        seen_by(dana, hers, **here)  # helpers do not read of each other


def test_two_parents_never_see_each_others_conversation():
    alice = people.alice()
    mia = people.mia(alice)
    ben = people.ben(mia)
    here = {"patient_id": mia.patient_id}
    hers = wrote(alice, "About Mia.", **here)
    assert seen_by(alice, hers, **here)[2]
    with pytest.raises(NotFound):
        seen_by(ben, hers, **here)


def test_an_answer_due_counts_business_days(clock):
    alice = people.alice()
    thread, _, _ = seen_by(alice, wrote(alice, "When?"))
    assert thread.due_on.weekday() < 5
    assert thread.due_on - portal_clock.today() >= timedelta(days=3)


def test_a_practice_begins_with_three_groups():
    assert len({messages.group(name) for name in ("Nurse", "Front desk", "Billing")}) == 3
