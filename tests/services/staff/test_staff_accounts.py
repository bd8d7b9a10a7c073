"""An administrator adds Nia; Nia sets herself up, signs in with her phone, and can be shut out at once."""

import pyotp
import pytest
from sqlmodel import select

from portal import clock as portal_clock
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, SignedOut
from portal.models.account import Account, Role, Ticket
from portal.services import accounts as own_account
from portal.services import door, sign_in
from portal.services.staff import accounts, patients, set_up
from portal.settings import get_settings
from tests import people

pytestmark = pytest.mark.usefixtures("home")

EMAIL = "nia.park@example.org"
PASSWORD = "seven quiet herons wade"


@pytest.fixture
def ada(home):
    return people.staff("Ada Admin", role=Role.ADMINISTRATOR)


@pytest.fixture
def link(ada):
    return door.in_practice(ada.token, accounts.add_staff, EMAIL, "clinician", "Nia Park")


def token_in(link):
    return link.partition("#")[2]


def code_for(link):
    secret = set_up.look(token_in(link), source=people.HERE).secret
    return pyotp.TOTP(secret).at(portal_clock.now())


def finish(link, *, password=PASSWORD, code=None):
    return set_up.finish(token_in(link), password, code or code_for(link), source=people.HERE)


def the_account():
    with reading() as db:
        return db.exec(select(Account).where(Account.role == "clinician")).one()


def test_the_link_carries_its_token_in_the_fragment_and_only_a_hash_is_kept(link, home):
    assert link.startswith(f"{get_settings().origin}/staff/set-up#")
    assert the_account().password_hash is None
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    for planted in (token_in(link), EMAIL, "Nia Park"):
        assert planted.encode() not in kept


def test_nobody_signs_in_before_setting_up(link):
    with pytest.raises(Invalid):
        sign_in.sign_in(EMAIL, "", staff=True, source=people.HERE)


def test_nia_sets_herself_up_and_is_signed_in(link):
    shown = set_up.look(token_in(link), source=people.HERE)
    assert (shown.name, shown.username, shown.code_required) == ("Nia Park", EMAIL, True)
    assert shown.qr.startswith("data:image/svg+xml")
    assert set_up.look(token_in(link), source=people.HERE).secret == shown.secret
    token = finish(link)
    assert own_account.who(token).name == "Nia Park"
    assert door.in_practice(token, patients.search).rows == []


def test_afterwards_she_signs_in_with_password_and_code_each_code_once(link, clock):
    secret = set_up.look(token_in(link), source=people.HERE).secret
    finish(link)
    same = pyotp.TOTP(secret).at(portal_clock.now())
    with pytest.raises(Invalid):
        sign_in.sign_in(EMAIL, PASSWORD, staff=True, code=same, source=people.HERE)
    clock.forward(seconds=60)
    fresh = pyotp.TOTP(secret).at(portal_clock.now())
    assert sign_in.sign_in(EMAIL.upper(), PASSWORD, staff=True, code=fresh, source=people.HERE)


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "１２３４５６", "1" * 10_000])
def test_without_the_right_code_she_does_not_get_in(link, clock, code):
    finish(link)
    clock.forward(seconds=60)
    with pytest.raises(Invalid):
        sign_in.sign_in(EMAIL, PASSWORD, staff=True, code=code, source=people.HERE)


def test_staff_without_a_second_factor_cannot_sign_in_where_one_is_required():
    nia = people.nia(second_factor=False, signed_in=False)
    with pytest.raises(Invalid):
        sign_in.sign_in(nia.username, nia.password, staff=True, source=people.HERE)


def test_a_demonstration_may_do_without_the_second_factor(link, monkeypatch):
    monkeypatch.setenv("PORTAL_STAFF_SECOND_FACTOR", "false")
    get_settings.cache_clear()
    assert not set_up.look(token_in(link), source=people.HERE).code_required
    assert set_up.finish(token_in(link), PASSWORD, " ", source=people.HERE)
    assert sign_in.sign_in(EMAIL, PASSWORD, staff=True, source=people.HERE)


def test_a_link_works_once(link):
    code = code_for(link)
    finish(link, code=code)
    with pytest.raises(Conflict):
        set_up.look(token_in(link), source=people.HERE)
    with pytest.raises(Conflict):
        set_up.finish(token_in(link), PASSWORD, code, source=people.HERE)


def test_a_link_works_for_a_day(link, clock):
    clock.forward(hours=23, minutes=59)
    assert set_up.look(token_in(link), source=people.HERE)
    clock.forward(minutes=2)
    with pytest.raises(Conflict):
        set_up.look(token_in(link), source=people.HERE)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "\ud800" * 43, "A" * 100_000])
def test_an_unknown_link_says_nothing_about_anyone(link, token):
    with pytest.raises(Conflict) as refusal:
        set_up.look(token, source=people.HERE)
    assert "Nia" not in refusal.value.message
    with pytest.raises(Conflict):
        set_up.finish(token, PASSWORD, "123456", source=people.HERE)


def test_another_kind_of_ticket_does_not_set_anyone_up(link):
    with unit_of_work() as db:
        ticket = db.exec(select(Ticket)).one()
        ticket.purpose = "enter"
        db.add(ticket)
    with pytest.raises(Conflict):
        set_up.look(token_in(link), source=people.HERE)


