"""Children at a moment of their lives, and time moved to a birthday of theirs."""

from datetime import date, datetime, timedelta
from typing import Any

from portal import clock
from portal.access.actor import Scope, operator
from portal.access.ages import begins, birthday
from portal.access.charts import open_chart
from portal.db import unit_of_work
from portal.models.base import new_id
from portal.models.guardian import Guardianship, GuardianshipContents
from tests import people
from tests.people import Person


def child(name: str = "Mia Ames", *, years: int, in_days: int = 30, **more: Any) -> Person:
    """A child with a record whose birthday of that many years is in so many days."""
    day = clock.today() + timedelta(days=in_days)
    try:
        born = day.replace(year=day.year - years)
    except ValueError:
        born = date(day.year - years, 3, 1)
    return people.patient(name, birth_date=born, **more)


def guardian(name: str, whose: Person, *, scopes: str = people.ALL_SCOPES, signed_in: bool = True) -> Person:
    """Someone with an account of their own, who is this child's guardian."""
    person = people.account(Person(name=name))
    is_guardian_of(person, whose, scopes=scopes)
    return people.sign_in(person) if signed_in else person


def is_guardian_of(person: Person, whose: Person, *, scopes: str = people.ALL_SCOPES) -> None:
    """The person may open this child's chart, from now."""
    with unit_of_work() as db:
        people.give_access(db, person, whose, relation="guardian", scopes=scopes)


def becomes_guardian_of(
    person: Person, whose: Person, *, scopes: str = people.ALL_SCOPES, days: int = 365
) -> None:
    """A guardianship is on record: the person may open this adult's chart, for so many days."""
    is_guardian_of(person, whose, scopes=scopes)
    with unit_of_work() as db:
        row = Guardianship(
            id=new_id(),
            patient_id=whose.patient_id,
            account_id=person.account_id,
            scopes=scopes,
            made_at=clock.now(),
            ends_at=clock.now() + timedelta(days=days),
            sealed=b"",
        )
        said = GuardianshipContents(ground="Court order of the county", reviewer="Nia Novak", by="Nia Novak")
        chart = open_chart(db, operator(), whose.patient_id, Scope.RECORDS, deed=people.LOOKED)
        chart.seal(row, said)
        db.add(row)


def begin_of_birthday(whose: Person, years: int) -> datetime:
    """The first moment of a birthday, where the practice is."""
    return begins(birthday(whose.birth_date, years))


def seconds_until(moment: datetime) -> float:
    """How far to move the clock to be there."""
    return (moment - clock.now()).total_seconds()
