"""A patient follows the link of an email and proves who they are."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from portal.access.actor import operator
from portal.db import reading
from portal.errors import Conflict, Invalid, TooMany
from portal.models.audit import AuditEntry
from portal.services import door, enrolment, invitations
from portal.services.sign_in import From
from portal.vault.tokens import new_token
from tests import people
from tests.conftest import Clock
from tests.mail import emails, link_for, send_due, status, token_in
from tests.people import HERE, Person
from tests.services.enrolment.steps import choice, prove

pytestmark = pytest.mark.usefixtures("home")


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
