"""The real server and pages of tests/journeys, for what only they can show."""

from tests.journeys.conftest import context, page, server, site

__all__ = ["context", "page", "server", "site"]
