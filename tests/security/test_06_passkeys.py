"""SECURITY.md 6: a passkey signs its owner in, once each time it is asked for, on this site, in that browser.

Each of those who lie here does what a thief, a look-alike site or a copied device would.
"""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select, update

from portal import clock as portal_clock
from portal.access import throttle
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid, ProofWanted, TooMany
from portal.models.account import Account, Role
from portal.models.passkey import Passkey, PasskeyChallenge
from portal.services import door, passkey_sign_in, second_factor, second_step
from portal.services.second_factor import passkeys
from portal.services.sign_in import From
from portal.services.staff import accounts
from portal.settings import get_settings
from portal.vault.tokens import new_token
from tests import factors, people
from tests.authenticator import Authenticator
from tests.factors import VISIT
from tests.web import Browser

LIES = [
    {"origin": "https://localhost:8000"},
    {"origin": "http://localhost:8001"},
    {"origin": "http://localhost:8000.evil.example"},
    {"origin": "null"},
    {"site": "evil.example"},
    {"site": ""} | {"origin": "https://evil.example", "site": "evil.example"},
    {"verified": False},
    {"present": False},
]


@pytest.fixture
def owner(home):
    """Alice and the key that holds her passkey."""
    return factors.with_passkey(people.alice())


def ask(*, staff=False, visit=VISIT, source=people.HERE):
    return passkey_sign_in.begin(staff=staff, visit=visit, source=source)


def show(answer, *, staff=False, visit=VISIT, source=people.HERE):
    return passkey_sign_in.finish(answer, staff=staff, visit=visit, source=source)


def lying(key, **lies):
    """The same key, which says something else than what is."""
    return Authenticator(held=key.held, **lies)


def test_she_signs_in_without_typing_anything(owner):
    _, key = owner
    token = show(key.get(ask()))
    (row,) = door.in_account(token, second_factor.show_factors).passkeys
    assert "last used" in row.line
    assert door.in_account(token, second_factor.show_factors).has_factor
    with reading() as db:
        assert db.exec(select(Passkey.sign_count)).one() == 1


def test_over_http_it_sets_the_cookie_and_goes_where_she_wanted(owner):
    _, key = owner
    browser = Browser(visit=new_token())
    options = browser.post("/api/sign-in/passkey/ask", data={"side": "patient"}).json()["options"]
    assert options["allowCredentials"] == [] and options["userVerification"] == "required"
    assert options["rpId"] == "localhost"
    form = {"side": "patient", "answer": key.get(options), "next": "/records/results"}
    assert browser.post("/api/sign-in/passkey", data=form).json() == {"ok": True, "next": "/records/results"}
    assert browser.cookies["portal"]


@pytest.mark.parametrize("lies", LIES)
def test_another_site_or_somebody_the_device_did_not_recognise_does_not_get_in(owner, lies):
    _, key = owner
    with pytest.raises(Invalid, match="did not work here"):
        show(lying(key, **lies).get(ask()))


def test_an_answer_counts_once(owner):
    _, key = owner
    answer = key.get(ask())
    assert show(answer)
    with pytest.raises(Conflict):
        show(answer)


def test_an_answer_sent_in_many_tabs_at_once_makes_one_session(any_home):
    _, key = factors.with_passkey(people.alice())
    answer = key.get(ask())

    def send(_number):
        try:
            return bool(show(answer))
        except (Conflict, Invalid):
            return False

    with ThreadPoolExecutor(4) as tabs:
        assert sorted(tabs.map(send, range(4))) == [False, False, False, True]


def test_a_challenge_is_used_up_by_a_wrong_answer_too(owner):
    _, key = owner
    options = ask()
    with pytest.raises(Invalid):
        show(lying(key, verified=False).get(options))
    with pytest.raises(Conflict):
        show(key.get(options))


def test_a_challenge_of_another_browser_is_none(owner):
    _, key = owner
    answer = key.get(ask(visit=new_token()))
    with pytest.raises(Conflict):
        show(answer)
    with pytest.raises(Conflict):
        show(key.get(ask()), visit="")


