"""What the practice must be able to rely on: the audit trail and the keys."""

import typer

from portal.cli.ready import require_ready
from portal.cli.speak import AsJson, say, say_json, warn
from portal.services import audit


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    trail = typer.Typer(help="The audit trail.", no_args_is_help=True)
    trail.command("verify")(verify)
    app.add_typer(trail, name="audit")


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
