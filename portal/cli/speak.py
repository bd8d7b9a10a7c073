"""How the command speaks: plain lines, one JSON object where a script reads, complaints on stderr."""

import json
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of words.")]


def say(words: str = "") -> None:
    """One line for a person."""
    print(words, flush=True)


def say_json(value: Any) -> None:
    """One JSON object for a script, on one line."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def warn(words: str) -> None:
    """One line that a script reading stdout never sees."""
    print(words, file=sys.stderr, flush=True)


def complain(words: str, *, code: int = 1) -> int:
    """Say what went wrong in one line; returns the exit code to leave with."""
    warn("portal: " + " ".join(words.split()))
    return code


def show_table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """A table on a terminal, tab-separated lines anywhere else."""
    console = Console()
    if not console.is_terminal:
        for row in rows:
            say("\t".join(row))
        return
    table = Table(*headings, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*row)
    console.print(table, markup=False)
