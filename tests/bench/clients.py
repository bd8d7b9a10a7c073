"""A hundred patients at once, each opening page after page, on one worker."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal import build
from portal.services.cookie import cookie_name
from portal.state.records import RecordListState
from tests.bench import people
from tests.bench.practice import practice, served
from tests.bench.row import Row, at_most, p95
from tests.events import HYDRATE, ON_LOAD
from tests.journeys.serving import Site
from tests.people import Person

CLIENTS = 100
PAGES = 8
PAUSE_SECONDS = 3.0
KINDS = ("results", "visits", "immunizations", "conditions", "vitals", "procedures")


def measure() -> Iterator[Row]:
    """How long a page takes from the click to its rows; the floor is one patient alone."""
    with practice() as home:
        crowd = people.many(CLIENTS)
        with served(home) as site:
            alone = run_crowd(site, crowd[:1])
            before = _memory(site)
            together = run_crowd(site, crowd)
    grown = (together["memory"] - before) / CLIENTS
    yield at_most(
        f"{CLIENTS} patients opening a page every {PAUSE_SECONDS:g} s, p95", "ms",
        p95(together["times"]), 250, floor=p95(alone["times"]),
        failed=together["failed"], pages=len(together["times"]), server_cpu_per_page=_cpu_per_page(together),
        pages_per_second=round(together["rate"], 1), first_page_p95=round(p95(together["first"])),
    )  # fmt: skip
    yield at_most("pages that failed meanwhile", "pages", together["failed"], 0)
    yield Row("memory for each patient", "kB", round(grown / 1000, 1), "reported", True)


def run_crowd(
    site: Site, crowd: list[Person], *, pages: int = PAGES, pause: float = PAUSE_SECONDS
) -> dict[str, Any]:
    """What the clients in a process of their own found; `memory` is the server's while all are there."""
    order = {
        "origin": site.origin,
        "cookie": cookie_name(),
        "tokens": [person.token for person in crowd],
        "hydrate": HYDRATE,
        "load": ON_LOAD,
        "state": RecordListState.get_full_name(),
        "kinds": KINDS,
        "pages": pages,
        "pause": pause,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.crowd"],
        cwd=build.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    before = _cpu(site)
    found: dict[str, Any] = json.loads(process.stdout.readline())
    memory, cpu = _memory(site), _cpu(site) - before
    process.communicate("done\n")
    return {**found, "memory": memory, "cpu": cpu}


def _cpu_per_page(found: dict[str, Any]) -> str:
    """Processor time of the server for each page, first ones included: unlike the clock, it does not mind
    what else the machine does."""
    return f"{found['cpu'] * 1000 / (len(found['times']) + len(found['first'])):.1f} ms"


def _cpu(site: Site) -> float:
    """Seconds of processor time that the server's processes have used."""
    ticks = 0
    for pid in _family(site.process.pid):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(site: Site) -> int:
    """Bytes that the server's processes hold for themselves alone."""
    total = 0
    for pid in _family(site.process.pid):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += sum(
            int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Private_")
        )
    return total


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]
