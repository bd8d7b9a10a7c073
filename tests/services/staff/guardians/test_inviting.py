"""Nia invites Mia's parents: each by what the practice knows of them, each with an account of their own."""

from datetime import date
from uuid import UUID

import pytest

from portal import clock as portal_clock
from portal.access.grants import live_grants, live_in_chart
from portal.db import reading
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from portal.models.account import Role
from portal.services import door, enrolment
from portal.services.accounts import who
from portal.services.staff import guardians
from tests import people
from tests.guardians import begin_of_birthday, child, guardian, seconds_until
from tests.people import HERE
from tests.services.offers.offering import link_of_newest
from tests.services.staff.guardians import steps
from tests.services.staff.guardians.steps import AMY, enroll, invite, page, prove, row, stop

pytestmark = pytest.mark.usefixtures("home")


def holders(whose: people.Person) -> list[str]:
    """The account ids of those who may open a child's record now."""
    with reading() as db:
        return sorted(
            str(held.account_id) for held in live_in_chart(db, whose.patient_id, portal_clock.now())
        )


def test_ben_gets_an_email_proves_it_and_has_an_account_of_his_own():
    mia, nia = child(years=8), people.nia()
    invite(nia, mia)
    assert (row(nia, mia).tag, row(nia, mia).known_by) == ("Invited", "Born May 4, 1980 · ZIP 04103")

    token = enroll(mia)

    assert who(token).name == "Ben Ames"
    found = row(nia, mia)
    assert found.tag == "Has access" and found.line.startswith("Father · since ")
    assert found.may_stop and not found.may_resend


@pytest.mark.parametrize(
    ("born", "number"),
    [("05/05/1980", "04103"), ("05/04/1980", "04104"), ("05/04/1980", "207-555-0142")],
)
def test_who_is_not_the_one_the_practice_knows_does_not_get_in(born, number):
    mia, nia = child(years=8), people.nia()
    invite(nia, mia)
    with pytest.raises(Invalid, match="does not match"):
        prove(mia, link_of_newest("ben@example.org"), born=born, number=number)


def test_a_phone_number_does_as_well_as_a_zip_code_however_it_is_written():
    mia, nia = child(years=8), people.nia()
    invite(nia, mia, AMY)
    link = link_of_newest("amy@example.org")
    assert enrolment.asks_own(link, source=HERE) == ("own_birth_date", "own_number")
    assert prove(mia, link, born="2/3/1982", number="+1 207.555.0142")


def test_what_is_missing_is_said_beside_its_field():
    mia, nia = child(years=8), people.nia()
    invite(nia, mia)
    with pytest.raises(Invalid) as refusal:
        prove(mia, link_of_newest("ben@example.org"), born="", number="")
    assert set(refusal.value.fields) == {"own_birth_date", "own_number"}


def test_guesses_are_slowed_down_as_at_enrolment():
    mia, nia = child(years=8), people.nia()
    invite(nia, mia)
    link = link_of_newest("ben@example.org")
    for _ in range(9):
        with pytest.raises(Invalid):
            prove(mia, link, number="04199")
    with pytest.raises(TooMany):
        prove(mia, link, number="04199")
    with pytest.raises(TooMany):
        prove(mia, link)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"name": " "}, {"name"}),
        ({"email": "ben@"}, {"email"}),
        ({"relationship": ""}, {"relationship"}),
        ({"birth_date": "someday"}, {"birth_date"}),
        ({"birth_date": "2099-01-01"}, {"birth_date"}),
        ({"zip": "", "phone": ""}, {"zip"}),
        ({"zip": "123"}, {"zip"}),
        ({"phone": "555"}, {"phone"}),
        ({"name": "x" * 101, "zip": "12", "email": ""}, {"name", "zip", "email"}),
    ],
)
def test_bad_input_is_told_by_field_and_nothing_is_sent(typed, fields):
    mia, nia = child(years=8), people.nia()
    with pytest.raises(Invalid) as refusal:
        invite(nia, mia, **typed)
    assert set(refusal.value.fields) == fields
    assert page(nia, mia).rows == []


def test_invited_twice_the_first_link_is_dead_and_there_is_one_row():
    mia, nia = child(years=8), people.nia()
    invite(nia, mia)
    first = link_of_newest("ben@example.org")
    invite(nia, mia, email="BEN@example.org", relationship="Stepfather")
    assert enrolment.look(first, source=HERE) == "replaced"
    assert [row.line.split(" · ")[0] for row in page(nia, mia).rows] == ["Stepfather"]
    enroll(mia, email="BEN@example.org")
    with pytest.raises(Conflict, match="already"):
        invite(nia, mia)


