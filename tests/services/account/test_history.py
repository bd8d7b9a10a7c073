"""Alice reads how her account was signed in to, and how it was tried."""

import pytest

from portal.errors import Invalid
from portal.services import door, proof, sign_in
from portal.services.account import history
from portal.services.account.history import PAGE
from tests import people
from tests.services.account.accounts import LAPTOP, PHONE

pytestmark = pytest.mark.usefixtures("home")


def read(who: people.Person, page: int = 1) -> history.History:
    return door.in_account(who.token, history.list_history, page=page)


def refused(call, *args, **more) -> None:
    with pytest.raises(Invalid):
        call(*args, **more)


def test_sign_ins_and_refusals_stand_with_when_where_and_how() -> None:
    alice = people.alice()
    refused(sign_in.sign_in, alice.username, "a wrong guess", staff=False, source=LAPTOP)
    people.sign_in(alice, source=PHONE)
    refused(proof.give, alice.token, "a wrong guess", source=PHONE)

    rows = read(alice).rows

    assert [(row.title, row.tag) for row in rows] == [
        ("A wrong password, when we asked for it again", "Refused"),
        ("Signed in", ""),
        ("Someone tried to sign in", "Refused"),
        ("Signed in", ""),
    ]
    assert "Safari on iPhone · with the password · from 198.51.100.20" in rows[1].line
    assert "Safari on iPhone" in rows[0].line
    assert "Chrome on Windows" in rows[2].line and "from 203.0.113.5" in rows[2].line


def test_only_her_own_account_stands_there_whoever_else_reads_her_record() -> None:
    alice = people.alice()
    dana = people.dana(alice)
    people.sign_in(dana, source=PHONE)
    assert [row.title for row in read(alice).rows] == ["Signed in"]
    assert len(read(dana).rows) == 2


def test_staff_and_representatives_have_one_too() -> None:
    assert read(people.nia()).total == 1
    assert read(people.dana(people.alice())).total == 1


def test_it_comes_in_pages_newest_first() -> None:
    alice = people.alice()
    for _ in range(PAGE + 2):
        people.sign_in(alice, source=PHONE)
    first, second = read(alice), read(alice, page=2)
    assert (first.total, first.pages, len(first.rows), len(second.rows)) == (PAGE + 3, 2, PAGE, 3)
    assert "A browser" in second.rows[-1].line


@pytest.mark.parametrize("page", [-5, 0, 10**9])
def test_a_page_that_is_not_there_is_empty_or_the_first(page: int) -> None:
    assert read(people.alice(), page=page).total == 1


def test_those_who_left_no_browser_behind_are_named_as_far_as_is_known() -> None:
    alice = people.alice()
    people.sign_in(alice, source=sign_in.From())
    assert "A browser" in read(alice).rows[0].line
