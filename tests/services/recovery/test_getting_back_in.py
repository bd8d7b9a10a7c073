"""Alice forgot her password, or her username, or both; she has her mailbox and remembers her first pet."""

import pyotp
import pytest
from sqlmodel import select

from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, SignedOut, TooMany
from portal.models.account import SecurityAnswer
from portal.models.recovery import AccountReset, Recovery
from portal.services import accounts, recovery, sign_in, ticket
from portal.settings import get_settings
from tests import people
from tests.conftest import live_in
from tests.people import HERE
from tests.recovering import (
    ANSWERS,
    PASSWORD,
    Browser,
    account_of,
    back_in,
    code_for,
    mails_to,
    proved,
    right_answer,
    share,
    with_answers,
)

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def alice() -> people.Person:
    return with_answers(people.alice())


def test_alice_gets_back_in_with_a_new_password(alice):
    mine = Browser()
    assert mine.look().step == "email"
    asked = mine.ask(f"  {alice.email.upper()} ")
    assert (asked.step, asked.wait) == ("code", 60)
    shown = mine.prove(code_for(alice.email))
    assert shown.step == "question" and shown.question.endswith("?")
    last = mine.answer(right_answer(shown))
    assert (last.step, last.username, last.questions) == ("password", alice.username, False)

    token = ticket.enter(mine.finish(), source=HERE)

    assert accounts.who(token).name == "Alice Ames"
    assert mine.look().step == "email"
    assert sign_in.sign_in(alice.username, PASSWORD, staff=False, source=HERE)
    with pytest.raises(Invalid):
        sign_in.sign_in(alice.username, alice.password, staff=False, source=HERE)


def test_whoever_was_signed_in_is_signed_out_and_an_email_says_so(alice):
    other = people.sign_in(alice)
    back_in(alice)
    for token in (alice.token, other.token):
        with pytest.raises(SignedOut):
            accounts.who(token)
    newest = mails_to(alice.email)[0]
    assert "password" in newest.subject.lower()
    assert "You have a new password" in newest.text and get_settings().practice_phone in newest.text
    assert alice.name.split()[0] not in newest.text and alice.username not in newest.text.replace(
        alice.email, ""
    )


def test_she_only_wanted_her_username(alice):
    mine, shown = proved(alice)
    mine.answer(right_answer(shown))
    assert mine.send_username() == alice.email
    assert alice.username in mails_to(alice.email)[0].text
    assert mine.look().step == "email"
    assert sign_in.sign_in(alice.username, alice.password, staff=False, source=HERE)
    assert accounts.who(alice.token).name == "Alice Ames"
    with pytest.raises(Conflict):
        mine.send_username()


def test_the_answer_may_be_written_otherwise(alice):
    mine, shown = proved(alice)
    assert mine.answer(f"  {right_answer(shown).upper()} ").step == "password"


def test_a_wrong_answer_says_how_many_tries_are_left_and_a_right_one_costs_none(alice):
    mine, shown = proved(alice)
    with pytest.raises(Invalid) as refused:
        mine.answer("Rex")
    assert "4 tries left" in refused.value.fields["answer"]
    with pytest.raises(Invalid):
        mine.answer("   ")
    assert mine.answer(right_answer(shown)).step == "password"
    assert account_of(alice).wrong_answers == 1
    mine.finish()
    assert account_of(alice).wrong_answers == 0


def test_the_question_stays_the_same_until_she_is_back_in(alice, clock):
    asked = set()
    for _ in range(4):
        asked.add(proved(alice)[1].question)
        clock.forward(hours=2)
    assert len(asked) == 1


def test_a_code_typed_with_spaces_or_dashes_is_the_same_code(alice):
    for n, typed in enumerate(
        (lambda c: c.replace(" ", "-"), lambda c: f" {c} ", lambda c: c.replace(" ", ""))
    ):
        mine = Browser(source=people.From(address=f"192.0.2.{n}"))
        person = with_answers(people.bob())
        mine.ask(person.email)
        assert mine.prove(typed(code_for(person.email))).step == "question"


def test_a_slow_email_still_works_after_a_newer_one_was_sent(alice, clock):
    mine = Browser()
    mine.ask(alice.email)
    slow = code_for(alice.email)
    clock.forward(minutes=2)
    mine.again()
    assert mine.prove(slow).step == "question"


def test_a_code_runs_out_after_ten_minutes_and_says_so(alice, clock):
    mine = Browser()
    mine.ask(alice.email)
    code = code_for(alice.email)
    clock.forward(minutes=10)
    with pytest.raises(Invalid) as refused:
        mine.prove(code)
    assert "run out" in refused.value.fields["code"]
    mine.again()
    assert mine.prove(code_for(alice.email)).step == "question"


def test_another_code_comes_after_a_minute_and_says_when(alice, clock):
    mine = Browser()
    mine.ask(alice.email)
    clock.forward(seconds=20)
    assert 39 <= mine.look().wait <= 40
    with pytest.raises(TooMany) as refused:
        mine.again()
    assert "less than a minute ago" in refused.value.message and refused.value.wait <= 40
    clock.forward(seconds=40)
    assert mine.look().wait == 0
    assert mine.again().wait == 60
    assert len([mail for mail in mails_to(alice.email) if mail.kind == "recovery-code"]) == 2


def test_asking_twice_within_the_minute_goes_on_with_the_same_code(alice):
    mine = Browser()
    mine.ask(alice.email)
    assert mine.ask(alice.email).step == "code"
    assert len(mails_to(alice.email)) == 1


def test_a_wrong_address_is_typed_anew(alice):
    mine = Browser()
    mine.ask("alcie@example.org")
    assert mine.ask(alice.email).email == alice.email
    assert mine.prove(code_for(alice.email)).step == "question"


