"""SECURITY.md 6: what changes an account asks again who it is; that cannot be guessed, stolen or forged."""

import contextvars
from dataclasses import replace

import pytest
from sqlmodel import col, select, update

from portal.access import sessions
from portal.access.actor import Duty, Scope, operator
from portal.access.needs import OWN, needs
from portal.access.own import open_own
from portal.db import unit_of_work
from portal.errors import Invalid, NotPermitted, ProofWanted, SignedOut, TooMany
from portal.models.account import Account, AccountSession
from portal.models.audit import AuditEntry
from portal.services import door, proof, sign_in
from portal.services.records import preferences
from portal.state.preferences import PreferencesState
from portal.state.refusals import NoticeState, ProofState
from tests import people
from tests.web import OURS, Browser

WISHES = {"show": "ask"}


@needs(OWN, acting=True, proof=True)
def change_own(own):
    return own.account.id


@needs(OWN)
def look_at_own(own):
    return own.account.id


@needs(Scope.RECORDS, acting=True, proof=True)
def change_record(chart):
    return chart.patient_id


@needs(Duty.PATIENTS, acting=True, proof=True)
def change_practice(practice):
    return practice.actor.name


def prove(who, *, password=""):
    """The person after giving their password again."""
    return replace(who, token=proof.give(who.token, password or who.password, source=people.HERE))


def deeds():
    with unit_of_work() as db:
        return [entry.action for entry in db.exec(select(AuditEntry).where(AuditEntry.allowed))]


def test_signing_in_is_not_proof_and_a_password_is_for_five_minutes(home, clock):
    alice = people.alice()
    with pytest.raises(ProofWanted):
        door.in_account(alice.token, change_own)
    assert door.in_account(alice.token, look_at_own) == alice.account_id

    alice = prove(alice)
    assert door.in_account(alice.token, change_own) == alice.account_id
    clock.forward(minutes=4, seconds=50)
    assert door.in_account(alice.token, change_own) == alice.account_id
    clock.forward(seconds=11)
    with pytest.raises(ProofWanted):
        door.in_account(alice.token, change_own)


def test_every_door_asks(home):
    alice, nia = people.alice(), people.nia()
    with pytest.raises(ProofWanted):
        door.in_chart(alice.token, change_record)
    with pytest.raises(ProofWanted):
        door.in_practice(nia.token, change_practice)
    assert door.in_chart(prove(alice).token, change_record) == alice.patient_id
    assert door.in_practice(prove(nia).token, change_practice) == nia.name


def test_who_may_not_do_it_anyway_is_refused_rather_than_asked(home):
    with pytest.raises(NotPermitted):
        door.in_practice(people.alice().token, change_practice)


def test_what_was_held_up_is_not_written_down_as_done(home):
    alice = people.alice()
    with pytest.raises(ProofWanted):
        door.in_account(alice.token, change_own)
    assert "test_06_proof.change_own" not in deeds()
    door.in_account(prove(alice).token, change_own)
    assert deeds().count("test_06_proof.change_own") == 2  # the practice's trail and her own


def test_proof_gives_the_session_a_new_token_and_the_old_one_is_nothing(home):
    alice = people.alice()
    proved = prove(alice)
    assert proved.token != alice.token
    with pytest.raises(SignedOut):
        door.in_account(alice.token, look_at_own)
    with unit_of_work() as db:
        assert len(db.exec(select(AccountSession)).all()) == 1


def test_proof_holds_for_this_session_only(home):
    alice = people.alice()
    elsewhere = people.sign_in(alice)
    prove(alice)
    with pytest.raises(ProofWanted):
        door.in_account(elsewhere.token, change_own)


def test_a_wrong_password_proves_nothing_and_is_written_down(home):
    alice = people.alice()
    with pytest.raises(Invalid) as refused:
        prove(alice, password="not this one at all")
    assert "password" in refused.value.fields
    with pytest.raises(ProofWanted):
        door.in_account(alice.token, change_own)
    with unit_of_work() as db:
        tried = db.exec(select(AuditEntry).where(AuditEntry.action == "proof.refused")).all()
    assert {entry.account_id for entry in tried} == {alice.account_id} and len(tried) == 2


