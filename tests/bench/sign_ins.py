"""Twenty people sign in each second, at the full cost of hashing, while others click."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal import build
from portal.settings import get_settings
from tests.bench import people
from tests.bench.clients import run_crowd
from tests.bench.practice import practice, served
from tests.bench.row import Row, at_most, p95
from tests.journeys.serving import Site
from tests.people import Person

COST = "12"
RATE, SECONDS = 20, 25
CLICKERS, PAGES, PAUSE_SECONDS = 20, 18, 1.2
BAR = 50


def measure() -> Iterator[Row]:
    """The floor is the same people clicking while nobody signs in; the load of the machine is told too."""
    with practice() as home, _FullCost():
        clickers, comers = people.many(CLICKERS), people.many(CLICKERS, first=CLICKERS)
        with served(home, PORTAL_BEHIND_PROXY="1", PORTAL_BCRYPT_COST=COST) as site:
            before = _load()
            run_crowd(site, clickers[:5], pages=6, pause=PAUSE_SECONDS)  # everything is warm
            alone = run_crowd(site, clickers, pages=PAGES, pause=PAUSE_SECONDS)
            with _Comers(site, comers) as coming:
                together = run_crowd(site, clickers, pages=PAGES, pause=PAUSE_SECONDS)
    told = coming.found
    rise = p95(together["times"]) - p95(alone["times"])
    yield at_most(
        f"what {RATE} sign-ins a second add to the p95 of {CLICKERS} people's clicks", "ms", rise, BAR,
        floor=p95(alone["times"]), with_sign_ins=round(p95(together["times"]), 1),
        median_alone=_median(alone), median_with=_median(together), failed=together["failed"],
        load_before=before, cores=os.cpu_count() or 0,
    )  # fmt: skip
    more = {
        "tried": told["tried"],
        "let_in": len(told["in"]),
        "told_to_wait": len(told["busy"]),
        "told_within_p95": round(p95(told["busy"]), 1) if told["busy"] else 0.0,
    }
    slowest = round(p95(told["in"])) if told["in"] else 0
    what = "from pressing “Sign in” to being in, p95 of those let in"
    yield Row(what, "ms", slowest, "reported", bool(told["in"]), more=more)
    yield at_most("sign-ins with no answer, or another than these two", "sign-ins", told["failed"], 0)


@dataclass
class _Comers:
    """Those who sign in, from a process of their own, for as long as the block lasts and no longer."""

    site: Site
    crowd: list[Person]

    def __enter__(self) -> "_Comers":
        order = {
            "url": f"{self.site.origin}/api/sign-in",
            "origin": self.site.origin,
            "people": [(one.username, one.password) for one in self.crowd],
            "rate": RATE,
            "seconds": SECONDS,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.comers"],
            cwd=build.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.said: list[str] = []
        self.reading = threading.Thread(target=self._talk, args=(json.dumps(order),))
        self.reading.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.reading.join()

    @property
    def found(self) -> dict[str, Any]:
        """What came of each: milliseconds of those let in and of those told to wait."""
        told: dict[str, Any] = json.loads(self.said[0])
        return told

    def _talk(self, order: str) -> None:
        self.said.append(self.process.communicate(order + "\n")[0])


class _FullCost:
    """Passwords are hashed as in production within the block."""

    def __enter__(self) -> None:
        self.before = os.environ["PORTAL_BCRYPT_COST"]
        self._set(COST)

    def __exit__(self, *_fault: object) -> None:
        self._set(self.before)

    def _set(self, cost: str) -> None:
        os.environ["PORTAL_BCRYPT_COST"] = cost
        get_settings.cache_clear()


def _load() -> str:
    """What else the machine does: how many processes want a core, over the last minute."""
    return Path("/proc/loadavg").read_text().split()[0]


def _median(found: dict[str, Any]) -> float:
    times = sorted(found["times"])
    return round(float(times[len(times) // 2]), 1)
