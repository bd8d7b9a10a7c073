"""Two hundred people on one worker write to each other; each message until it stands on the other side."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from reflex_base.utils.format import format_event_handler

from portal import build
from portal.services import door
from portal.services.staff.messages import desk
from portal.state.messages import ThreadState
from portal.state.messages_writing import ReplyState
from portal.state.staff.answering import AnswerState
from portal.state.staff.messages import DeskState
from tests import people as cast
from tests.bench.practice import practice, served
from tests.bench.row import Row, at_most, p95
from tests.messages import wrote

PAIRS, ROUNDS, PAUSE = 100, 3, 30.0


def measure() -> Iterator[Row]:
    """100 patients, each with someone of the practice; the floor is one pair alone."""
    with practice() as home:
        patients = [cast.alice() for _ in range(PAIRS)]
        staff = [cast.staff(f"Nurse Number{n}", role=cast.Role.CLINICIAN) for n in range(PAIRS)]
        threads = [wrote(one, "Hello", to="Nurse") for one in patients]
        for nurse, thread in zip(staff, threads, strict=True):
            door.in_practice(nurse.token, desk.take, thread_id=thread)
        pairs = [
            {"patient": one.token, "staff": other.token, "thread": str(thread)}
            for one, other, thread in zip(patients, staff, threads, strict=True)
        ]
        with served(home, PORTAL_CLOCK_FILE="") as site:  # as a practice is served: no file moves its time
            alone = run(site.origin, pairs[:1], rounds=8, pause=0.5)
            all_of_them = run(site.origin, pairs, rounds=ROUNDS, pause=PAUSE)
    times = all_of_them["times"]
    yield at_most(
        f"{2 * PAIRS} people writing every {PAUSE:g} s, until it stands on the other side, p95", "ms",
        p95(times), 500, floor=p95(alone["times"]), messages=len(times), slowest=round(max(times)),
    )  # fmt: skip
    yield at_most("messages that did not arrive", "messages", all_of_them["lost"], 0)


def run(origin: str, pairs: list[dict[str, str]], *, rounds: int, pause: float) -> dict[str, Any]:
    """What the talkers in a process of their own found."""
    order = {
        "origin": origin, "pairs": pairs, "rounds": rounds, "pause": pause,
        "patient": _side(ReplyState, ThreadState, "/messages"),
        "staff": _side(AnswerState, DeskState, "/staff/messages"),
    }  # fmt: skip
    process = subprocess.run(
        [sys.executable, "-m", "tests.bench.talkers"],
        cwd=build.ROOT, input=json.dumps(order), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(process.stdout)
    return found


def _side(form: Any, shown: Any, home: str) -> dict[str, str]:
    return {
        "form": form.get_full_name(), "shown": shown.get_full_name(), "home": home,
        "send": format_event_handler(form.send), "anyway": format_event_handler(form.send_anyway),
    }  # fmt: skip
