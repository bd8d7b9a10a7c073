"""SECURITY.md 3: who may open what of a child's record, at every moment of an access and of a childhood.

The table is generated like that of representatives: every service that takes a chart, at every age and moment
with all that a guardian may have been given. What is expected is written down here once more, by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from portal import clock
from portal.access.actor import Scope, operator
from portal.access.ages import birthday
from portal.access.charts import open_chart
from portal.access.teens import Level, Policy
from portal.db import unit_of_work
from portal.errors import NotPermitted
from portal.models.account import Grant
from portal.models.guardian import Guardianship, TeenPolicy
from portal.models.record import Record
from portal.models.unseen import UnseenItem
from portal.services import aging_out, door
from tests import people
from tests.access.test_guardians import change
from tests.charts import condition, lab, on_file
from tests.guardians import becomes_guardian_of, child, guardian
from tests.people import Person
from tests.security.every_service import every_service, in_scope
from tests.security.test_03_grants import DAY, GIVEN, MOMENTS, is_let_in, kept, set_grant
from tests.security.test_03_other_people import everything_told

pytestmark = pytest.mark.usefixtures("home")
SERVICES = every_service()
ALL = dict.fromkeys(("appointments", "bills", "forms", "medications", "messages", "records"), "act")
TEENS = ALL | {"medications": ""}
"""What the practice's first policy leaves to the guardians of 12- to 17-year-olds."""
NARROW = {"messages": "view", "records": "view"}


@dataclass(frozen=True)
class Age:
    """A moment of a childhood: the birth date, what happens besides, and how far a guardian may go then."""

    years: int
    in_days: int
    reach: Mapping[str, str] = field(default_factory=dict)
    then: Callable[[Person, Person], None] = lambda _mia, _ben: None


def narrow(_mia: Person, _ben: Person) -> None:
    """The practice leaves less to the guardians of teens."""
    levels = dict.fromkeys(Policy().levels, Level.NONE)
    levels |= {"messages": Level.VIEW, "records": Level.VIEW, "immunizations": Level.VIEW}
    with unit_of_work() as db:
        made = Policy(levels).written()
        db.add(TeenPolicy(made_at=clock.now(), levels=made, own_account=True))


def no_birth_date(mia: Person, _ben: Person) -> None:
    change(mia, birth_date=None)


def the_night(_mia: Person, _ben: Person) -> None:
    aging_out.run()


def with_a_ground(mia: Person, ben: Person) -> None:
    """Ben may look at all of it for a year, as a court said."""
    with unit_of_work() as db:
        db.delete(db.exec(select(Grant).where(Grant.account_id == ben.account_id)).one())
    becomes_guardian_of(ben, mia, scopes=kept(dict.fromkeys(ALL, "view")))


def whose_ground_is_over(mia: Person, ben: Person) -> None:
    with_a_ground(mia, ben)
    with unit_of_work() as db:
        row = db.exec(select(Guardianship)).one()
        row.ends_at = clock.now() - DAY
        db.add(row)


AGES: dict[str, Age] = {
    "a small child": Age(8, 30, ALL),
    "the day before 12": Age(12, 1, ALL),
    "12 today": Age(12, 0, TEENS),
    "a teen": Age(15, 30, TEENS),
    "a teen, policy narrowed": Age(15, 30, NARROW, narrow),
    "a child, policy narrowed": Age(8, 30, ALL, narrow),
    "the day before 18": Age(18, 1, TEENS),
    "18 today": Age(18, 0),
    "18, after the night": Age(18, 0, {}, the_night),
    "long 18": Age(18, -400),
    "18 with a ground": Age(18, -10, dict.fromkeys(ALL, "view"), with_a_ground),
    "18 with a ground that is over": Age(18, -10, {}, whose_ground_is_over),
    "without a birth date": Age(8, 30, {}, no_birth_date),
}


def least(one: str, other: str) -> str:
    return "" if "" in (one, other) else "view" if "view" in (one, other) else "act"


def expected(given: Mapping[str, str], reach: Mapping[str, str]) -> dict[str, str]:
    """What was given, as far as this age lets it go."""
    found = {scope: least(level, reach.get(scope, "")) for scope, level in given.items()}
    return {scope: level for scope, level in found.items() if level}