def test_guessing_here_counts_like_guessing_at_sign_in(home, clock):
    """Whoever stole a session gets no more guesses at the password than anyone else."""
    alice = people.alice()
    for _ in range(3):
        with pytest.raises(Invalid):
            prove(alice, password="a wrong guess")
    for _ in range(2):
        with pytest.raises(Invalid):
            sign_in.sign_in(alice.username, "a wrong guess", staff=False, source=people.HERE)
    with pytest.raises(TooMany) as refused:
        prove(alice)
    with pytest.raises(TooMany):
        sign_in.sign_in(alice.username, alice.password, staff=False, source=people.HERE)
    clock.forward(seconds=refused.value.wait)
    assert prove(alice)


def test_without_an_account_there_is_nothing_to_open(home):
    with unit_of_work() as db, pytest.raises(NotPermitted):
        open_own(db, operator())


def test_the_route_sets_the_new_cookie_and_says_what_is_wrong_beside_the_field(home):
    alice = people.alice()
    browser = Browser(token=alice.token)
    wrong = browser.post("/api/proof", data={"password": "nonsense"})
    assert wrong.status_code == 422 and wrong.json()["fields"]["password"].startswith(
        "That is not your password"
    )
    right = browser.post("/api/proof", data={"password": alice.password})
    assert right.json()["ok"] and "httponly" in right.headers["set-cookie"].lower()
    assert door.in_account(browser.cookies["portal"], change_own) == alice.account_id


@pytest.mark.parametrize(
    "headers",
    [
        {**OURS, "Origin": "https://evil.example"},
        {**OURS, "Sec-Fetch-Site": "cross-site"},
        {"Accept": "application/json"},
    ],
)
def test_no_other_site_can_prove_for_her(home, headers):
    alice = people.alice()
    answer = Browser(token=alice.token).post("/api/proof", data={"password": alice.password}, headers=headers)
    assert answer.status_code == 403 and "set-cookie" not in answer.headers
    with pytest.raises(ProofWanted):
        door.in_account(alice.token, change_own)


def test_nobody_signed_in_proves_nothing(home):
    assert Browser().post("/api/proof", data={"password": "whatever it is"}).status_code == 401


def test_a_locked_account_cannot_prove_itself(home):
    alice = people.alice()
    with unit_of_work() as db:
        account = db.get_one(Account, alice.account_id)
        account.locked_at = account.created_at
        db.add(account)
    with pytest.raises(SignedOut):
        prove(alice)


@pytest.fixture
def choosing_wants_proof(monkeypatch):
    """A choice that a page makes over its websocket, as if it wanted proof."""
    need = replace(preferences.choose_wishes.need, proof=True)
    monkeypatch.setattr(preferences.choose_wishes, "need", need)


def test_the_page_asks_and_what_was_pressed_goes_on_by_itself(tabs, choosing_wants_proof):
    alice = people.alice()
    tab = tabs(alice, "/records/preferences")
    tab.send(PreferencesState.choose, form=WISHES)
    assert tab.var(ProofState, "wanted") is True
    assert tab.var(PreferencesState, "show") == "at-once"

    come_back(tab, prove(alice))
    tab.send(ProofState.go_on)

    assert tab.var(ProofState, "wanted") is False
    assert tab.var(PreferencesState, "show") == "ask"
    assert tab.redirects == []


def test_the_page_keeps_what_was_on_it_while_it_connects_anew(tabs, choosing_wants_proof):
    alice = people.alice()
    tab = tabs(alice, "/records/preferences")
    tab.send(NoticeState.show, words="Half done", tone="good")
    come_back(tab, prove(alice))
    assert tab.var(NoticeState, "words") == "Half done"  # a load would have taken it away


def test_a_reload_after_the_proof_loads_as_ever(tabs):
    alice = people.alice()
    tab = tabs(alice, "/records/preferences")
    tab.send(NoticeState.show, words="Half done", tone="good")
    tab.reload(token=prove(alice).token)
    assert tab.var(NoticeState, "words") == ""


