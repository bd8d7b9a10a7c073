"""One line of the bench: what was measured, and against what."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A measurement beside its floor (what the same work costs at least, in the same run) and its bar.

    `bar` is in the unit of `measured`, or for a `ratio` how many times the floor is allowed.
    """

    what: str
    unit: str
    measured: float
    bar: str
    ok: bool
    floor: float | None = None
    ratio: float | None = None
    more: dict[str, float | str] | None = None

    def __str__(self) -> str:
        found = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps(found, ensure_ascii=False)


def at_most(
    what: str, unit: str, measured: float, bar: float, *, floor: float | None = None, **more: float | str
) -> Row:
    """A row whose measure may not exceed its bar."""
    ratio = round(measured / floor, 2) if floor else None
    shown = None if floor is None else _short(floor)
    return Row(what, unit, _short(measured), f"≤ {bar:g} {unit}", measured <= bar, shown, ratio, more or None)


def at_least(what: str, unit: str, measured: float, bar: float, **more: float | str) -> Row:
    """A row whose measure may not fall below its bar."""
    return Row(what, unit, _short(measured), f"≥ {bar:g} {unit}", measured >= bar, more=more or None)


def times_floor(what: str, measured: float, floor: float, bar: float, **more: float | str) -> Row:
    """A row of milliseconds that may take at most `bar` times its floor; both come in seconds."""
    ratio = measured / floor
    return Row(
        what, "ms", _short(measured * 1000), f"≤ {bar:g} × floor", ratio <= bar,
        _short(floor * 1000), round(ratio, 2), more or None,
    )  # fmt: skip


def seconds(work: Callable[[], object], *, runs: int = 5) -> float:
    """The median of several runs, in seconds."""
    return statistics.median(_once(work) for _ in range(runs))


def p95(values: list[float]) -> float:
    """The value that 95 of 100 stay under."""
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _short(value: float) -> float:
    return round(value, 1 if abs(value) >= 10 else 3)
