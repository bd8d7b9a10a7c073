"""Alice chooses a new password and other questions; whoever was in elsewhere is out, and she is told."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlmodel import select

from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, ProofWanted, SignedOut
from portal.models.account import SecurityAnswer
from portal.services import door, sign_in, ticket
from portal.services.account import changing, overview
from portal.settings import get_settings
from portal.vault import passwords
from tests import people
from tests.conftest import live_in
from tests.services.account.accounts import PHONE, letters_to, proved
from tests.web import OURS, Browser

pytestmark = pytest.mark.usefixtures("home")
NEW = "seven green umbrellas dancing"
ANSWERS = [("first-pet", "Biscuit"), ("first-street", "Alder Way"), ("first-car", "a blue van")]


def changed(who: people.Person, password: str = NEW) -> people.Person:
    token = changing.change_password(who.token, password)
    return replace(who, token=token, password=password)


def test_the_new_password_lets_her_in_and_the_old_one_no_longer() -> None:
    alice = people.alice()
    changed(proved(alice))
    assert sign_in.sign_in(alice.username, NEW, staff=False, source=people.HERE)
    with pytest.raises(Invalid):
        sign_in.sign_in(alice.username, alice.password, staff=False, source=people.HERE)


def test_everywhere_else_she_is_signed_out_and_here_she_goes_on_under_a_new_token() -> None:
    alice = proved(people.alice())
    phone = people.sign_in(alice, source=PHONE)
    after = changed(alice)
    for token in (phone.token, alice.token):
        with pytest.raises(SignedOut):
            door.in_account(token, overview.show_security)
    shown = door.in_account(after.token, overview.show_security)
    assert [row.is_this for row in shown.devices] == [True]


def test_an_email_says_so_and_holds_nothing_else_of_hers() -> None:
    alice = proved(people.alice())
    changed(alice)
    [letter] = [one for one in letters_to(alice.email) if "password" in one.subject]
    assert letter.subject == "Your password at Lakeside Family Practice was changed"
    assert "http://localhost:8000/profile/security" in letter.text
    for private in ("Alice", alice.username, NEW):
        assert private not in letter.text.replace(alice.email, "")


def test_without_her_password_nothing_is_chosen() -> None:
    alice = people.alice()
    for attempt in (
        lambda: changing.change_password(alice.token, NEW),
        lambda: changing.change_questions(alice.token, ANSWERS),
    ):
        with pytest.raises(ProofWanted):
            attempt()
    assert sign_in.sign_in(alice.username, alice.password, staff=False, source=people.HERE)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("too short", "12 to 128"),
        ("password1234", "easy to guess"),
        ("lakeside family practice now", "Leave your username"),
        ("", "12 to 128"),
    ],
)
def test_a_password_that_does_not_keep_the_rules_changes_nothing(password: str, says: str) -> None:
    alice = proved(people.alice())
    with pytest.raises(Invalid) as refused:
        changed(alice, password)
    assert says in refused.value.fields["password"]
    assert sign_in.sign_in(alice.username, alice.password, staff=False, source=people.HERE)


def test_the_password_she_has_is_no_new_one() -> None:
    alice = changed(proved(people.alice()))
    with pytest.raises(Invalid, match="already"):
        changed(alice, NEW)


def test_two_at_once_leave_one_password_and_one_way_in() -> None:
    alice = proved(people.alice())
    choices = [NEW, "nine quiet lanterns drifting"]

    def attempt(password: str) -> object:
        try:
            return changing.change_password(alice.token, password)
        except SignedOut:
            return None

    with ThreadPoolExecutor(2) as pool:
        tokens = list(pool.map(attempt, choices))
    worked = []
    for password in choices:
        try:
            worked.append(sign_in.sign_in(alice.username, password, staff=False, source=people.HERE))
        except Invalid:
            continue
    assert len([token for token in tokens if token]) == 1 and len(worked) == 1


def test_a_ticket_from_before_no_longer_lets_anyone_in() -> None:
    alice = proved(people.alice())
    with unit_of_work() as db:
        token = ticket.issue(db, alice.account_id)
    changed(alice)
    with pytest.raises(Conflict):
        ticket.enter(token, source=people.HERE)


def test_staff_choose_theirs_too_without_their_own_part_of_the_address() -> None:
    nia = proved(people.nia())
    with pytest.raises(Invalid, match="Leave your username"):
        changed(nia, f"{nia.username} and a long way home")
    assert changed(nia).token


def test_her_questions_are_others_and_the_answers_are_hashed() -> None:
    alice = proved(people.alice())
    changing.change_questions(alice.token, ANSWERS)
    changing.change_questions(alice.token, [*ANSWERS[:2], ("first-job", "Paper round")])
    with unit_of_work() as db:
        rows = db.exec(select(SecurityAnswer)).all()
    assert {row.question for row in rows} == {"first-pet", "first-street", "first-job"}
    job = next(row for row in rows if row.question == "first-job")
    assert passwords.verify_answer(" paper  ROUND", job.answer_hash) and "aper" not in job.answer_hash
    assert [one.subject for one in letters_to(alice.email)].count(
        "Your security questions at Lakeside Family Practice were changed"
    ) == 2
    shown = door.in_account(alice.token, overview.show_security)
    assert shown.questions[0].startswith("What") and "Biscuit" not in str(shown)


@pytest.mark.parametrize(
    "answers",
    [
        ANSWERS[:2],
        [*ANSWERS[:2], ("first-pet", "Rex")],
        [*ANSWERS[:2], ("nonsense", "Rex")],
        [*ANSWERS[:2], ("first-job", "")],
    ],
)
def test_questions_that_do_not_do_change_nothing(answers: list[tuple[str, str]]) -> None:
    alice = proved(people.alice())
    changing.change_questions(alice.token, ANSWERS)
    with pytest.raises(Invalid):
        changing.change_questions(alice.token, answers)
    assert door.in_account(alice.token, overview.show_choosing).questions == [key for key, _ in ANSWERS]


def test_the_route_asks_for_proof_then_sets_the_new_cookie() -> None:
    alice = people.alice()
    browser = Browser(token=alice.token)
    wanted = browser.post("/api/account/password", data={"password": NEW})
    assert wanted.status_code == 403 and wanted.json()["proof"] is True
    assert browser.post("/api/proof", data={"password": alice.password}).json()["ok"]
    done = browser.post("/api/account/password", data={"password": NEW})
    assert done.json() == {"ok": True, "next": "", "renewed": True}
    assert door.in_account(browser.cookies["portal"], overview.show_security).devices[0].is_this


def test_no_other_site_changes_her_password() -> None:
    alice = proved(people.alice())
    headers = {**OURS, "Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = Browser(token=alice.token).post("/api/account/password", data={"password": NEW}, headers=headers)
    assert answer.status_code == 403
    assert sign_in.sign_in(alice.username, alice.password, staff=False, source=people.HERE)


def test_where_no_questions_are_asked_none_can_be_chosen(monkeypatch) -> None:
    alice = proved(people.alice())
    with live_in(get_settings().home, monkeypatch, PORTAL_SECURITY_QUESTIONS="false"):
        with pytest.raises(Invalid, match="no security questions"):
            changing.change_questions(alice.token, ANSWERS)


def test_what_was_typed_is_looked_at_before_her_password_is_asked_for() -> None:
    alice = people.alice()
    with pytest.raises(Invalid, match="12 to 128"):
        changing.change_password(alice.token, "short")
    with pytest.raises(Invalid):
        changing.change_questions(alice.token, [("", "")] * 3)
    with pytest.raises(ProofWanted):  # whether it is the one she has is told to nobody but her
        changing.change_password(alice.token, alice.password)
