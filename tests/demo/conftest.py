"""The made-up practice, made once."""

from typing import Any

import pytest

from portal.demo.people import MRNS, make_practice
from tests.demo.reading import TODAY


@pytest.fixture(scope="session")
def practice() -> dict[str, dict[str, Any]]:
    """Each person's bundle, by the short name of the person."""
    return dict(zip(MRNS, make_practice(today=TODAY), strict=True))