def test_another_session_of_hers_does_not_get_what_was_on_the_page(tabs):
    alice = people.alice()
    tab = tabs(alice, "/records/preferences")
    tab.send(NoticeState.show, words="Half done", tone="good")
    come_back(tab, people.sign_in(alice))
    assert tab.var(NoticeState, "words") == ""


def test_leaving_the_question_changes_nothing_and_says_so(tabs, choosing_wants_proof):
    alice = people.alice()
    tab = tabs(alice, "/records/preferences")
    tab.send(PreferencesState.choose, form=WISHES)
    tab.send(ProofState.leave)
    assert tab.var(NoticeState, "words") == "Nothing was changed."
    tab.send(ProofState.go_on)
    assert tab.var(PreferencesState, "show") == "at-once"


def test_saying_that_one_has_proved_it_is_not_proof(tabs, choosing_wants_proof):
    tab = tabs(people.alice(), "/records/preferences")
    tab.send(PreferencesState.choose, form=WISHES)
    for _ in range(3):
        tab.send(ProofState.go_on)
    assert tab.var(PreferencesState, "show") == "at-once"
    assert tab.var(ProofState, "wanted") is True


@pytest.mark.parametrize("name", ["no.such.event", "", "reflex___state____state.setvar"])
def test_an_event_that_nobody_has_does_not_go_on(tabs, name):
    tab = tabs(people.alice(), "/records/preferences")
    tab.send(ProofState.want, event=name, payload={"var_name": "name", "value": "Mallory"})
    tab.send(ProofState.go_on)
    assert "Mallory" not in tab.received


def come_back(tab, who):
    """The page's connection made anew with the present cookie, without loading the page."""
    tab.reconnect(token=who.token)


def test_between_the_proof_and_the_new_connection_the_page_is_left_alone(tabs, choosing_wants_proof):
    alice = people.alice()
    tab = tabs(alice, "/records/preferences")
    tab.send(NoticeState.show, words="Half done", tone="good")
    after = prove(alice)
    tab.forget()

    tab.send(PreferencesState.load)  # something reaches the page on the connection of before

    assert tab.redirects == [] and "at-once" not in tab.received
    come_back(tab, after)
    assert tab.var(NoticeState, "words") == "Half done"


def test_an_event_that_was_let_in_goes_on_while_its_session_gets_a_new_token(home):
    """Else a page that loads while its person shows that it is them would lead them to sign in."""
    alice = people.alice()

    def reads(token):
        return door.in_account(token, look_at_own)

    def let_in():
        door.admit(alice.token, door.holding(alice.token))
        prove(alice)
        assert reads(alice.token) == alice.account_id
        with unit_of_work() as db:
            sessions.end_all(db, alice.account_id, why="over")
        with pytest.raises(SignedOut):
            reads(alice.token)

    contextvars.copy_context().run(let_in)
    alice = people.sign_in(alice)
    contextvars.copy_context().run(lambda: (door.admit(alice.token, door.holding(alice.token)), prove(alice)))
    with pytest.raises(SignedOut):
        reads(alice.token)


def test_a_token_from_before_gives_a_thief_nothing(tabs):
    alice = people.alice()
    tab = tabs(alice, "/home")
    after = prove(alice)
    stolen = tabs(alice, "/home", client_token=tab.tab.client_token)
    assert "Alice" not in stolen.received
    stolen.send(PreferencesState.load)
    assert "Alice" not in stolen.received
    assert tabs(after, "/home").redirects == []


def test_what_was_held_up_never_goes_on_in_another_record(tabs, choosing_wants_proof):
    """Dana switches in another window while the question is open: nothing happens to the other."""
    alice = people.alice()
    dana = people.dana(alice, scopes="records:act")
    mia = people.mia(dana)
    look_at(dana, alice)
    tab = tabs(dana, "/records/preferences")
    tab.send(PreferencesState.choose, form=WISHES)
    after = prove(dana)
    look_at(dana, mia)
    come_back(tab, after)
    tab.send(ProofState.go_on)
    assert tab.var(PreferencesState, "show") == "at-once"


def look_at(who, whose):
    with unit_of_work() as db:
        mine = update(AccountSession).where(col(AccountSession.account_id) == who.account_id)
        db.exec(mine.values(patient_id=whose.patient_id))
