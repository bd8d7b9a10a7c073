"""SECURITY.md 1: what a session is, and every way it ends; then nothing goes, and the page is emptied."""

import pytest
from sqlmodel import select, update

from portal import clock as portal_clock
from portal.access import sessions
from portal.db import unit_of_work
from portal.errors import SignedOut
from portal.models.account import Account, AccountSession
from portal.services import accounts, sign_in
from portal.services.cookie import cookie_name
from portal.settings import get_settings
from portal.state.frame import FrameState
from portal.vault.tokens import token_hash
from tests import people
from tests.web import OURS, Browser


def sign_in_over_http(who: people.Person, browser: Browser | None = None, **more: str) -> Browser:
    browser = browser or Browser()
    form = {"username": who.username, "password": who.password, **more}
    answer = browser.post("/api/sign-in", data=form)
    assert answer.status_code == 200, answer.text
    return browser


def cookie_of(answer) -> dict[str, str]:
    """The Set-Cookie line, as name and attributes."""
    lines = answer.headers.get_list("set-cookie")
    first, *rest = next(line for line in lines if "portal=" in line).split("; ")
    attributes = {part.partition("=")[0].lower(): part.partition("=")[2] for part in rest}
    return {"name": first.partition("=")[0], "value": first.partition("=")[2], **attributes}


def end_by_locking(who):
    with unit_of_work() as db:
        account = db.get_one(Account, who.account_id)
        account.locked_at = portal_clock.now()
        db.add(account)


def end_by_disabling(who):
    with unit_of_work() as db:
        account = db.get_one(Account, who.account_id)
        account.disabled_at = portal_clock.now()
        db.add(account)


def end_by_ending_all(who):
    with unit_of_work() as db:
        sessions.end_all(db, who.account_id, why="reset")


ENDINGS = {
    "signed out": lambda who: sign_in.sign_out(who.token, source=people.HERE),
    "locked": end_by_locking,
    "disabled": end_by_disabling,
    "ended for all devices": end_by_ending_all,
}


def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(home):
    alice = people.alice(signed_in=False)
    answer = Browser().post("/api/sign-in", data={"username": alice.username, "password": alice.password})
    cookie = cookie_of(answer)
    assert (cookie["name"], cookie["samesite"].lower(), cookie["path"]) == ("portal", "strict", "/")
    assert "httponly" in cookie and "expires" not in cookie and "max-age" not in cookie
    assert "domain" not in cookie and "secure" not in cookie  # localhost has no TLS


def test_over_tls_the_cookie_is_secure_and_bound_to_this_host(home, monkeypatch):
    monkeypatch.setenv("PORTAL_PUBLIC_URL", "https://portal.example.org")
    get_settings.cache_clear()
    alice = people.alice(signed_in=False)
    headers = {**OURS, "Origin": "https://portal.example.org"}
    form = {"username": alice.username, "password": alice.password}
    answer = Browser().post("/api/sign-in", data=form, headers=headers)
    cookie = cookie_of(answer)
    assert cookie["name"] == cookie_name() == "__Host-portal"
    assert "secure" in cookie and "httponly" in cookie and "domain" not in cookie


def test_the_token_is_256_bits_and_only_its_hash_is_kept(any_home):
    alice, bob = people.alice(), people.bob()
    assert len(alice.token) == 43 and alice.token != bob.token
    with unit_of_work() as db:
        kept = db.exec(select(AccountSession)).all()
    assert {row.token_hash for row in kept} == {token_hash(alice.token), token_hash(bob.token)}
    for row in kept:
        assert alice.token.encode() not in b"".join(v for v in vars(row).values() if isinstance(v, bytes))


def test_each_sign_in_makes_a_new_token_and_ends_the_one_before_in_that_browser(home):
    alice = people.alice(signed_in=False)
    browser = sign_in_over_http(alice)
    first = browser.cookies["portal"]
    sign_in_over_http(alice, browser)
    second = browser.cookies["portal"]
    assert first != second and accounts.who(second).name == "Alice Ames"
    with pytest.raises(SignedOut):
        accounts.who(first)


