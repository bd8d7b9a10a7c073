"""SECURITY.md 6: staff need their second factor, each code counts once, and a clock may be a little off."""

from datetime import timedelta

import pyotp
import pytest

from portal import clock as portal_clock
from portal.errors import Invalid
from portal.services.sign_in import sign_in
from portal.settings import get_settings
from tests import people


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
