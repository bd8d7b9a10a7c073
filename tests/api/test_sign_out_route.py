"""Signing out is a plain form, so that it works without scripts; it ends the session on the server."""

import pytest

from portal.errors import SignedOut
from portal.services import sign_in
from tests import people
from tests.web import Browser

pytestmark = pytest.mark.usefixtures("home")

PLAIN_FORM = {"Origin": "null", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
"""What Chromium sends for a plain form on a page with `Referrer-Policy: no-referrer`."""


@pytest.mark.parametrize(("side", "start"), [("staff", "/staff/sign-in"), ("patient", "/")])
def test_a_plain_form_signs_out_and_leads_back_to_the_right_side(side, start):
    nia = people.nia()
    answer = Browser(token=nia.token).post("/api/sign-out", data={"from": side}, headers=PLAIN_FORM)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{start}#signed-out=done")
    with pytest.raises(SignedOut):
        sign_in.remaining(nia.token)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "same-site"},
        {"Origin": "null", "Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_form_on_another_site_signs_nobody_out(headers):
    nia = people.nia()
    assert Browser(token=nia.token).post("/api/sign-out", headers=headers).status_code == 403
    assert sign_in.remaining(nia.token).life > 0