def test_sent_again_and_taken_back():
    mia, nia = child(years=8), people.nia()
    invite(nia, mia)
    first = link_of_newest("ben@example.org")
    steps.of_offer(nia, mia, guardians.resend)
    second = link_of_newest("ben@example.org")
    assert (enrolment.look(first, source=HERE), enrolment.look(second, source=HERE)) == ("replaced", "ready")
    steps.of_offer(nia, mia, guardians.take_back)
    assert enrolment.look(second, source=HERE) == "revoked"
    assert (row(nia, mia).tag, row(nia, mia).may_resend) == ("Invitation taken back", True)


def test_two_parents_have_two_accounts():
    mia, nia = child(years=8), people.nia()
    invite(nia, mia)
    invite(nia, mia, AMY)
    enroll(mia)
    enroll(mia, email="amy@example.org", username="amy.ames", born="02/03/1982", number="2075550142")
    assert len(set(holders(mia))) == 2
    assert sorted(one.name for one in page(nia, mia).rows) == ["Amy Ames", "Ben Ames"]


def test_twins_and_one_email_one_account_opens_both():
    mia, leo, nia = child(years=8), child("Leo Ames", years=8), people.nia()
    for one in (mia, leo):
        invite(nia, one)
    ben = people.Person("Ben Ames", token=enroll(leo))
    invite(nia, mia)
    steps.accept(mia, ben)
    assert holders(mia) == holders(leo) and len(holders(mia)) == 1


def test_alice_who_is_a_patient_here_herself_keeps_her_own_record_apart():
    alice, mia, nia = people.alice(), child(years=8), people.nia()
    invite(nia, mia, name="Alice Ames", email="alice@example.org")
    steps.accept(mia, alice, email="alice@example.org")
    with reading() as db:
        held = {one.patient_id: one.relation for one in live_grants(db, alice.account_id, portal_clock.now())}
    assert held == {alice.patient_id: "self", mia.patient_id: "guardian"}


def test_nobody_becomes_the_guardian_of_their_own_record():
    alice, nia = people.alice(), people.nia()
    ground = guardians.Ground(
        why="Recorded by mistake here.", reviewer=str(nia.account_id), until=in_a_year()
    )
    invite(nia, alice, ground=ground)
    with pytest.raises(Conflict, match="your own"):
        steps.accept(alice, alice)


def test_what_was_stopped_stays_stopped_whatever_invitation_comes_after():
    mia, nia = child(years=8), people.nia()
    ben = guardian("Ben Ames", mia)
    stop(nia, mia)
    invite(nia, mia, email="ben.again@example.org")
    steps.accept(mia, ben, email="ben.again@example.org")
    assert holders(mia) == []
    assert row(nia, mia).tag == "Stopped" and "A judge" in row(nia, mia).stopped


def test_a_link_left_lying_until_the_18th_birthday_gives_nothing(clock):
    mia, nia = child(years=18, in_days=3), people.nia()
    invite(nia, mia)
    link = link_of_newest("ben@example.org")
    proof = prove(mia, link)
    clock.forward(seconds=seconds_until(begin_of_birthday(mia, 18)) + 1)
    assert enrolment.look(link, source=HERE) == "expired"
    assert not enrolment.check_proof(proof, source=HERE)


def test_for_whom_no_birth_date_or_zip_is_on_file_nobody_can_be_invited():
    nia = people.nia()
    for one in (people.patient("Kim Ames", birth_date=None), child(years=8, zip="")):
        with pytest.raises(Invalid, match="on file"):
            invite(nia, one)


def test_for_a_child_who_has_died_nobody_is_invited():
    mia, nia = child(years=8, died="Yes"), people.nia()
    with pytest.raises(Invalid, match="died"):
        invite(nia, mia)
    assert page(nia, mia).deceased and not page(nia, mia).may_invite


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.CLINICIAN, Role.ADMINISTRATOR])
def test_those_who_invite_patients_invite_guardians(role):
    mia = child(years=8)
    someone = people.nia(role=role)
    invite(someone, mia)
    assert row(someone, mia).tag == "Invited"


def test_nobody_else_does():
    mia = child(years=8)
    ben = guardian("Ben Ames", mia)
    for who_tries in (people.nia(role=Role.BILLER), people.alice(), ben):
        with pytest.raises(NotPermitted):
            invite(who_tries, mia)
        with pytest.raises(NotPermitted):
            page(who_tries, mia)


def test_an_invitation_of_another_patients_is_not_found():
    mia, leo, nia = child(years=8), child("Leo Ames", years=8), people.nia()
    invite(nia, mia)
    for service in (guardians.resend, guardians.take_back):
        with pytest.raises(NotFound):
            door.in_practice(nia.token, service, patient_id=leo.patient_id, offer_id=UUID(row(nia, mia).id))


def in_a_year() -> str:
    today = portal_clock.today()
    return date(today.year + 1, today.month, 28).isoformat()
