"""Where services run: in worker threads, for nothing may wait on the event loop.

Those that hash a password or an answer take a fifth of a second of a processor each. They have few threads of
their own and a line before these, so that however many come, everyone else's clicks find a thread. Who would
have to wait too long in it, as fast as it goes just now, is told so at once. Nobody's address fills it alone.
docs/decisions/0027.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

from portal.errors import Busy

AT_ONCE = 4
"""Services that hash and have a thread: some hash (vault/passwords.py), some are before or after that."""
PATIENCE = 4.0
"""Seconds that someone may be expected to stand in line."""
LINE = 60
"""How many may be in line and running together, however fast it goes."""
SHARE = 10
"""How many of them may come from one place."""

Result = TypeVar("Result")
Service = TypeVar("Service", bound=Callable[..., Any])


def hashes(service: Service) -> Service:
    """Say that a service hashes a password, a passcode or an answer."""
    service.hashes = True  # type: ignore[attr-defined]
    return service


async def aside(call: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
    """Run a service, or a door and the service behind it, in a worker thread. Raises: Busy."""
    work = partial(call, *args, **kwargs)
    if not any(getattr(one, "hashes", False) for one in (call, *args[:2])):
        return await to_thread.run_sync(work)
    line = _line()
    with line.place(_place(kwargs)):
        return await to_thread.run_sync(line.timed, work, limiter=line.turns)


class Line:
    """Who waits for a thread that hashes, and who has one."""

    def __init__(self) -> None:
        self.turns = CapacityLimiter(AT_ONCE)
        self.places: Counter[str] = Counter()
        self.pace = 0.4

    @property
    def wait(self) -> float:
        """Seconds until whoever comes now has a thread; `pace` is what one took lately."""
        return max(0, self.places.total() - AT_ONCE) * self.pace / AT_ONCE

    def timed(self, work: Callable[[], Result]) -> Result:
        """Do the work, and learn how fast it goes."""
        start = time.perf_counter()
        try:
            return work()
        finally:
            self.pace += (time.perf_counter() - start - self.pace) / 8

    @contextmanager
    def place(self, where: str) -> Iterator[None]:
        """A place in the line for whoever comes from there. Raises: Busy when there is none."""
        if self.places.total() >= LINE or self.places[where] >= SHARE or self.wait > PATIENCE:
            raise Busy
        self.places[where] += 1
        try:
            yield
        finally:
            self.places[where] -= 1
            if not self.places[where]:
                del self.places[where]


_lines: RunVar[Line | None] = RunVar("portal.hashing", None)


def _line() -> Line:
    """One for each event loop, that is for the process."""
    found = _lines.get(None)
    if found is None:
        found = Line()
        _lines.set(found)
    return found


def _place(kwargs: dict[str, Any]) -> str:
    """Where it comes from, as limits count it."""
    source = kwargs.get("source")
    return str(source.place if source is not None else kwargs.get("address", ""))
