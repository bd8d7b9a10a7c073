"""Alice, who can get back in, and Nia at the front desk."""

import pytest

from portal.models.account import Role
from tests import people
from tests.people import Person
from tests.recovering import with_answers


@pytest.fixture
def alice(home) -> Person:
    return with_answers(people.alice())


@pytest.fixture
def nia(home) -> Person:
    return people.proved(people.nia(role=Role.FRONT_DESK))
