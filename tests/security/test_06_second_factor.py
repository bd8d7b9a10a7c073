"""SECURITY.md 6: staff need their second factor, each code counts once, and a clock may be a little off.

Patients who have one show it in a second step, which nobody gets around, steals or guesses.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from sqlmodel import delete, select, update

from portal import clock as portal_clock
from portal.access import throttle
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid, ProofWanted, SignedOut, TooMany
from portal.models.account import Account, Throttle
from portal.models.audit import AuditEntry
from portal.services import door, second_factor
from portal.services.account import changing
from portal.services.sign_in import From, sign_in
from portal.settings import get_settings
from portal.vault.tokens import new_token
from tests import factors, people
from tests.web import Browser


def come_in(who, code):
    return sign_in(who.username, who.password, staff=True, code=code, source=people.HERE)


def code_at(who, **later) -> str:
    return pyotp.TOTP(who.totp_secret).at(portal_clock.now() + timedelta(**later))


@pytest.fixture
def nia(home):
    return people.nia(signed_in=False)


@pytest.mark.parametrize("code", ["", "000000", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", " " * 6])
def test_the_right_password_alone_is_not_enough(nia, code):
    if code == nia.code:
        code = f"{(int(code) + 1) % 1_000_000:06}"
    with pytest.raises(Invalid, match="username, password and code"):
        come_in(nia, code)


def test_with_the_code_she_gets_in_and_spaces_do_not_matter(nia):
    assert come_in(nia, f" {nia.code[:3]} {nia.code[3:]} ")


def test_a_code_counts_once(nia, clock):
    code = nia.code
    assert come_in(nia, code)
    with pytest.raises(Invalid):
        come_in(nia, code)
    clock.forward(seconds=30)
    assert come_in(nia, nia.code)


def test_an_earlier_code_does_not_count_after_a_later_one(nia):
    later, earlier = code_at(nia, seconds=30), nia.code
    assert come_in(nia, later)
    if earlier != later:
        with pytest.raises(Invalid):
            come_in(nia, earlier)


@pytest.mark.parametrize("drift", [-30, 30])
def test_a_clock_half_a_minute_off_is_forgiven(nia, drift):
    assert come_in(nia, code_at(nia, seconds=drift))


@pytest.mark.parametrize("drift", [-90, 90, 3600])
def test_a_code_of_another_time_is_not(nia, drift):
    code = code_at(nia, seconds=drift)
    if code not in {code_at(nia, seconds=near) for near in (-30, 0, 30)}:
        with pytest.raises(Invalid):
            come_in(nia, code)


def test_a_wrong_password_does_not_use_the_code_up(nia):
    code = nia.code
    with pytest.raises(Invalid):
        sign_in(nia.username, "a wrong guess", staff=True, code=code, source=people.HERE)
    assert come_in(nia, code)


def test_staff_who_have_not_set_theirs_up_cannot_sign_in(home):
    with pytest.raises(Invalid):
        come_in(people.nia(second_factor=False, signed_in=False), "")


def test_a_factor_that_was_set_up_is_asked_for_even_where_it_need_not_be(nia, monkeypatch):
    monkeypatch.setenv("PORTAL_STAFF_SECOND_FACTOR", "false")
    get_settings.cache_clear()
    with pytest.raises(Invalid):
        come_in(nia, "")
    assert come_in(people.nia(second_factor=False, signed_in=False), "")


def test_patients_cannot_come_in_at_the_staff_door_nor_staff_at_theirs(home):
    alice, nia = people.alice(signed_in=False), people.nia(signed_in=False)
    with pytest.raises(Invalid):
        sign_in(alice.username, alice.password, staff=True, source=people.HERE)
    with pytest.raises(Invalid):
        sign_in(nia.username, nia.password, staff=False, code=nia.code, source=people.HERE)


def test_olga_who_no_longer_works_here_cannot_sign_in(home):
    olga = people.olga()
    with pytest.raises(Invalid):
        come_in(olga, olga.code)


# A patient's second step


@pytest.fixture
def alice(home):
    """She has an authenticator app, and so has whoever learned her password a problem."""
    return factors.with_app(people.alice())[0]


@pytest.fixture
def browser():
    return Browser(visit=new_token())


def give_password(browser, who, password=""):
    return browser.post("/api/sign-in", data={"username": who.username, "password": password or who.password})


def give_code(browser, code, **more):
    return browser.post("/api/sign-in/step", data={"code": code, **more})


def where(browser):
    return browser.get("/api/sign-in/step").json()


def test_the_right_password_opens_no_session_but_asks_for_the_second_step(alice, browser):
    reply = give_password(browser, alice)
    assert reply.json() == {"ok": True, "next": "", "step": True}
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith("step=") and "HttpOnly" in cookie and "SameSite=strict" in cookie
    assert "Max-Age=300" in cookie and "portal" not in browser.cookies
    assert where(browser) == {"waiting": True, "app": True, "passkey": False, "codes": True}

    reply = give_code(browser, factors.next_code(alice), next="/records/results")
    assert reply.json() == {"ok": True, "next": "/records/results"}
    assert browser.cookies.get("portal") and "step" not in browser.cookies
    assert where(browser) == {"waiting": False}


def test_a_half_session_opens_nothing(alice, browser, tabs):
    give_password(browser, alice)
    step = browser.cookies["step"]
    with pytest.raises(SignedOut):
        door.in_account(step, second_factor.show_factors)
    tab = tabs(replace(alice, token=step), "/home")
    assert tab.redirects == ["/#next=/home"] and "Alice" not in tab.received


def test_nobody_without_the_password_learns_whether_there_is_a_second_step(alice, browser):
    bob, nobody = people.bob(signed_in=False), people.Person("Nobody", username="no.such.person")
    replies = [give_password(browser, who, "a wrong guess") for who in (alice, bob, nobody)]
    assert len({(reply.status_code, reply.text, reply.headers.get("set-cookie")) for reply in replies}) == 1
    assert where(browser) == {"waiting": False}


def test_whatever_does_not_fit_is_answered_alike(alice, browser):
    used = factors.with_app(people.alice())[1][0]
    give_password(browser, alice)
    wrong = ["", "000000", "12345", "abcdef", "AAAA-BBBB-CCCC-DDDD", used, "x" * 5000]
    replies = []
    for code in wrong:
        with unit_of_work() as db:
            db.exec(delete(Throttle))
        replies.append(give_code(browser, code if code != alice.code else "000001"))
    assert {(reply.status_code, reply.text) for reply in replies} == {(422, replies[0].text)}


@pytest.mark.parametrize("stolen", ["without a visit", "with another visit", "with the visit as the step"])
def test_a_stolen_half_session_is_of_no_use_in_another_browser(alice, browser, stolen):
    give_password(browser, alice)
    visit = {"without a visit": "", "with another visit": new_token()}.get(stolen, browser.cookies["step"])
    thief = Browser(visit=visit)
    thief.cookies.set("step", browser.cookies["step"], domain="localhost.local")
    assert where(thief) == {"waiting": False}
    assert give_code(thief, factors.next_code(alice)).status_code == 409
    assert thief.post("/api/sign-in/step/passkey/ask").status_code == 409
    assert give_code(browser, factors.next_code(alice)).json()["ok"]


def test_a_half_session_is_good_once(alice, browser, clock):
    give_password(browser, alice)
    step = browser.cookies["step"]
    assert give_code(browser, factors.next_code(alice)).json()["ok"]
    clock.forward(minutes=1)
    browser.cookies.set("step", step, domain="localhost.local")
    again = give_code(browser, factors.next_code(alice))
    assert again.status_code == 409 and "enter your username and password again" in again.json()["message"]


def test_a_half_session_is_good_for_five_minutes(alice, browser, clock):
    give_password(browser, alice)
    clock.forward(minutes=4, seconds=59)
    assert where(browser)["waiting"]
    clock.forward(seconds=1)
    assert where(browser) == {"waiting": False}
    assert give_code(browser, alice.code).status_code == 409


def test_two_tabs_with_one_half_session_make_one_session(any_home):
    alice, codes = factors.with_app(people.alice())
    step = factors.half_way(alice)
    with ThreadPoolExecutor(4) as tabs:
        outcomes = list(tabs.map(lambda code: _outcome(step, code), codes[:4]))
    assert sorted(outcomes) == ["Conflict", "Conflict", "Conflict", "in"]


def test_one_code_in_two_half_sessions_at_once_counts_once(any_home):
    alice, codes = factors.with_app(people.alice())
    for code in (factors.next_code(alice), codes[0]):
        steps = [factors.half_way(alice) for _ in range(4)]
        with ThreadPoolExecutor(4) as tabs:
            outcomes = list(tabs.map(lambda step, code=code: _outcome(step, code), steps))
        assert sorted(outcomes) == ["Invalid", "Invalid", "Invalid", "in"]


def _outcome(step, code):
    try:
        return "in" if factors.type_code(step, code) else ""
    except (Conflict, Invalid) as refusal:
        return type(refusal).__name__


def many_guesses_at(who):
    """Others have guessed at this person's code so often, from everywhere, that the wait is longest."""
    with unit_of_work() as db:
        for _ in range(30):
            throttle.count(db, throttle.CODES, who.account_id.hex)


