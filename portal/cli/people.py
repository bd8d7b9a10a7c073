"""The people who work at the practice."""

from typing import Annotated

import typer

from portal.access.actor import operator
from portal.access.grants import STAFF_SCOPES
from portal.cli.ready import require_ready
from portal.cli.speak import AsJson, say, say_json
from portal.services.door import as_actor
from portal.services.staff import accounts

ROLES = ", ".join(STAFF_SCOPES)
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Their email address, which is their username.")]
RoleName = Annotated[str, typer.Option("--role", metavar="ROLE", help=f"One of: {ROLES}.")]
Name = Annotated[str, typer.Option("--name", help="As patients and colleagues see it.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    staff = typer.Typer(help="The people who work at the practice.", no_args_is_help=True)
    staff.command("add")(add)
    staff.command("reset")(reset)
    staff.command("disable")(disable)
    staff.command("enable")(enable)
    app.add_typer(staff, name="staff")


def add(email: Email, role: RoleName, name: Name = "", as_json: AsJson = False) -> None:
    """Make an account for someone who works here; prints a link, good for 24 hours, to set it up with."""
    require_ready()
    link = as_actor(operator(), accounts.add_staff, email, role, name or email.partition("@")[0])
    _tell(email, link, as_json=as_json)


def reset(email: Email, as_json: AsJson = False) -> None:
    """A new set-up link, for a lost phone or a forgotten password. The old password stops working now."""
    require_ready()
    _tell(email, as_actor(operator(), accounts.set_up_again, email), as_json=as_json)


def disable(email: Email) -> None:
    """Shut someone out at once."""
    require_ready()
    is_last = as_actor(operator(), accounts.disable, email)
    say(f"{email} can no longer sign in.")
    if is_last:
        say("No administrator is left. To add one: portal staff add EMAIL --role administrator")


def enable(email: Email) -> None:
    """Let someone sign in again."""
    require_ready()
    as_actor(operator(), accounts.enable, email)
    say(f"{email} can sign in again.")


def _tell(email: str, link: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"email": email, "link": link})
        return
    say(f"Give {email} this link in person or over a safe channel. It works once, for 24 hours:")
    say(link)
