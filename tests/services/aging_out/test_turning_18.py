"""Mia turns 18: who is told when, what ends that night, and who is invited."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from portal import clock as portal_clock
from portal.access.actor import Scope, operator
from portal.access.audit import Deed
from portal.access.charts import open_chart
from portal.access.guardians import AGED_OUT
from portal.access.patient_index import put_patient
from portal.db import unit_of_work
from portal.models.account import Account, Grant
from portal.models.guardian import AgeNotice
from portal.models.patient import Patient, PatientContents
from portal.services import aging_out, door, outbox
from portal.services.outbox import MailRow
from tests import people
from tests.charts import fhir_id, on_file
from tests.guardians import becomes_guardian_of, begin_of_birthday, child, guardian, seconds_until
from tests.mail import invite, send_due, status
from tests.people import Person
from tests.services.staff.guardians.test_stopping import looking_at

pytestmark = pytest.mark.usefixtures("home")
OWN = "mia@example.org"


def mails(kind: str = "age-notice") -> list[MailRow]:
    """What was written about the birthday, oldest first."""
    send_due()
    return [mail for mail in door.as_actor(operator(), outbox.listing) if mail.kind == kind][::-1]


def told() -> list[str]:
    return [mail.to for mail in mails()]


def grants_of(whose: Person) -> list[Grant]:
    with unit_of_work() as db:
        mine = (Grant.patient_id == whose.patient_id, Grant.relation == "guardian")
        return list(db.exec(select(Grant).where(*mine).order_by(col(Grant.starts_at))))


def put_right(whose: Person, **facts: object) -> None:
    """The EHR says something else from now on."""
    with unit_of_work() as db:
        deed = Deed("test.looked")
        chart = open_chart(db, operator(), whose.patient_id, Scope.RECORDS, deed=deed)
        said = chart.unseal(db.get_one(Patient, whose.patient_id), PatientContents)
        put_patient(db, said.model_copy(update=facts))


def until_birthday(clock, whose: Person, *, days: int) -> None:
    """Early on the day that is so many days before the 18th birthday."""
    clock.forward(seconds=seconds_until(begin_of_birthday(whose, 18) - timedelta(days=days)) + 60)


def test_everyone_is_told_90_30_and_7_days_before_each_time_once(clock):
    mia = child(years=18, in_days=120, email=OWN)
    alice, ben = guardian("Alice Ames", mia), guardian("Ben Ames", mia)
    everyone = sorted([alice.email, ben.email, OWN])
    heard = []
    for left in range(100, 0, -1):
        until_birthday(clock, mia, days=left)
        aging_out.run()
        assert aging_out.run() == aging_out.Done()
        now = told()
        if len(now) > len(heard):
            assert sorted(now[len(heard) :]) == everyone
            heard = now
            assert left in (90, 30, 7)
    assert len(heard) == 9


def test_the_emails_name_nobody_and_no_day(clock):
    mia = child(years=18, in_days=5, email=OWN)
    guardian("Ben Ames", mia)
    aging_out.run()
    clock.forward(days=6)
    aging_out.run()
    assert len(mails()) == 3
    born, turns = mia.birth_date, begin_of_birthday(mia, 18)
    for mail in mails():
        for private in (
            "Mia",
            "Ames",
            "Ben",
            mia.mrn,
            str(born.year),
            f"{turns:%b} {turns.day}",
            str(turns.date()),
        ):
            assert private not in mail.subject + mail.text.replace(f"for={mia.patient_id}", "")


def test_after_weeks_without_the_portal_only_the_notice_that_counts_goes_out(clock):
    mia = child(years=18, in_days=100)
    ben = guardian("Ben Ames", mia)
    until_birthday(clock, mia, days=20)
    aging_out.run()
    assert told() == [ben.email]
    assert "in the next month" in mails()[0].text


def test_whose_access_is_stopped_or_goes_on_is_not_told(clock):
    mia = child(years=18, in_days=20)
    ben, amy = guardian("Ben Ames", mia), people.account(Person("Amy Ames"))
    becomes_guardian_of(amy, mia)
    with unit_of_work() as db:
        stopped = db.exec(select(Grant).where(Grant.account_id == ben.account_id)).one()
        stopped.paused_at = portal_clock.now()
        db.add(stopped)
    aging_out.run()
    assert told() == []


def test_that_night_it_is_written_down_and_the_new_adult_is_invited_once(clock):
    mia = child(years=18, in_days=2, email=OWN)
    ben = guardian("Ben Ames", mia)
    aging_out.run()
    clock.forward(seconds=seconds_until(begin_of_birthday(mia, 18)) - 2)
    assert aging_out.run().ended == 0

    clock.forward(seconds=3)
    assert aging_out.run() == aging_out.Done(ended=1, told=1, invited=1)
    [grant] = grants_of(mia)
    assert grant.ended_why == AGED_OUT and grant.ended_at >= begin_of_birthday(mia, 18)
    assert told()[-1] == ben.email
    assert [mail.to for mail in mails("enrolment")] == [OWN]
    assert status(mia).status == "invited"
    assert aging_out.run() == aging_out.Done()


def test_a_night_without_the_portal_is_made_up_for(clock):
    mia = child(years=18, in_days=2)
    guardian("Ben Ames", mia)
    clock.forward(days=365 * 5)
    assert aging_out.run().ended == 1


def test_an_address_that_is_a_parents_gets_no_invitation(clock):
    ben = people.account(Person("Ben Ames"))
    contact = {"name": {"text": "Alice"}, "telecom": [{"system": "email", "value": "Alice@Example.org"}]}
    mia = child(years=18, in_days=2, email=ben.email)
    leo = child("Leo Ames", years=18, in_days=2, email="alice@example.org")
    on_file(leo, {
        "resourceType": "Patient", "id": fhir_id(leo), "name": [{"text": "Leo Ames"}], "contact": [contact],
        "birthDate": leo.birth_date.isoformat(), "address": [{"postalCode": "04101"}],
        "telecom": [{"system": "email", "value": "alice@example.org"}],
    })  # fmt: skip
    with unit_of_work() as db:
        people.give_access(db, ben, mia, relation="guardian", scopes=people.ALL_SCOPES)
    guardian("Amy Ames", leo)
    clock.forward(days=3)
    assert aging_out.run() == aging_out.Done(ended=2, told=2, invited=0)


def test_who_has_an_account_or_was_invited_before_is_told_there(clock):
    mia, leo = child(years=18, in_days=20), child("Leo Ames", years=18, in_days=20)
    for one in (mia, leo):
        guardian("Ben Ames", one)
    own = people.with_own_chart(people.account(mia))
    invite(leo, "leo@example.org")
    aging_out.run()
    assert {own.email, "leo@example.org"} <= set(told())

    clock.forward(days=21)
    assert aging_out.run().invited == 1
    assert [mail.to for mail in mails("enrolment")] == ["leo@example.org"] * 2


def test_a_recorded_ground_goes_on_and_the_other_guardian_does_not(clock):
    mia = child(years=18, in_days=2, email=OWN)
    guardian("Ben Ames", mia)
    amy = people.account(Person("Amy Ames"))
    becomes_guardian_of(amy, mia, days=100)
    clock.forward(days=3)
    assert aging_out.run() == aging_out.Done(ended=1, told=1, invited=0)
    assert {grant.account_id for grant in grants_of(mia) if grant.ended_at is None} == {amy.account_id}

    clock.forward(days=100)
    assert aging_out.run().ended == 1


def test_a_birth_date_put_right_begins_anew(clock):
    mia = child(years=18, in_days=20)
    ben = guardian("Ben Ames", mia)
    aging_out.run()
    put_right(mia, birth_date=mia.birth_date + timedelta(days=1))
    assert aging_out.run().told == 1, "the day that counts is another one"
    clock.forward(days=30)
    aging_out.run()
    assert grants_of(mia)[0].ended_why == AGED_OUT

    put_right(mia, birth_date=mia.birth_date + timedelta(days=365))
    [grant] = grants_of(mia)
    assert (grant.ended_at, grant.ended_why) == (None, "")
    with unit_of_work() as db:
        open_chart(db, ben.actor, mia.patient_id, Scope.MESSAGES, deed=Deed("test.looked"))


def test_what_was_ended_for_another_reason_stays_ended(clock):
    mia = child(years=18, in_days=20)
    guardian("Ben Ames", mia)
    with unit_of_work() as db:
        grant = db.exec(select(Grant)).one()
        grant.ended_at, grant.ended_why = portal_clock.now(), "left"
        db.add(grant)
    put_right(mia, birth_date=mia.birth_date + timedelta(days=365))
    assert grants_of(mia)[0].ended_why == "left"


def test_who_has_died_is_left_alone(clock):
    mia = child(years=18, in_days=20, email=OWN)
    guardian("Ben Ames", mia)
    put_right(mia, died="Yes", died_on=portal_clock.today())
    clock.forward(days=30)
    assert aging_out.run() == aging_out.Done()


def test_one_who_cannot_be_read_stops_nobody_else(clock):
    mia, leo = child(years=18, in_days=2), child("Leo Ames", years=18, in_days=2)
    for one in (mia, leo):
        guardian("Ben Ames", one)
    with unit_of_work() as db:
        broken = db.get_one(Patient, mia.patient_id)
        broken.sealed = broken.sealed[:-1]
        db.add(broken)
    clock.forward(days=3)
    assert aging_out.run().ended == 1


def test_a_disabled_account_is_not_written_to(clock):
    mia = child(years=18, in_days=20)
    ben = guardian("Ben Ames", mia)
    with unit_of_work() as db:
        account = db.get_one(Account, ben.account_id)
        account.disabled_at = portal_clock.now()
        db.add(account)
    assert aging_out.run().told == 0


def test_the_marks_name_nobody(clock):
    mia = child(years=18, in_days=20)
    guardian("Ben Ames", mia)
    aging_out.run()
    with unit_of_work() as db:
        assert [set(row.model_dump()) for row in db.exec(select(AgeNotice))] == [{"key"}]


def test_home_says_more_than_the_email(clock):
    mia = child(years=18, in_days=20)
    ben = guardian("Ben Ames", mia)
    own = people.sign_in(people.with_own_chart(people.account(mia)))
    assert door.in_account(ben.token, aging_out.coming) == ""
    said = door.in_account(looking_at(ben, mia).token, aging_out.coming)
    assert said.startswith("Mia turns 18 on ") and "your access ends by itself" in said
    assert door.in_account(own.token, aging_out.coming).startswith("You turn 18 on ")
    assert door.in_account(people.alice().token, aging_out.coming) == ""


def test_the_job_runs_once_a_day(clock):
    mia = child(years=18, in_days=2)
    guardian("Ben Ames", mia)
    aging_out.nightly()
    clock.forward(days=3)
    aging_out.nightly()
    assert grants_of(mia)[0].ended_why == AGED_OUT
    leo = child("Leo Ames", years=18, in_days=-1)
    guardian("Amy Ames", leo)
    aging_out.nightly()
    assert grants_of(leo)[0].ended_at is None
    clock.forward(days=1)
    aging_out.nightly()
    assert grants_of(leo)[0].ended_at is not None