def test_codes_cannot_be_guessed_not_even_from_many_addresses(alice, clock):
    step, guesses, waited = factors.half_way(alice), 0, 0
    for number in range(200):
        source = From(address=f"198.51.100.{number}")
        try:
            factors.type_code(step, "000000" if alice.code != "000000" else "000001", source=source)
        except Invalid:
            guesses += 1
        except TooMany as refusal:
            waited = refusal.wait
    assert 10 <= guesses < 25 and waited >= 1  # the first waits are seconds long, as the test is

    many_guesses_at(alice)
    with pytest.raises(TooMany):  # nor with one right guess among them, from a place she never was
        factors.type_code(step, factors.next_code(alice), source=From(address="203.0.113.1"))
    assert factors.type_code(step, factors.next_code(alice), source=people.HERE)


def test_the_waits_between_guesses_grow_to_a_quarter_of_an_hour_and_never_longer(alice, clock):
    waits = []
    for _ in range(40):
        step = factors.half_way(alice)
        try:
            factors.type_code(step, "000000")
        except TooMany as refusal:
            waits.append(refusal.wait)
            clock.forward(seconds=refusal.wait)
        except Invalid:
            continue
    assert max(waits) == 900 and waits[-1] == 900


def test_a_right_password_again_and_again_buys_no_more_guesses(alice):
    for _ in range(5):
        with pytest.raises(Invalid):
            factors.type_code(factors.half_way(alice), "000000")
    with pytest.raises(TooMany):
        factors.type_code(factors.half_way(alice), "000000")


