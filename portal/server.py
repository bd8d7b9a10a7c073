"""Serving: one process, one port, the built pages and the live connection together."""

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal import build
from portal.settings import get_settings


def prepare() -> None:
    """Build the frontend when its sources have changed, and set what serving it needs.

    Raises:
        Unsafe: it did not build.
    """
    build.ensure()
    os.environ.update(build.serving_environment(), PORTAL_HOME=str(get_settings().home))
    os.chdir(build.ROOT)


def serve() -> None:
    """Serve until stopped. Raises: Unsafe as `prepare`."""
    prepare()
    settings = get_settings()
    Granian(
        "portal.portal:app",
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=1,
        websockets=True,
        log_enabled=True,
        log_level=LogLevels.warning,
    ).serve()
