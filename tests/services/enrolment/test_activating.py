"""Three questions, and the account is there; its ticket lets in once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import func, select

from portal.clock import now
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid
from portal.models.account import Account, Grant, SecurityAnswer, Ticket
from portal.services import enrolment, sign_in
from portal.settings import get_settings
from tests import people
from tests.conftest import Clock, live_in
from tests.mail import link_for, status
from tests.people import HERE, Person
from tests.services.enrolment.steps import ANSWERS, PASSWORD, choice, prove

pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize(
    "answers",
    [
        [],
        ANSWERS[:2],
        [*ANSWERS, ("first-trip", "Oslo")],
        [ANSWERS[0], ANSWERS[0], ANSWERS[1]],
        [("no-such", "Rex"), *ANSWERS[1:]],
        [("first-pet", " x "), *ANSWERS[1:]],
        [("first-pet", "x" * 300), *ANSWERS[1:]],
    ],
)
def test_three_different_questions_with_answers_or_nothing(jo: Person, proof: str, answers: list) -> None:
    with pytest.raises(Invalid):
        enrolment.activate(proof, choice(answers=answers), source=HERE)
    assert status(jo).status == "invited"


def test_a_refused_activation_can_be_put_right(jo: Person, proof: str) -> None:
    alice = people.alice()
    with pytest.raises(Invalid, match="taken"):
        enrolment.activate(proof, choice(username=alice.username), source=HERE)
    with pytest.raises(Invalid):
        enrolment.activate(proof, choice(password="password1234"), source=HERE)
    assert enrolment.activate(proof, choice(), source=HERE)
    assert status(jo).status == "enrolled"


def test_activating_makes_an_account_that_can_sign_in(jo: Person, token: str, proof: str) -> None:
    ticket = enrolment.activate(proof, choice(), source=HERE)
    session = enrolment.enter(ticket, source=HERE)
    assert sign_in.remaining(session).life > 0
    assert sign_in.sign_in("JO.JONES", PASSWORD, staff=False, source=HERE)
    assert enrolment.look(token, source=HERE) == "used"
    with reading() as db:
        account = db.exec(select(Account)).one()
        grant = db.exec(select(Grant)).one()
        answers = db.exec(select(SecurityAnswer)).all()
    assert (grant.account_id, grant.patient_id, grant.relation) == (account.id, jo.patient_id, "self")
    assert {answer.question for answer in answers} == {"first-pet", "first-car", "first-job"}
    assert not any("Rex" in answer.answer_hash for answer in answers)


def test_nothing_is_left_in_the_open(proof: str, home: Path) -> None:
    enrolment.activate(proof, choice(username="quillfeather"), source=HERE)
    for path in (path for path in home.rglob("*") if path.is_file()):
        held = path.read_bytes().lower()
        for private in (b"quillfeather", b"kettle", b"beetle", b"jo jones", b"jo@example.org"):
            assert private not in held, (path, private)


def test_a_used_proof_makes_no_second_account(proof: str) -> None:
    enrolment.activate(proof, choice(), source=HERE)
    with pytest.raises(Conflict):
        enrolment.activate(proof, choice(username="jo.jones.2"), source=HERE)
    assert count(Account) == 1


def test_two_windows_racing_make_one_account(proof: str) -> None:
    outcomes = race(lambda n: enrolment.activate(proof, choice(username=f"jo.jones.{n}"), source=HERE))
    assert sorted(outcomes) == ["Conflict", "ok"]
    assert (count(Account), count(Grant), count(SecurityAnswer), count(Ticket)) == (1, 1, 3, 1)


def test_two_people_racing_for_a_username_get_one_each_or_a_word(token: str) -> None:
    other = link_for(people.patient("Kim King"), "kim@example.org")
    proofs = [prove(token), prove(other)]
    outcomes = race(lambda n: enrolment.activate(proofs[n], choice(), source=HERE))
    assert sorted(outcomes) == ["Invalid", "ok"]
    assert count(Account) == 1


def test_proving_again_in_another_window_ends_the_first(token: str) -> None:
    first, second = prove(token), prove(token)
    with pytest.raises(Conflict):
        enrolment.activate(first, choice(), source=HERE)
    assert enrolment.activate(second, choice(), source=HERE)


@pytest.mark.parametrize("ticket", ["", "x", "a" * 43, "\x00"])
def test_what_is_no_ticket_lets_nobody_in(ticket: str) -> None:
    with pytest.raises(Conflict, match="sign in"):
        enrolment.enter(ticket, source=HERE)


def test_a_ticket_works_once(proof: str) -> None:
    ticket = enrolment.activate(proof, choice(), source=HERE)
    outcomes = race(lambda _n: enrolment.enter(ticket, source=HERE))
    assert sorted(outcomes) == ["Conflict", "ok"]


def test_a_ticket_is_good_for_two_minutes(proof: str, clock: Clock) -> None:
    ticket = enrolment.activate(proof, choice(), source=HERE)
    clock.forward(minutes=2)
    with pytest.raises(Conflict):
        enrolment.enter(ticket, source=HERE)


def test_a_ticket_for_something_else_does_not_enter(proof: str) -> None:
    ticket = enrolment.activate(proof, choice(), source=HERE)
    with unit_of_work() as db:
        db.exec(select(Ticket)).one().purpose = "staff set-up"
    with pytest.raises(Conflict):
        enrolment.enter(ticket, source=HERE)


def test_a_locked_account_does_not_enter_with_its_ticket(proof: str) -> None:
    ticket = enrolment.activate(proof, choice(), source=HERE)
    with unit_of_work() as db:
        db.exec(select(Account)).one().locked_at = now()
    with pytest.raises(Conflict):
        enrolment.enter(ticket, source=HERE)


def race(attempt: Callable[[int], object]) -> list[str]:
    """Two at once; what came of each."""

    def one(n: int) -> str:
        try:
            attempt(n)
        except (Conflict, Invalid) as refused:
            return type(refused).__name__
        return "ok"

    with ThreadPoolExecutor(2) as two:
        return list(two.map(one, range(2)))


def count(model: type) -> int:
    with reading() as db:
        return db.exec(select(func.count()).select_from(model)).one()


def test_where_no_questions_are_asked_none_are_needed_or_kept(jo: Person, proof: str, monkeypatch) -> None:
    with live_in(get_settings().home, monkeypatch, PORTAL_SECURITY_QUESTIONS="false"):
        assert enrolment.activate(proof, choice(answers=[]), source=HERE)
        with reading() as db:
            assert db.exec(select(func.count()).select_from(SecurityAnswer)).one() == 0
        assert sign_in.sign_in("jo.jones", PASSWORD, staff=False, source=HERE)
    assert status(jo).status == "enrolled"
