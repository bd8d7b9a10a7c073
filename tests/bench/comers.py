"""Those who sign in during the bench, in a process of their own: a new one every so often, whatever comes.

Reads one line of JSON that says what to do, and prints one that says how it went.
"""

import asyncio
import json
import random
import sys
import time
from typing import Any

import aiohttp

PATIENCE_SECONDS = 60


async def main() -> None:
    """Nobody waits for anybody else: people do not."""
    order = json.loads(sys.stdin.readline())
    found: dict[str, Any] = {"tried": 0, "in": [], "busy": [], "failed": 0}
    patience = aiohttp.ClientTimeout(total=PATIENCE_SECONDS)
    async with aiohttp.ClientSession(
        timeout=patience, connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar()
    ) as web:
        coming = set()
        end = time.perf_counter() + order["seconds"]
        while time.perf_counter() < end:
            coming.add(asyncio.create_task(_sign_in(web, order, found)))
            await asyncio.sleep(random.expovariate(order["rate"]))
        await asyncio.gather(*coming)
    sys.stdout.write(json.dumps(found) + "\n")


async def _sign_in(web: aiohttp.ClientSession, order: dict[str, Any], found: dict[str, Any]) -> None:
    username, password = random.choice(order["people"])
    headers = {
        "Accept": "application/json",
        "Origin": order["origin"],
        "X-Forwarded-For": f"198.51.{random.randrange(256)}.{random.randrange(1, 255)}",
    }
    found["tried"] += 1
    start = time.perf_counter()
    try:
        form = {"username": username, "password": password}
        async with web.post(order["url"], data=form, headers=headers) as answer:
            await answer.read()
            taken = (time.perf_counter() - start) * 1000
            kind = {200: "in", 503: "busy"}.get(answer.status)
    except (TimeoutError, aiohttp.ClientError):
        kind, taken = None, 0.0
    if kind is None:
        found["failed"] += 1
    else:
        found[kind].append(taken)


if __name__ == "__main__":
    asyncio.run(main())
