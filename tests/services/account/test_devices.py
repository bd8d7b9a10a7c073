"""Alice sees where she is signed in and ends what she does not know; nobody ends anyone else's."""

from uuid import UUID, uuid4

import pytest

from portal.errors import SignedOut
from portal.services import door, sign_in
from portal.services.account import devices, overview
from portal.services.account.browsers import browser_words
from tests import people
from tests.services.account.accounts import LAPTOP, PHONE
from tests.web import OURS, Browser

pytestmark = pytest.mark.usefixtures("home")


def shown(who: people.Person) -> list[devices.DeviceRow]:
    return door.in_account(who.token, overview.show_security).devices


def is_in(who: people.Person) -> bool:
    try:
        door.in_account(who.token, overview.show_security)
    except SignedOut:
        return False
    return True


def test_she_sees_this_one_first_then_the_others_with_where_and_when(clock) -> None:
    alice = people.alice()
    people.sign_in(alice, source=PHONE)
    clock.forward(minutes=3)
    people.sign_in(alice, source=LAPTOP)
    rows = shown(alice)
    assert [(row.title, row.is_this, row.key != "") for row in rows] == [
        ("A browser", True, False),
        ("Chrome on Windows", False, True),
        ("Safari on iPhone", False, True),
    ]
    assert "from 198.51.100.20" in rows[2].line and rows[2].line.startswith("Last used ")
    assert rows[2].started.startswith("Signed in on ")


def test_what_has_ended_is_not_listed(clock) -> None:
    alice = people.alice()
    out = people.sign_in(alice, source=PHONE)
    sign_in.sign_out(out.token, source=PHONE)
    people.sign_in(alice, source=LAPTOP)
    clock.forward(minutes=16)
    alice = people.sign_in(alice)
    assert [row.is_this for row in shown(alice)] == [True]


def test_she_ends_one_and_only_that_one() -> None:
    alice = people.alice()
    phone, laptop = people.sign_in(alice, source=PHONE), people.sign_in(alice, source=LAPTOP)
    key = next(row.key for row in shown(alice) if row.title == "Safari on iPhone")
    left = door.in_account(alice.token, devices.end_device, session_id=UUID(key))
    assert [row.title for row in left] == ["A browser", "Chrome on Windows"]
    assert (is_in(alice), is_in(phone), is_in(laptop)) == (True, False, True)
    assert door.in_account(alice.token, devices.end_device, session_id=UUID(key)) == left


def test_the_id_of_another_persons_session_ends_nothing() -> None:
    alice, bob = people.alice(), people.bob()
    bobs_phone = people.sign_in(bob, source=PHONE)
    key = next(row.key for row in shown(bob) if row.key)
    door.in_account(alice.token, devices.end_device, session_id=UUID(key))
    door.in_account(alice.token, devices.end_device, session_id=uuid4())
    assert is_in(bobs_phone) and is_in(alice)


def test_sign_out_everywhere_ends_this_one_too() -> None:
    alice, bob = people.alice(), people.bob()
    phone = people.sign_in(alice, source=PHONE)
    answer = Browser(token=alice.token).post("/api/sign-out", data={"everywhere": "yes"})
    assert answer.json()["next"] == "/#signed-out=done"
    assert (is_in(alice), is_in(phone), is_in(bob)) == (False, False, True)


def test_another_site_signs_nobody_out() -> None:
    alice = people.alice()
    headers = {**OURS, "Origin": "https://evil.example"}
    Browser(token=alice.token).post("/api/sign-out", data={"everywhere": "yes"}, headers=headers)
    assert is_in(alice)


def test_signing_out_everywhere_when_signed_out_already_says_so() -> None:
    alice = people.alice()
    sign_in.sign_out(alice.token, source=people.HERE)
    assert Browser(token=alice.token).post("/api/sign-out", data={"everywhere": "yes"}).status_code == 401


@pytest.mark.parametrize(
    ("says", "words"),
    [
        (PHONE.device, "Safari on iPhone"),
        (LAPTOP.device, "Chrome on Windows"),
        (LAPTOP.device + " Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S921B) SamsungBrowser/25.0 Chrome/121.0",
            "Samsung Internet on Android",
        ),
        ("Mozilla/5.0 (Linux; Android 14) something", "A browser on Android"),
        ("curl/8.5", "A browser"),
        ("", "A browser"),
        ("<script>alert(1)</script>", "A browser"),
    ],
)
def test_a_browser_is_named_in_plain_words(says: str, words: str) -> None:
    assert browser_words(says) == words
