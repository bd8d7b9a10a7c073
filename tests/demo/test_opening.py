"""Someone tries the portal out: a made-up practice opens, with ways in that exist only there."""

import shutil
from uuid import UUID

import pytest

from portal.demo import accounts, opening
from portal.errors import Invalid, Unsafe
from portal.services import accounts as accounts_service
from portal.services import door, enrolment, records, sign_in
from portal.services.accounts import who
from portal.services.enrolment import Choice
from portal.services.records import corrections
from portal.services.sharing import list_links
from portal.services.sign_in import From
from portal.services.staff import aging_out, emergency_review, holds
from portal.settings import get_settings
from portal.vault import keyring
from tests.conftest import live_in

VISITOR = From(address="127.0.0.1", device="A browser")


@pytest.fixture
def visit(tmp_path, monkeypatch):
    """A folder where no practice is yet, in demo mode."""
    with live_in(tmp_path / "demo", monkeypatch, PORTAL_STAFF_SECOND_FACTOR="false"):
        yield tmp_path / "demo"


def test_a_visitor_gets_in_as_patient_as_staff_and_by_invitation(visit):
    opening.open_home()
    opened = opening.open_practice()
    patient, staff, invited = opened.patient, opened.staff, opened.invited
    token = sign_in.sign_in(patient.username, patient.password, staff=False, source=VISITOR)
    assert who(token).name == patient.name
    assert sign_in.sign_in(staff.username, staff.password, staff=True, source=VISITOR)
    link = invited.link.rpartition("#")[2]
    assert enrolment.look(link, source=VISITOR) == "ready"

    (link_row,) = door.in_chart(token, list_links)
    assert (link_row.title, link_row.tag) == ("For my eye doctor", "Works")

    opening.open_home()
    again = opening.open_practice()
    assert opening.take_in_records() is False, "today's records are in already"
    assert again.patient.password != patient.password
    with pytest.raises(Invalid):
        sign_in.sign_in(patient.username, patient.password, staff=False, source=VISITOR)
    assert sign_in.sign_in(again.patient.username, again.patient.password, staff=False, source=VISITOR)
    assert enrolment.look(link, source=VISITOR) == "replaced"

    proof = enrolment.prove(
        again.invited.link.rpartition("#")[2], again.invited.birth_date, again.invited.zip, source=VISITOR
    )
    enrolment.activate(
        proof, Choice("priya.at.home", accounts.new_password(), accounts.ANSWERS), source=VISITOR
    )
    third = opening.open_practice()
    assert third.invited.name != again.invited.name, "who has enrolled is not invited again"


def test_alice_has_asked_for_two_corrections_however_often_it_is_opened(visit):
    opening.open_home()
    for _ in range(2):
        patient = opening.open_practice().patient
    token = sign_in.sign_in(patient.username, patient.password, staff=False, source=VISITOR)
    rows = door.in_chart(token, corrections.list_corrections).rows
    assert sorted(row.tag for row in rows) == ["Accepted", "Received"]


def test_dana_helps_alice_and_does_not_see_one_of_her_conditions(visit):
    opening.open_home()
    opening.open_practice()
    opened = opening.open_practice()
    alice, dana = (
        sign_in.sign_in(one.username, one.password, staff=False, source=VISITOR)
        for one in (opened.patient, opened.helper)
    )
    [person] = who(dana).people
    assert (person.name, person.part) == (opened.patient.name, "You are their representative")
    door.in_account(dana, accounts_service.switch, patient_id=UUID(person.patient_id))
    hers, danas = (door.in_chart(one, records.list_records, kind="conditions").total for one in (alice, dana))
    assert danas == hers - 1


def test_one_result_is_on_hold_however_often_it_is_opened(visit):
    opening.open_home()
    for _ in range(2):
        staff = opening.open_practice().staff
    token = sign_in.sign_in(staff.username, staff.password, staff=True, source=VISITOR)
    assert len(door.in_practice(token, holds.list_holds)) == 1


def test_families_staff_of_every_role_and_an_emergency_are_there_however_often_it_is_opened(visit):
    opening.open_home()
    for _ in range(2):
        opened = opening.open_practice()
    alice, ben, leo = (
        sign_in.sign_in(one.username, one.password, staff=False, source=VISITOR)
        for one in (opened.patient, opened.parent, opened.teen)
    )
    assert [one.name for one in who(alice).people] == ["Leo Moreno", "Mia Luz Moreno"]
    assert [one.name for one in who(ben).people] == ["Mia Luz Moreno", "Zoe Ortega"]
    assert who(leo).name == "Leo Moreno" and who(leo).people == []
    nia = sign_in.sign_in(opened.staff.username, opened.staff.password, staff=True, source=VISITOR)
    (turning,) = [row for row in door.in_practice(nia, aging_out.show).rows if row.title == "Zoe Ortega"]
    assert turning.tag == "To do" and "Notices sent: 30 days before." in turning.sent
    assert len(door.in_practice(nia, emergency_review.list_openings).rows) == 1
    assert {words for words, _ in opened.colleagues} == {"clinician", "front desk", "billing"}
    for _, one in opened.colleagues:
        assert sign_in.sign_in(one.username, one.password, staff=True, source=VISITOR)


def test_a_real_practice_is_never_turned_into_a_demonstration(visit, monkeypatch):
    with live_in(visit, monkeypatch, PORTAL_MODE="production"):
        keyring.make()
        with pytest.raises(Unsafe, match="demo mode only"):
            opening.open_home()
    with live_in(visit, monkeypatch, PORTAL_MODE="demo"):
        with pytest.raises(Unsafe, match="holds a real practice"):
            opening.open_home()
    assert sorted(path.name for path in visit.iterdir()) == ["keys"]


def test_demo_accounts_cannot_be_made_in_production(visit, monkeypatch):
    with live_in(visit, monkeypatch, PORTAL_MODE="production"):
        assert not get_settings().is_demo
        for make in (
            lambda: accounts.patient_sign_in("LF-1", "alice.demo"),
            lambda: accounts.staff_sign_in("Nia", "nia@example.org", "administrator"),
            lambda: accounts.invite_one(["LF-1"]),
        ):
            with pytest.raises(Unsafe, match="only in demo mode"):
                make()


def test_the_demos_keys_do_not_serve_a_production(visit, monkeypatch):
    keyring.make()
    shutil.copytree(visit, visit.parent / "real")
    with live_in(visit.parent / "real", monkeypatch, PORTAL_MODE="production"):
        with pytest.raises(Unsafe, match="made for a demonstration"):
            keyring.keyring()
