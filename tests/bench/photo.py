"""A photo of 10 MB, from its last byte to being ready; and how others fare meanwhile."""

import io
import threading
import time
from collections.abc import Iterator

import httpx
from PIL import Image

from portal.services import door
from portal.services.cookie import cookie_name
from portal.services.messages import writing
from portal.services.messages.drafts import Place
from tests.bench import people
from tests.bench.clients import run_crowd
from tests.bench.practice import practice, served
from tests.bench.row import Row, at_most, p95
from tests.journeys.serving import Site
from tests.people import Person

SIZE, PIECE, RUNS = 9_900_000, 100_000, 6
OTHERS, PAGES, PAUSE = 5, 8, 0.6


def measure() -> Iterator[Row]:
    """The slowest of a few; then others' pages while photos come without a break, beside the same without."""
    photo = make_photo()
    with practice() as home:
        sender, *others = people.many(1 + OTHERS)
        with served(home) as site:
            taken = [upload(site, sender, photo) for _ in range(RUNS)]
            quiet = run_crowd(site, others, pages=PAGES, pause=PAUSE)
            with uploading(site, sender, photo):
                busy = run_crowd(site, others, pages=PAGES, pause=PAUSE)
    yield at_most(
        f"a photo of {len(photo) / 1e6:.1f} MB, from its last byte to ready", "ms", max(taken) * 1000, 2000,
        median=round(sorted(taken)[RUNS // 2] * 1000),
    )  # fmt: skip
    yield at_most(
        "others' pages while photos are made anew, p95", "ms", p95(busy["times"]), 250,
        floor=p95(quiet["times"]), failed=busy["failed"],
    )  # fmt: skip


def make_photo() -> bytes:
    """A JPEG of 12 megapixels with the grain of a real one, just under 10 MB."""
    grain = Image.effect_noise((4000, 3000), 60)
    picture = Image.merge("RGB", (grain, grain.rotate(180), grain.transpose(Image.Transpose.FLIP_TOP_BOTTOM)))
    for quality in range(95, 20, -1):
        kept = io.BytesIO()
        picture.save(kept, "JPEG", quality=quality)
        if kept.tell() <= SIZE:
            return kept.getvalue()
    raise RuntimeError("the photo does not get small enough")


def upload(site: Site, sender: Person, photo: bytes) -> float:
    """Seconds from the last byte to the answer; the draft is thrown away after."""
    once = door.in_chart(sender.token, writing.begin, place=Place()).once
    ended = 0.0

    def pieces() -> Iterator[bytes]:
        nonlocal ended
        for start in range(0, len(photo), PIECE):
            yield photo[start : start + PIECE]
        ended = time.perf_counter()

    headers = {
        "X-Once": once, "X-File-Name": "photo.jpg", "Origin": site.origin,
        "Content-Length": str(len(photo)), "Cookie": f"{cookie_name()}={sender.token}",
    }  # fmt: skip
    url = f"{site.origin}/api/messages/files?patient={sender.patient_id}"
    answer = httpx.post(url, content=pieces(), headers=headers, timeout=30)
    taken = time.perf_counter() - ended
    if not answer.json().get("ok"):
        raise RuntimeError(answer.text)
    door.in_chart(sender.token, writing.discard, once=once)
    return taken


class uploading:  # noqa: N801 (used as a block)
    """Sends photos, one after the other, for as long as the block lasts."""

    def __init__(self, *given: object) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._send, args=given)

    def _send(self, site: Site, sender: Person, photo: bytes) -> None:
        while not self._over.is_set():
            upload(site, sender, photo)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_fault: object) -> None:
        self._over.set()
        self._thread.join()