@pytest.mark.parametrize("password", ["", "short", "nia.park is here today", "a" * 20, "x" * 129])
def test_a_password_that_does_not_keep_the_rules_is_refused_and_nothing_changes(link, password):
    with pytest.raises(Invalid) as refusal:
        finish(link, password=password)
    assert set(refusal.value.fields) == {"password"}
    assert the_account().password_hash is None
    assert finish(link)


def test_a_wrong_code_at_set_up_leaves_the_link_good(link):
    with pytest.raises(Invalid) as refusal:
        finish(link, code="000000")
    assert set(refusal.value.fields) == {"code"}
    assert finish(link)


def test_disabling_ends_the_open_session_at_once(ada, link):
    token = finish(link)
    door.in_practice(ada.token, accounts.disable, EMAIL)
    with pytest.raises(SignedOut):
        door.in_practice(token, patients.search)
    with pytest.raises(Invalid):
        sign_in.sign_in(EMAIL, PASSWORD, staff=True, code="123456", source=people.HERE)


def test_enabling_lets_her_sign_in_again_but_brings_no_session_back(ada, link, clock):
    secret = set_up.look(token_in(link), source=people.HERE).secret
    token = finish(link)
    door.in_practice(ada.token, accounts.disable, EMAIL)
    door.in_practice(ada.token, accounts.enable, EMAIL)
    with pytest.raises(SignedOut):
        door.in_practice(token, patients.search)
    clock.forward(seconds=60)
    code = pyotp.TOTP(secret).at(portal_clock.now())
    assert sign_in.sign_in(EMAIL, PASSWORD, staff=True, code=code, source=people.HERE)


def test_disabling_someone_not_set_up_yet_ends_their_link(ada, link):
    door.in_practice(ada.token, accounts.disable, EMAIL)
    door.in_practice(ada.token, accounts.enable, EMAIL)
    with pytest.raises(Conflict):
        set_up.look(token_in(link), source=people.HERE)


def test_with_a_lost_phone_everything_starts_anew(ada, link):
    before = set_up.look(token_in(link), source=people.HERE).secret
    token = finish(link)
    again = door.in_practice(ada.token, accounts.set_up_again, EMAIL)
    with pytest.raises(SignedOut):
        own_account.who(token)
    assert set_up.look(token_in(again), source=people.HERE).secret != before
    newest = door.in_practice(ada.token, accounts.set_up_again, EMAIL)
    with pytest.raises(Conflict):
        set_up.look(token_in(again), source=people.HERE)
    assert finish(newest)


def test_an_administrator_cannot_lock_herself_out(ada):
    with pytest.raises(Conflict):
        door.in_practice(ada.token, accounts.disable, ada.username)


@pytest.mark.parametrize(
    ("email", "role", "name", "wrong"),
    [
        ("nia", "clinician", "Nia Park", {"email"}),
        ("a@b", "clinician", "Nia Park", {"email"}),
        ("nia@example.org, eve@example.org", "clinician", "Nia Park", {"email"}),
        ("nia@example.org\nBcc: eve@example.org", "clinician", "Nia Park", {"email"}),
        ("x" * 250 + "@example.org", "clinician", "Nia Park", {"email"}),
        (EMAIL, "person", "Nia Park", {"role"}),
        (EMAIL, "operator", "Nia Park", {"role"}),
        (EMAIL, "king", "", {"role", "name"}),
        (EMAIL, "clinician", "x" * 101, {"name"}),
        (EMAIL, "clinician", "Nia\u202ePark", {"name"}),
    ],
)
def test_what_is_no_account_is_refused_with_its_field(ada, email, role, name, wrong):
    with pytest.raises(Invalid) as refusal:
        door.in_practice(ada.token, accounts.add_staff, email, role, name)
    assert set(refusal.value.fields) == wrong


def test_one_email_address_is_one_account(ada, link):
    with pytest.raises(Conflict):
        door.in_practice(ada.token, accounts.add_staff, EMAIL.upper(), "biller", "Nia Again")


def test_only_staff_are_found_among_staff(ada):
    alice = people.alice()
    for service in (accounts.disable, accounts.enable, accounts.set_up_again):
        for email in (alice.username, "nobody@example.org"):
            with pytest.raises(NotFound):
                door.in_practice(ada.token, service, email)
    assert own_account.who(alice.token).name == alice.name


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER, Role.CLINICIAN])
def test_only_administrators_add_staff(role):
    nia = people.nia(role=role)
    with pytest.raises(NotPermitted):
        door.in_practice(nia.token, accounts.add_staff, EMAIL, "administrator", "Nia Park")


def test_olga_who_left_does_not_get_in():
    olga = people.olga()
    with pytest.raises(Invalid):
        sign_in.sign_in(olga.username, olga.password, staff=True, code=olga.code, source=people.HERE)


def test_patients_do_not_sign_in_at_the_staff_door_nor_staff_at_theirs():
    alice, nia = people.alice(signed_in=False), people.nia(signed_in=False)
    with pytest.raises(Invalid):
        sign_in.sign_in(alice.username, alice.password, staff=True, source=people.HERE)
    with pytest.raises(Invalid):
        sign_in.sign_in(nia.username, nia.password, staff=False, code=nia.code, source=people.HERE)
