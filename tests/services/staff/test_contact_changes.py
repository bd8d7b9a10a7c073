"""Nia enters what patients ask for into the EHR, or says why not; what the EHR sends then wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest

from portal import clock as portal_clock
from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.models.account import Role
from portal.models.patient import DataKey
from portal.services import activity, door, due
from portal.services.staff import contact_changes
from tests import mail, people
from tests.people import proved
from tests.services.contact.contacting import (
    MOBILE,
    NEW_MOBILE,
    denied,
    entered,
    looked_into,
    on_profile,
    queued,
    seen,
    sent,
    with_contact,
    withdrawn,
)

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def alice(home) -> people.Person:
    return proved(with_contact(people.alice()))


def test_the_list_says_whose_what_and_by_when_the_earliest_due_first(alice, clock) -> None:
    sent(alice, line="4 Oak Road", mobile=NEW_MOBILE)
    clock.forward(days=8)
    bob = proved(with_contact(people.sign_in(people.bob(signed_in=False))))
    sent(bob, mobile=NEW_MOBILE)

    nia = people.nia()
    page = door.in_practice(nia.token, contact_changes.queue)

    assert (page.waiting, page.total) == ("2 open", 2)
    assert [(row.title, row.tag) for row in page.rows] == [("Alice Ames", "Overdue"), ("Bob Brown", "Open")]
    assert page.rows[0].line.startswith("Address, mobile phone · asked ")


def test_the_answer_is_due_in_three_business_days(monkeypatch) -> None:
    for today, by in (
        ("2026-11-23", "2026-11-26"),
        ("2026-11-26", "2026-12-01"),
        ("2026-11-28", "2026-12-02"),
    ):
        monkeypatch.setattr(portal_clock, "today", lambda today=today: date.fromisoformat(today))
        assert due.answer_by() == date.fromisoformat(by)


def test_she_reads_old_and_new_beside_each_other(alice) -> None:
    receipt, nia = sent(alice, line="4 Oak Road", mobile=""), people.nia(role=Role.FRONT_DESK)

    one = looked_into(nia, queued(nia)[0].href)

    assert (one.whose.name, one.receipt, one.due) == ("Alice Ames", receipt.number, receipt.due)
    assert [(row.name, row.now, row.wanted) for row in one.rows] == [
        ("Address", "9 Elm Street, Portland, ME 04101", "4 Oak Road, Portland, ME 04101"),
        ("Mobile phone", "(207) 555-0101", "Remove it"),
    ]
    assert (one.asked_by, one.is_open, one.doubts) == ("Alice Ames", True, [])


def test_once_entered_alice_reads_by_whom_and_the_next_import_brings_it(alice) -> None:
    nia = people.nia()
    sent(alice, mobile=NEW_MOBILE)

    entered(nia, queued(nia)[0].href)

    [ask] = seen(alice).asks
    assert (ask.tag, ask.may_withdraw) == ("Entered", False)
    assert ask.outcome.startswith("Entered by Nia Novak on ") and "next update" in ask.outcome
    assert on_profile(alice)["Mobile phone"] == "(207) 555-0101"
    with_contact(alice, phones=[MOBILE | {"value": "207-555-0177"}], version=2)
    assert on_profile(alice)["Mobile phone"] == "207-555-0177"
    assert "next update" not in seen(alice).asks[0].outcome


def test_what_the_ehr_sends_meanwhile_wins_and_staff_are_told(alice) -> None:
    nia = people.nia()
    sent(alice, mobile=NEW_MOBILE)
    with_contact(alice, phones=[MOBILE | {"value": NEW_MOBILE}], version=2)

    one = looked_into(nia, queued(nia)[0].href)

    assert [row.is_there for row in one.rows] == [True]
    assert "already" in one.doubts[0]


def test_a_denial_needs_a_reason_that_alice_reads(alice) -> None:
    nia = people.nia()
    sent(alice, mobile=NEW_MOBILE)
    [row] = queued(nia)
    for wrong in ("  ", "x" * 1001):
        with pytest.raises(Invalid) as refusal:
            denied(nia, row.href, wrong)
        assert "reason" in refusal.value.fields

    denied(nia, row.href)

    [ask] = seen(alice).asks
    assert (ask.tag, ask.reason) == ("Not changed", "We could not reach you there.")
    assert ask.outcome.startswith("Nia Novak answered on ")
    assert sent(alice, mobile=NEW_MOBILE).number


def test_an_email_says_only_that_there_is_an_answer(alice) -> None:
    nia = people.nia()
    sent(alice, mobile=NEW_MOBILE)
    mail.send_due()
    before = len(mail.emails())
    [row] = queued(nia)
    entered(nia, row.href)
    entered(nia, row.href)
    mail.send_due()

    letters = [one for one in mail.emails() if one.kind == "contact-change"]
    assert (len(letters), len(mail.emails()) - before) == (2, 1)
    letter = next(one for one in letters if "answer" in one.subject)
    assert letter.to == alice.email
    for private in ("Alice", "0177", "ddress", "phone number", "ntered"):
        assert private not in letter.subject + letter.text


def test_the_second_to_answer_reads_who_was_first(alice) -> None:
    nia, ada = people.nia(), people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    sent(alice, mobile=NEW_MOBILE)
    [row] = queued(nia)
    entered(nia, row.href)
    with pytest.raises(Conflict, match=r"Someone was first. Entered by Nia Novak on"):
        denied(ada, row.href)
    assert entered(nia, row.href).outcome.startswith("Entered by Nia Novak")


def test_of_two_who_answer_at_once_one_is_first(any_home) -> None:
    alice = proved(with_contact(people.alice()))
    nia, ada = people.nia(), people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    sent(alice, mobile=NEW_MOBILE)
    [row] = queued(nia)

    def answer(who: people.Person) -> bool:
        try:
            entered(who, row.href)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(answer, (nia, ada))) == [False, True]


def test_what_was_taken_back_is_not_entered(alice) -> None:
    nia = people.nia()
    sent(alice, mobile=NEW_MOBILE)
    [row] = queued(nia)
    withdrawn(alice)
    with pytest.raises(Conflict, match="taken back"):
        entered(nia, row.href)
    assert seen(alice).asks[0].tag == "Taken back"


def test_a_biller_and_a_patient_neither_see_nor_answer(alice) -> None:
    sent(alice, mobile=NEW_MOBILE)
    [row] = queued(people.nia())
    for who in (people.nia(role=Role.BILLER), people.bob(), alice):
        for call in (queued, lambda who: looked_into(who, row.href), lambda who: entered(who, row.href)):
            with pytest.raises(NotPermitted):
                call(who)
    with pytest.raises(NotFound):
        looked_into(people.nia(), str(uuid4()))


def test_an_erased_patient_does_not_hide_the_others(alice) -> None:
    sent(alice, mobile=NEW_MOBILE)
    with unit_of_work() as db:
        db.delete(db.get_one(DataKey, alice.patient_id))
    [row] = queued(people.nia())
    assert row.title == "Erased patient"


def test_alice_reads_who_entered_it_in_her_activity(alice) -> None:
    nia = people.nia()
    sent(alice, mobile=NEW_MOBILE)
    entered(nia, queued(nia)[0].href)
    page = door.in_chart(alice.token, activity.list_entries, asked=activity.Asked())
    assert "Nia Novak, clinician, entered other contact details into the practice's records" in str(page)
