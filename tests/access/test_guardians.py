"""What Ben may open of Mia's record goes by her age at that very moment, and by nothing that is kept."""

from datetime import timedelta
from typing import Any

import pytest

from portal import clock as portal_clock
from portal.access import keys
from portal.access.actor import Scope, operator
from portal.access.audit import Deed
from portal.access.charts import Chart, open_chart
from portal.access.grants import live_grants, live_in_chart
from portal.access.patient_index import put_patient
from portal.access.teens import AREAS, DEFAULT, KINDS, LEVELS, Level, Policy
from portal.db import unit_of_work
from portal.errors import NotPermitted
from portal.models.base import new_id
from portal.models.guardian import ChoiceContents, Guardianship, TeenChoice, TeenPolicy
from portal.models.patient import Patient, PatientContents
from portal.services.records.kinds import KINDS as RECORD_KINDS
from tests.guardians import begin_of_birthday, child, guardian, seconds_until
from tests.people import Person

pytestmark = pytest.mark.usefixtures("home")
LOOK = Deed("test.looked")
CHOICES = [(area, level) for area in AREAS for level in LEVELS[area]]


def may(who: Person, whose: Person, scope: Scope, *, acting: bool = False) -> bool:
    try:
        with unit_of_work() as db:
            open_chart(db, who.actor, whose.patient_id, scope, deed=LOOK, acting=acting)
    except NotPermitted:
        return False
    return True


def kinds_of(who: Person, whose: Person) -> frozenset[str] | None:
    with unit_of_work() as db:
        return open_chart(db, who.actor, whose.patient_id, Scope.RECORDS, deed=LOOK).kinds


def decide(**levels: str) -> None:
    """The practice's policy, as it is kept."""
    policy = Policy({**Policy().levels, **{area: Level(level) for area, level in levels.items()}})
    with unit_of_work() as db:
        db.add(TeenPolicy(made_at=portal_clock.now(), levels=policy.written(), own_account=True))


def chart_of(db: Any, whose: Person) -> Chart:
    return open_chart(db, operator(), whose.patient_id, Scope.RECORDS, deed=LOOK)


def say(whose: Person, area: str, level: str) -> None:
    """A clinician's word about one child, as it is kept."""
    with unit_of_work() as db:
        row = TeenChoice(id=new_id(), patient_id=whose.patient_id, made_at=portal_clock.now(), sealed=b"")
        chart_of(db, whose).seal(row, ChoiceContents(area=area, level=level, reason="Agreed.", by="Nia"))
        db.add(row)


def change(whose: Person, **facts: Any) -> None:
    """What the practice's EHR says of someone from now on."""
    with unit_of_work() as db:
        said = chart_of(db, whose).unseal(db.get_one(Patient, whose.patient_id), PatientContents)
        put_patient(db, said.model_copy(update=facts))


def test_a_small_childs_guardian_may_see_and_do_everything():
    mia = child(years=8)
    ben = guardian("Ben Ames", mia)
    assert all(may(ben, mia, scope, acting=True) for scope in Scope)
    assert kinds_of(ben, mia) is None


def test_on_the_12th_birthday_the_policy_begins_at_midnight_by_itself(clock):
    mia = child(years=12, in_days=2)
    ben = guardian("Ben Ames", mia)

    clock.forward(seconds=seconds_until(begin_of_birthday(mia, 12)) - 2)
    assert may(ben, mia, Scope.MEDICATIONS) and kinds_of(ben, mia) is None

    clock.forward(seconds=3)
    assert not may(ben, mia, Scope.MEDICATIONS)
    assert may(ben, mia, Scope.MESSAGES, acting=True)
    assert kinds_of(ben, mia) == {"immunizations", "allergies", "vitals"}


def test_on_the_18th_birthday_everything_ends_at_midnight_by_itself(clock):
    mia = child(years=18, in_days=2)
    ben = guardian("Ben Ames", mia)

    clock.forward(seconds=seconds_until(begin_of_birthday(mia, 18)) - 2)
    assert may(ben, mia, Scope.MESSAGES)

    clock.forward(seconds=3)
    assert not any(may(ben, mia, scope) for scope in Scope)
    with unit_of_work() as db:
        assert live_grants(db, ben.account_id, portal_clock.now()) == []
        assert live_in_chart(db, mia.patient_id, portal_clock.now()) == []


def test_a_birth_date_put_right_moves_all_of_it():
    mia = child(years=18, in_days=-40)
    ben = guardian("Ben Ames", mia)
    assert not may(ben, mia, Scope.MESSAGES)

    change(mia, birth_date=mia.birth_date + timedelta(days=365))
    assert may(ben, mia, Scope.MESSAGES) and not may(ben, mia, Scope.MEDICATIONS)

    change(mia, birth_date=mia.birth_date + timedelta(days=365 * 9))
    assert may(ben, mia, Scope.MEDICATIONS)


