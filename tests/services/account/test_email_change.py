"""Alice moves to another email address: by a code sent there, with a word to the one before."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, ProofWanted, TooMany
from portal.models.email_change import EmailChange
from portal.services import door
from portal.services.account import changing, email_change
from portal.services.account.email_change import EmailStanding
from portal.services.staff import recovery as desk
from portal.services.staff.identity import Identity
from portal.vault import lookup
from tests import people, recovering
from tests.services.account.accounts import account_of, letters_to, proved

pytestmark = pytest.mark.usefixtures("home")
NEW = "alice.new@example.org"


def ask(who: people.Person, email: str = NEW) -> EmailStanding:
    return door.in_account(who.token, email_change.ask_email, email=email)


def confirm(who: people.Person, code: str) -> bool:
    return door.in_account(who.token, email_change.confirm_email, code=code)


def standing(who: people.Person) -> EmailStanding:
    return door.in_account(who.token, email_change.show_email)


def code_sent(email: str = NEW) -> str:
    found = re.search(r"asked: (\d{4} \d{4})", letters_to(email)[0].text)
    assert found
    return found[1]


def wrong(code: str) -> str:
    return f"{(int(code.replace(' ', '')) + 1) % 10**8:08d}"


def test_nothing_changes_until_the_code_is_typed_and_then_it_has() -> None:
    alice = proved(people.alice())
    assert ask(alice) == EmailStanding(alice.email, NEW)
    assert account_of(alice).email_key == lookup.email_key(alice.email)
    assert confirm(alice, code_sent()) is True
    assert standing(alice) == EmailStanding(NEW, "")
    assert account_of(alice).email_key == lookup.email_key(NEW)


def test_the_address_of_before_is_told_when_it_is_asked_and_when_it_is_done() -> None:
    alice = proved(people.alice())
    ask(alice)
    confirm(alice, code_sent())
    done, asked = letters_to(alice.email)
    assert asked.subject == "Someone asked to change your email at Lakeside Family Practice"
    assert "Nothing has changed yet" in asked.text
    assert done.subject == "Your email at Lakeside Family Practice was changed"
    for letter in (asked, done, *letters_to(NEW)):
        assert "Alice" not in letter.text and alice.username not in letter.text.replace(alice.email, "")
        assert NEW not in letter.text


def test_without_her_password_nobody_asks_or_confirms(clock) -> None:
    alice = people.alice()
    with pytest.raises(ProofWanted):
        ask(alice)
    alice = proved(alice)
    ask(alice)
    clock.forward(minutes=6)
    with pytest.raises(ProofWanted):
        confirm(alice, code_sent())
    assert confirm(proved(alice), code_sent()) is True


def test_a_code_works_for_ten_minutes(clock) -> None:
    alice = proved(people.alice())
    ask(alice)
    clock.forward(minutes=10)
    alice = proved(alice)
    assert standing(alice).waiting == ""
    with pytest.raises(Conflict):
        confirm(alice, code_sent())
    assert standing(alice).email == alice.email


def test_it_works_once() -> None:
    alice = proved(people.alice())
    ask(alice)
    code = code_sent()
    confirm(alice, code)
    with pytest.raises(Conflict):
        confirm(alice, code)


def test_after_five_wrong_codes_even_the_right_one_is_nothing() -> None:
    alice = proved(people.alice())
    ask(alice)
    code = code_sent()
    assert [confirm(alice, guess) for guess in (wrong(code), "", "abc", "1" * 40, wrong(code))] == [False] * 5
    with pytest.raises(Conflict):
        confirm(alice, code)
    assert standing(alice) == EmailStanding(alice.email, "")


def test_she_keeps_the_one_she_has() -> None:
    alice = proved(people.alice())
    ask(alice)
    code = code_sent()
    assert door.in_account(alice.token, email_change.cancel_email).waiting == ""
    with pytest.raises(Conflict):
        confirm(alice, code)


def test_a_newer_one_takes_the_place_of_the_one_that_waited(clock) -> None:
    alice = proved(people.alice())
    ask(alice)
    first = code_sent()
    with pytest.raises(TooMany):
        ask(alice, "other@example.org")
    clock.forward(minutes=1)
    ask(alice, "other@example.org")
    assert confirm(alice, first) is False
    assert confirm(alice, code_sent("other@example.org")) is True
    assert standing(alice).email == "other@example.org"


def test_two_asked_at_once_leave_one_that_waits() -> None:
    alice = proved(people.alice())

    def attempt(email: str) -> str:
        try:
            return ask(alice, email).waiting
        except TooMany:
            return ""

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(attempt, ["one@example.org", "two@example.org"]))
    assert sorted(map(bool, found)) == [False, True]
    with unit_of_work() as db:
        assert len(db.exec(select(EmailChange)).all()) == 1


def test_nobody_is_flooded_with_codes(clock) -> None:
    alice = proved(people.alice())
    sent = 0
    for n in range(30):
        clock.forward(minutes=1)
        alice = proved(alice)
        try:
            ask(alice, f"stranger{n}@example.org")
            sent += 1
        except TooMany:
            continue
    assert sent <= 8


def test_an_address_that_someone_else_has_is_like_any_other() -> None:
    alice, bob = proved(people.alice()), people.bob()
    assert ask(alice, bob.email).waiting == bob.email
    assert confirm(alice, code_sent(bob.email)) is True
    assert standing(alice).email == standing(bob).email == bob.email


@pytest.mark.parametrize(
    "email", ["", "no address", "a@b", "alice@example.org\nBcc: all@example.org", "x" * 400]
)
def test_what_is_no_address_is_refused(email: str) -> None:
    alice = proved(people.alice())
    with pytest.raises(Invalid) as refused:
        ask(alice, email)
    assert "email" in refused.value.fields and standing(alice).waiting == ""


def test_the_address_she_has_is_no_other_one() -> None:
    alice = proved(people.alice())
    with pytest.raises(Invalid, match="already"):
        ask(alice, alice.email.upper())


def test_anothers_code_is_nothing_to_her() -> None:
    alice, bob = proved(people.alice()), proved(people.bob())
    ask(bob, "bob.new@example.org")
    with pytest.raises(Conflict):
        confirm(alice, code_sent("bob.new@example.org"))
    assert standing(bob).waiting == "bob.new@example.org"


def test_a_new_password_ends_what_waited() -> None:
    alice = proved(people.alice())
    ask(alice)
    changing.change_password(alice.token, "seven green umbrellas dancing")
    with unit_of_work() as db:
        assert db.exec(select(EmailChange)).all() == []


def locked(alice: people.Person) -> None:
    which = {"patient_id": alice.patient_id, "account_id": alice.account_id}
    door.in_practice(proved(people.nia()).token, desk.lock, **which, why="She called us.")


def moved_by_the_desk(alice: people.Person) -> None:
    which = {"patient_id": alice.patient_id, "account_id": alice.account_id}
    shown = Identity("license")
    nia = proved(people.nia())
    door.in_practice(nia.token, desk.change_email, **which, email="desk@example.org", shown=shown)


def got_back_in(alice: people.Person) -> None:
    browser, shown = recovering.proved(alice)
    browser.answer(recovering.right_answer(shown))
    browser.finish()


def changed_password(alice: people.Person) -> None:
    changing.change_password(alice.token, "seven green umbrellas dancing")


@pytest.mark.parametrize("ending", [locked, moved_by_the_desk, got_back_in, changed_password])
def test_what_ends_every_other_code_ends_this_one(ending) -> None:
    """Whoever had her session for a moment asked for an address of their own."""
    alice = proved(recovering.with_answers(people.alice()))
    ask(alice, "mallory@evil.example")
    ending(alice)
    with unit_of_work() as db:
        assert db.exec(select(EmailChange)).all() == []
