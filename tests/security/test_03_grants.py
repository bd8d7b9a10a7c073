"""SECURITY.md 2 and 3: who may open what of a patient's record, and when.

The table is generated: every service that takes a chart, for everyone there is, at every moment of an access.
A service written tomorrow is in it tomorrow.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from portal import clock
from portal.access.actor import Scope
from portal.access.audit import Deed
from portal.access.charts import open_chart
from portal.db import unit_of_work
from portal.errors import NotPermitted
from portal.models.account import Grant
from portal.services import door
from tests import people
from tests.people import Person
from tests.security.every_service import Service, every_service, in_scope

SERVICES = every_service()
DAY = timedelta(days=1)
MOMENTS: dict[str, Callable[[], dict[str, Any]]] = {
    "before it begins": lambda: {"starts_at": clock.now() + DAY},
    "while it counts": dict,
    "with days to go": lambda: {"ends_at": clock.now() + DAY},
    "paused": lambda: {"paused_at": clock.now()},
    "ended": lambda: {"ended_at": clock.now()},
    "past its last day": lambda: {"ends_at": clock.now() - DAY},
}
COUNTS = ("while it counts", "with days to go")
GIVEN = [
    *({str(scope): level} for scope in Scope for level in ("view", "act")),
    {str(scope): "view" for scope in Scope},
    {str(scope): "act" for scope in Scope},
]


def kept(scopes: dict[str, str]) -> str:
    return " ".join(f"{scope}:{level}" for scope, level in scopes.items())


def set_grant(who: Person, *, scopes: dict[str, str], moment: str) -> None:
    """Make the access of this person this wide, at this moment of its life."""
    fresh = {"starts_at": clock.now() - 2 * DAY, "ends_at": None, "paused_at": None, "ended_at": None}
    with unit_of_work() as db:
        grant = db.exec(select(Grant).where(Grant.account_id == who.account_id)).one()
        for name, value in {**fresh, **MOMENTS[moment](), "scopes": kept(scopes)}.items():
            setattr(grant, name, value)
        db.add(grant)


def is_let_in(who: Person, whose: Person, service: Service) -> bool:
    """Whether the door opens for this service; what it then does is not the question here."""
    need = service.need
    try:
        with unit_of_work() as db:
            deed = Deed(need.action)
            open_chart(db, who.actor, whose.patient_id, need.scope, deed=deed, acting=need.acting)
    except NotPermitted:
        return False
    return True


@pytest.mark.parametrize("moment", list(MOMENTS))
def test_a_representative_gets_what_was_given_while_it_counts(home: object, moment: str) -> None:
    alice = people.alice(signed_in=False)
    dana = people.dana(alice, signed_in=False)
    wrong = []
    for scopes in GIVEN:
        set_grant(dana, scopes=scopes, moment=moment)
        for service in SERVICES:
            expected = moment in COUNTS and in_scope(scopes, service)
            if is_let_in(dana, alice, service) is not expected:
                wrong.append((str(service), kept(scopes)))
    assert wrong == []


def test_the_patient_gets_all_of_it_and_nobody_else_anything(home: object) -> None:
    alice, bob = people.alice(signed_in=False), people.bob(signed_in=False)
    helper_of_bob = people.dana(bob, scopes=kept(GIVEN[-1]), signed_in=False)
    ended = people.dana(alice, signed_in=False)
    set_grant(ended, scopes=GIVEN[-1], moment="ended")
    assert [str(one) for one in SERVICES if not is_let_in(alice, alice, one)] == []
    for stranger in (bob, helper_of_bob, ended):
        assert [str(one) for one in SERVICES if is_let_in(stranger, alice, one)] == []


@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if moment not in COUNTS])
def test_the_way_that_screens_and_routes_take_is_shut_as_well(home: object, moment: str) -> None:
    alice = people.alice(signed_in=False)
    dana = people.dana(alice)
    set_grant(dana, scopes=GIVEN[-1], moment=moment)
    for service in SERVICES:
        with pytest.raises(NotPermitted):
            door.in_chart(dana.token, service.call, patient_id=alice.patient_id)
