"""Jo, her link, and her proof."""

import pytest

from tests import people
from tests.mail import link_for
from tests.people import Person
from tests.services.enrolment.steps import prove


@pytest.fixture
def jo() -> Person:
    return people.patient("Jo Jones")


@pytest.fixture
def token(jo: Person) -> str:
    return link_for(jo)


@pytest.fixture
def proof(token: str) -> str:
    return prove(token)
