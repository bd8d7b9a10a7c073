"""Alice adds passkeys, names them, and takes them away again."""

import json
from uuid import uuid4

import pytest
from sqlmodel import select

from portal.db import reading
from portal.errors import Conflict, Invalid, NotFound, ProofWanted
from portal.models.passkey import Passkey
from portal.services import door, second_factor
from portal.services.second_factor import passkeys
from portal.services.second_factor.passkeys import Purpose
from portal.services.sign_in import sign_in
from portal.vault.tokens import new_token
from tests import people
from tests.authenticator import Authenticator
from tests.factors import VISIT, add, half_way, proved, with_app, with_passkey
from tests.mail import emails, send_due

pytestmark = pytest.mark.usefixtures("home")


def begin(person, name="My phone", *, visit=VISIT):
    return door.in_account(person.token, passkeys.begin_passkey, name, visit=visit)


def rows(person):
    return door.in_account(person.token, second_factor.show_factors).passkeys


def rename(person, passkey_id, name):
    door.in_account(person.token, passkeys.rename_passkey, name, passkey_id=passkey_id)


def remove(person, passkey_id):
    door.in_account(person.token, passkeys.remove_passkey, passkey_id=passkey_id)


def ids(person):
    with reading() as db:
        return db.exec(select(Passkey.id).where(Passkey.account_id == person.account_id)).all()


def told(person):
    send_due()
    return [mail for mail in emails() if mail.to == person.email]


def test_the_browser_is_asked_for_what_lets_in_without_a_password():
    alice = proved(people.alice())
    asked = json.loads(begin(alice))
    assert asked["rp"] == {"name": "Lakeside Family Practice", "id": "localhost"}
    assert asked["user"]["name"] == alice.username
    chosen = asked["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert asked["attestation"] == "none" and asked["excludeCredentials"] == []


def test_she_adds_one_and_it_is_in_her_list(clock):
    alice, _ = with_passkey(people.alice(), name="  My  phone ")
    (row,) = rows(alice)
    assert row.name == "My phone" and row.line.startswith("Added ") and row.line.endswith("not used yet")
    assert half_way(alice)


def test_the_browser_is_told_which_ones_she_has_so_that_one_device_makes_one():
    alice, key = with_passkey(people.alice())
    with pytest.raises(KeyError):
        key.create(begin(alice))


def test_the_first_factor_brings_recovery_codes_and_a_second_one_does_not():
    alice, _ = with_passkey(people.alice())
    assert len(door.in_account(alice.token, second_factor.first_codes)) == 10
    assert door.in_account(alice.token, second_factor.first_codes) == ()


def test_with_nothing_set_up_there_are_no_codes_to_bring():
    assert door.in_account(proved(people.alice()).token, second_factor.first_codes) == ()


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "a\x00b", "\u202e"])
def test_a_name_that_will_not_do_is_refused_before_the_device_makes_anything(name):
    alice = proved(people.alice())
    with pytest.raises(Invalid) as refused:
        begin(alice, name)
    assert "name" in refused.value.fields


def test_she_renames_one():
    alice, _ = with_passkey(people.alice())
    (passkey_id,) = ids(alice)
    rename(alice, passkey_id, "The old phone")
    assert [row.name for row in rows(alice)] == ["The old phone"]
    with pytest.raises(Invalid):
        rename(alice, passkey_id, " ")
    assert [row.name for row in rows(alice)] == ["The old phone"]


def test_she_removes_one_and_it_lets_nobody_in_any_more():
    alice, _ = with_passkey(people.alice())
    remove(alice, ids(alice)[0])
    assert rows(alice) == []
    assert sign_in(alice.username, alice.password, staff=False, source=people.HERE)
    with pytest.raises(NotFound, match="another window"):
        remove(alice, uuid4())


def test_bob_can_neither_rename_nor_remove_hers():
    alice, _ = with_passkey(people.alice())
    bob, (passkey_id,) = proved(people.bob()), ids(alice)
    for do in (lambda: rename(bob, passkey_id, "Mine"), lambda: remove(bob, passkey_id)):
        with pytest.raises(NotFound):
            do()
    assert [row.name for row in rows(alice)] == ["My phone"]


def test_nia_cannot_remove_her_last_way_in():
    nia, _ = with_passkey(people.nia(second_factor=False))
    (passkey_id,) = ids(nia)
    with pytest.raises(Conflict, match="Add another one first"):
        remove(nia, passkey_id)
    nia, _ = with_app(nia)
    remove(nia, passkey_id)
    assert rows(nia) == []


