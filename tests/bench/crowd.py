"""The clients of the bench, in a process of their own: websockets as browsers open them, and nothing else.

Reads one line of JSON that says what to do, prints one that says how it went, and stays connected until the
next line comes.
"""

import asyncio
import json
import random
import sys
import time
from typing import Any
from uuid import uuid4

import socketio

SPACE = "/_event"
PATIENCE_SECONDS = 15


class Client:
    """One patient's tab."""

    def __init__(self, order: dict[str, Any], token: str) -> None:
        self.order, self.token = order, token
        self.shown = ""
        self.changed = asyncio.Event()
        self.first = 0.0
        self.times: list[float] = []
        self.failed = 0
        self.wire = socketio.AsyncClient(reconnection=False)
        self.wire.on("event", self._told, namespace=SPACE)

    async def live(self, after: float) -> None:
        """Come in, and open one page after another, with pauses as a reader makes them."""
        await asyncio.sleep(after)
        kinds = self.order["kinds"]
        self.first = await self._timed(kinds[0], self._connect(kinds[0]))
        for number in range(1, self.order["pages"] + 1):
            await asyncio.sleep(random.uniform(0.5, 1.5) * self.order["pause"])
            kind = kinds[number % len(kinds)]
            self.times.append(await self._timed(kind, self._open(kind)))

    async def _timed(self, kind: str, ask: Any) -> float:
        """Milliseconds until the rows of this kind are there."""
        start = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await ask
                while self.shown != kind:
                    self.changed.clear()
                    await self.changed.wait()
        except (TimeoutError, socketio.exceptions.SocketIOError):
            self.failed += 1
        return (time.perf_counter() - start) * 1000

    async def _connect(self, kind: str) -> None:
        headers = {"Cookie": f"{self.order['cookie']}={self.token}", "Origin": self.order["origin"]}
        await self.wire.connect(
            f"{self.order['origin']}?token={uuid4()}",
            headers=headers,
            auth={"event": self._event(self.order["hydrate"], kind)},
            transports=["websocket"],
            namespaces=[SPACE],
            socketio_path="_event",
        )

    async def _open(self, kind: str) -> None:
        await self.wire.emit("event", self._event(self.order["load"], kind), namespace=SPACE)

    def _event(self, name: str, kind: str) -> dict[str, Any]:
        path = f"/records/{kind}"
        return {"name": name, "payload": {}, "router_data": {"pathname": path, "asPath": path}}

    async def _told(self, update: Any) -> None:
        """Take a delta in; a page is there when its list says whose it is."""
        found = json.loads(update) if isinstance(update, str) else update
        for name, value in (found.get("delta") or {}).get(self.order["state"], {}).items():
            if name.split("_rx_state_")[0] == "kind":
                self.shown = value
                self.changed.set()


async def main() -> None:
    """Everyone comes in within one pause, so that nobody clicks in step."""
    order = json.loads(sys.stdin.readline())
    clients = [Client(order, token) for token in order["tokens"]]
    start = time.perf_counter()
    await asyncio.gather(*(client.live(random.uniform(0, order["pause"])) for client in clients))
    times = [value for client in clients for value in client.times]
    found = {
        "times": times,
        "first": [client.first for client in clients],
        "failed": sum(client.failed for client in clients),
        "rate": len(times) / (time.perf_counter() - start),
    }
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    await asyncio.gather(*(client.wire.disconnect() for client in clients))


if __name__ == "__main__":
    asyncio.run(main())
