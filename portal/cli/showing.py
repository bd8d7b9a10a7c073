"""Showing the portal with a made-up practice."""

import os

import typer

from portal import server
from portal.cli.speak import say
from portal.demo.opening import Opening, open_practice
from portal.settings import get_settings

DEMO = {"PORTAL_MODE": "demo", "PORTAL_STAFF_SECOND_FACTOR": "false", "PORTAL_SMTP_URL": ""}


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("demo")(demo)


def demo() -> None:
    """Serve a made-up practice, to look around. Its data lives under ./var/demo, or PORTAL_HOME when set.

    Passwords are made anew at each start. No email leaves this machine.
    """
    os.environ.setdefault("PORTAL_HOME", "var/demo")
    os.environ.update(DEMO)
    get_settings.cache_clear()
    opening = open_practice()
    server.prepare()
    say(_welcome(opening))
    server.serve()


def _welcome(opening: Opening) -> str:
    origin, patient, staff, invited = get_settings().origin, opening.patient, opening.staff, opening.invited
    lines = [
        "",
        f"  The portal of {get_settings().practice_name}, a made-up practice: {origin}",
        "",
        f"  Patient  {origin}/",
        f"           {patient.name}",
        f"           username {patient.username}   password {patient.password}",
        "",
        f"  Staff    {origin}/staff/sign-in",
        f"           {staff.name}",
        f"           username {staff.username}   password {staff.password}",
        "",
    ]
    if invited is None:
        lines += ["  Everyone has enrolled. To start over, remove var/demo.", ""]
    else:
        lines += [
            f"  Invited  {invited.link}",
            f"           {invited.name}, born {invited.birth_date}, ZIP code {invited.zip}",
            "",
        ]
    return "\n".join([*lines, "  Passwords are new at each start. Ctrl-C stops it.", ""])
