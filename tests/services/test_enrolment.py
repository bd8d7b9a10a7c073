"""A patient follows the link of an email, proves who they are, and gets an account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import func, select

from portal.access.actor import operator
from portal.clock import now
from portal.db import reading, unit_of_work
from portal.errors import Conflict, Invalid, TooMany
from portal.models.account import Account, Grant, SecurityAnswer, Ticket
from portal.models.audit import AuditEntry
from portal.services import credentials, door, enrolment, invitations, sign_in
from portal.services.enrolment import Choice
from portal.services.sign_in import From
from portal.vault.tokens import new_token
from tests import people
from tests.conftest import Clock
from tests.mail import emails, link_for, send_due, status, token_in
from tests.people import HERE, Person

pytestmark = pytest.mark.usefixtures("home")

PASSWORD = "kettle orchid mulberry 7"
ANSWERS = [("first-pet", "Rex"), ("first-car", "Blue  Beetle"), ("first-job", "Baker")]


def choice(**changes: object) -> Choice:
    given = {"username": "jo.jones", "password": PASSWORD, "answers": ANSWERS}
    return Choice(**(given | changes))


def prove(token: str, birth_date: str = "03/09/1984", zip_code: str = "04101", source: From = HERE) -> str:
    return enrolment.prove(token, birth_date, zip_code, source=source)


@pytest.fixture
def jo() -> Person:
    return people.patient("Jo Jones")


@pytest.fixture
def token(jo: Person) -> str:
    return link_for(jo)


@pytest.fixture
def proof(token: str) -> str:
    return prove(token)


# Links


@pytest.mark.parametrize(
    "token", ["", "x", "a" * 42, "a" * 44, "ä" * 43, "'" * 43, "a" * 10_000, "\x00" * 43]
)
def test_what_is_no_link_is_unknown(token: str) -> None:
    assert enrolment.look(token, source=HERE) == "unknown"
    with pytest.raises(Conflict):
        prove(token)


def test_a_link_nobody_was_sent_is_unknown() -> None:
    assert enrolment.look(new_token(), source=HERE) == "unknown"


def test_the_answer_about_a_link_is_one_word(token: str) -> None:
    assert enrolment.look(token, source=HERE) == "ready"


# Proof


@pytest.mark.parametrize(
    "born",
    [
        "",
        "1984",
        "13/09/1984",
        "02/30/1984",
        "3/9/84",
        "March 9",
        "19840309",
        "03/09/1984/1",
        "٠٣/٠٩/١٩٨٤",
        "0" * 500,
    ],
)
def test_a_date_that_is_none_is_said_beside_its_field_and_costs_no_try(token: str, born: str) -> None:
    for _ in range(11):
        with pytest.raises(Invalid) as refused:
            prove(token, born)
        assert list(refused.value.fields) == ["birth_date"]
    assert prove(token)


@pytest.mark.parametrize("zip_code", ["", "0410", "041011", "ABCDE", "04101-12", "٠٤١٠١", "04101" * 99])
def test_a_zip_code_that_is_none_is_said_beside_its_field(token: str, zip_code: str) -> None:
    with pytest.raises(Invalid) as refused:
        prove(token, zip_code=zip_code)
    assert list(refused.value.fields) == ["zip"]


def test_whichever_is_wrong_the_words_are_the_same(token: str) -> None:
    words = set()
    for born, zip_code in [("03/10/1984", "04101"), ("03/09/1984", "04102"), ("01/01/1990", "99999")]:
        with pytest.raises(Invalid) as refused:
            prove(token, born, zip_code)
        assert refused.value.fields == {}
        words.add(refused.value.message)
    assert len(words) == 1


@pytest.mark.parametrize(
    "born", ["03/09/1984", "3/9/1984", "03-09-1984", "1984-03-09", " 3.9.1984 ", "03091984"]
)
@pytest.mark.parametrize("zip_code", ["04101", "04101-1234", " 041011234 ", "04101-"])
def test_a_date_and_zip_are_taken_as_people_write_them(token: str, born: str, zip_code: str) -> None:
    assert prove(token, born, zip_code)


def test_a_zip_on_file_with_nine_digits_compares_by_five() -> None:
    token = link_for(people.patient("Jo Jones", zip="04101-2233"))
    assert prove(token, zip_code="04101")
    assert prove(token, zip_code="04101-9999")


def test_after_ten_wrong_tries_even_the_right_answer_waits_an_hour(token: str, clock: Clock) -> None:
    for n in range(10):
        with pytest.raises(TooMany if n == 9 else Invalid):
            prove(token, zip_code="99999", source=From(address=f"192.0.2.{n}"))
    with pytest.raises(TooMany, match="555-0134"):
        prove(token)
    clock.forward(minutes=59)
    with pytest.raises(TooMany):
        prove(token)
    clock.forward(minutes=2)
    assert prove(token)


def test_when_the_practice_resends_the_new_link_can_be_tried_at_once(jo: Person, token: str) -> None:
    for _ in range(10):
        with pytest.raises((Invalid, TooMany)):
            prove(token, zip_code="99999")
    door.as_actor(operator(), invitations.resend, patient_id=jo.patient_id)
    send_due()
    assert prove(token_in(emails()[0].text))


def test_ten_at_once_do_not_get_more_than_ten_tries(token: str) -> None:
    def guess(n: int) -> type[Exception]:
        try:
            prove(token, zip_code=f"{90000 + n}", source=From(address=f"192.0.2.{n}"))
        except (Invalid, TooMany) as refused:
            return type(refused)
        raise AssertionError("a wrong ZIP code was taken")

    with ThreadPoolExecutor(8) as several:
        found = list(several.map(guess, range(24)))
    assert found.count(Invalid) == 9


def test_one_address_cannot_try_link_after_link() -> None:
    tokens = [link_for(people.patient(f"Jo Number{n}"), f"jo{n}@example.org") for n in range(8)]
    tried = 0
    with pytest.raises(TooMany):
        for token in tokens:
            for _ in range(9):
                with pytest.raises(Invalid):
                    prove(token, zip_code="99999")
                tried += 1
    assert tried == 60
    assert prove(tokens[-1], source=From(address="198.51.100.1"))


def test_wrong_and_right_proofs_are_in_the_patients_trail(jo: Person, token: str) -> None:
    with pytest.raises(Invalid):
        prove(token, zip_code="99999")
    prove(token)
    with reading() as db:
        rows = db.exec(select(AuditEntry).where(AuditEntry.chain_id == jo.patient_id)).all()
    assert [(r.action, r.allowed) for r in rows if r.action == "enrolment.proved"] == [
        ("enrolment.proved", False),
        ("enrolment.proved", True),
    ]


def test_a_proof_counts_for_an_hour_and_outlives_its_link(token: str, clock: Clock) -> None:
    clock.forward(days=6, hours=23, minutes=50)
    proof = prove(token)
    clock.forward(minutes=30)
    assert enrolment.look(token, source=HERE) == "expired"
    assert enrolment.check_proof(proof, source=HERE)
    clock.forward(minutes=30)
    assert not enrolment.check_proof(proof, source=HERE)
    with pytest.raises(Conflict):
        enrolment.activate(proof, choice(), source=HERE)


def test_revoking_kills_the_proof_of_someone_half_way(jo: Person, proof: str) -> None:
    door.as_actor(operator(), invitations.revoke, patient_id=jo.patient_id)
    with pytest.raises(Conflict):
        enrolment.activate(proof, choice(), source=HERE)
    assert status(jo).status == "revoked"


# Username and password


def test_usernames_are_answered_to_holders_of_a_proof_only() -> None:
    alice = people.alice()
    for proof in ("", "x", new_token()):
        with pytest.raises(Conflict):
            enrolment.check_username(proof, alice.username, source=HERE)


@pytest.mark.parametrize(
    "name", ["", "short", "a" * 51, "jo jones", "jo/jones", "jönes1", "jo\u200bjones", "jo\njones"]
)
def test_a_username_against_the_rules_is_refused(proof: str, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        enrolment.check_username(proof, name, source=HERE)
    assert list(refused.value.fields) == ["username"]


def test_a_username_is_taken_whatever_its_case(proof: str) -> None:
    alice = people.alice()
    with pytest.raises(Invalid, match="taken"):
        enrolment.check_username(proof, alice.username.upper(), source=HERE)
    assert enrolment.check_username(proof, " jo@Example.org ", source=HERE) == "jo@Example.org"


@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("", "12 to 128"),
        ("x7!kQ2#vB9@", "12 to 128"),
        ("kettle orchid mulberry " * 6, "12 to 128"),
        ("password1234", "guess"),
        ("aaaaaaaaaaaaaaaa", "guess"),
        ("qwertyuiop1234", "guess"),
        ("password password", "guess"),
        ("letmein, letmein, letmein", "guess"),
        ("jo.jones kettle orchid mulberry", "username"),
        ("kettle JoJones orchid mulberry", "username"),
        ("Lakeside Family Practice kettle orchid", "practice"),
        ("kettle lakesidefamilypractice orchid", "practice"),
    ],
)
def test_a_weak_password_is_refused_with_the_rule_it_breaks(password: str, rule: str) -> None:
    with pytest.raises(Invalid, match=rule):
        credentials.checked_password(password, "jo.jones")


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "x7!kQ2#vB9@z",
        "кошка гуляет сама по себе",
        "🐈🦜🐢🌵🎺🧵🧭🪁🦔🪴🧲🪵",
        "kettle orchid mulb" * 7,
    ],
)
def test_any_characters_make_a_password(password: str) -> None:
    assert credentials.checked_password(password, "jo.jones")


def test_a_username_is_never_its_own_password() -> None:
    name = "._-@._-@._-@._-@"
    with pytest.raises(Invalid, match="username"):
        credentials.checked_password(name, name)


def test_the_rules_are_told_one_by_one() -> None:
    rules = credentials.password_rules("password", "jo.jones")
    assert (rules.length, rules.not_common, rules.not_personal, rules.all) == (False, False, True, False)
    assert credentials.password_rules(PASSWORD, "jo.jones").all
    assert not any(
        (credentials.password_rules("", "").length, credentials.password_rules("", "").not_personal)
    )


# Activation


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


# The ticket


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
