"""On Dana's own Home: what is new for each person she helps, and nothing that is not hers to see."""

from typing import Any

import pytest
from sqlmodel import update

from portal import clock as portal_clock
from portal.db import unit_of_work
from portal.models.account import Grant
from portal.models.unseen import UnseenItem
from portal.services import door, household
from portal.services.household import Member
from tests import people
from tests.charts import lab, listed, medicine, on_file
from tests.conftest import Clock
from tests.people import Person
from tests.services.records import correcting

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def alice() -> Person:
    alice = people.alice()
    on_file(alice, lab("old", "1"))
    return alice


def helping(alice: Person, clock: Clock, scopes: str = "records:act medications:view") -> Person:
    """Dana, who was here an hour before."""
    dana = people.dana(alice, scopes=scopes)
    clock.forward(hours=1)
    return people.sign_in(dana)


def gathered(dana: Person) -> list[Member]:
    return door.in_account(dana.token, household.gather)


def todo(dana: Person) -> dict[str, str]:
    [member] = gathered(dana)
    return {one.text: one.href for one in member.todo}


def change(who: Person, **values: Any) -> None:
    with unit_of_work() as db:
        db.exec(update(Grant).where(Grant.account_id == who.account_id).values(**values))


def test_new_results_and_medicines_with_their_pages(alice: Person, clock: Clock) -> None:
    dana = helping(alice, clock)
    on_file(alice, lab("ldl", "148"), lab("hdl", "51"), medicine("iron"))
    assert todo(people.sign_in(dana)) == {
        "Results: 2 new": "/records/results",
        "Medications: 1 new": "/medications",
    }


def test_answers_to_what_she_asked_for(alice: Person, clock: Clock) -> None:
    dana = people.looking_at(helping(alice, clock), alice)
    receipt = correcting.sent(dana, correcting.id_in(listed(dana, "results").rows[0].href))
    correcting.denied(people.nia(), receipt.href)
    found = todo(people.sign_in(dana))
    assert found == {"1 answer to a correction": "/records/corrections"}


def test_what_alice_hides_from_her_is_no_news(alice: Person, clock: Clock) -> None:
    dana = helping(alice, clock)
    on_file(alice, lab("ldl", "148"))
    rows = listed(people.sign_in(alice), "results").rows
    ldl = correcting.id_in(next(row.href for row in rows if row.title == "ldl"))
    with unit_of_work() as db:
        item = UnseenItem(patient_id=alice.patient_id, record_id=ldl, since=portal_clock.now())
        db.add(item)
    [member] = gathered(people.sign_in(dana))
    assert (member.todo, member.line) == ([], "Nothing new. You can see: health records, medications.")


def test_only_what_she_may_see_is_gathered(alice: Person, clock: Clock) -> None:
    dana = helping(alice, clock, "medications:view")
    on_file(alice, lab("ldl", "148"), medicine("iron"))
    assert todo(people.sign_in(dana)) == {"Medications: 1 new": "/medications"}


@pytest.mark.parametrize("end", ["paused_at", "ended_at", "ends_at"])
def test_nobody_is_there_whose_access_is_over_or_paused(alice: Person, clock: Clock, end: str) -> None:
    dana = helping(alice, clock)
    change(dana, **{end: portal_clock.now()})
    assert gathered(dana) == []


def test_everyone_she_helps_by_name(alice: Person, clock: Clock) -> None:
    dana, bob = helping(alice, clock), people.bob()
    with unit_of_work() as db:
        people.give_access(db, dana, bob, relation="representative", scopes="bills:view")
    assert [(one.name, one.line) for one in gathered(dana)] == [
        ("Alice Ames", "Nothing new. You can see: health records, medications."),
        ("Bob Brown", "Nothing new. You can see: bills."),
    ]
