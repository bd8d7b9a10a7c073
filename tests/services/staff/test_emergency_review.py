"""Nia checks what Sam opened: was it right? Not Sam, not while it is open, and not twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.access import keys
from portal.db import unit_of_work
from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.models.account import Role
from portal.services import activity, door, records
from portal.services.activity import Asked
from portal.services.staff import emergency, emergency_review
from portal.services.staff import people as staff
from tests import people
from tests.charts import lab, on_file
from tests.services.staff.emergencies import WHY, decide, do, end, look, open_it, opening_of, sam

pytestmark = pytest.mark.usefixtures("home")

NOTE = "He was curious about a neighbor. I have talked with him."


@pytest.fixture
def alice(home):
    alice = people.alice()
    on_file(alice, lab("iron", "30"))
    return alice


@pytest.fixture
def desk(alice):
    """Sam, who has opened Alice's chart, looked at her results, and ended it."""
    desk = sam()
    open_it(desk, alice)
    door.in_chart(desk.token, records.list_records, kind="results", patient_id=alice.patient_id)
    end(desk, alice)
    return desk


@pytest.fixture
def nia(desk):
    return people.nia()


def look_into(who, patient):
    return do(who, emergency_review.look_into, opening_id=opening_of(patient))


def rows(who):
    return do(who, emergency_review.list_openings).rows


def test_nia_reads_who_why_when_and_what_was_looked_at(alice, nia):
    one = look_into(nia, alice)
    assert (one.patient, one.by, one.role, one.reason, one.tag) == (
        "Alice Ames",
        "Sam Ortiz",
        "Front desk",
        WHY,
        "To check",
    )
    assert one.ended.startswith("Ended at ") and one.unusual == ""
    assert [row.title for row in one.looks] == ["Looked at a list of records (Results)"]
    assert (one.may_decide, one.is_open, one.is_mine) == (True, False, False)


def test_what_others_looked_at_meanwhile_is_not_among_it(alice, nia, clock):
    door.in_chart(nia.token, records.overview, patient_id=alice.patient_id)
    clock.forward(hours=2)
    desk = sam(name="Sue Later")
    open_it(desk, alice)
    end(desk, alice)
    assert look_into(people.sign_in(nia), alice).looks == []


def test_found_right_alice_reads_that_it_was_checked_and_not_the_note(alice, nia):
    one = decide(nia, alice, note="She thanked us for it.")
    assert (one.tag, one.note, one.may_decide) == ("Right", "She thanked us for it.", False)
    assert one.outcome.startswith("Nia Novak found on ")
    found = door.in_chart(alice.token, activity.list_entries, Asked())
    assert "Nia Novak, clinician, checked an emergency access and found it right" in [
        row.title for row in found.rows
    ]
    assert "thanked" not in str(found)


def test_found_wrong_there_must_be_a_note(alice, nia):
    for note in ("", "   ", "bad", "x" * 1001):
        with pytest.raises(Invalid) as refusal:
            decide(nia, alice, "wrong", note)
        assert set(refusal.value.fields) == {"note"}
    one = decide(nia, alice, "wrong", NOTE)
    assert (one.tag, one.tone, one.note) == ("Not right", "danger", NOTE)


@pytest.mark.parametrize("outcome", ["", "maybe", "RIGHT", "right "])
def test_anything_else_is_no_answer(alice, nia, outcome):
    with pytest.raises(Invalid) as refusal:
        decide(nia, alice, outcome)
    assert set(refusal.value.fields) == {"outcome"}
    assert look_into(nia, alice).tag == "To check"


def test_it_is_checked_once_and_the_second_reads_who_was_first(alice, nia):
    ada = people.staff("Ada Admin", role=Role.ADMINISTRATOR)
    decide(nia, alice)
    with pytest.raises(Conflict, match="Nia Novak has checked this"):
        decide(ada, alice, "wrong", NOTE)
    assert look_into(ada, alice).tag == "Right"


def test_of_two_at_once_one_is_first(any_home):
    alice, desk = people.alice(), sam()
    open_it(desk, alice)
    end(desk, alice)
    two = [people.nia(), people.staff("Ada Admin", role=Role.ADMINISTRATOR)]

    def check(who):
        try:
            return decide(who, alice).tag
        except Conflict:
            return "second"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(check, two)) == ["Right", "second"]


