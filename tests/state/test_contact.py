"""Alice asks for another number tab by tab; her open profile and staff's list follow by themselves."""

from typing import Any

import pytest

from portal.models.account import Role
from portal.state.contact import ContactAskState, ContactState
from portal.state.refusals import NoticeState
from portal.state.staff.contact_changes import ContactQueueState, ContactRequestState
from tests import people
from tests.people import Person, proved
from tests.services.contact.contacting import (
    NEW_MOBILE,
    denied,
    entered,
    queued,
    seen,
    sent,
    with_contact,
    withdrawn,
)

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def alice(home) -> Person:
    return proved(with_contact(people.alice()))


def filled(tab: Any, **changed: str) -> dict[str, str]:
    return tab.var(ContactAskState, "typed") | changed


def test_she_fills_the_form_is_told_what_is_wrong_and_sends_once(tabs: Any, alice: Person) -> None:
    tab = tabs(alice, "/profile/contact")
    assert tab.var(ContactAskState, "typed")["line"] == "9 Elm Street"

    tab.send(ContactAskState.send, form=filled(tab, zip="0", mobile=NEW_MOBILE))
    assert tab.var(ContactAskState, "errors")["zip"]
    assert tab.var(ContactAskState, "typed")["mobile"] == NEW_MOBILE
    form = filled(tab, zip="04102")
    tab.send(ContactAskState.send, form=form)
    tab.send(ContactAskState.send, form=form)

    assert tab.var(ContactAskState, "status") == "sent"
    assert [ask.receipt for ask in seen(alice).asks] == [tab.var(ContactAskState, "receipt")["number"]]


def test_a_second_window_keeps_what_was_typed_and_says_what_waits(tabs: Any, alice: Person) -> None:
    tab = tabs(alice, "/profile/contact")
    number = sent(alice, mobile=NEW_MOBILE).number
    tab.send(ContactAskState.send, form=filled(tab, mobile="(207) 555-0188"))
    assert number in tab.var(ContactAskState, "message")
    assert tab.var(ContactAskState, "typed")["mobile"] == "(207) 555-0188"
    tab.reload()
    assert tab.var(ContactAskState, "status") == "waits"


def test_an_open_profile_follows_what_is_asked_and_answered(tabs: Any, alice: Person) -> None:
    nia, tab = people.nia(), tabs(alice, "/profile")
    assert (tab.var(ContactState, "status"), tab.var(ContactState, "email")["email"]) == (
        "ready",
        alice.email,
    )
    sent(alice, mobile=NEW_MOBILE)
    tab.settle()
    assert [ask["tag"] for ask in tab.var(ContactState, "one")["asks"]] == ["Waiting"]
    entered(nia, queued(nia)[0].href)
    tab.settle()
    assert [ask["tag"] for ask in tab.var(ContactState, "one")["asks"]] == ["Entered"]
    assert "Entered by Nia Novak" in tab.var(ContactState, "said")
    tab.reload()
    assert tab.var(ContactState, "said") == ""


def test_she_takes_it_back_on_her_profile(tabs: Any, alice: Person) -> None:
    sent(alice, mobile=NEW_MOBILE)
    tab = tabs(alice, "/profile")
    tab.send(ContactState.ask, key="nonsense")
    assert tab.var(ContactState, "asking") == ""
    tab.send(ContactState.ask, key=tab.var(ContactState, "one")["asks"][0]["key"])
    tab.send(ContactState.withdraw)
    assert tab.var(ContactState, "one")["asks"][0]["tag"] == "Taken back"
    assert "taken back" in tab.var(NoticeState, "words")


def test_taking_back_what_was_answered_meanwhile_says_so(tabs: Any, alice: Person) -> None:
    nia = people.nia()
    sent(alice, mobile=NEW_MOBILE)
    tab = tabs(alice, "/profile")
    tab.send(ContactState.ask, key=tab.var(ContactState, "one")["asks"][0]["key"])
    denied(nia, queued(nia)[0].href)
    tab.send(ContactState.withdraw)
    assert "answered meanwhile" in tab.var(NoticeState, "words")


def test_who_has_no_record_here_has_no_contact_details(tabs: Any) -> None:
    tab = tabs(people.sign_in(people.account(Person(name="Dana Diaz"))), "/profile")
    assert tab.var(ContactState, "status") == "apart"
    tab.go("/profile/contact")
    assert tab.var(ContactAskState, "status") == "refused"


def test_staffs_open_list_follows_and_one_is_denied_with_a_reason(tabs: Any, alice: Person) -> None:
    desk = people.nia(role=Role.FRONT_DESK)
    listing = tabs(desk, "/staff/contact-changes")
    assert listing.var(ContactQueueState, "rows") == []
    sent(alice, mobile=NEW_MOBILE)
    listing.settle()
    [row] = listing.var(ContactQueueState, "rows")

    tab = tabs(desk, row["href"])
    tab.send(ContactRequestState.begin, what="deny")
    tab.send(ContactRequestState.deny, form={"reason": " "})
    assert tab.var(ContactRequestState, "reason_error") and tab.var(ContactRequestState, "deciding") == "deny"
    tab.send(ContactRequestState.deny, form={"reason": "Please bring a paper."})
    assert (tab.var(ContactRequestState, "one")["tag"], tab.var(ContactRequestState, "deciding")) == (
        "Not changed",
        "",
    )
    listing.settle()
    assert listing.var(ContactQueueState, "waiting") == "None open"
    assert seen(alice).asks[0].reason == "Please bring a paper."


def test_what_was_taken_back_meanwhile_is_not_entered(tabs: Any, alice: Person) -> None:
    nia = people.nia()
    sent(alice, mobile=NEW_MOBILE)
    tab = tabs(nia, queued(nia)[0].href)
    withdrawn(alice)
    tab.send(ContactRequestState.enter)
    assert "taken back" in tab.var(NoticeState, "words")
    assert tab.var(ContactRequestState, "one")["tag"] == "Taken back"


def test_a_biller_is_refused_in_words(tabs: Any, alice: Person) -> None:
    sent(alice, mobile=NEW_MOBILE)
    [row] = queued(people.nia())
    biller = people.nia(role=Role.BILLER)
    assert tabs(biller, "/staff/contact-changes").var(ContactQueueState, "status") == "refused"
    tab = tabs(biller, row.href)
    assert (tab.var(ContactRequestState, "status"), "0177" in tab.received) == ("refused", False)
    assert tabs(people.nia(), "/staff/contact-changes/7").var(ContactRequestState, "status") == "missing"
