"""What the practice must be able to rely on: the audit trail and the keys."""

from typing import Annotated

import typer

from portal.cli.ready import require_ready
from portal.cli.speak import AsJson, say, say_json, warn
from portal.services import audit, keys

RemoveOld = Annotated[bool, typer.Option("--remove-old", help="Take the old master keys out of the keyring.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    trail = typer.Typer(help="The audit trail.", no_args_is_help=True)
    trail.command("verify")(verify)
    app.add_typer(trail, name="audit")
    ring = typer.Typer(help="The keys that everything is sealed under.", no_args_is_help=True)
    ring.command("rotate")(rotate)
    app.add_typer(ring, name="keys")


def verify(as_json: AsJson = False) -> int:
    """Check that no entry of the audit trail was changed, added or taken away. Exits 1 when one was."""
    require_ready()
    found = audit.verify()
    whole = not found.faults
    if as_json:
        counts = {"entries": found.entries, "chains": found.chains, "anchors": found.anchors}
        say_json({"ok": whole, **counts, "faults": found.faults})
    elif whole:
        say(f"The audit trail is whole: {found.entries:,} entries in {found.chains:,} chains.")
    for fault in [] if as_json else found.faults:
        warn(fault)
    return 0 if whole else 1


def rotate(remove_old: RemoveOld = False, as_json: AsJson = False) -> None:
    """Make a new master key and wrap every data key with it, while the portal serves.

    A rotation that was cut short is finished by the next one. After --remove-old, a backup made before
    needs the keyring of its own time.
    """
    require_ready()
    done = keys.rotate(remove_old=remove_old)
    if as_json:
        say_json({"active": done.active, "rewrapped": done.rewrapped, "removed": done.removed})
        return
    say(
        f"Master key {done.active} is in force: {done.rewrapped:,} data keys wrapped, {done.removed} removed."
    )
    say("Back up the keyring now.")