def at(age: Age) -> tuple[Person, Person]:
    """Mia at this age, and Ben, her guardian with everything given."""
    mia = child(years=age.years, in_days=age.in_days)
    return mia, guardian("Ben Ames", mia, signed_in=False)


@pytest.mark.parametrize("name", [name for name in AGES if "ground" not in name])
def test_a_guardian_gets_what_was_given_as_far_as_the_age_lets_it_go(name: str) -> None:
    age, wrong = AGES[name], []
    mia, ben = at(age)
    for scopes in GIVEN:
        set_grant(ben, scopes=scopes, moment="while it counts")
        age.then(mia, ben)
        for service in SERVICES:
            is_right = in_scope(expected(scopes, age.reach), service)
            if is_let_in(ben, mia, service) is not is_right:
                wrong.append((str(service), kept(scopes)))
    assert wrong == []


@pytest.mark.parametrize("name", [name for name in AGES if "ground" in name])
def test_an_adults_guardian_gets_what_is_on_record_until_its_day(name: str) -> None:
    age = AGES[name]
    mia, ben = at(age)
    age.then(mia, ben)
    for service in SERVICES:
        assert is_let_in(ben, mia, service) is in_scope(age.reach, service), str(service)


@pytest.mark.parametrize("moment", list(MOMENTS))
@pytest.mark.parametrize("name", ["a small child", "a teen", "18 today"])
def test_at_no_age_does_access_count_that_is_stopped_over_or_not_yet(name: str, moment: str) -> None:
    age = AGES[name]
    mia, ben = at(age)
    set_grant(ben, scopes=ALL, moment=moment)
    counts = moment in ("while it counts", "with days to go")
    for service in SERVICES:
        is_right = counts and in_scope(expected(ALL, age.reach), service)
        assert is_let_in(ben, mia, service) is is_right, str(service)


@pytest.mark.parametrize("name", [name for name, age in AGES.items() if not age.reach])
def test_the_way_that_screens_and_routes_take_is_shut_as_well(name: str) -> None:
    age = AGES[name]
    mia, ben = at(age)
    age.then(mia, ben)
    token = people.sign_in(ben).token
    for service in SERVICES:
        with pytest.raises(NotPermitted):
            door.in_chart(token, service.call, patient_id=mia.patient_id)


@pytest.mark.parametrize(("years", "in_days", "kinds"), [(8, 30, None), (15, 30, "immunizations allergies")])
def test_an_item_kept_from_a_guardian_is_in_nothing_they_get(years: int, in_days: int, kinds: Any) -> None:
    mia = child(years=years, in_days=in_days)
    on_file(mia, lab("hushlab", "60"), condition("hush condition"), lab("plainlab", "61"))
    ben, amy = guardian("Ben Ames", mia), guardian("Amy Ames", mia)
    keep_from(ben, mia)
    mine = {str(one): everything_told(ben, mia, one) for one in SERVICES}
    hers = {str(one): everything_told(amy, mia, one) for one in SERVICES}
    assert [name for name, said in mine.items() if "hush" in said] == []
    assert ("hush" in hers["records.list_records"]) is (kinds is None)
    assert ("plainlab" in mine["records.list_records"]) is (kinds is None)


def keep_from(ben: Person, mia: Person) -> None:
    """Everything with that word is kept from Ben."""
    with unit_of_work() as db:
        grant = db.exec(select(Grant).where(Grant.account_id == ben.account_id)).one()
        for record in db.exec(select(Record).where(Record.patient_id == mia.patient_id)).all():
            if b"hush" in _text(db, mia, record):
                db.add(
                    UnseenItem(
                        patient_id=mia.patient_id,
                        record_id=record.id,
                        grant_id=grant.id,
                        since=clock.now(),
                    )
                )


def _text(db: Any, mia: Person, record: Any) -> bytes:
    chart = open_chart(db, operator(), mia.patient_id, Scope.RECORDS, deed=people.LOOKED)
    return chart.unseal_bytes(record)


def test_the_ages_are_told_apart_by_the_days_they_name() -> None:
    for age in AGES.values():
        born = child(years=age.years, in_days=age.in_days).birth_date
        assert birthday(born, age.years) - clock.today() == timedelta(days=age.in_days)