def test_while_it_is_open_it_cannot_be_checked_but_ended(alice, nia):
    desk = sam(name="Sue Still")
    open_it(desk, alice)
    assert (look_into(nia, alice).tag, look_into(nia, alice).may_decide) == ("Open now", False)
    with pytest.raises(Conflict, match="still open"):
        decide(nia, alice)
    one = do(nia, emergency_review.end_now, opening_id=opening_of(alice))
    assert (one.tag, one.may_decide) == ("To check", True)
    with pytest.raises(NotPermitted):
        door.in_chart(desk.token, records.overview, patient_id=alice.patient_id)
    again = do(nia, emergency_review.end_now, opening_id=opening_of(alice))
    assert again.ended == one.ended


def test_over_by_itself_it_says_so(alice, nia, clock):
    open_it(sam(name="Sue Still"), alice)
    clock.forward(minutes=61)
    one = look_into(people.sign_in(nia), alice)
    assert one.ended.startswith("Ended by itself at ") and one.may_decide


def test_nobody_checks_what_they_opened_themselves(alice, nia, desk):
    """Sam has become an administrator since."""
    ada = people.proved(people.staff("Ada Admin", role=Role.ADMINISTRATOR))
    do(ada, staff.change_role, person_id=desk.account_id, role="administrator")
    boss = people.sign_in(desk)
    assert (look_into(boss, alice).is_mine, look_into(boss, alice).may_decide) == (True, False)
    with pytest.raises(Conflict, match="Someone else"):
        decide(boss, alice)
    assert emergency.now(boss.token).waiting == 0
    assert emergency.now(ada.token).waiting == 1


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.BILLER, Role.PERSON])
def test_whoever_is_no_reviewer_reads_and_checks_nothing(alice, desk, role):
    who = people.bob() if role == Role.PERSON else people.nia(role=role)
    for call in (lambda: rows(who), lambda: look_into(who, alice), lambda: decide(who, alice)):
        with pytest.raises(NotPermitted):
            call()


def test_sam_sees_what_he_opened_and_what_was_found_and_no_one_elses(alice, desk, nia):
    other = sam(name="Sue Other")
    open_it(other, alice)
    decide_first = do(nia, emergency_review.list_openings).rows
    assert len(decide_first) == 2
    found = do(desk, emergency_review.list_mine)
    assert [(row.title, row.tag, row.href) for row in found.rows] == [("Alice Ames", "To check", "")]


def test_the_list_shows_the_unchecked_first_the_oldest_of_them_on_top(alice, nia, clock):
    decide(nia, alice)
    bob = people.bob()
    for n, patient in enumerate((alice, bob)):
        clock.forward(minutes=1)
        open_it(sam(name=f"Sue {n}"), patient)
    found = do(nia, emergency_review.list_openings)
    assert [(row.title, row.tag) for row in found.rows] == [
        ("Alice Ames", "Open now"),
        ("Bob Brown", "Open now"),
        ("Alice Ames", "Right"),
    ]
    assert found.waiting == "2 to check"
    assert found.rows[0].line.startswith("Sue 0 · Front desk · ")


def test_one_more_than_usual_says_so(alice, nia, clock):
    desk = sam(name="Sue Often")
    for _ in range(3):
        open_it(desk, alice)
        end(desk, alice)
    clock.forward(minutes=2)
    assert "unusual" in look(desk, alice).unusual
    open_it(desk, alice, anyway=True)
    assert "number 4 by the same person" in look_into(nia, alice).unusual


def test_an_opening_that_is_none_is_not_found(nia):
    for number in (people.uuid4(), people.UUID(int=0)):
        for service in (emergency_review.look_into, emergency_review.end_now):
            with pytest.raises(NotFound):
                do(nia, service, opening_id=number)
        with pytest.raises(NotFound):
            do(nia, emergency_review.decide, opening_id=number, outcome="right", note="")


def test_of_an_erased_patient_nothing_is_left_to_read_and_the_list_still_shows_the_others(alice, nia):
    bob = people.bob()
    open_it(sam(name="Sue Bob"), bob)
    with unit_of_work() as db:
        keys.erase_key(db, alice.patient_id)
    found = do(nia, emergency_review.list_openings)
    assert ([row.title for row in found.rows], found.waiting) == (["Bob Brown"], "1 to check")
    with pytest.raises(NotFound):
        look_into(nia, alice)
