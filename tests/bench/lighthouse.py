"""npm's lighthouse on the sign-in page, as a phone, the median of three runs."""

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal import build
from tests.bench.practice import practice, served
from tests.bench.row import Row, at_least
from tests.journeys.browser import FLAGS
from tests.machine import find_browser

VERSION = "13"
RUNS = 3
BARS = {"performance": 95, "accessibility": 100, "best-practices": 100}


def measure() -> Iterator[Row]:
    """Three scores out of 100; of accessibility and best practices the worst run counts."""
    command = _installed()
    with practice() as home, served(home) as site:
        runs = [_run(command, site.origin + "/") for _ in range(RUNS)]
    for name, bar in BARS.items():
        scores = [float(run["categories"][name]["score"] or 0) * 100 for run in runs]
        score = statistics.median(scores) if name == "performance" else min(scores)
        yield at_least(f"sign-in page, lighthouse {name}", "of 100", score, bar, **_why(runs[0], name))


def _installed() -> list[str]:
    """Lighthouse's command, from a cache folder outside this repository."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "portal-bench" / f"lighthouse-{VERSION}"
    script = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    environment = build.build_environment()
    if not script.exists():
        folder.mkdir(parents=True, exist_ok=True)
        npm = shutil.which("npm", path=environment["PATH"]) or "npm"
        command = [npm, "install", "--no-save", "--prefix", str(folder), f"lighthouse@{VERSION}"]
        subprocess.run(
            command, env=environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
    return [shutil.which("node", path=environment["PATH"]) or "node", str(script)]


def _run(command: list[str], address: str) -> dict[str, Any]:
    """One run, with Chromium's own background traffic off."""
    done = subprocess.run(
        [
            *command, address, "--quiet", "--output=json", f"--only-categories={','.join(BARS)}",
            f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        ],
        env={**os.environ, "CHROME_PATH": find_browser()},
        check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _why(run: dict[str, Any], category: str) -> dict[str, str]:
    """What kept a category from its best, in a few words."""
    audits = (run["audits"][ref["id"]] for ref in run["categories"][category]["auditRefs"] if ref["weight"])
    short = [f"{audit['id']} {audit['displayValue'] if 'displayValue' in audit else audit['score']}"
             for audit in audits if audit["score"] is not None and audit["score"] < 0.9]  # fmt: skip
    return {"below": ", ".join(short)} if short else {}