def test_staff_guessing_a_code_with_the_right_password_learn_nothing_from_its_limit(nia):
    for number in range(30):
        source = From(address=f"198.51.100.{number}")
        with pytest.raises(Invalid, match="username, password and code"):
            sign_in(nia.username, nia.password, staff=True, code="000000", source=source)
    many_guesses_at(nia)
    with pytest.raises(Invalid, match="username, password and code"):
        sign_in(nia.username, nia.password, staff=True, code=nia.code, source=From(address="203.0.113.1"))


def test_nia_gets_in_from_her_desk_while_others_guess_at_her_code(home):
    nia = people.nia()
    many_guesses_at(nia)
    with pytest.raises(Invalid):
        sign_in(nia.username, nia.password, staff=True, code=nia.code, source=From(address="203.0.113.1"))
    assert come_in(nia, nia.code)


def test_a_form_of_another_site_gets_nowhere(alice, browser):
    give_password(browser, alice)
    foreign = {"Origin": "https://evil.example", "Accept": "application/json"}
    for path in ("", "/leave", "/passkey", "/passkey/ask"):
        reply = browser.post(f"/api/sign-in/step{path}", headers=foreign, data={"code": alice.code})
        assert reply.status_code == 403
    assert where(browser)["waiting"]


def test_whoever_is_locked_meanwhile_stays_out(alice, browser):
    give_password(browser, alice)
    with unit_of_work() as db:
        db.exec(update(Account).where(Account.id == alice.account_id).values(locked_at=portal_clock.now()))
    assert give_code(browser, factors.next_code(alice)).status_code == 409


