"""Results come in at night: Alice gets one email, whatever comes, until she has been there."""

import pytest

from portal.access.actor import operator
from portal.services import door, outbox
from portal.services.records import preferences
from tests import people
from tests.charts import condition, lab, on_file
from tests.mail import send_due

pytestmark = pytest.mark.usefixtures("home")


def told() -> list[str]:
    send_due()
    return [mail.to for mail in door.as_actor(operator(), outbox.listing) if mail.kind == "results"]


def test_one_email_until_she_has_been_there(clock):
    alice = people.alice()
    on_file(alice, lab("ldl", "118"))
    on_file(alice, lab("hdl", "50"))
    assert told() == [alice.email]
    clock.forward(hours=1)
    people.sign_in(alice)
    clock.forward(hours=1)
    on_file(alice, lab("trigly", "90"))
    assert told() == [alice.email, alice.email]


def test_after_a_week_of_silence_she_is_told_again(clock):
    alice = people.alice()
    on_file(alice, lab("ldl", "118"))
    clock.forward(days=8)
    on_file(alice, lab("hdl", "50"))
    assert len(told()) == 2


def test_it_says_nothing_of_what_came_or_of_whom():
    alice = people.alice()
    on_file(alice, lab("syphilis", valueString="reactive"))
    send_due()
    (mail,) = [mail for mail in door.as_actor(operator(), outbox.listing) if mail.kind == "results"]
    assert "/records/results" in mail.text
    for private in ("syphilis", "Alice", "Ames", alice.mrn):
        assert private not in mail.text + mail.subject


def test_the_same_again_and_what_is_no_result_is_no_news():
    alice = people.alice()
    on_file(alice, condition("asthma"))
    assert told() == []
    on_file(alice, lab("ldl", "118"))
    assert len(told()) == 1


def test_who_does_not_want_it_is_not_told():
    alice = people.alice()
    door.in_chart(alice.token, preferences.choose_wishes, show="at-once", tell=False)
    on_file(alice, lab("ldl", "118"))
    assert told() == []


def test_a_guardian_is_told_and_a_representative_without_records_is_not():
    parent = people.alice()
    mia = people.mia()
    ben = people.ben(mia)
    people.dana(mia, scopes="messages:view")
    on_file(mia, lab("lead", "2"))
    assert told() == [ben.email]
    assert parent.email not in told()


def test_nobody_without_an_account_is_written_to():
    on_file(people.patient("Jo Jones"), lab("ldl", "118"))
    assert told() == []
