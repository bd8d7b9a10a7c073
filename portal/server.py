"""Serving: one process, one port, the built pages and the live connection together."""

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal import build
from portal.settings import get_settings


def serve() -> None:
    """Serve until stopped. Builds the frontend first when its sources have changed.

    Raises:
        Unsafe: a setting or key under which the portal must not start.
    """
    settings = get_settings()
    if not build.is_current():
        build.build()
    os.environ.update(build.serving_environment(), PORTAL_HOME=str(settings.home))
    os.chdir(build.ROOT)
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
