"""Wes is 30 and cannot decide for himself: Amy acts for him, on a ground, until a day."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from portal import clock as portal_clock
from portal.errors import Invalid, NotFound, NotPermitted
from portal.models.account import Role
from portal.services import door, records
from portal.services.records import corrections
from portal.services.staff import guardians
from portal.services.staff.guardians import Ground
from tests import people
from tests.charts import lab, on_file, titles
from tests.guardians import begin_of_birthday, child, guardian, seconds_until
from tests.services.staff.guardians.steps import AMY, accept, invite, page, row
from tests.services.staff.guardians.test_stopping import looking_at, reads

pytestmark = pytest.mark.usefixtures("home")

WHY = "Court order of the county, May 2026."
AMY_TYPES = {"born": "02/03/1982", "number": "2075550142"}


@pytest.fixture
def wes(home) -> people.Person:
    wes = people.patient("Wes Ames", birth_date=people.date(1996, 4, 5))
    on_file(wes, lab("iron", "60"))
    return wes


def ground(nia, *, days=90, **other) -> Ground:
    until = portal_clock.today() + timedelta(days=days)
    return replace(Ground(WHY, str(nia.account_id), until.isoformat()), **other)


def recorded(nia, whose, name, given) -> None:
    which = {"patient_id": whose.patient_id, "grant_id": UUID(row(nia, whose, name).grant_id)}
    door.in_practice(nia.token, guardians.record_ward, given, **which)


def test_invited_with_a_ground_she_acts_for_him_until_the_day_is_over(wes, clock):
    nia, amy = people.nia(), people.sign_in(people.account(people.Person("Amy Ames")))
    invite(nia, wes, AMY, ground=ground(nia))
    assert page(nia, wes).wards[0].title == "Amy Ames"
    accept(wes, amy, email="amy@example.org", **AMY_TYPES)
    amy = looking_at(amy, wes)
    assert titles(door.in_chart(amy.token, records.list_records, kind="results")) == ["iron"]
    [ward] = page(nia, wes).wards
    assert ward.ground == WHY and ward.line.startswith("Nia Novak reviews it.")
    assert row(nia, wes, "Amy Ames").tag == ward.tag

    clock.forward(days=91)
    amy, nia = looking_at(people.sign_in(amy), wes), people.sign_in(nia)
    assert not reads(amy)
    assert page(nia, wes).wards[0].tag.startswith("Ended on ")


def test_an_adult_has_no_guardian_without_a_ground(wes):
    nia = people.nia()
    with pytest.raises(Invalid) as refusal:
        invite(nia, wes, AMY)
    assert set(refusal.value.fields) == {"ground", "last_day", "reviewer"}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"why": "because"}, "ground"),
        ({"until": "2020-01-01"}, "last_day"),
        ({"until": "2090-01-01"}, "last_day"),
        ({"reviewer": "nobody"}, "reviewer"),
        ({"document": "00000000-0000-4000-8000-000000000000"}, "document"),
        ({"document": "x"}, "document"),
    ],
)
def test_what_is_wrong_with_a_ground_is_told(wes, given, field):
    nia = people.nia()
    with pytest.raises(Invalid) as refusal:
        invite(nia, wes, AMY, ground=ground(nia, **given))
    assert set(refusal.value.fields) == {field}
    assert page(nia, wes).rows == [] and page(nia, wes).wards == []


def test_only_clinicians_and_administrators_review(wes):
    nia, desk = people.nia(), people.nia(role=Role.FRONT_DESK)
    assert str(desk.account_id) not in dict(page(nia, wes).reviewers)
    with pytest.raises(Invalid):
        invite(nia, wes, AMY, ground=ground(desk))


def test_seen_only_is_seen_only(wes):
    nia, amy = people.nia(), people.sign_in(people.account(people.Person("Amy Ames")))
    invite(nia, wes, AMY, ground=ground(nia, see_only=True))
    accept(wes, amy, email="amy@example.org", **AMY_TYPES)
    amy = looking_at(amy, wes)
    assert reads(amy)
    with pytest.raises(NotPermitted):
        [iron] = door.in_chart(amy.token, records.list_records, kind="results").rows
        door.in_chart(amy.token, corrections.begin, kind="results", record_id=UUID(iron.href.split("/")[-1]))


def test_recorded_before_18_the_parents_access_goes_on_that_night(clock):
    mia, nia = child(years=18, in_days=5), people.nia()
    amy = guardian("Amy Ames", mia)
    recorded(nia, mia, "Amy Ames", ground(nia))
    clock.forward(seconds=seconds_until(begin_of_birthday(mia, 18)) + 1)
    assert reads(looking_at(people.sign_in(amy), mia))


def test_it_cannot_be_recorded_years_before_it_would_begin():
    mia, nia = child(years=10), people.nia()
    guardian("Amy Ames", mia)
    with pytest.raises(Invalid, match="begins at 18"):
        recorded(nia, mia, "Amy Ames", ground(nia))


def test_recorded_anew_it_lasts_longer_and_there_is_one(wes, clock):
    nia, amy = people.nia(), people.sign_in(people.account(people.Person("Amy Ames")))
    invite(nia, wes, AMY, ground=ground(nia, days=10))
    accept(wes, amy, email="amy@example.org", **AMY_TYPES)
    recorded(nia, wes, "Amy Ames", ground(nia, days=100))
    clock.forward(days=50)
    assert reads(looking_at(people.sign_in(amy), wes))
    assert len(page(people.sign_in(nia), wes).wards) == 1


def test_ended_it_is_closed_at_the_next_event(wes):
    nia, amy = people.nia(), people.sign_in(people.account(people.Person("Amy Ames")))
    invite(nia, wes, AMY, ground=ground(nia))
    accept(wes, amy, email="amy@example.org", **AMY_TYPES)
    amy = looking_at(amy, wes)
    which = {"patient_id": wes.patient_id, "ward_id": UUID(page(nia, wes).wards[0].id)}
    door.in_practice(nia.token, guardians.end_ward, reason="He decides for himself again.", **which)
    assert not reads(amy) and page(nia, wes).wards == []
    with pytest.raises(NotFound):
        door.in_practice(nia.token, guardians.end_ward, reason="He decides for himself.", **which)


def test_an_invitation_taken_back_leaves_no_guardianship_waiting(wes):
    nia = people.nia()
    invite(nia, wes, AMY, ground=ground(nia))
    which = {"patient_id": wes.patient_id, "offer_id": UUID(row(nia, wes, "Amy Ames").id)}
    door.in_practice(nia.token, guardians.resend, **which)
    assert len(page(nia, wes).wards) == 1
    which["offer_id"] = UUID(row(nia, wes, "Amy Ames").id)
    door.in_practice(nia.token, guardians.take_back, **which)
    assert page(nia, wes).wards == []