def test_a_challenge_is_good_for_five_minutes(owner, clock):
    _, key = owner
    early, late = key.get(ask()), ask()
    clock.forward(minutes=4, seconds=58)
    assert show(early)
    clock.forward(seconds=2)
    with pytest.raises(Conflict):
        show(key.get(late))


def test_a_challenge_for_one_thing_is_none_for_another(owner):
    alice, key = owner
    step = factors.half_way(alice)
    for_step = key.get(second_step.begin_passkey(step, visit=VISIT))
    with pytest.raises(Conflict):
        show(for_step)
    with pytest.raises(Conflict):
        show(key.get(ask()), staff=True)
    with pytest.raises(Conflict):
        second_step.show_passkey(step, key.get(ask()), visit=VISIT, source=people.HERE)
    assert second_step.show_passkey(
        step, key.get(second_step.begin_passkey(step, visit=VISIT)), visit=VISIT, source=people.HERE
    )


def test_a_challenge_nobody_gave_is_none(owner):
    _, key = owner
    options = json.loads(ask()) | {"challenge": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE"}
    with pytest.raises(Conflict):
        show(key.get(options))


def test_a_copied_device_is_noticed_by_its_count(owner):
    _, key = owner
    copy = Authenticator(held=[type(key.held[0])(**vars(key.held[0]))])
    assert show(key.get(ask()))
    assert show(key.get(ask()))
    for _ in range(2):
        with pytest.raises(Invalid):
            show(copy.get(ask()))
    assert show(key.get(ask()))


def test_a_passkey_that_does_not_count_works_as_synced_ones_do(owner):
    _, key = owner
    silent = lying(key, counts=False)
    assert show(silent.get(ask())) and show(silent.get(ask()))


def test_a_signature_by_another_key_is_none(owner):
    _, key = owner
    thief = Authenticator()
    thief.create(
        {"challenge": "AA", "rp": {"id": "localhost"}, "user": {"id": "AA"}, "excludeCredentials": []}
    )
    thief.held[0].credential_id = key.held[0].credential_id
    thief.held[0].user_handle = key.held[0].user_handle
    thief.held[0].count = 100
    with pytest.raises(Invalid):
        show(thief.get(ask()))


def test_bobs_passkey_does_not_finish_alices_second_step_nor_prove_that_it_is_her(owner):
    alice, _ = owner
    _, bobs = factors.with_passkey(people.bob())
    step = factors.half_way(alice)
    with pytest.raises(Invalid):
        second_step.show_passkey(
            step, bobs.get(second_step.begin_passkey(step, visit=VISIT)), visit=VISIT, source=people.HERE
        )
    browser = Browser(token=alice.token, visit=VISIT)
    options = browser.post("/api/proof/passkey/ask").json()["options"]
    assert browser.post("/api/proof/passkey", data={"answer": bobs.get(options)}).status_code == 422


def test_whoever_says_it_is_somebody_elses_passkey_is_refused(owner):
    _, key = owner
    key.held[0].user_handle = people.bob().account_id.bytes
    with pytest.raises(Invalid):
        show(key.get(ask()))


@pytest.mark.parametrize("column", ["locked_at", "disabled_at"])
def test_whoever_is_locked_or_disabled_stays_out(owner, column):
    alice, key = owner
    with unit_of_work() as db:
        now = {column: portal_clock.now()}
        db.exec(update(Account).where(Account.id == alice.account_id).values(**now))
    with pytest.raises(Invalid, match="did not work here"):
        show(key.get(ask()))


def test_a_removed_passkey_lets_nobody_in(owner):
    alice, key = owner
    with reading() as db:
        passkey_id = db.exec(select(Passkey.id)).one()
    door.in_account(alice.token, passkeys.remove_passkey, passkey_id=passkey_id)
    with pytest.raises(Invalid):
        show(key.get(ask()))


def test_each_signs_in_at_their_own_door_and_reads_which_it_is(owner):
    _, hers = owner
    _, nias = factors.with_passkey(people.nia())
    with pytest.raises(Invalid, match="page for staff"):
        show(nias.get(ask()))
    with pytest.raises(Invalid, match="page for patients"):
        show(hers.get(ask(staff=True)), staff=True)
    assert show(nias.get(ask(staff=True)), staff=True)


def test_a_new_set_up_link_for_staff_ends_their_passkeys_and_codes(home):
    ada = people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    nia, key = factors.with_passkey(people.nia())
    codes = door.in_account(nia.token, second_factor.make_codes)
    door.in_practice(ada.token, accounts.set_up_again, nia.username)
    with pytest.raises(Invalid):
        show(key.get(ask(staff=True)), staff=True)
    with reading() as db:
        account = db.get_one(Account, nia.account_id)
        assert not account.has_second_factor
    with unit_of_work() as db:
        assert not second_factor.fits(db, db.get_one(Account, nia.account_id), codes[0])


def test_asking_and_guessing_slow_down_by_address(owner):
    _, key = owner
    for _ in range(60):
        ask(source=From(address="198.51.100.9"))
    with pytest.raises(TooMany):
        ask(source=From(address="198.51.100.9"))
    for _ in range(30):
        with pytest.raises(Invalid):
            show(lying(key, verified=False).get(ask()))
        with unit_of_work() as db:
            throttle.clear(db, throttle.ASKS, people.HERE.place)
    with pytest.raises(TooMany):
        ask()


def test_what_was_asked_long_ago_does_not_pile_up(home, clock):
    for _ in range(5):
        ask()
    clock.forward(minutes=6)
    ask()
    with reading() as db:
        assert len(db.exec(select(PasskeyChallenge.id)).all()) == 1


def test_a_passkey_proves_that_it_is_her_for_five_minutes_under_a_new_token(owner, clock):
    alice, key = owner
    clock.forward(minutes=5)
    with pytest.raises(ProofWanted):
        door.in_account(alice.token, second_factor.make_codes)
    browser = Browser(token=alice.token, visit=VISIT)
    options = browser.post("/api/proof/passkey/ask").json()["options"]
    assert len(options["allowCredentials"]) == 1
    assert browser.post("/api/proof/passkey", data={"answer": key.get(options)}).json()["ok"]
    assert browser.cookies["portal"] != alice.token
    assert len(door.in_account(browser.cookies["portal"], second_factor.make_codes)) == 10


def test_whoever_has_no_passkey_is_told_so_when_asked_to_prove_with_one(home):
    browser = Browser(token=people.alice().token, visit=VISIT)
    reply = browser.post("/api/proof/passkey/ask")
    assert reply.status_code == 409 and "no passkey" in reply.json()["message"]


def test_signed_out_nobody_makes_or_proves_anything(home):
    browser = Browser(visit=VISIT)
    for path in ("passkeys/ask", "proof/passkey/ask"):
        assert browser.post(f"/api/{path}", data={"name": "Mine"}).status_code == 401
    for path in ("passkeys", "proof/passkey"):
        assert browser.post(f"/api/{path}", data={"name": "Mine", "answer": "{}"}).status_code == 409


@pytest.mark.parametrize("path", ["passkeys", "sign-in/passkey", "proof/passkey"])
@pytest.mark.parametrize("part", ["", "/ask"])
def test_a_page_of_another_site_may_not_ask(home, path, part):
    foreign = {"Origin": "https://evil.example", "Accept": "application/json"}
    reply = Browser(token=people.alice().token, visit=VISIT).post(f"/api/{path}{part}", headers=foreign)
    assert reply.status_code == 403


def test_behind_tls_the_site_is_the_public_name(home, monkeypatch):
    monkeypatch.setenv("PORTAL_PUBLIC_URL", "https://portal.example.org")
    get_settings.cache_clear()
    alice, key = factors.with_passkey(people.alice())
    assert json.loads(ask())["rpId"] == "portal.example.org"
    assert show(key.get(ask()))
    with pytest.raises(Invalid):
        show(lying(key, origin="https://other.example.org").get(ask()))
    assert alice.token


def test_the_database_holds_neither_a_passkeys_id_nor_its_name_nor_a_challenge(home):
    _, key = factors.with_passkey(people.alice(), name="Zyq phone")
    challenge = json.loads(ask())["challenge"]
    kept = b"".join(path.read_bytes() for path in home.glob("portal.db*"))
    secrets = (key.held[0].credential_id, b"Zyq phone", challenge.encode(), VISIT.encode())
    assert [secret for secret in secrets if secret in kept] == []
