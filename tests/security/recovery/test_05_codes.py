"""SECURITY.md 5: guessing, stealing and skipping the emailed code."""

import pytest

from portal.errors import Conflict, Invalid, TooMany
from portal.services import sign_in
from portal.services.guesses import From
from portal.state.recover import RecoverState
from tests import people
from tests.people import HERE
from tests.recovering import PASSWORD, Browser, code_for, mails_to, proved, right_answer, with_answers
from tests.security.recovery.hostile import elsewhere


def test_a_code_takes_five_wrong_guesses(alice):
    mine = Browser()
    mine.ask(alice.email)
    right = code_for(alice.email)
    for _ in range(5):
        with pytest.raises(Invalid):
            mine.prove("00000000" if right != "0000 0000" else "00000001")
    with pytest.raises(Invalid):
        mine.prove(right)


def test_a_new_code_does_not_bring_guesses_at_the_old_one_back(alice, clock):
    mine = Browser()
    mine.ask(alice.email)
    old = code_for(alice.email)
    for _ in range(5):
        with pytest.raises(Invalid):
            mine.prove("00000000")
    clock.forward(minutes=1)
    mine.again()
    with pytest.raises(Invalid):
        mine.prove(old)
    assert mine.prove(code_for(alice.email)).step == "question"


def test_guesses_from_everywhere_all_day_come_to_a_handful(alice, clock):
    """Each browser and address is new; what counts is the address the codes go to."""
    codes = 0
    for n in range(24 * 12):
        browser = elsewhere(n)
        try:
            browser.ask(alice.email)
            codes += 1
        except TooMany:
            pass
        clock.forward(minutes=5)
    assert 5 <= codes <= 40  # with five guesses each: two in a million a day
    assert len(mails_to(alice.email)) == codes


def test_guesses_at_many_people_from_one_place_are_slowed_down(home):
    mine = elsewhere(1)
    with pytest.raises(TooMany):
        for n in range(40):
            Browser(source=mine.source).ask(f"person{n}@example.org")
    assert elsewhere(2).ask("someone@example.org").step == "code"


def test_wrong_codes_from_one_place_are_slowed_down(home, clock):
    place = From(address="203.0.113.9")
    wrong = 0
    with pytest.raises(TooMany):
        for n in range(12):
            browser = Browser(source=place)
            browser.ask(f"person{n}@example.org")
            for _ in range(5):
                with pytest.raises(Invalid):
                    browser.prove("00000000")
                wrong += 1
    assert wrong == 30


def test_a_code_works_once(alice):
    mine, _ = proved(alice)
    code = code_for(alice.email)
    for browser in (mine, elsewhere(1)):
        with pytest.raises(Conflict):
            browser.prove(code)
    mine.answer(right_answer(mine.look()))
    mine.finish()
    with pytest.raises(Conflict):
        mine.prove(code)


def test_a_code_is_good_in_the_browser_that_asked_for_it_only(alice, clock):
    hers, his = Browser(), elsewhere(1)
    hers.ask(alice.email)
    overheard = code_for(alice.email)
    with pytest.raises(Conflict):
        his.prove(overheard)
    clock.forward(minutes=1)
    his.ask(alice.email)
    with pytest.raises(Invalid):
        his.prove(overheard)
    assert hers.prove(overheard).step == "question"


def test_a_code_for_one_address_is_none_for_another(alice):
    bob = with_answers(people.bob())
    mine = Browser()
    mine.ask(bob.email)
    bobs = code_for(bob.email)
    mine.ask(alice.email)
    with pytest.raises(Invalid):
        mine.prove(bobs)


def test_a_stolen_tab_without_its_cookies_shows_and_does_nothing(tabs, alice):
    tab = tabs(None, "/recover")
    tab.send(RecoverState.submit, form={"email": alice.email})
    tab.send(RecoverState.submit, form={"code": code_for(alice.email)})
    assert tab.var(RecoverState, "question")
    tab.close()
    stolen = tabs(None, "/recover", client_token=tab.tab.client_token)
    assert stolen.var(RecoverState, "step") == "email"
    assert alice.email not in stolen.received and tab.var(RecoverState, "question") not in stolen.received


def test_steps_cannot_be_skipped_by_calling_what_comes_later(tabs, alice):
    tab = tabs(None, "/recover")
    for step in ("password", "questions", "in", "sent", "code", "factor", "nonsense"):
        tab.send(RecoverState.go, step=step)
        assert tab.var(RecoverState, "step") == "email"
    tab.send(RecoverState.submit, form={"email": alice.email, "code": "12345678", "password": PASSWORD})
    for step in ("password", "questions"):
        tab.send(RecoverState.go, step=step)
        tab.send(RecoverState.submit, form={"password": PASSWORD})
    for event_ in (RecoverState.send_username, RecoverState.again):
        tab.send(event_)
    tab.send(RecoverState.choose, account=str(alice.account_id))
    assert tab.var(RecoverState, "ticket") == "" and alice.username not in tab.received.replace(
        alice.email, ""
    )
    assert sign_in.sign_in(alice.username, alice.password, staff=False, source=HERE)
