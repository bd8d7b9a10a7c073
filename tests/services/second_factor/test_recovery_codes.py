"""Recovery codes: ten, shown once, each good once, for the day the phone is in the lake."""

import re

import pytest
from sqlmodel import select

from portal.db import reading
from portal.errors import Conflict, Invalid
from portal.models.recovery_code import RecoveryCode
from portal.services import door, second_factor
from portal.services.sign_in import sign_in
from portal.vault.recovery_codes import ALPHABET, code_hash, new_code
from tests import people
from tests.factors import half_way, proved, type_code, with_app, with_passkey
from tests.mail import emails, send_due

pytestmark = pytest.mark.usefixtures("home")


def make(person):
    return door.in_account(person.token, second_factor.make_codes)


def left(person):
    return door.in_account(person.token, second_factor.show_factors).codes_left


def test_a_code_is_easy_to_copy_by_hand():
    code = new_code()
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{3}}[{ALPHABET}]{{4}}", code)
    assert not set("01ILOU") & set(ALPHABET)
    assert len({new_code() for _ in range(500)}) == 500


@pytest.mark.parametrize(
    "typed", [str.lower, lambda code: code.replace("-", ""), lambda code: f"  {code.replace('-', ' ')} "]
)
def test_one_gets_in_once_however_it_is_typed(typed):
    alice, codes = with_app(people.alice())
    assert type_code(half_way(alice), typed(codes[3]))
    assert left(alice) == 9
    step = half_way(alice)
    with pytest.raises(Invalid):
        type_code(step, codes[3])
    assert type_code(step, codes[4])


def test_using_one_is_told_by_email_with_how_many_are_left(clock):
    alice, codes = with_app(people.alice())
    for number, code in enumerate(codes):
        type_code(half_way(alice), code)
        if number == 8:
            send_due()
    send_due()
    said = [mail.text for mail in emails() if mail.to == alice.email]
    assert sum("A recovery code was used" in text for text in said) == 10
    assert any("You have 1 code left." in text for text in said)
    assert any("It was your last one." in text for text in said)
    assert not any(code in text for text in said for code in codes)
    assert left(alice) == 0


def test_new_ones_end_the_old():
    alice, old = with_app(people.alice())
    new = make(alice)
    assert not set(old) & set(new) and left(alice) == 10
    step = half_way(alice)
    with pytest.raises(Invalid):
        type_code(step, old[0])
    assert type_code(step, new[0])


def test_without_a_factor_there_are_none_to_make():
    with pytest.raises(Conflict, match="first"):
        make(proved(people.alice()))


def test_only_keyed_hashes_are_kept():
    alice, codes = with_app(people.alice())
    with reading() as db:
        kept = db.exec(select(RecoveryCode.code_hash)).all()
    assert set(kept) == {code_hash(alice.account_id, code) for code in codes}
    assert code_hash(people.bob().account_id, codes[0]) not in kept


def test_hers_do_not_work_for_bob():
    _, codes = with_app(people.alice())
    bob, _ = with_app(people.bob())
    with pytest.raises(Invalid):
        type_code(half_way(bob), codes[0])


@pytest.mark.parametrize(
    "junk", ["", "-", "A" * 15, "A" * 17, "IIII-OOOO-LLLL-0000", "Ａ" * 16, "\u0000" * 16, "🦆" * 16]
)
def test_what_is_no_code_does_not_fit(junk):
    alice, _ = with_app(people.alice())
    with pytest.raises(Invalid):
        type_code(half_way(alice), junk)
    assert left(alice) == 10


def test_they_stand_in_for_a_passkey_too():
    alice, _ = with_passkey(people.alice())
    codes = make(alice)
    assert type_code(half_way(alice), codes[0])


def test_nia_gets_in_with_one_at_the_staff_door():
    nia = proved(people.nia())
    codes = make(nia)
    assert sign_in(nia.username, nia.password, staff=True, code=codes[0], source=people.HERE)
    with pytest.raises(Invalid):
        sign_in(nia.username, nia.password, staff=True, code=codes[0], source=people.HERE)
