"""SECURITY.md 5: a hostile client at every step of getting back in, and at the front desk's codes."""

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import bcrypt
import pyotp
import pytest
from sqlalchemy import event
from sqlmodel import select

from portal import clock as portal_clock
from portal.db import engine, unit_of_work
from portal.errors import Conflict, Invalid, NotFound, Refusal, SignedOut, StepWanted, TooMany
from portal.models.account import Account, Role, Ticket
from portal.models.recovery import AccountReset, Recovery
from portal.services import accounts, door, second_step, sign_in, ticket
from portal.services.guesses import From
from portal.services.recovery.asking import TO_STRANGERS
from portal.services.staff import recovery as at_the_desk
from portal.services.staff.identity import Identity
from portal.state.recover import RecoverState
from tests import people
from tests.people import HERE, Person
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
    share,
    with_answers,
)

LICENSE = Identity("license")


@pytest.fixture
def alice(home) -> Person:
    return with_answers(people.alice())


@pytest.fixture
def nia(home) -> Person:
    return people.proved(people.nia(role=Role.FRONT_DESK))


def elsewhere(n: int) -> Browser:
    """The attacker's n-th browser, at an address of its own."""
    return Browser(source=From(address=f"2001:db8:{n:x}::1", device="Evil"))


def with_factor(name: str) -> Person:
    person = people.patient(name)
    secret = pyotp.random_base32()
    made = people.with_own_chart(
        people.account(Person(name, totp_secret=secret, patient_id=person.patient_id))
    )
    return with_answers(made)


def slip_for(nia: Person, whose: Person):
    which = {"patient_id": whose.patient_id, "account_id": whose.account_id}
    return door.in_practice(nia.token, at_the_desk.print_code, shown=LICENSE, **which)


def lock_by(nia: Person, whose: Person) -> None:
    which = {"patient_id": whose.patient_id, "account_id": whose.account_id}
    door.in_practice(nia.token, at_the_desk.lock, why="Reported stolen", **which)


def unlock_by(nia: Person, whose: Person) -> None:
    which = {"patient_id": whose.patient_id, "account_id": whose.account_id}
    door.in_practice(nia.token, at_the_desk.unlock, why="All is well again", **which)


# Enumeration


def those_who_ask() -> dict[str, str]:
    """An address of each kind of account, and of nobody."""
    locked, closed = with_answers(people.bob(signed_in=False)), with_answers(people.bob(signed_in=False))
    lock(locked)
    spend_all_guesses(closed)
    mother, daughter = people.bob(signed_in=False), people.bob(signed_in=False)
    share(daughter, mother.email)
    return {
        "has an account": with_answers(people.alice(signed_in=False)).email,
        "has no account": "nobody@example.org",
        "works here": people.nia(signed_in=False).email,
        "worked here": people.olga().email,
        "is locked": locked.email,
        "has no guesses left": closed.email,
        "shares the address": mother.email,
        "has a second factor": with_factor("Fay Factor").email,
    }


def spend_all_guesses(person: Person) -> None:
    """Five wrong answers were given for this account."""
    with unit_of_work() as db:
        account = db.get_one(Account, person.account_id)
        account.wrong_answers = 5
        db.add(account)


def test_everyone_gets_the_same_answer_and_the_same_email(home):
    answers, emails = {}, {}
    for n, (who, email) in enumerate(those_who_ask().items()):
        before = len(mails_to(email))
        answers[who] = repr(elsewhere(n).ask(email)).replace(email, "…")
        sent = mails_to(email)
        assert len(sent) == before + 1, who
        emails[who] = re.sub(r"\d{4} \d{4}", "…", f"{sent[0].kind} {sent[0].subject} {sent[0].text}")
    assert len(set(answers.values())) == 1, answers
    assert len(set(emails.values())) == 1, emails


def test_the_page_shows_the_same_to_everyone(tabs, home):
    shown = {}
    for who, email in those_who_ask().items():
        tab = tabs(None, "/recover", address=f"198.51.100.{len(shown)}")
        tab.forget()
        tab.send(RecoverState.submit, form={"email": email})
        assert tab.var(RecoverState, "step") == "code"
        shown[who] = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "id", tab.received.replace(email, "…"))
    assert len(set(shown.values())) == 1, shown


