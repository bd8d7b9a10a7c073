"""A browser's websocket to a running portal, without the browser: what a page sends, and what it is sent.

    async with Wire(origin, token) as tab:
        await tab.open("/messages")

Unlike `tests/events.py` it goes over the network to another process, which may be killed meanwhile.
"""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import uuid4

import socketio

from portal.services.cookie import cookie_name
from tests.events import HYDRATE

SPACE = "/_event"


class Wire:
    """One tab. `vars` is what a browser would hold, by state and name; `changed` is set at each delta."""

    def __init__(self, origin: str, token: str) -> None:
        self.origin, self.token = origin, token
        self.vars: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []
        self.changed = asyncio.Event()
        self.on_delta: Callable[[], None] = lambda: None
        self.path, self.query = "/", dict[str, str]()
        self.wire = socketio.AsyncClient(reconnection=False)
        self.wire.on("event", self._told, namespace=SPACE)

    async def __aenter__(self) -> "Wire":
        return self

    async def __aexit__(self, *_fault: Any) -> None:
        """Leave; a server that is gone is left too."""
        with suppress(Exception):
            await asyncio.wait_for(self.wire.disconnect(), 2)
        if (session := self.wire.eio.http) is not None:
            await session.close()

    async def open(self, path: str, **query: str) -> None:
        """Load a page: `query` are the dynamic parts of its route."""
        self.path, self.query = path, query
        await self.wire.connect(
            f"{self.origin}?token={uuid4()}",
            headers={"Cookie": f"{cookie_name()}={self.token}", "Origin": self.origin},
            auth={"event": self._event(HYDRATE, {})},
            transports=["websocket"],
            namespaces=[SPACE],
            socketio_path="_event",
        )

    async def send(self, name: str, **payload: Any) -> None:
        """Send an event by its full name."""
        await self.wire.emit("event", self._event(name, payload), namespace=SPACE)

    def var(self, state: str, name: str) -> Any:
        """What the page holds of a state's var."""
        return self.vars.get(state, {}).get(name)

    async def until(self, what: Callable[[], Any], *, seconds: float = 15) -> None:
        """Wait until something is so. Raises: TimeoutError, or ConnectionError when the server is gone."""
        async with asyncio.timeout(seconds):
            while not what():
                if not self.wire.connected:
                    raise ConnectionError("the server is gone")
                self.changed.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.changed.wait(), 0.5)

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        router: dict[str, Any] = {"pathname": self.path, "asPath": self.path}
        if self.query:
            router["query"] = self.query
        return {"name": name, "payload": payload, "router_data": router}

    async def _told(self, update: Any) -> None:
        found = json.loads(update) if isinstance(update, str) else update
        for state, values in (found.get("delta") or {}).items():
            kept = self.vars.setdefault(state, {})
            kept.update({name.split("_rx_state_")[0]: value for name, value in values.items()})
        self.events += found.get("events") or []
        self.on_delta()
        self.changed.set()
