"""SECURITY.md 4: passwords and security answers are peppered and slow to guess, whatever they are made of."""

import unicodedata

import bcrypt
import pytest

from portal.db import unit_of_work
from portal.errors import Invalid
from portal.models.account import Account
from portal.services.sign_in import sign_in
from portal.settings import get_settings
from portal.vault import keyring, passwords
from tests import people


@pytest.fixture
def hashed(monkeypatch) -> list[int]:
    """The cost of every bcrypt done from here on."""
    done: list[int] = []
    hashpw, checkpw = bcrypt.hashpw, bcrypt.checkpw

    def counted_hash(password, salt):
        done.append(int(salt[4:6]))
        return hashpw(password, salt)

    def counted_check(password, stored):
        done.append(int(stored[4:6]))
        return checkpw(password, stored)

    monkeypatch.setattr(bcrypt, "hashpw", counted_hash)
    monkeypatch.setattr(bcrypt, "checkpw", counted_check)
    return done


def come_in(who, password, *, staff=False, code=""):
    return sign_in(who.username, password, staff=staff, code=code, source=people.HERE)


def store(who, value):
    with unit_of_work() as db:
        account = db.get_one(Account, who.account_id)
        account.password_hash = value
        db.add(account)


def stored(who):
    with unit_of_work() as db:
        return db.get_one(Account, who.account_id).password_hash


def test_what_is_kept_says_its_scheme_and_cost_and_not_the_password(home):
    alice = people.alice(signed_in=False)
    assert stored(alice).startswith("p1:$2b$04$")
    assert alice.password not in stored(alice)
    assert passwords.hash_password("the same") != passwords.hash_password("the same")


def test_the_default_cost_is_twelve():
    assert type(get_settings()).model_fields["bcrypt_cost"].default == 12


@pytest.mark.parametrize("tail", ["", "\0", "\0more", "x", "é"])
def test_every_letter_counts_however_many_there_are(home, tail):
    long = "walks the dog " * 9
    kept = passwords.hash_password(long + "end")
    assert passwords.verify_password(long + "end", kept)
    assert not passwords.verify_password(long + "eng", kept)
    assert not passwords.verify_password(long + "en" + tail, kept)
    assert len(long) > 72


def test_the_same_letters_typed_on_another_keyboard_are_the_same(home):
    composed, apart = (
        unicodedata.normalize("NFC", "Zoë’s ﬁne Ångström"),
        unicodedata.normalize("NFD", "Zoë’s ﬁne Ångström"),
    )
    assert composed != apart
    assert passwords.verify_password(apart, passwords.hash_password(composed))


def test_a_lone_surrogate_is_a_wrong_password_and_not_a_fault(home):
    alice = people.alice(signed_in=False)
    for odd in ("\ud800", "\0", "a" * 100_000, ""):
        with pytest.raises(Invalid):
            come_in(alice, odd)


def test_without_the_pepper_the_hash_cannot_be_tried(home):
    kept = passwords.hash_password("a common password")
    ring = keyring.keyring()
    other = keyring.Keyring(ring.masters, ring.active, ring.lookup, b"p" * 32, ring.audit, ring.demo)
    keyring.save(other)
    assert not passwords.verify_password("a common password", kept)


def test_someone_unknown_costs_as_much_as_someone_known(home, hashed):
    alice = people.alice(signed_in=False)
    passwords.verify_password("warm", None)
    counts = []
    for username, staff in ((alice.username, False), ("nobody.here", False), (alice.username, True)):
        hashed.clear()
        with pytest.raises(Invalid):
            sign_in(username, "a wrong guess", staff=staff, source=people.HERE)
        counts.append(list(hashed))
    assert counts[0] == counts[1] == counts[2] == [4]


def test_the_words_are_the_same_whatever_was_wrong(home):
    alice, nia = people.alice(signed_in=False), people.nia(signed_in=False)
    tries = [
        (alice.username, "wrong", False), ("nobody", "wrong", False), (nia.username, nia.password, False),
        (people.olga().username, "wrong", False),
    ]  # fmt: skip
    words = set()
    for username, password, staff in tries:
        with pytest.raises(Invalid) as refused:
            sign_in(username, password, staff=staff, source=people.HERE)
        words.add(refused.value.message)
    assert words == {"That username and password do not match. Check them and try again."}


def test_a_cheaper_hash_is_made_anew_at_sign_in(home, monkeypatch):
    alice = people.alice(signed_in=False)
    monkeypatch.setenv("PORTAL_BCRYPT_COST", "5")
    get_settings.cache_clear()
    assert come_in(alice, alice.password)
    assert stored(alice).startswith("p1:$2b$05$")
    assert come_in(alice, alice.password)


def test_a_wrong_password_does_not_renew_the_hash(home, monkeypatch):
    alice = people.alice(signed_in=False)
    before = stored(alice)
    monkeypatch.setenv("PORTAL_BCRYPT_COST", "5")
    get_settings.cache_clear()
    with pytest.raises(Invalid):
        come_in(alice, "a wrong guess")
    assert stored(alice) == before


@pytest.mark.parametrize("odd", ["", "p1:", "p9:$2b$04$x", "plain words", "p1:$2b$04$short"])
def test_a_stored_value_that_is_no_hash_lets_nobody_in(home, odd):
    alice = people.alice(signed_in=False)
    store(alice, odd)
    with pytest.raises(Invalid):
        come_in(alice, alice.password)


def test_an_account_without_a_password_lets_nobody_in(home):
    alice = people.alice(signed_in=False)
    store(alice, None)
    for guess in ("", "None", alice.password):
        with pytest.raises(Invalid):
            come_in(alice, guess)


def test_an_answer_is_the_same_in_any_case_and_spacing(home):
    kept = passwords.hash_answer("  Fluffy   THE  cat ")
    assert passwords.verify_answer("fluffy the cat", kept)
    assert not passwords.verify_answer("fluffy the cats", kept)
    assert kept.startswith("p1:$2b$") and "luffy" not in kept


def test_a_blank_sign_in_says_beside_each_field_what_is_missing_and_is_no_guess(home):
    alice = people.alice(signed_in=False)
    for name, password, missing in (("", "", ["username", "password"]), (alice.username, "", ["password"])):
        for _ in range(7):
            with pytest.raises(Invalid) as refusal:
                sign_in(name, password, staff=False, source=people.HERE)
            assert list(refusal.value.fields) == missing
    assert sign_in(alice.username, alice.password, staff=False, source=people.HERE)
