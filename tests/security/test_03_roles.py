"""SECURITY.md 2: what each role of the practice may do, for every service and every page there is.

The table below is the promise (PRODUCT.md, "Who uses it"), written apart from the code that keeps it. The
services are found, so one written tomorrow is asked tomorrow.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest

from portal import services
from portal.access.actor import Duty
from portal.access.needs import Need
from portal.access.practice import open_practice
from portal.db import unit_of_work
from portal.errors import NotPermitted
from portal.models.account import Role
from portal.pages.registry import SCREENS
from portal.state.frame import FrameState
from tests import people
from tests.security.planted import IN_HER_RECORD, plant, seen_in

FRONT_DESK, BILLER, CLINICIAN, ADMINISTRATOR = (
    Role.FRONT_DESK,
    Role.BILLER,
    Role.CLINICIAN,
    Role.ADMINISTRATOR,
)
EVERYONE = {FRONT_DESK, BILLER, CLINICIAN, ADMINISTRATOR}
WHO_MAY = {
    Duty.AUDIT: {CLINICIAN, ADMINISTRATOR},
    Duty.CONTACTS: {FRONT_DESK, CLINICIAN, ADMINISTRATOR},
    Duty.CORRECT: {CLINICIAN, ADMINISTRATOR},
    Duty.EMERGENCY: {FRONT_DESK, BILLER},
    Duty.GUARDIANS: {FRONT_DESK, CLINICIAN, ADMINISTRATOR},
    Duty.HOLD: {CLINICIAN, ADMINISTRATOR},
    Duty.IMPORT: {CLINICIAN, ADMINISTRATOR},
    Duty.INVITE: {FRONT_DESK, CLINICIAN, ADMINISTRATOR},
    Duty.KEYS: set(),
    Duty.MESSAGES: EVERYONE,
    Duty.PATIENTS: EVERYONE,
    Duty.RECOVER: {FRONT_DESK, CLINICIAN, ADMINISTRATOR},
    Duty.REVIEW: {CLINICIAN, ADMINISTRATOR},
    Duty.STAFF: {ADMINISTRATOR},
    Duty.TEENS: {CLINICIAN, ADMINISTRATOR},
}
"""Reviewing an emergency is not for those who may open a chart in one; keys are the operator's alone."""


def practice_services() -> Iterator[Need]:
    """What every service that works for the practice as a whole needs."""
    found: dict[str, Need] = {}
    for module in pkgutil.walk_packages(services.__path__, "portal.services."):
        for thing in vars(importlib.import_module(module.name)).values():
            need = getattr(thing, "need", None)
            if isinstance(need, Need) and need.duty is not None:
                found[need.action] = need
    return iter(found.values())


def test_the_table_has_every_duty():
    assert set(WHO_MAY) == set(Duty)


@pytest.mark.parametrize("role", [Role.PERSON, *sorted(EVERYONE), Role.RECIPIENT])
def test_each_role_gets_what_its_work_needs_and_nothing_else(home: object, role: Role):
    who = people.Person("Someone", role=role).actor
    asked, wrong = list(practice_services()), []
    assert len(asked) > 40
    for need in asked:
        assert need.duty is not None
        try:
            with unit_of_work() as db:
                open_practice(db, who, need.duty)
            is_let_in = True
        except NotPermitted:
            is_let_in = False
        if is_let_in is not (role in WHO_MAY[need.duty]):
            wrong.append(need.action)
    assert wrong == []


@pytest.mark.parametrize("role", [FRONT_DESK, BILLER])
def test_whoever_does_not_treat_her_reads_nothing_of_her_record_on_any_page(
    tabs: Any, home: object, role: Role
):
    planted = plant()
    sam = people.staff("Sam Ortiz", role=role)
    for screen in SCREENS:
        path = screen.route
        for part, value in (("patient_id", planted.alice.patient_id), ("record_id", planted.records[1])):
            path = path.replace(f"[{part}]", str(value))
        for kind in ("results", "conditions"):
            tab = tabs(sam, path.replace("[kind]", kind).replace("[of_kind]", kind))
            assert seen_in(tab.received, IN_HER_RECORD) == [], path
            assert tab.var(FrameState, "role") in ("", str(role)), path
            if "kind]" not in path:
                break
