"""The people of the bench who write to each other, in a process of their own.

Reads JSON that says who and how often; prints how long each message took until the other page showed it.
"""

import asyncio
import json
import random
import sys
import time
from contextlib import AsyncExitStack
from typing import Any
from uuid import uuid4

from tests.wire import Wire

PATIENCE_SECONDS = 20


class Talker:
    """One side of a pair: an open page, and what is sent from it."""

    def __init__(self, order: dict[str, Any], side: str, token: str, thread: str) -> None:
        self.way, self.thread = order[side], thread
        self.tab = Wire(order["origin"], token)
        self.seen: dict[str, float] = {}
        self.tab.on_delta = self._look

    def _look(self) -> None:
        """Keep when each message first stood on this page."""
        at = time.perf_counter()
        for said in (self.tab.var(self.way["shown"], "one") or {}).get("said", []):
            self.seen.setdefault(said["body"], at)

    async def come(self) -> None:
        await self.tab.open(f"{self.way['home']}/{self.thread}", thread_id=self.thread)
        await self.tab.until(self._may_write, seconds=60)

    def _may_write(self) -> bool:
        form = self.way["form"]
        return self.tab.var(form, "status") == "ready" and not self.tab.var(form, "busy")

    async def write(self, words: str) -> float:
        await self.tab.until(self._may_write, seconds=60)
        start = time.perf_counter()
        await self.tab.send(self.way["send"], form={"body": words})
        return start

    async def see_to_it(self, words: str) -> None:
        """Until it stands on one's own page; what was written meanwhile staff are shown first, and go on."""
        form, anyway = self.way["form"], self.way["anyway"]
        while words not in self.seen:
            await self.tab.until(
                lambda: words in self.seen or self.tab.var(form, "meanwhile"), seconds=PATIENCE_SECONDS
            )
            if words not in self.seen:
                await self.tab.until(lambda: not self.tab.var(form, "busy"))
                await self.tab.send(anyway)
                await self.tab.until(lambda: words in self.seen or not self.tab.var(form, "meanwhile"))


async def talk(order: dict[str, Any], times: list[float], lost: list[str]) -> None:
    """Everyone comes, one after the other; then each writes, pauses, and writes again."""
    async with AsyncExitStack() as open_tabs:
        sides: list[tuple[Talker, Talker]] = []
        for pair in order["pairs"]:
            two = [Talker(order, side, pair[side], pair["thread"]) for side in ("patient", "staff")]
            for one in two:
                await open_tabs.enter_async_context(one.tab)
                await one.come()
            sides += [(two[0], two[1]), (two[1], two[0])]
        await asyncio.gather(*(_turns(order, *two, times, lost) for two in sides))


async def _turns(
    order: dict[str, Any], writer: Talker, reader: Talker, times: list[float], lost: list[str]
) -> None:
    for number in range(order["rounds"]):
        await asyncio.sleep(random.uniform(0.5, 1.5) * order["pause"])
        words = f"Message {number} of {writer.way['home']} in {writer.thread}, {uuid4().hex}"
        start = await writer.write(words)
        try:
            await writer.see_to_it(words)
            await reader.tab.until(lambda words=words: words in reader.seen, seconds=PATIENCE_SECONDS)
        except TimeoutError:
            lost.append(words)
        else:
            times.append((reader.seen[words] - start) * 1000)


async def main() -> None:
    order = json.loads(sys.stdin.read())
    times, lost = list[float](), list[str]()
    await talk(order, times, lost)
    sys.stdout.write(json.dumps({"times": times, "lost": len(lost)}))


if __name__ == "__main__":
    asyncio.run(main())
