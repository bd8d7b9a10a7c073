"""SECURITY.md 5: whoever asks, for whatever address, learns nothing, and nobody's mailbox is filled."""

import re

import pytest

from portal.errors import Conflict, Invalid
from portal.services.recovery.asking import TO_STRANGERS
from portal.state.recover import RecoverState
from tests import people
from tests.recovering import Browser, back_in, mails_to, with_answers
from tests.security.recovery.hostile import (
    elsewhere,
    lock_by,
    slip_for,
    those_who_ask,
    unlock_by,
    with_factor,
    working,
)


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
