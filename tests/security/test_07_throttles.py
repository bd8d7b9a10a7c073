"""SECURITY.md 7: guesses slow down, by account and by address, for all workers; nobody is locked out."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from portal.access import throttle
from portal.db import unit_of_work
from portal.errors import Invalid, TooMany
from portal.services.sign_in import From, sign_in
from tests import people
from tests.processes import other

ELSEWHERE = From(address="198.51.100.9")
GUESSING = """
import sys
from portal.errors import Refusal
from portal.services.sign_in import From, sign_in
for _ in range(5):
    try:
        sign_in(sys.argv[1], "a wrong guess", staff=False, source=From(address=sys.argv[2]))
    except Refusal as refusal:
        print(type(refusal).__name__, flush=True)
"""


def guess(who, *, source=ELSEWHERE, times=1):
    """Guess a password; the kinds of answers."""
    answers = []
    for _ in range(times):
        try:
            sign_in(who.username, "a wrong guess", staff=False, source=source)
        except (Invalid, TooMany) as refusal:
            answers.append(type(refusal))
    return answers


def come_in(who, *, source=ELSEWHERE):
    return sign_in(who.username, who.password, staff=False, source=source)


def test_after_five_guesses_even_the_right_password_waits_and_then_gets_in(any_home, clock):
    alice = people.alice(signed_in=False)
    assert guess(alice, times=5) == [Invalid] * 5
    with pytest.raises(TooMany) as refused:
        come_in(alice)
    assert 1 <= refused.value.wait <= 2
    clock.forward(seconds=refused.value.wait)
    assert come_in(alice)


def test_each_further_guess_waits_twice_as_long_up_to_a_quarter_of_an_hour(home, clock):
    alice, waits = people.alice(signed_in=False), []
    guess(alice, times=5)
    for _ in range(14):
        with pytest.raises(TooMany) as refused:
            come_in(alice)
        waits.append(refused.value.wait)
        clock.forward(seconds=refused.value.wait)
        guess(alice)
    assert all(later >= earlier for earlier, later in pairwise(waits))
    assert waits[:4] == [1, 2, 4, 8] and max(waits) == 900


def test_a_refused_try_does_not_make_the_wait_longer(home, clock):
    alice = people.alice(signed_in=False)
    guess(alice, times=5)
    assert guess(alice, times=20) == [TooMany] * 20
    clock.forward(seconds=2)
    assert come_in(alice)


def test_the_other_workers_know(any_home):
    alice = people.alice(signed_in=False)
    with other(GUESSING, alice.username, ELSEWHERE.address) as worker:
        assert [worker.line() for _ in range(5)] == ["Invalid"] * 5
    with pytest.raises(TooMany):
        come_in(alice)


def test_one_address_guessing_at_many_accounts_is_slowed_down(home):
    for number in range(30):
        with pytest.raises(Invalid):
            sign_in(f"nobody{number}", "a wrong guess", staff=False, source=ELSEWHERE)
    alice = people.alice(signed_in=False)
    with pytest.raises(TooMany):
        come_in(alice)
    assert come_in(alice, source=people.HERE)


def test_another_address_of_the_same_ipv6_network_is_the_same_place(home):
    alice = people.alice(signed_in=False)
    for number in range(5):
        guess(alice, source=From(address=f"2001:db8:1:2::{number:x}"))
    with pytest.raises(TooMany):
        come_in(alice, source=From(address="2001:db8:1:2:ffff::1"))
    assert come_in(alice, source=From(address="2001:db8:1:3::1"))


def test_a_name_written_otherwise_is_the_same_account(home):
    alice = people.alice(signed_in=False)
    for spelling in (alice.username.upper(), f" {alice.username} ", alice.username.title()) * 2:
        with pytest.raises((Invalid, TooMany)):
            sign_in(spelling, "a wrong guess", staff=False, source=ELSEWHERE)
    with pytest.raises(TooMany):
        come_in(alice)


def test_guesses_from_all_over_slow_strangers_down_and_not_alice_at_home(home, clock):
    alice = people.alice()
    for number in range(60):
        guess(alice, source=From(address=f"203.0.113.{number}"))
    with pytest.raises(TooMany) as refused:
        come_in(alice, source=From(address="203.0.113.200"))
    assert refused.value.wait <= 20
    assert come_in(alice, source=people.HERE)


def test_a_success_of_ones_own_does_not_clear_the_address(home):
    bob = people.bob(signed_in=False)
    for number in range(30):
        assert come_in(bob)
        guess(replace(bob, username=f"nobody{number}"))
    with pytest.raises(TooMany):
        come_in(bob)


def test_what_is_counted_names_nobody(home):
    alice = people.alice(signed_in=False)
    guess(alice)
    kept = (home / "portal.db").read_bytes() + (home / "portal.db-wal").read_bytes()
    for planted in (alice.username, ELSEWHERE.address):
        assert planted.encode() not in kept


def test_the_words_say_how_long(home):
    alice = people.alice(signed_in=False)
    guess(alice, times=5)
    with pytest.raises(TooMany) as refused:
        come_in(alice)
    assert re.search(r"wait \d+ seconds", refused.value.message)


def test_it_is_forgotten_after_the_window(home, clock):
    with unit_of_work() as db:
        assert [throttle.count(db, throttle.ACCOUNT_HERE, "x") for _ in range(4)] == [1, 2, 3, 4]
    clock.forward(minutes=16)
    with unit_of_work() as db:
        assert throttle.count(db, throttle.ACCOUNT_HERE, "x") == 1
