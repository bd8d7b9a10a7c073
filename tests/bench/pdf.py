"""Printing a long record as PDF/UA: how long it takes, and how much memory its child needs at most."""

import resource
import sys
import time
from collections.abc import Iterator

from portal.services import door
from portal.services.records import KINDS, papers
from tests.bench import people
from tests.bench.practice import practice
from tests.bench.row import Row, at_most

RESOURCES = 2_000
SECONDS, MEGABYTES = 30, 512
_TO_MB = 1_000_000 if sys.platform == "darwin" else 1_000


def measure() -> Iterator[Row]:
    """Once, from the open chart to the finished file; the text beside it, which needs no child."""
    with practice():
        patient = people.with_heavy_chart(RESOURCES)
        start = time.perf_counter()
        text = door.in_chart(patient.token, papers.record_text, kinds=list(KINDS))
        gathered = time.perf_counter() - start
        start, worked = time.perf_counter(), _child_seconds()
        pdf = door.in_chart(patient.token, papers.record_pdf, kinds=list(KINDS))
        taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / _TO_MB
    what = f"PDF of a patient with {RESOURCES:,} resources"
    more = {
        "child_cpu": round(_child_seconds() - worked, 2),
        "as_text": round(gathered, 2),
        "pdf_mb": round(len(pdf) / 1e6, 2),
        "text_mb": round(len(text) / 1e6, 2),
    }
    yield at_most(what, "s", taken, SECONDS, **more)
    yield at_most(f"{what}: memory of its child", "MB", peak, MEGABYTES)


def _child_seconds() -> float:
    """Processor seconds of the children so far: what is left when others keep the machine busy."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