def test_a_token_set_beforehand_by_someone_else_is_never_taken_over(home):
    alice = people.alice(signed_in=False)
    planted = "A" * 43
    browser = sign_in_over_http(alice, Browser(token=planted))
    assert browser.cookies["portal"] != planted
    with pytest.raises(SignedOut):
        accounts.who(planted)


def test_signing_out_ends_it_on_the_server_and_empties_the_browser(home):
    alice = people.alice()
    browser = Browser(token=alice.token)
    answer = browser.post("/api/sign-out")
    assert answer.status_code == 200 and answer.json()["next"].endswith("#signed-out=done")
    assert set(answer.headers["clear-site-data"].split(", ")) == {'"cache"', '"storage"'}
    assert cookie_of(answer)["value"].strip('"') == "" and cookie_of(answer)["max-age"] == "0"
    with pytest.raises(SignedOut):
        accounts.who(alice.token)


@pytest.mark.parametrize("ending", ENDINGS)
def test_however_it_ended_the_next_event_is_refused_and_the_page_emptied(tabs, ending):
    alice = people.alice()
    tab = tabs(alice, "/home")
    assert tab.var(FrameState, "name") == "Alice Ames"
    ENDINGS[ending](alice)
    tab.forget()
    tab.send(FrameState.load)
    assert tab.var(FrameState, "name") == "" and "Alice" not in tab.received
    assert set(tab.redirects) == {"/#signed-out=ended&next=/home"}
    with pytest.raises(SignedOut, match="signed out"):
        accounts.who(alice.token)


def test_it_ends_after_fifteen_idle_minutes(tabs, clock):
    alice = people.alice()
    tab = tabs(alice, "/home")
    clock.forward(minutes=14, seconds=59)
    assert accounts.who(alice.token).name == "Alice Ames"
    clock.forward(minutes=15)
    tab.forget()
    tab.send(FrameState.load)
    assert tab.redirects == ["/#signed-out=idle&next=/home"]
    assert tab.var(FrameState, "name") == ""


def test_what_she_does_keeps_it_alive_for_twelve_hours_and_no_longer(any_home, clock):
    alice = people.alice()
    for _ in range(71):
        clock.forward(minutes=10)
        accounts.who(alice.token)
    clock.forward(minutes=10)
    with pytest.raises(SignedOut) as refused:
        accounts.who(alice.token)
    assert refused.value.reason == "age"


def test_asking_how_long_is_left_does_not_extend_it_and_staying_does(home, clock):
    alice = people.alice()
    browser = Browser(token=alice.token)
    for _ in range(14):
        clock.forward(minutes=1)
        assert browser.get("/api/session").json()["signed_in"]
    assert browser.get("/api/session").json()["idle_seconds"] <= 60
    assert browser.post("/api/session/stay").json()["idle_seconds"] == 900
    clock.forward(minutes=15)
    assert browser.get("/api/session").json() == {"signed_in": False, "reason": "idle"}
    assert browser.post("/api/session/stay").status_code == 401


def test_the_gate_looking_does_not_count_as_activity(tabs, clock):
    """A forgotten page that keeps its connection open must not keep the session alive."""
    alice = people.alice()
    tab = tabs(alice, "/home")
    with unit_of_work() as db:
        seen = db.exec(select(AccountSession.seen_at)).one()
    clock.forward(minutes=10)
    tab.send_named("reflex___state____state.set_is_hydrated", value=True)
    with unit_of_work() as db:
        assert db.exec(select(AccountSession.seen_at)).one() == seen


@pytest.mark.parametrize(
    "token", ["", "x", "A" * 43, "é" * 43, "A" * 5000, "' OR 1=1", "\ud800" * 43, "A" * 42 + "\n"]
)
def test_what_is_no_token_is_signed_out(home, token):
    people.alice()
    with pytest.raises(SignedOut):
        accounts.who(token)


def test_a_session_moved_to_another_account_in_the_database_does_not_open_it(home):
    """Its own details are bound to the row; whose it is, is told by the account's sealed name alone."""
    alice, bob = people.alice(), people.bob()
    with unit_of_work() as db:
        db.exec(update(Account).where(Account.id == bob.account_id).values(sealed=b"\x01" + b"x" * 40))
    assert accounts.who(alice.token).name == "Alice Ames"
    with pytest.raises(Exception, match="seal does not open"):
        accounts.who(bob.token)
