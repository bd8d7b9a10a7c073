"""Serving: one process, one port, the built pages and the live connection together."""

import os
import socket

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal import build, db, owner
from portal.errors import Conflict
from portal.settings import get_settings


def prepare() -> None:
    """Build the frontend when its sources have changed, and set what serving it needs.

    What others on this machine could look into is its owner's alone from here on.

    Raises:
        Unsafe: it did not build, or a file of the portal's belongs to someone else.
        Conflict: something else listens on the port.
    """
    owner.keep()
    build.ensure()
    _refuse_taken_port()
    os.environ.update(build.serving_environment(), PORTAL_HOME=str(get_settings().home))
    os.chdir(build.ROOT)


def serve() -> None:
    """Serve until stopped. Raises: Unsafe, Conflict as `prepare`."""
    prepare()
    settings = get_settings()
    _forget_connections()
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


def _refuse_taken_port() -> None:
    settings = get_settings()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as fault:
            where = f"{settings.host}:{settings.port}"
            words = f"{where} cannot be listened on ({fault.strerror}). PORTAL_PORT moves the portal."
            raise Conflict(words) from None


def _forget_connections() -> None:
    """The worker is forked: it must not inherit open connections, least of all SQLite's."""
    db.engine().dispose()
    db.engine_for.cache_clear()
