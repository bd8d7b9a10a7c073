"""The real server and browser of tests/journeys, for what only they can show."""

from tests.journeys.conftest import context, page, server, site

__all__ = ["context", "page", "server", "site"]
