"""Alice sets up an authenticator app, uses it, sets it up anew on another phone, and turns it off."""

from dataclasses import replace
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from portal.errors import Conflict, Invalid, ProofWanted
from portal.models.account import Role
from portal.services import door, second_factor
from portal.services.sign_in import sign_in
from portal.settings import get_settings
from tests import people
from tests.factors import half_way, next_code, proved, type_code, with_app, with_passkey
from tests.mail import emails, send_due

pytestmark = pytest.mark.usefixtures("home")


def shown(person):
    return door.in_account(person.token, second_factor.show_factors)


def begin(person):
    return door.in_account(person.token, second_factor.begin_app)


def confirm(person, code):
    return door.in_account(person.token, second_factor.confirm_app, code)


def turn_off(person):
    door.in_account(person.token, second_factor.turn_off_app)


def told(person):
    send_due()
    return [mail for mail in emails() if mail.to == person.email]


def test_at_first_she_has_nothing():
    found = shown(people.alice())
    assert (found.app, found.passkeys, found.codes_left, found.has_factor) == (False, [], 0, False)


def test_she_sees_a_key_to_type_and_a_picture_to_scan():
    alice = proved(people.alice())
    found = begin(alice)
    assert second_factor.in_fours(found.secret) == " ".join(
        found.secret[n : n + 4] for n in range(0, len(found.secret), 4)
    )
    svg = unquote(found.qr.removeprefix("data:image/svg+xml;charset=utf-8,"))
    assert ElementTree.fromstring(svg).tag.endswith("svg")


def test_it_counts_only_once_a_code_from_it_was_typed():
    alice = proved(people.alice())
    secret = begin(alice).secret
    assert not shown(alice).app
    assert sign_in(alice.username, alice.password, staff=False, source=people.HERE)

    alice = replace(alice, totp_secret=secret)
    confirm(alice, f" {alice.code[:3]} {alice.code[3:]} ")
    assert shown(alice).app and shown(alice).has_factor
    assert half_way(alice)


def test_with_the_first_factor_come_ten_recovery_codes_and_not_again_with_the_second():
    alice, codes = with_app(people.alice())
    assert len(set(codes)) == 10 and shown(alice).codes_left == 10
    alice, more = with_app(alice)
    assert more == () and shown(alice).codes_left == 10


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "١٢٣٤٥٦", "1" * 500])
def test_a_code_that_is_not_the_apps_changes_nothing(code):
    alice = proved(people.alice())
    alice = replace(alice, totp_secret=begin(alice).secret)
    with pytest.raises(
        Invalid, match="not the code shown now" if len(code) == 6 and code.isdigit() else "6 digits"
    ):
        confirm(alice, code if code != alice.code else "000001")
    assert not shown(alice).app and told(alice) == []
    assert confirm(alice, alice.code)


def test_the_code_that_confirmed_it_does_not_sign_in():
    alice, _ = with_app(people.alice())
    step = half_way(alice)
    with pytest.raises(Invalid):
        type_code(step, alice.code)
    assert type_code(step, next_code(alice))


def test_begun_again_soon_the_key_is_the_same_and_later_it_is_another(clock):
    alice = proved(people.alice())
    first = begin(alice).secret
    assert begin(alice).secret == first
    clock.forward(minutes=14)
    alice = proved(alice)
    assert begin(alice).secret == first
    clock.forward(minutes=14)
    alice = proved(alice)
    clock.forward(minutes=4)
    assert begin(alice).secret != first


def test_a_key_left_lying_for_half_an_hour_is_not_confirmed_any_more(clock):
    alice = proved(people.alice())
    alice = replace(alice, totp_secret=begin(alice).secret)
    for _ in range(3):
        clock.forward(minutes=11)
        alice = proved(alice)
    with pytest.raises(Conflict, match="too long"):
        confirm(alice, alice.code)


def test_confirming_what_was_never_begun_is_refused():
    with pytest.raises(Conflict):
        confirm(proved(people.alice()), "123456")


def test_set_up_anew_the_codes_of_the_old_phone_no_longer_work(clock):
    alice, _ = with_app(people.alice())
    clock.forward(minutes=1)
    new, _ = with_app(alice)
    clock.forward(minutes=1)
    step = half_way(alice)
    with pytest.raises(Invalid):
        type_code(step, alice.code)
    assert type_code(step, new.code)


def test_turned_off_her_password_is_enough_again_and_the_codes_are_gone():
    alice, _ = with_app(people.alice())
    turn_off(alice)
    found = shown(alice)
    assert (found.app, found.has_factor, found.codes_left) == (False, False, 0)
    assert sign_in(alice.username, alice.password, staff=False, source=people.HERE)
    turn_off(alice)  # in another window
    assert len(told(alice)) == 2


def test_with_a_passkey_left_the_codes_stay():
    alice, _ = with_app(people.alice())
    alice, _ = with_passkey(alice)
    turn_off(alice)
    assert shown(alice).has_factor and shown(alice).codes_left == 10


@pytest.mark.parametrize(
    "service", [second_factor.begin_app, second_factor.turn_off_app, second_factor.make_codes]
)
def test_each_change_asks_for_the_password_first(service, clock):
    alice, _ = with_app(people.alice())
    clock.forward(minutes=5)
    with pytest.raises(ProofWanted):
        door.in_account(alice.token, service)
    with pytest.raises(ProofWanted):
        confirm(alice, "123456")
    assert shown(alice).app


def test_she_is_told_by_email_and_nothing_private_is_in_it():
    alice, codes = with_app(people.alice())
    turn_off(alice)
    removed, added = told(alice)
    assert "An authenticator app was added to your account." in added.text
    assert "The authenticator app was removed from your account." in removed.text
    for mail in (added, removed):
        assert "/profile/security" in mail.text and "555-0134" in mail.text
        for secret in ("Alice", alice.username, alice.totp_secret, *codes):
            assert secret not in mail.text + mail.subject


def test_nia_who_works_here_may_change_her_app_but_not_be_without(clock):
    nia = proved(people.nia())
    with pytest.raises(Conflict, match="Add another one first"):
        turn_off(nia)
    assert shown(nia).app
    clock.forward(minutes=1)
    nia, _ = with_app(nia)
    clock.forward(minutes=1)
    assert sign_in(nia.username, nia.password, staff=True, code=nia.code, source=people.HERE)
    nia, _ = with_passkey(nia)
    turn_off(nia)
    assert not shown(nia).app and shown(nia).has_factor


def test_where_staff_need_none_they_may_be_without(monkeypatch):
    monkeypatch.setenv("PORTAL_STAFF_SECOND_FACTOR", "false")
    get_settings.cache_clear()
    nia = proved(people.nia(role=Role.FRONT_DESK))
    turn_off(nia)
    assert sign_in(nia.username, nia.password, staff=True, source=people.HERE)
