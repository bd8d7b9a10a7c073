"""Whose account the frame of a page shows."""

from pathlib import Path

import pytest

from portal.access.actor import Scope
from portal.errors import SignedOut
from portal.models.account import Role
from portal.services import accounts
from tests import people


def test_alice_sees_her_name_and_initials(home: Path) -> None:
    alice = people.alice()
    found = accounts.who(alice.token)
    assert (found.name, found.initials, found.role) == ("Alice Ames", "AA", "")
    assert found.patient_id == found.own_id == str(alice.patient_id)
    assert (found.helped, found.people, found.lost) == (None, [], False)
    assert set(found.sees) == set(found.acts) == {str(scope) for scope in Scope}


@pytest.mark.parametrize(
    ("name", "initials"), [("Nia Brooks, RN", "NB"), ("Cher", "C"), ("Ana de la Cruz", "AC")]
)
def test_initials_are_of_the_first_and_last_name(home: Path, name: str, initials: str) -> None:
    nurse = people.staff(name, role=Role.CLINICIAN)

    assert accounts.who(nurse.token) == accounts.Who(name, initials, "clinician")


def test_nobody_is_nobody(home: Path) -> None:
    with pytest.raises(SignedOut):
        accounts.who("")
