"""Alice hears of a sign-in from a browser that is new to her account, and of one after several refusals."""

import pytest
from sqlmodel import func, select

from portal.db import unit_of_work
from portal.errors import Invalid, TooMany
from portal.models.account import KnownDevice
from portal.services import enrolment, sign_in, ticket
from portal.services.account.arrivals import REMEMBERED, SEVERAL
from portal.services.sign_in import From
from tests import mail, people
from tests.services.account.accounts import LAPTOP, PHONE, letters_to
from tests.web import OURS, Browser

pytestmark = pytest.mark.usefixtures("home")
NEW_DEVICE = "A new sign-in to your account at Lakeside Family Practice"
UNUSUAL = "A sign-in to your account at Lakeside Family Practice"


def subjects(who: people.Person) -> list[str]:
    return [one.subject for one in letters_to(who.email)]


def guess_wrong(who: people.Person, clock, *, times: int) -> None:
    """So many refusals from elsewhere, waiting as one has to."""
    while times:
        try:
            sign_in.sign_in(who.username, "a wrong guess", staff=False, source=From(address="198.51.100.9"))
        except TooMany as refused:
            clock.forward(seconds=refused.wait)
        except Invalid:
            times -= 1


def test_the_first_sign_in_of_all_is_no_news() -> None:
    jo = people.patient("Jo Jones")
    token = mail.link_for(jo, "jo@example.org")
    given = enrolment.prove(token, "03/09/1984", "04101", source=PHONE)
    answers = [("first-pet", "Biscuit"), ("first-street", "Alder Way"), ("first-car", "a blue van")]
    choice = enrolment.Choice("jo.jones", "seven green umbrellas", answers)
    ticket.enter(enrolment.activate(given, choice, source=PHONE), source=PHONE)
    sign_in.sign_in("jo.jones", "seven green umbrellas", staff=False, source=PHONE)
    mail.send_due()
    assert [one.kind for one in mail.emails() if one.to == "jo@example.org"] == ["enrolment"]


def test_a_browser_that_is_new_to_her_is_news_once() -> None:
    alice = people.alice()
    people.sign_in(alice, source=PHONE)
    people.sign_in(alice, source=PHONE)
    people.sign_in(alice)
    assert subjects(alice) == [NEW_DEVICE]


def test_the_email_says_when_and_with_what_and_what_to_do_and_nothing_private() -> None:
    alice = people.alice()
    people.sign_in(alice, source=PHONE)
    [letter] = letters_to(alice.email)
    assert "Safari on iPhone" in letter.text and "When: " in letter.text
    assert "change your password" in letter.text and "Sign out everywhere" in letter.text
    assert "555-0134" in letter.text and "/profile/security" in letter.text
    for private in ("Alice", alice.username, PHONE.address):
        assert private not in letter.text.replace(alice.email, "")


def test_without_a_device_cookie_it_is_always_a_new_browser() -> None:
    alice = people.alice()
    for _ in range(2):
        people.sign_in(alice, source=From(address="192.0.2.7", device="curl/8"))
    assert subjects(alice) == [NEW_DEVICE] * 2


def test_what_is_known_to_one_account_is_new_to_another() -> None:
    alice, bob = people.alice(), people.bob()
    people.sign_in(alice, source=PHONE)
    people.sign_in(bob, source=PHONE)
    assert subjects(bob) == [NEW_DEVICE]
    with unit_of_work() as db:
        keys = db.exec(select(KnownDevice.device_key)).all()
    assert len(keys) == len(set(keys)) == 4  # the same cookie looks different for each account


def test_a_sign_in_after_several_refusals_is_news_even_from_her_own_browser(clock) -> None:
    alice = people.alice()
    guess_wrong(alice, clock, times=SEVERAL - 1)
    people.sign_in(alice)
    assert subjects(alice) == []
    guess_wrong(alice, clock, times=SEVERAL)
    people.sign_in(alice)
    people.sign_in(alice)
    assert subjects(alice) == [UNUSUAL]


def test_someone_who_guessed_and_got_in_elsewhere_is_a_new_browser(clock) -> None:
    alice = people.alice()
    guess_wrong(alice, clock, times=SEVERAL)
    people.sign_in(alice, source=LAPTOP)
    assert subjects(alice) == [NEW_DEVICE]


def test_staff_are_told_too_and_led_to_their_own_page() -> None:
    nia = people.nia()
    people.sign_in(nia, source=LAPTOP)
    [letter] = letters_to(nia.email)
    assert "/staff/profile" in letter.text


def test_the_browsers_used_last_are_remembered_and_the_others_forgotten(clock) -> None:
    alice = people.alice()
    for n in range(REMEMBERED + 5):
        clock.forward(minutes=1)
        people.sign_in(alice, source=From(address="192.0.2.8", device="A browser", browser=f"{n:043d}"))
    with unit_of_work() as db:
        assert db.exec(select(func.count()).select_from(KnownDevice)).one() == REMEMBERED


def test_after_more_than_a_year_a_browser_is_new_again(clock) -> None:
    alice = people.alice()
    people.sign_in(alice, source=PHONE)
    clock.forward(days=401)
    people.sign_in(alice, source=PHONE)
    assert subjects(alice) == [NEW_DEVICE] * 2


def test_signing_in_over_http_gives_the_cookie_by_which_the_browser_is_known_again() -> None:
    alice = people.alice(signed_in=False)
    form = {"username": alice.username, "password": alice.password}
    browser = Browser()
    answer = browser.post("/api/sign-in", data=form)
    [device] = [line for line in answer.headers.get_list("set-cookie") if line.startswith("device=")]
    assert "HttpOnly" in device and "SameSite=strict" in device and "Max-Age=34560000" in device
    browser.post("/api/sign-out")
    assert browser.post("/api/sign-in", data=form).status_code == 200
    assert subjects(alice) == []
    assert Browser().post("/api/sign-in", data=form).status_code == 200
    assert subjects(alice) == [NEW_DEVICE]


@pytest.mark.parametrize("given", ["x", "../../etc", "p" * 42 + "!"])
def test_a_device_cookie_that_is_none_of_ours_is_replaced(given: str) -> None:
    alice = people.alice(signed_in=False)
    browser = Browser()
    browser.cookies.set("device", given, domain="localhost.local")
    form = {"username": alice.username, "password": alice.password}
    answer = browser.post("/api/sign-in", data=form, headers=OURS)
    assert f"device={given};" not in answer.headers["set-cookie"]
