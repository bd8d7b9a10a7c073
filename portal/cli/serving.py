"""Serving the portal."""

import typer

from portal import server
from portal.cli.ready import require_ready
from portal.cli.speak import say
from portal.settings import get_settings


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("serve")(serve)


def serve() -> None:
    """Serve the portal until stopped, on PORTAL_HOST and PORTAL_PORT.

    Needs `portal migrate` once before. Behind a TLS proxy, set PORTAL_PUBLIC_URL and PORTAL_BEHIND_PROXY.
    """
    require_ready()
    server.prepare()
    say(f"Serving on {get_settings().origin}")
    server.serve()
