"""Nia sees who turns 18: the newest need first, what was sent, and what is missing."""

import pytest
from sqlmodel import select

from portal import clock as portal_clock
from portal.db import unit_of_work
from portal.errors import NotPermitted
from portal.models.account import Role
from portal.models.patient import Patient
from portal.services import aging_out as around
from portal.services import door
from portal.services.staff import aging_out
from portal.services.staff.aging_out import AgingOut
from tests import people
from tests.guardians import becomes_guardian_of, child, guardian
from tests.mail import invite
from tests.people import Person

pytestmark = pytest.mark.usefixtures("home")


def seen_by(who: Person) -> AgingOut:
    return door.in_practice(who.token, aging_out.show)


def row_of(name: str):
    return next(row for row in seen_by(people.nia()).rows if row.title == name)


def test_the_newest_need_stands_first_and_then_the_next_birthday(clock):
    for name, days, email in (
        ("Mia Ames", 80, "mia@example.org"),
        ("Leo Ames", 40, "leo@example.org"),
        ("Max Ames", 30, ""),
        ("Zoe Ames", 60, ""),
        ("Kid Ames", 95, ""),
    ):
        guardian("Ben Ames", child(name, years=18, in_days=days, email=email))
    child("Una Ames", years=18, in_days=20)
    found = seen_by(people.nia())
    assert [row.title for row in found.rows] == ["Zoe Ames", "Max Ames", "Leo Ames", "Mia Ames"]
    assert found.todo == 2
    assert "No email of their own is known" in found.rows[0].todo and found.rows[0].tag == "To do"
    assert "an invitation goes to leo@example.org" in found.rows[2].sent and not found.rows[2].todo


def test_it_says_what_was_sent_and_who_goes_on():
    mia = child(years=18, in_days=20)
    guardian("Ben Ames", mia)
    becomes_guardian_of(people.account(Person("Amy Ames")), mia)
    assert "No notice has gone out yet." in row_of("Mia Ames").sent
    around.run()
    row = row_of("Mia Ames")
    assert "1 parent or guardian, 1 goes on with a ground on record" in row.sent
    assert "Notices sent: 30 days before." in row.sent
    assert row.line.startswith("18 in 20 days, on ")


def test_who_has_turned_18_without_an_email_waits_there_until_invited(clock):
    mia = child(years=18, in_days=2)
    guardian("Ben Ames", mia)
    clock.forward(days=3)
    around.run()
    row = row_of("Mia Ames")
    assert row.todo.startswith("Not invited") and row.href == f"/staff/patients/{mia.patient_id}"
    invite(mia, "mia@example.org")
    assert seen_by(people.nia()).rows == []


def test_one_who_cannot_be_read_hides_nobody():
    mia, leo = child(years=18, in_days=20), child("Leo Ames", years=18, in_days=20)
    for one in (mia, leo):
        guardian("Ben Ames", one)
    with unit_of_work() as db:
        broken = db.exec(select(Patient).where(Patient.id == mia.patient_id)).one()
        broken.sealed = bytes([*broken.sealed[:-1], broken.sealed[-1] ^ 1])
        db.add(broken)
    assert [row.title for row in seen_by(people.nia()).rows] == ["Leo Ames"]


@pytest.mark.parametrize("role", [Role.BILLER])
def test_only_those_who_see_to_guardians_see_it(role):
    with pytest.raises(NotPermitted):
        seen_by(people.nia(role=role))
    assert seen_by(people.nia(role=Role.FRONT_DESK)) == AgingOut()
    assert portal_clock.now()
