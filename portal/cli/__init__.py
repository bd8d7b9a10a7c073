"""The operator's command: one module a group of commands, each a thin skin over services.

Whatever goes wrong ends in one clear line on stderr and an exit code that is not zero.
"""

import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import typer
from sqlalchemy.exc import OperationalError
from typer.exceptions import Abort, TyperException

from portal.cli.speak import complain
from portal.errors import Refusal

GROUPS = {
    "showing": ("demo",),
    "serving": ("serve",),
    "home": ("migrate", "doctor"),
    "records": ("import", "export"),
    "people": ("staff",),
    "mail": ("invite", "outbox", "bounced"),
    "trust": ("audit", "keys"),
}
"""Modules and their commands; only the one that is asked for is loaded."""
CHANGING = {"import", "staff", "invite", "outbox", "bounced", "keys"}
"""Commands that change what an open page may show."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command and leave with its exit code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command; returns its exit code: 0 done, 1 it could not be done, 2 it was not called right."""
    try:
        with _told_to_others(arguments[:1]):
            done = make_app(arguments[:1])(args=list(arguments), prog_name="portal", standalone_mode=False)
    except TyperException as mistake:
        words = mistake.format_message()
        return complain(f"{words} See --help.", code=2) if words else 2
    except (Abort, KeyboardInterrupt):
        return 130
    except Refusal as refusal:
        return complain(refusal.message)
    except OperationalError:
        return complain("The database does not answer or is not the right one. Try: portal doctor")
    except BrokenPipeError:
        return 1
    except Exception as fault:
        return complain(f"Something went wrong ({describe(fault)}). Nothing was left half done.")
    return done if isinstance(done, int) else 0


def make_app(asked_for: Sequence[str] = ()) -> typer.Typer:
    """The command with the group that has the command asked for; with all of them when there is none."""
    app = typer.Typer(
        name="portal",
        help="Run and look after a patient portal. All data lives under PORTAL_HOME (default ./var).",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(lambda: None)
    needed = [group for group, commands in GROUPS.items() if set(commands) & set(asked_for)]
    for group in needed or GROUPS:
        import_module(f"portal.cli.{group}").add_to(app)
    return app


@contextmanager
def _told_to_others(asked_for: Sequence[str]) -> Iterator[None]:
    """Pages open on the serving processes hear of what a command changes, where the practice has Redis."""
    if not set(asked_for) & CHANGING:
        yield
        return
    from portal.access.others import telling  # this asks for much, which --help does without

    with telling():
        yield


def describe(fault: BaseException) -> str:
    """A fault's kind and place in our own code, without what it says: that may be someone's data."""
    kind, root = type(fault).__name__, Path(__file__).resolve().parents[2]
    ours = [
        frame
        for frame in traceback.extract_tb(fault.__traceback__)
        if Path(frame.filename).is_relative_to(root / "portal")
    ]
    if not ours:
        return kind
    return f"{kind} in {Path(ours[-1].filename).relative_to(root)}, line {ours[-1].lineno}"
