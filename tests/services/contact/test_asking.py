"""Alice has moved: she asks for another address and number, sees it wait, and may take it back."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from portal.db import reading
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, ProofWanted, TooMany
from portal.models.contact_change import ContactChange
from portal.services import contact, door
from tests import mail, people
from tests.people import proved
from tests.services.contact.contacting import (
    NEW_MOBILE,
    begun,
    on_profile,
    seen,
    sent,
    with_contact,
    withdrawn,
)

pytestmark = pytest.mark.usefixtures("home")
ELM, MOBILE = "9 Elm Street, Portland, ME 04101", "(207) 555-0101"


@pytest.fixture
def alice(home) -> people.Person:
    return proved(with_contact(people.alice()))


def how_many() -> int:
    with reading() as db:
        return len(db.exec(select(ContactChange)).all())


def test_she_sees_what_the_practice_has(alice) -> None:
    page = seen(alice)
    assert (page.name, page.born, page.may_ask, page.asks) == ("Alice Ames", "Mar 9, 1984", True, [])
    assert on_profile(alice) == {"Address": ELM, "Mobile phone": MOBILE, "Home phone": "None on file"}


def test_without_a_resource_of_her_own_the_list_knows_something() -> None:
    jo = people.account(people.patient("Jo Jones", address="1 Oak Road, Bath", phone="207-555-0199"))
    jo = people.sign_in(people.with_own_chart(jo))
    assert on_profile(jo)["Address"] == "1 Oak Road, Bath"
    assert on_profile(jo)["Other phone"] == "207-555-0199"


def test_numbers_keep_their_use_and_none_is_lost() -> None:
    many = [
        {"system": "phone", "value": "207-555-0001"},
        {"system": "phone", "use": "work", "value": "207-555-0002"},
        {"system": "phone", "use": "mobile", "value": "207-555-0003", "rank": 2},
        {"system": "phone", "use": "mobile", "value": "207-555-0004", "rank": 1},
        {"system": "phone", "use": "old", "value": "207-555-0005"},
        {"system": "email", "value": "a@example.org"},
    ]
    found = on_profile(with_contact(people.alice(), phones=many))
    assert found["Mobile phone"] == "207-555-0004"
    assert found["Work phone"] == "207-555-0002"
    assert found["Other phone"] == "207-555-0003, 207-555-0001"


def test_she_asks_gets_a_receipt_and_sees_it_wait(alice, clock) -> None:
    receipt = sent(alice, line="4 Oak Road", mobile=NEW_MOBILE)

    assert len(receipt.number) == 9 and receipt.due
    [ask] = seen(alice).asks
    assert [(one.name, one.was, one.wanted) for one in ask.changes] == [
        ("Address", ELM, "4 Oak Road, Portland, ME 04101"),
        ("Mobile phone", MOBILE, NEW_MOBILE),
    ]
    assert (ask.receipt, ask.tag, ask.may_withdraw) == (receipt.number, "Waiting", True)
    assert receipt.due in ask.outcome
    assert ask.line.endswith("by you")
    assert on_profile(alice)["Address"] == ELM


def test_it_asks_for_her_password_first() -> None:
    alice = with_contact(people.alice())
    with pytest.raises(ProofWanted):
        sent(alice, mobile=NEW_MOBILE)
    assert how_many() == 0


def test_the_same_send_twice_and_a_second_window_are_one_request(alice) -> None:
    once = begun(alice).once
    first = sent(alice, once=once, mobile=NEW_MOBILE)

    assert sent(alice, once=once, mobile=NEW_MOBILE) == first
    assert sent(alice, mobile="207 555 0177") == first
    assert how_many() == 1
    with pytest.raises(Conflict, match=first.number):
        sent(alice, mobile="(207) 555-0188")
    with pytest.raises(Conflict, match=first.number):
        sent(alice, once=once, mobile="(207) 555-0188")
    assert begun(alice).waiting == first.number


def test_two_windows_at_once_are_one_request(any_home) -> None:
    alice = proved(with_contact(people.alice()))
    marks = [begun(alice).once for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        numbers = set(threads.map(lambda once: sent(alice, once=once, mobile=NEW_MOBILE).number, marks))
    assert (len(numbers), how_many()) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"line": ""}, "line", "street"),
        ({"city": " "}, "city", "city"),
        ({"state": ""}, "state", "state"),
        ({"zip": "0410"}, "zip", "5 digits"),
        ({"line": "x" * 101}, "line", "100"),
        ({"mobile": "555-0101"}, "mobile", "area code"),
        ({"home": "call my son"}, "home", "area code"),
    ],
)
def test_what_cannot_be_entered_is_said_beside_its_field(alice, changed, field, says) -> None:
    with pytest.raises(Invalid) as refusal:
        sent(alice, **changed)
    assert says in refusal.value.fields[field]
    assert how_many() == 0


@pytest.mark.parametrize("same", [{}, {"mobile": "+1 207-555-0101"}, {"city": "  PORTLAND "}])
def test_asking_for_what_is_there_already_is_no_request(alice, same) -> None:
    with pytest.raises(Invalid, match="already"):
        sent(alice, **same)


def test_an_odd_number_on_file_does_not_stop_her_from_moving() -> None:
    odd = {"system": "phone", "use": "work", "value": "ask at the gate"}
    alice = proved(with_contact(people.alice(), phones=[odd]))
    assert sent(alice, line="4 Oak Road").number


def test_an_emptied_number_is_a_wish_too(alice) -> None:
    sent(alice, mobile="")
    [ask] = seen(alice).asks
    assert [(one.name, one.wanted) for one in ask.changes] == [("Mobile phone", "Remove it")]


def test_she_takes_it_back_and_may_ask_again_but_not_all_day(alice) -> None:
    sent(alice, mobile=NEW_MOBILE)
    withdrawn(alice)
    [ask] = seen(alice).asks
    assert (ask.tag, ask.may_withdraw) == ("Taken back", False)
    for _ in range(4):
        sent(alice, mobile=NEW_MOBILE)
        withdrawn(alice)
    with pytest.raises(TooMany):
        sent(alice, mobile=NEW_MOBILE)


def test_an_email_tells_her_that_it_was_asked_and_not_what(alice) -> None:
    sent(alice, line="4 Oak Road", mobile=NEW_MOBILE)
    mail.send_due()
    [letter] = [one for one in mail.emails() if one.kind == "contact-change"]
    assert letter.to == alice.email
    assert f"/profile?for={alice.patient_id}" in letter.text
    for private in ("Alice", "Oak", "0177", "ddress"):
        assert private not in letter.subject + letter.text


def test_nobody_else_takes_it_back_or_reads_it(alice) -> None:
    sent(alice, mobile=NEW_MOBILE)
    bob, key = people.bob(), UUID(seen(alice).asks[0].key)
    assert seen(bob).asks == []
    for change_id in (key, uuid4()):
        with pytest.raises(NotFound):
            door.in_chart(bob.token, contact.withdraw, change_id=change_id)
    with pytest.raises(NotPermitted):
        door.in_chart(people.nia().token, contact.show)


def test_a_mark_that_is_none_is_refused(alice) -> None:
    with pytest.raises(Invalid, match="Reload"):
        sent(alice, once="short", mobile=NEW_MOBILE)


def test_nothing_of_it_lies_open_in_the_database(alice, home) -> None:
    sent(alice, line="4 Zyqueen Road", mobile=NEW_MOBILE)
    kept = b"".join(path.read_bytes() for path in home.glob("portal.db*"))
    assert b"contact_change" in kept
    for private in (b"Zyqueen", b"Elm Street", b"555-0177"):
        assert private not in kept
