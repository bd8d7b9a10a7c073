"""The end of a staff member's set-up goes over HTTP, where the session cookie is set."""

import pyotp
import pytest

from portal import clock
from portal.errors import SignedOut
from portal.models.account import Role
from portal.services import accounts as own_account
from portal.services import door, sign_in
from portal.services.staff import accounts, set_up
from tests import people
from tests.web import OURS, Browser

pytestmark = pytest.mark.usefixtures("home")

PASSWORD = "seven quiet herons wade"


@pytest.fixture
def form(home) -> dict[str, str]:
    ada = people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    link = door.in_practice(ada.token, accounts.add_staff, "new@example.org", "clinician", "Noor Nassar")
    token = link.partition("#")[2]
    secret = set_up.look(token, source=people.HERE).secret
    return {"token": token, "password": PASSWORD, "code": pyotp.TOTP(secret).at(clock.now())}


def test_noor_finishes_and_is_signed_in_on_the_staff_side(form):
    browser = Browser()
    answer = browser.post("/api/staff/set-up", data=form)
    assert (answer.status_code, answer.json()) == (200, {"ok": True, "next": "/staff/patients"})
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    assert own_account.who(browser.cookies["portal"]).name == "Noor Nassar"


def test_a_link_is_good_once(form):
    assert Browser().post("/api/staff/set-up", data=form).status_code == 200
    again = Browser().post("/api/staff/set-up", data=form)
    assert (again.status_code, again.json()["ok"]) == (409, False)
    assert "set-cookie" not in again.headers


def test_whoever_was_signed_in_here_before_is_signed_out(form):
    nia = people.nia()
    assert Browser(token=nia.token).post("/api/staff/set-up", data=form).status_code == 200
    with pytest.raises(SignedOut):
        sign_in.remaining(nia.token)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"password": "short"}, "password"), ({"code": "000000"}, "code"), ({"code": ""}, "code")],
)
def test_what_is_wrong_is_said_beside_its_field(form, changed, field):
    answer = Browser().post("/api/staff/set-up", data=form | changed)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("body", [{}, {"token": "x"}, {"token": "A" * 43}, {"token": "\x00"}])
def test_an_unknown_link_gets_words_and_no_cookie(body):
    answer = Browser().post("/api/staff/set-up", data=body)
    assert (answer.status_code, "set-cookie" in answer.headers) == (409, False)


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {**OURS, "Sec-Fetch-Site": "cross-site"}]
)
def test_another_site_cannot_finish_it(form, headers):
    assert Browser().post("/api/staff/set-up", data=form, headers=headers).status_code == 403
    assert Browser().post("/api/staff/set-up", data=form).status_code == 200
