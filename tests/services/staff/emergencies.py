"""Sam at the front desk opens a chart in an emergency: what the tests of it share."""

from typing import Any
from uuid import UUID

from sqlmodel import select

from portal.db import reading
from portal.models.account import Role
from portal.models.emergency import EmergencyOpening
from portal.services import door
from portal.services.staff import emergency, emergency_review
from tests import people
from tests.people import Person

WHY = "She fainted in the waiting room; the paramedics ask what she takes."


def sam(*, role: Role = Role.FRONT_DESK, name: str = "Sam Ortiz") -> Person:
    """At the front desk (or in billing), signed in, having just given the password again."""
    return people.proved(people.staff(name, role=role))


def do(who: Person, service: Any, **more: Any) -> Any:
    """Run a practice-wide service for someone."""
    return door.in_practice(who.token, service, **more)


def look(who: Person, patient: Person) -> emergency.Ask:
    """What the page of a chart says to someone."""
    return do(who, emergency.look_before, patient_id=patient.patient_id)  # type: ignore[no-any-return]


def open_it(who: Person, patient: Person, *, reason: str = WHY, once: str = "", **more: Any) -> emergency.Ask:
    """Open a chart as its page does."""
    once = once or look(who, patient).once
    service = emergency.open_now
    return do(who, service, patient_id=patient.patient_id, reason=reason, once=once, **more)  # type: ignore[no-any-return]


def end(who: Person, patient: Person) -> None:
    """End it as the band does."""
    do(who, emergency.end, patient_id=patient.patient_id)


def opening_of(patient: Person) -> UUID:
    """The newest opening of someone's chart."""
    newest = select(EmergencyOpening.id).where(EmergencyOpening.patient_id == patient.patient_id)
    with reading() as db:
        return db.exec(newest.order_by(EmergencyOpening.opened_at.desc())).first()  # type: ignore[attr-defined,return-value]


def decide(who: Person, patient: Person, outcome: str = "right", note: str = "") -> emergency_review.Opening:
    """Check the newest opening of someone's chart."""
    which = opening_of(patient)
    return do(who, emergency_review.decide, opening_id=which, outcome=outcome, note=note)  # type: ignore[no-any-return]