def test_nothing_about_an_account_is_seen_before_the_code(alice):
    mine = Browser()
    mine.ask(alice.email)
    seen = mine.look()
    assert (seen.question, seen.username, seen.accounts, seen.questions) == ("", "", [], False)
    for early in (mine.answer, mine.factor, mine.birth, mine.finish, mine.choose):
        with pytest.raises(Conflict):
            early("03/09/1984")
    with pytest.raises(Conflict):
        mine.send_username()


# Timing: the same work, by count


@dataclass
class Work:
    """What was done: statements by their first words, and hashes."""

    statements: list[str] = field(default_factory=list)
    hashes: int = 0

    @property
    def counted(self) -> tuple[Counter[str], int]:
        return Counter(" ".join(one.split()[:3]) for one in self.statements), self.hashes


@contextmanager
def working(monkeypatch: pytest.MonkeyPatch) -> Iterator[Work]:
    """Count what is done within the block, all of which really happens."""
    work = Work()

    def heard(_c, _cursor, statement, *_rest) -> None:
        work.statements.append(statement)

    def counting(real):
        def count(*args):
            work.hashes += 1
            return real(*args)

        return count

    event.listen(engine(), "before_cursor_execute", heard)
    with monkeypatch.context() as patch:
        patch.setattr(bcrypt, "checkpw", counting(bcrypt.checkpw))
        patch.setattr(bcrypt, "hashpw", counting(bcrypt.hashpw))
        yield work
    event.remove(engine(), "before_cursor_execute", heard)


def test_asking_costs_the_same_work_for_everyone(home, monkeypatch):
    people_ = those_who_ask()
    for n, warm in enumerate(("warm@example.org", people_["has an account"])):
        elsewhere(5000 + n).ask(warm)
    people_["has an account"] = with_answers(people.alice(signed_in=False)).email
    done = {}
    for n, (who, email) in enumerate(people_.items()):
        with working(monkeypatch) as work:
            elsewhere(n).ask(email)
        done[who] = work.counted
    assert all(one == done["has no account"] for one in done.values()), done
    assert done["has no account"][1] == 0 and sum(done["has no account"][0].values()) > 10


def test_a_wrong_code_from_the_practice_costs_the_same_for_every_name(alice, nia, monkeypatch):
    bob, fay = people.bob(signed_in=False), with_factor("Fay Factor")
    slip_for(nia, alice)
    names = [
        alice.username,
        alice.email,
        bob.username,
        fay.email,
        nia.username,
        "nobody.here",
        "no@one.example",
    ]
    done = []
    for n, name in enumerate(names):
        with working(monkeypatch) as work, pytest.raises(Invalid) as refused:
            elsewhere(n).enter(name, "0000 0000 0000")
        done.append((work.counted, refused.value.fields))
    assert all(one == done[0] for one in done), done


# Codes: brute force, replay, another browser


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


# Mail


def test_nobodys_mailbox_is_filled_and_the_practices_sender_is_no_mail_bomb(alice, clock):
    for n in range(TO_STRANGERS.free + 20):
        elsewhere(n).ask(f"victim{n}@example.org")
    kinds = [mails_to(f"victim{n}@example.org")[0].status for n in range(TO_STRANGERS.free + 20)]
    assert kinds.count("sent") == TO_STRANGERS.free and kinds[-1] == "withdrawn"
    elsewhere(500).ask(alice.email)
    assert mails_to(alice.email)[0].status == "sent"


def test_a_code_goes_to_the_address_on_file_and_not_to_one_that_looks_like_it(alice):
    elsewhere(1).ask(alice.email.upper())
    assert mails_to(alice.email) and not mails_to(alice.email.upper())