def test_without_a_birth_date_nothing_is_open():
    mia = child(years=8)
    ben = guardian("Ben Ames", mia)
    change(mia, birth_date=None)
    assert not any(may(ben, mia, scope) for scope in Scope)


def test_a_child_who_has_died_stays_as_old_as_they_were(clock):
    mia = child(years=12, in_days=20)
    ben = guardian("Ben Ames", mia)
    change(mia, died="Yes", died_on=portal_clock.today())
    clock.forward(days=365 * 7)
    assert may(ben, mia, Scope.MEDICATIONS)


def test_an_erased_patient_is_open_to_nobody():
    mia = child(years=8)
    ben = guardian("Ben Ames", mia)
    with unit_of_work() as db:
        keys.erase_key(db, mia.patient_id)
    assert not may(ben, mia, Scope.MESSAGES)


@pytest.mark.parametrize(("area", "level"), CHOICES)
def test_each_area_is_as_open_as_the_policy_says_from_the_next_event_on(area, level):
    mia = child(years=12, in_days=-10)
    ben = guardian("Ben Ames", mia)
    decide(**{area: level})
    is_open = level in (Level.ACT, Level.VIEW)
    if area in KINDS:
        assert (area in kinds_of(ben, mia)) == is_open
    else:
        assert may(ben, mia, Scope(area)) == is_open
        assert may(ben, mia, Scope(area), acting=True) == (level == Level.ACT)


def test_with_every_kind_closed_the_record_itself_is():
    mia = child(years=12, in_days=-10)
    ben = guardian("Ben Ames", mia)
    decide(**dict.fromkeys(KINDS, "none"))
    assert not may(ben, mia, Scope.RECORDS)
    assert may(ben, mia, Scope.FORMS)


def test_a_clinician_opens_and_closes_for_one_child_and_no_other():
    mia, leo = (child(name, years=12, in_days=-10) for name in ("Mia Ames", "Leo Ames"))
    ben = guardian("Ben Ames", mia)
    also = guardian("Ben Ames", leo)
    say(mia, "results", "view")
    say(mia, "messages", "none")
    assert "results" in kinds_of(ben, mia) and not may(ben, mia, Scope.MESSAGES)
    assert "results" not in kinds_of(also, leo) and may(also, leo, Scope.MESSAGES)


def test_no_policy_gives_more_than_the_guardian_was_given():
    mia = child(years=12, in_days=-10)
    ben = guardian("Ben Ames", mia, scopes="messages:view")
    assert may(ben, mia, Scope.MESSAGES) and not may(ben, mia, Scope.MESSAGES, acting=True)
    assert not may(ben, mia, Scope.FORMS) and not may(ben, mia, Scope.RECORDS)


def test_the_medications_come_with_their_scope():
    mia = child(years=12, in_days=-10)
    ben = guardian("Ben Ames", mia)
    decide(medications="view")
    assert "medications" in kinds_of(ben, mia) and may(ben, mia, Scope.MEDICATIONS)


def test_a_guardianship_on_record_goes_on_past_18_until_its_day(clock):
    ward = child("Wes Ames", years=18, in_days=2)
    ben, amy = guardian("Ben Ames", ward), guardian("Amy Ames", ward)
    with unit_of_work() as db:
        ends = portal_clock.now() + timedelta(days=30)
        row = Guardianship(patient_id=ward.patient_id, account_id=ben.account_id, scopes="records:view",
                           made_at=portal_clock.now(), ends_at=ends, sealed=b"")  # fmt: skip
        db.add(row)
    assert may(ben, ward, Scope.MESSAGES), "it begins at 18; until then the parent's access is what it was"

    clock.forward(days=3)
    assert may(ben, ward, Scope.RECORDS) and not may(ben, ward, Scope.MESSAGES)
    assert not may(ben, ward, Scope.RECORDS, acting=True)
    assert kinds_of(ben, ward) is None
    assert not may(amy, ward, Scope.RECORDS)

    clock.forward(days=28)
    assert not may(ben, ward, Scope.RECORDS)


def test_the_areas_are_the_kinds_of_work_and_the_kinds_of_record_there_are():
    records = {kind.key for kind in RECORD_KINDS.values() if kind.scope == Scope.RECORDS}
    assert set(KINDS) == records
    assert set(AREAS) == records | {str(scope) for scope in Scope}
    assert all(level in LEVELS[area] for area, level in DEFAULT.items())
