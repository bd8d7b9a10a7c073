"""SECURITY.md 5: locks, races and endings: what is over stays over, and what was saved is saved."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from portal import clock as portal_clock
from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, SignedOut
from portal.models.account import Ticket
from portal.models.recovery import AccountReset, Recovery
from portal.services import accounts, sign_in, ticket
from tests import people
from tests.people import HERE
from tests.processes import other
from tests.recovering import (
    ANSWERS,
    PASSWORD,
    Browser,
    account_of,
    back_in,
    code_for,
    lock,
    mails_to,
    proved,
    right_answer,
    with_answers,
)
from tests.security.recovery.hostile import elsewhere, lock_by, slip_for, unlock_by

FINISHING = """
import sys
from portal.services import recovery
from portal.services.guesses import From
recovery.finish(recovery.NewSecrets(sys.argv[2]), visit=sys.argv[1], source=From("192.0.2.7"))
print("saved", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("when", ["code", "question", "password", "ticket"])
def test_locking_ends_what_is_pending_and_unlocking_does_not_bring_it_back(alice, nia, when):
    mine = Browser()
    mine.ask(alice.email)
    code = code_for(alice.email)
    entered = ""
    if when != "code":
        shown = mine.prove(code)
        if when != "question":
            mine.answer(right_answer(shown))
        if when == "ticket":
            entered = mine.finish()
    lock_by(nia, alice)
    for _ in ("locked", "unlocked again"):
        with pytest.raises(Conflict):
            mine.prove(code)
        with pytest.raises(Conflict):
            mine.finish()
        if entered:
            with pytest.raises(Conflict):
                ticket.enter(entered, source=HERE)
        if account_of(alice).locked_at is not None:
            unlock_by(nia, alice)
    assert mine.look().step == "email"


def test_a_locked_account_is_not_opened_by_getting_back_in(alice):
    lock(alice)
    mine, shown = proved(alice)
    assert (shown.step, shown.question, shown.username) == ("locked", "", "")
    for step in (mine.answer, mine.finish, mine.factor):
        with pytest.raises(Conflict):
            step(ANSWERS["first-pet"])


def test_a_code_from_the_practice_is_over_when_the_account_is_locked(alice, nia):
    slip = slip_for(nia, alice)
    begun = Browser()
    begun.enter(slip.username, slip.code)
    lock_by(nia, alice)
    assert begun.look().step == "email"
    for _ in range(2):
        with pytest.raises(Invalid):
            Browser().enter(slip.username, slip.code)
        if account_of(alice).locked_at is not None:
            unlock_by(nia, alice)


def test_of_two_resets_at_once_one_wins_and_the_other_is_told(any_home):
    alice = with_answers(people.alice())
    browsers = []
    for n in range(2):
        with portal_clock.travel(timedelta(minutes=n * 2)):
            browser, shown = proved(alice, elsewhere(n))
            browser.answer(right_answer(shown))
            browsers.append(browser)
    passwords = ["first quiet lantern 9", "second quiet lantern 9"]

    def finish(n: int) -> str:
        try:
            return browsers[n].finish(passwords[n]) and "in"
        except Conflict:
            return "told"

    with ThreadPoolExecutor(2) as two, portal_clock.travel(timedelta(minutes=4)):
        outcomes = list(two.map(finish, range(2)))
    assert sorted(outcomes) == ["in", "told"]
    won = passwords[outcomes.index("in")]
    assert sign_in.sign_in(alice.username, won, staff=False, source=HERE)


def test_all_sessions_and_pending_codes_end(alice, nia):
    other_sessions = [people.sign_in(alice).token for _ in range(3)]
    slip, begun = slip_for(nia, alice), elsewhere(1)
    begun.ask(alice.email)
    stolen = code_for(alice.email)
    with portal_clock.travel(timedelta(minutes=1)):
        entered = back_in(alice)
        for token in (alice.token, *other_sessions):
            with pytest.raises(SignedOut):
                accounts.who(token)
        with pytest.raises(Conflict):
            begun.prove(stolen)
        with pytest.raises(Invalid):
            Browser().enter(slip.username, slip.code)
        assert accounts.who(ticket.enter(entered, source=HERE)).name == "Alice Ames"
        with pytest.raises(Conflict):
            ticket.enter(entered, source=HERE)
    with unit_of_work() as db:
        assert all(one.used_at for one in db.exec(select(Ticket)))
        assert all(one.done_at or one.ended_at for one in db.exec(select(Recovery)))
        assert all(one.used_at or one.ended_at for one in db.exec(select(AccountReset)))


def test_a_new_password_that_was_acknowledged_is_there_after_a_kill(any_home):
    alice = with_answers(people.alice())
    mine, shown = proved(alice)
    mine.answer(right_answer(shown))
    with other(FINISHING, mine.visit, PASSWORD) as worker:
        assert worker.line() == "saved"
        worker.kill()
    assert sign_in.sign_in(alice.username, PASSWORD, staff=False, source=HERE)
    assert "password-changed" in [mail.kind for mail in mails_to(alice.email)]
