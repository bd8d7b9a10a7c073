"""Runs the rows asked for, or all; one JSON object a line, and exit code 1 when any is over its bar."""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module

ROWS = (
    "page_size", "lighthouse", "phone", "importing", "results", "record_search", "ccd", "pdf", "clients",
    "search", "shl", "aging_out", "chart", "sign_ins", "switching", "inbox", "photo", "talk",
)  # fmt: skip


def main(wanted: list[str]) -> int:
    """Measure one after the other, so that none disturbs another."""
    if unknown := set(wanted) - set(ROWS):
        sys.exit(f"There is no {', '.join(sorted(unknown))}. Choose from: {', '.join(ROWS)}")
    _settle_environment()
    is_well = True
    for name in wanted or ROWS:
        measure: Callable[[], Iterator[object]] = import_module(f"tests.bench.{name}").measure
        for row in measure():
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
            is_well &= getattr(row, "ok", False)
    return 0 if is_well else 1


def _settle_environment() -> None:
    """The settings a bench runs under are its own: a demonstration's pages, and quick hashing."""
    for name in [name for name in os.environ if name.startswith("PORTAL_")]:
        del os.environ[name]
    os.environ.update(
        PORTAL_MODE="demo", PORTAL_BCRYPT_COST="4", PORTAL_HOME=tempfile.mkdtemp(prefix="portal-bench-")
    )
    from portal import build

    os.environ.update(build.serving_environment())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