@pytest.mark.parametrize("typed", ["", "alice", "a@b", "a b@example.org", "x" * 5000 + "@example.org"])
def test_what_is_no_address_is_said_beside_the_field(typed):
    with pytest.raises(Invalid) as refused:
        Browser().ask(typed)
    assert "email" in refused.value.fields


@pytest.mark.parametrize("typed", ["", "1234", "123456789", "abcdefgh"])
def test_what_is_no_code_is_said_and_counts_as_no_try(alice, typed):
    mine = Browser()
    mine.ask(alice.email)
    for _ in range(7):
        with pytest.raises(Invalid) as refused:
            mine.prove(typed)
        assert "8 digits" in refused.value.fields["code"]
    assert mine.prove(code_for(alice.email)).step == "question"


def test_a_browser_without_cookies_is_told(alice):
    with pytest.raises(Invalid) as refused:
        Browser(visit="").ask(alice.email)
    assert "cookies" in refused.value.message
    assert Browser(visit="").look().step == "email"


def test_nobody_has_an_account_with_this_address():
    mine = Browser()
    mine.ask("nobody@example.org")
    assert mine.prove(code_for("nobody@example.org")).step == "nobody"


def test_someone_who_works_here_is_sent_to_an_administrator():
    nia = people.nia()
    mine = Browser()
    mine.ask(nia.email)
    assert mine.prove(code_for(nia.email)).step == "staff"
    with pytest.raises(Conflict):
        mine.finish()


def test_mother_and_daughter_share_an_address(alice):
    bella = with_answers(people.account(people.Person("Bella Ames")))
    share(bella, alice.email)
    mine = Browser()
    mine.ask(alice.email)
    shown = mine.prove(code_for(alice.email))
    assert shown.step == "which"
    labels = {row.label: row.id for row in shown.accounts}
    assert set(labels) == {"Alice", "Bella"}
    asked = mine.choose(labels["Bella"])
    assert mine.answer(right_answer(asked)).username == bella.username
    mine.finish()
    assert sign_in.sign_in(bella.username, PASSWORD, staff=False, source=HERE)
    assert sign_in.sign_in(alice.username, alice.password, staff=False, source=HERE)


def test_two_of_the_same_first_name_are_told_apart_by_the_day_of_their_account(alice):
    other = with_answers(people.account(people.Person("Alice Older")))
    share(other, alice.email)
    _, shown = proved(alice)
    assert all(row.label.startswith("Alice, account made ") for row in shown.accounts)


def test_a_nurse_who_is_a_patient_too_gets_into_her_own_record_only(alice):
    nia = people.nia()
    share(nia, alice.email)
    _, shown = proved(alice)
    assert shown.step == "question"


def test_someone_elses_account_cannot_be_chosen(alice):
    bella = with_answers(people.account(people.Person("Bella Ames")))
    share(bella, alice.email)
    bob = people.bob()
    mine, _ = proved(alice)
    for other in (bob.account_id, "nonsense", ""):
        with pytest.raises(Conflict):
            mine.choose(other)
    assert mine.look().step == "which"


def test_a_password_keeps_the_rules_and_nothing_is_lost(alice):
    mine, shown = proved(alice)
    mine.answer(right_answer(shown))
    for password in ("short", "password1234", f"{alice.username} walks"):
        with pytest.raises(Invalid) as refused:
            mine.finish(password)
        assert "password" in refused.value.fields
    assert mine.look().step == "password"
    mine.finish()


def test_it_takes_too_long(alice, clock):
    mine, shown = proved(alice)
    mine.answer(right_answer(shown))
    clock.forward(minutes=30)
    assert mine.look().step == "email"
    with pytest.raises(Conflict):
        mine.finish()


@pytest.mark.parametrize("has_questions", [True, False])
def test_a_practice_that_asks_no_questions(alice, monkeypatch, has_questions):
    who = alice if has_questions else people.bob()
    with live_in(get_settings().home, monkeypatch, PORTAL_SECURITY_QUESTIONS="false"):
        mine, shown = proved(who)
        assert (shown.step, shown.questions) == ("password", False)
        mine.finish()
        assert sign_in.sign_in(who.username, PASSWORD, staff=False, source=HERE)


def test_someone_who_has_no_questions_yet_chooses_them_now():
    bob = people.bob()
    mine, shown = proved(bob)
    assert (shown.step, shown.questions) == ("password", True)
    with pytest.raises(Invalid):
        mine.finish()
    mine.finish(answers=list(ANSWERS.items()))
    with unit_of_work() as db:
        mine_now = db.exec(select(SecurityAnswer).where(SecurityAnswer.account_id == bob.account_id))
        assert {answer.question for answer in mine_now} == set(ANSWERS)


def test_with_a_second_factor_its_code_comes_too():
    bob = with_answers(people.account(people.Person("Bob Brown", totp_secret=pyotp.random_base32())))
    mine, shown = proved(bob)
    factor = mine.answer(right_answer(shown))
    assert factor.step == "factor" and factor.username == ""
    with pytest.raises(Conflict):
        mine.finish()
    with pytest.raises(Invalid) as refused:
        mine.factor("000000")
    assert "factor" in refused.value.fields
    assert mine.factor(bob.code).step == "password"
    mine.finish()


def test_what_is_old_is_deleted_and_what_is_new_stays(alice, clock):
    proved(alice)
    clock.forward(hours=25)
    new, _ = proved(alice)
    assert recovery.drop_old() == 1
    assert new.look().step == "question"
    with unit_of_work() as db:
        assert len(list(db.exec(select(Recovery)))) == 1 and not list(db.exec(select(AccountReset)))
