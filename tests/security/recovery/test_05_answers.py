"""SECURITY.md 5: guessing the security question, and going around the second factor."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.errors import Conflict, Invalid, Refusal, StepWanted, TooMany
from portal.services import second_step, sign_in
from tests import people
from tests.people import HERE
from tests.recovering import ANSWERS, Browser, account_of, proved, right_answer, with_answers
from tests.security.recovery.hostile import elsewhere, slip_for, with_factor


def test_five_wrong_answers_in_all_whatever_the_browser_the_code_and_the_day(alice, clock):
    for n in range(5):
        browser, shown = proved(alice, elsewhere(n))
        assert shown.step == "question"
        try:
            browser.answer(f"guess {n}")
        except Invalid:
            assert n < 4
        clock.forward(days=2)
    mine, shown = proved(alice)
    assert shown.step == "closed" and shown.question == ""
    with pytest.raises(Conflict):
        mine.answer(ANSWERS["first-pet"])
    assert sign_in.sign_in(alice.username, alice.password, staff=False, source=HERE)


def test_guesses_made_together_are_not_more_than_five(any_home):
    alice = with_answers(people.alice())
    mine, _ = proved(alice)

    def guess(_n: int) -> str:
        try:
            return mine.answer("not this").step
        except Refusal as refused:
            return type(refused).__name__

    with ThreadPoolExecutor(6) as together:
        outcomes = list(together.map(guess, range(12)))
    assert account_of(alice).wrong_answers == 5
    assert outcomes.count("Invalid") <= 4
    assert mine.look().step == "closed"


def test_the_question_does_not_change_to_one_that_is_easier_to_guess(alice, clock):
    seen = set()
    for n in range(6):
        seen.add(proved(alice, elsewhere(n))[1].question)
        clock.forward(hours=3)
    assert len(seen) == 1


def test_nothing_gets_around_a_second_factor(home, nia):
    fay = with_factor("Fay Factor")
    mine, shown = proved(fay)
    assert mine.answer(right_answer(shown)).step == "factor"
    for around in (
        mine.finish,
        mine.send_username,
        lambda: mine.answer("Biscuit"),
        lambda: mine.prove("1" * 8),
    ):
        with pytest.raises((Conflict, Invalid)):
            around()
    slip = slip_for(nia, fay)
    desk = elsewhere(1)
    assert desk.enter(slip.username, slip.code).step == "birth"
    assert desk.birth("3/9/1984").step == "factor"
    with pytest.raises(Conflict):
        desk.finish(answers=list(ANSWERS.items()))


def test_a_code_of_the_second_factor_counts_once_here_and_at_sign_in(home):
    fay = with_factor("Fay Factor")
    code, visit = fay.code, Browser().visit
    with pytest.raises(StepWanted) as wanted:
        sign_in.sign_in(fay.username, fay.password, staff=False, visit=visit, source=HERE)
    second_step.show_code(wanted.value.step, code, visit=visit, source=HERE)
    mine, shown = proved(fay)
    mine.answer(right_answer(shown))
    with pytest.raises(Invalid):
        mine.factor(code)


def test_guesses_at_the_second_factor_are_slowed_down_from_wherever_they_come(home, clock):
    fay = with_factor("Fay Factor")
    for n in range(5):
        clock.forward(minutes=2)
        browser, shown = proved(fay, elsewhere(n))
        browser.answer(right_answer(shown))
        for _ in range(4):
            try:
                browser.factor("000000")
            except Invalid:
                continue
            except TooMany:
                break
    with pytest.raises(TooMany):
        browser.factor(fay.code)
    clock.forward(minutes=15)
    assert browser.factor(fay.code).step == "password"