def test_no_email_says_whose_it_is_nor_carries_anything_in_its_link(alice, nia):
    slip = slip_for(nia, alice)
    back_in(alice)
    lock_by(nia, alice)
    unlock_by(nia, alice)
    for mail in mails_to(alice.email):
        said = f"{mail.subject} {mail.text}".replace(alice.email, "")
        for private in ("Alice", "Ames", alice.username, alice.mrn, "1984", slip.code):
            assert private not in said, mail.kind
        for link in re.findall(r"https?://\S+", mail.text):
            assert re.fullmatch(r"http://localhost:\d+(/recover#desk)?", link), link


# The question


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


# A second factor


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


# Locked accounts


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


# The end


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


FINISHING = """
import sys
from portal.services import recovery
from portal.services.guesses import From
recovery.finish(recovery.NewSecrets(sys.argv[2]), visit=sys.argv[1], source=From("192.0.2.7"))
print("saved", flush=True)
sys.stdin.read()
"""


def test_a_new_password_that_was_acknowledged_is_there_after_a_kill(any_home):
    alice = with_answers(people.alice())
    mine, shown = proved(alice)
    mine.answer(right_answer(shown))
    with other(FINISHING, mine.visit, PASSWORD) as worker:
        assert worker.line() == "saved"
        worker.kill()
    assert sign_in.sign_in(alice.username, PASSWORD, staff=False, source=HERE)
    assert "password-changed" in [mail.kind for mail in mails_to(alice.email)]


# Codes from the practice


def test_a_lost_paper_opens_nothing_without_the_birth_date(alice, nia):
    slip = slip_for(nia, alice)
    thief = elsewhere(1)
    thief.enter(slip.username, slip.code)
    for year in range(1980, 1984):
        with pytest.raises(Invalid):
            thief.birth(f"3/9/{year}")
    assert thief.birth("3/9/1979").step == "closed"
    for browser in (thief, Browser()):
        with pytest.raises(Invalid):
            browser.enter(slip.username, slip.code)
    with pytest.raises(Conflict):
        thief.birth("3/9/1984")


def test_guesses_at_birth_dates_do_not_begin_anew_with_the_code_typed_again(alice, nia):
    slip = slip_for(nia, alice)
    for n in range(4):
        thief = elsewhere(n)
        thief.enter(slip.username, slip.code)
        with pytest.raises(Invalid):
            thief.birth(f"3/{n + 10}/1984")
    last = elsewhere(5)
    last.enter(slip.username, slip.code)
    assert last.birth("3/20/1984").step == "closed"


def test_a_code_is_good_for_its_own_account_only(alice, nia):
    bob = people.bob()
    slip = slip_for(nia, alice)
    with pytest.raises(Invalid):
        Browser().enter(bob.username, slip.code)


def test_guesses_at_a_name_from_everywhere_are_slowed_down_and_never_for_good(alice, nia, clock):
    slip = slip_for(nia, alice)
    for n in range(10):
        with pytest.raises(Invalid):
            elsewhere(n).enter(alice.username, f"{n:012}")
    with pytest.raises(TooMany) as refused:
        Browser().enter(slip.username, slip.code)
    assert refused.value.wait <= 15 * 60
    clock.forward(minutes=15)
    assert Browser().enter(slip.username, slip.code).step == "birth"


def test_staff_cannot_help_themselves_or_anyone_whose_page_it_is_not(alice, nia):
    bob = people.bob()
    for account_id in (nia.account_id, bob.account_id):
        with pytest.raises(NotFound):
            which = {"patient_id": alice.patient_id, "account_id": account_id}
            door.in_practice(nia.token, at_the_desk.print_code, shown=LICENSE, **which)


def test_codes_are_nowhere_in_the_database(alice, nia, home):
    slip = slip_for(nia, alice)
    Browser().ask(alice.email)
    with unit_of_work() as db:
        rows = [*db.exec(select(Recovery)), *db.exec(select(AccountReset))]
        kept = b"".join(str(row.model_dump()).encode() for row in rows)
    kept += (home / "portal.db").read_bytes() + (home / "portal.db-wal").read_bytes()
    code = code_for(alice.email)
    for secret in (slip.code, slip.code.replace(" ", ""), code, code.replace(" ", ""), alice.email):
        assert secret.encode() not in kept