def test_starting_again_ends_the_half_session(alice, browser):
    give_password(browser, alice)
    step = browser.cookies["step"]
    assert browser.post("/api/sign-in/step/leave").json()["ok"]
    assert "step" not in browser.cookies
    browser.cookies.set("step", step, domain="localhost.local")
    assert give_code(browser, factors.next_code(alice)).status_code == 409


def test_whoever_was_signed_in_here_before_is_signed_out_by_it(alice):
    bob = people.bob()
    browser = Browser(token=bob.token, visit=new_token())
    give_password(browser, alice)
    assert door.in_account(bob.token, second_factor.show_factors)
    give_code(browser, factors.next_code(alice))
    with pytest.raises(SignedOut):
        door.in_account(bob.token, second_factor.show_factors)


def test_a_browser_that_never_loaded_a_page_is_told_to(alice):
    reply = give_password(Browser(), alice)
    assert reply.status_code == 422 and "reload" in reply.json()["message"].lower()


def test_the_trail_tells_what_happened_at_the_door(alice, browser):
    give_password(browser, alice)
    give_code(browser, "000000")
    give_code(browser, factors.next_code(alice))
    with reading() as db:
        hers = select(AuditEntry.action).where(AuditEntry.chain_id == alice.patient_id)
        done = db.exec(hers.order_by(AuditEntry.seq)).all()
    assert done[-3:] == ["second_step.asked", "second_step.refused", "sign_in.signed_in"]


def test_no_factor_is_added_changed_or_removed_without_proof_whatever_is_sent(home, tabs):
    alice = people.alice()
    bodies = [{}, {"name": "My phone"}, {"name": "My phone", "answer": "{}"}]
    browser = Browser(token=alice.token, visit=factors.VISIT)
    for body in bodies:
        assert browser.post("/api/passkeys/ask", data=body).json().get("proof")
        assert not browser.post("/api/passkeys", data=body).json()["ok"]
    services = [second_factor.begin_app, second_factor.turn_off_app, second_factor.make_codes]
    for service in (*services, second_factor.first_codes):
        with pytest.raises(ProofWanted):
            door.in_account(alice.token, service)
    assert not door.in_account(alice.token, second_factor.show_factors).has_factor


def test_a_factor_cannot_be_gone_around_by_asking_at_the_other_door_or_with_the_old_form(alice, browser):
    for path in ("/api/sign-in", "/api/staff/sign-in"):
        form = {"username": alice.username, "password": alice.password, "code": factors.next_code(alice)}
        browser.post(path, data=form)
        assert "portal" not in browser.cookies
    assert browser.post("/api/enter", data={"ticket": browser.cookies["step"]}).status_code == 409
    assert "portal" not in browser.cookies


def test_a_new_password_ends_half_sessions_that_were_begun_with_the_old_one(alice, browser):
    give_password(browser, alice)
    changing.change_password(factors.proved(alice).token, "nine slow otters row home")
    assert where(browser) == {"waiting": False}
    assert give_code(browser, factors.next_code(alice)).status_code == 409