def test_adding_and_removing_are_told_by_email():
    alice, _ = with_passkey(people.alice(), name="Zyq phone")
    remove(alice, ids(alice)[0])
    removed, added = told(alice)
    assert "A passkey was added to your account." in added.text
    assert "A passkey was removed from your account." in removed.text
    assert "Zyq" not in added.text + removed.text


def test_adding_and_removing_ask_for_the_password_first(clock):
    alice, _ = with_passkey(people.alice())
    options = begin(alice)
    clock.forward(minutes=5)
    with pytest.raises(ProofWanted):
        begin(alice)
    with pytest.raises(ProofWanted):
        remove(alice, ids(alice)[0])
    other = Authenticator()
    with pytest.raises((ProofWanted, Conflict)):
        add(alice, other.create(options))
    assert len(ids(alice)) == 1


def test_one_that_is_on_file_already_is_not_taken_again():
    _, key = with_passkey(people.alice())
    bob = proved(people.bob())
    with pytest.raises(Conflict, match="in use already"):
        add(bob, Authenticator(calls_it=key.held[0].credential_id).create(begin(bob)))
    assert ids(bob) == []


def test_twenty_are_enough(monkeypatch):
    alice = people.alice()
    monkeypatch.setattr("portal.services.second_factor.passkeys.adding.MOST", 2)
    for name in ("One", "Two"):
        alice, _ = with_passkey(alice, name=name)
    with pytest.raises(Conflict, match="the most there can be"):
        begin(alice)


DISHONEST = [
    {"origin": "https://evil.example"},
    {"origin": "http://localhost:9999"},
    {"site": "evil.example"},
    {"verified": False},
    {"present": False},
]


@pytest.mark.parametrize("lies", DISHONEST)
def test_what_another_site_or_an_unverified_person_made_is_not_taken(lies):
    alice = proved(people.alice())
    with pytest.raises(Invalid, match="Nothing was added"):
        add(alice, Authenticator(**lies).create(begin(alice)))
    assert rows(alice) == [] and told(alice) == []


def test_a_challenge_is_good_once_in_this_browser_for_five_minutes_and_for_this_account(clock):
    alice, bob, key = proved(people.alice()), proved(people.bob()), Authenticator()
    with pytest.raises(Conflict):
        add(bob, key.create(begin(alice)))
    first = key.create(begin(alice))
    with pytest.raises(Conflict):
        add(alice, first, visit=new_token())
    add(alice, first)
    with pytest.raises(Conflict):
        add(alice, first)
    late = Authenticator().create(begin(alice))
    clock.forward(minutes=5)
    with pytest.raises(Conflict, match="too long"):
        passkeys.take(late, Purpose.ADD, visit=VISIT)
    assert len(ids(alice)) == 1


def test_a_browser_without_a_visit_is_not_asked_for_anything():
    with pytest.raises(Invalid, match="reload"):
        begin(proved(people.alice()), visit="")


JUNK = [
    "", "null", "[]", "{}", "7", '"text"', "{" * 5000, '{"response": {}}', '{"rawId": 7, "response": {}}',
    '{"response": {"clientDataJSON": "bnVsbA"}, "rawId": "AA"}', "x" * 30_000,
    '{"response": {"clientDataJSON": "eyJjaGFsbGVuZ2UiOiAiQUEifQ"}, "rawId": "AA"}', "\udcff",
]  # fmt: skip


@pytest.mark.parametrize("junk", JUNK)
@pytest.mark.parametrize("purpose", [Purpose.ADD, Purpose.SIGN_IN])
def test_what_is_no_answer_at_all_is_refused_in_words(junk, purpose):
    with pytest.raises(Conflict):
        passkeys.take(junk, purpose, visit=VISIT)


@pytest.mark.parametrize("cut", ["attestationObject", "clientDataJSON"])
@pytest.mark.parametrize("to", ["", "AA", "_" * 50, None, 7])
def test_a_mangled_answer_is_refused_in_words(cut, to):
    alice = proved(people.alice())
    answer = json.loads(Authenticator().create(begin(alice)))
    answer["response"][cut] = to
    with pytest.raises((Invalid, Conflict)):
        add(alice, json.dumps(answer))
    assert rows(alice) == []
