"""Browser tabs without a browser: Reflex's own websocket end, with a list where the wire would be.

What a tab sends goes through Reflex's `on_connect` and `on_event` as it would from a socket: the cookie and
the address come with the connection, the path with each event; the gate, the handler and everything it
chains run; deltas and redirects are kept as the JSON a browser would get. Kept in this one file because it
leans on how Reflex 0.10.1 processes events.

    async with Wires(app) as wires:
        tab = await wires.open("/home", token=…)
        await tab.send(InboxState.load)
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import parse_qsl
from uuid import uuid4

from reflex.app import App, EventNamespace, _sio_dumps
from reflex.state import OnLoadInternalState, State
from reflex_base.constants import CompileVars, SocketEvent
from reflex_base.event import Event, EventHandler
from reflex_base.event.processor import BaseStateEventProcessor, EventFuture
from reflex_base.utils.format import format_event_handler

from portal.services.cookie import cookie_name, visit_name
from portal.state import live
from portal.state.gate import drop_unknown_events
from portal.vault.tokens import new_token

Result = TypeVar("Result")
HYDRATE = format_event_handler(State.event_handlers[CompileVars.HYDRATE_AND_LOAD])
ON_LOAD = format_event_handler(OnLoadInternalState.event_handlers["on_load_internal"])
QUIET_SECONDS = 60
HEARD_IN = 5
"""Turns of the event loop from a ring of the bell to the event it brings to a page."""


class Socket(EventNamespace):
    """Reflex's namespace, but what it emits is kept by connection."""

    def __init__(self, app: App) -> None:
        assert app.event_namespace is not None
        super().__init__(app.event_namespace.namespace, app)
        self.kept: dict[str, list[tuple[str, str]]] = defaultdict(list)

    async def emit(self, event: str, data: Any = None, to: str | None = None, **_more: Any) -> None:
        """Keep the text that would go over the wire."""
        self.kept[to or ""].append((event, _sio_dumps(data)))


class Processor(BaseStateEventProcessor):
    """Reflex's event processor, which also lets a tab wait for all that it set off."""

    begun: dict[str, list[EventFuture]]

    async def enqueue(self, token: str, event: Event, ev_ctx: Any = None) -> EventFuture:
        """Queue an event and remember it until it is done."""
        future = await super().enqueue(token, event, ev_ctx)
        self.begun[token].append(future)
        return future

    async def quiet(self, token: str) -> None:
        """Wait until nothing that this client token began is still running."""
        async with asyncio.timeout(QUIET_SECONDS):
            while running := [*self._undone(token), *self._recovering(token)]:
                await asyncio.wait(running)
        self.begun.pop(token, None)

    def _undone(self, token: str) -> list[asyncio.Future[Any]]:
        return [future for future in self.begun[token] if not future.done()]

    def _recovering(self, token: str) -> list[asyncio.Future[Any]]:
        """Tasks that outlive their event's future: the exception handler's."""
        return [task for task in self._tasks.values() if f"|{token}|" in task.get_name()]


class Wires:
    """The app's event processor, running in this loop, and the tabs open on it."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __aenter__(self) -> "Wires":
        self.app._set_contexts_internal()
        self.socket = self.app._event_namespace = Socket(self.app)
        drop_unknown_events(self.socket)
        live.forget_closed(self.socket)
        self.processor = Processor(
            middleware=self.app, backend_exception_handler=self.app.backend_exception_handler
        )
        self.processor.begun = defaultdict(list)
        self.app._event_processor = self.processor
        self.processor.configure(state_manager=self.app.state_manager, event_namespace=self.socket)
        await self.processor.start()
        live.APART = live.MANY_APART = 0  # tests act faster than people; `tests/state/test_teller.py` waits
        self.hearing = live.lifespan(self.app)
        await self.hearing.__aenter__()
        return self

    async def __aexit__(self, *_fault: Any) -> None:
        await self.hearing.__aexit__(None, None, None)
        await self.processor.stop()
        await self.app.state_manager.close()
        self.app._event_processor = None

    async def open(self, path: str = "/", **who: str) -> "Tab":
        """Open a tab: connect with this cookie, hydrate and load the page."""
        tab = Tab(self, **who)
        await tab.connect(path)
        return tab


class Tab:
    """One tab: its client token, its connection, and what it was sent."""

    def __init__(
        self,
        wires: Wires,
        *,
        token: str = "",
        client_token: str = "",
        address: str = "192.0.2.7",
        visit: str = "",
    ) -> None:
        self.wires = wires
        self.cookie = token
        self.client_token = client_token or str(uuid4())
        self.address = address
        self.visit = visit or new_token()
        self.sid = ""
        self.path = "/"
        self.frames: list[str] = []
        self.vars: dict[str, dict[str, Any]] = {}
        self.events: list[dict[str, Any]] = []

    async def connect(self, path: str, *, first: bool = True) -> None:
        """Open the websocket as a full page load does: the hydrate comes with the handshake.

        A page that is there already and only connects anew (not `first`) says no hashes of what it holds.
        """
        self.sid, self.path = uuid4().hex, path
        held = {CompileVars.PAYLOAD_HASHES: []} if first else {}
        auth = {CompileVars.CONNECT_AUTH_EVENT: self._event(HYDRATE, held)}
        await self.wires.socket.on_connect(self.sid, self._environ(), auth)
        await self._settle()

    async def reload(self, *, token: str | None = None) -> None:
        """Load the page anew, perhaps with another cookie."""
        if token is not None:
            self.cookie = token
        await self.close()
        await self.connect(self.path)

    async def reconnect(self, *, token: str) -> None:
        """Lose the connection and find it again, with another cookie; the page stays."""
        self.cookie = token
        await self.close()
        await self.connect(self.path, first=False)

    async def go(self, path: str) -> None:
        """Follow a link within the app."""
        self.path = path
        await self.send_named(ON_LOAD)

    async def send(self, handler: EventHandler | Any, **payload: Any) -> None:
        """Send one event, as a click would, and wait for all it sets off."""
        await self.send_named(format_event_handler(handler), **payload)

    async def send_named(self, name: str, /, **payload: Any) -> None:
        """Send an event by its full name."""
        await self.wires.socket.on_event(self.sid, self._event(name, payload))
        await self._settle()

    async def close(self) -> None:
        """Close the tab; its state tree stays on the server for a while, as in life."""
        if task := self.wires.socket.on_disconnect(self.sid):
            await task

    def var(self, state: type[State], name: str) -> Any:
        """What the browser holds of a state's var."""
        held = self.vars.get(state.get_full_name(), {})
        return next((value for key, value in held.items() if key.split("_rx_state_")[0] == name), None)

    @property
    def redirects(self) -> list[str]:
        """Where the browser was told to go, in order."""
        return [event["payload"]["path"] for event in self.events if event["name"] == "_redirect"]

    @property
    def received(self) -> str:
        """Every byte this tab was sent, as text."""
        return "\n".join(self.frames)

    def forget(self) -> None:
        """Forget what was received so far (not what the browser holds)."""
        self.frames.clear()
        self.events.clear()

    def _event(self, name: str, payload: dict[str, Any]) -> dict[str, Any]:
        bare, _, query = self.path.partition("?")
        bare = bare.partition("#")[0]
        router: dict[str, Any] = {"pathname": bare, "asPath": self.path}
        params = dict(parse_qsl(query)) | self._route_params(bare)
        if params:
            router["query"] = params
        return json.loads(json.dumps({"name": name, "payload": payload, "router_data": router}))

    def _route_params(self, path: str) -> dict[str, str]:
        """The dynamic parts of a path, as React Router would name them."""
        route = self.wires.app.router(path) or ""
        pairs = zip(route.strip("/").split("/"), path.strip("/").split("/"), strict=False)
        return {part.strip("[]."): value for part, value in pairs if part.startswith("[")}

    def _environ(self) -> dict[str, Any]:
        session = f"{cookie_name()}={self.cookie}; " if self.cookie else ""
        cookie = f"{session}{visit_name()}={self.visit}"
        headers = [(b"cookie", cookie.encode()), (b"user-agent", b"A browser")]
        scope = {"headers": headers, "client": (self.address, 50000)}
        return {"QUERY_STRING": f"token={self.client_token}", "asgi.scope": scope}

    async def _settle(self) -> None:
        for _ in range(HEARD_IN):
            await asyncio.sleep(0)
        await self.wires.processor.quiet(self.client_token)
        for event, text in self.wires.socket.kept.pop(self.sid, []):
            self.frames.append(text)
            if event == str(SocketEvent.EVENT):
                self._apply(json.loads(text))
            elif event == "new_token":
                self.client_token = json.loads(text)

    def _apply(self, update: dict[str, Any]) -> None:
        for state, values in (update.get("delta") or {}).items():
            self.vars.setdefault(state, {}).update(values)
        self.events += update.get("events") or []


class Client:
    """A `Tab` for tests that are not asynchronous."""

    def __init__(self, house: "House", tab: Tab) -> None:
        self._house, self.tab = house, tab
        self.var, self.forget = tab.var, tab.forget

    def send(self, handler: EventHandler | Any, **payload: Any) -> None:
        self._house.run(self.tab.send(handler, **payload))

    def send_named(self, name: str, /, **payload: Any) -> None:
        self._house.run(self.tab.send_named(name, **payload))

    def go(self, path: str) -> None:
        self._house.run(self.tab.go(path))

    def reload(self, *, token: str | None = None) -> None:
        self._house.run(self.tab.reload(token=token))

    def reconnect(self, *, token: str) -> None:
        self._house.run(self.tab.reconnect(token=token))

    def close(self) -> None:
        self._house.run(self.tab.close())

    def settle(self) -> None:
        """Take in what was pushed to this tab meanwhile."""
        self._house.run(self.tab._settle())

    @property
    def redirects(self) -> list[str]:
        return self.tab.redirects

    @property
    def received(self) -> str:
        return self.tab.received


class House:
    """One event loop for all tests of a process, with the app's event processor running in it.

    It has a thread of its own: Playwright keeps a loop running in the tests' thread once a browser is open.
    """

    def __enter__(self) -> "House":
        from portal.portal import app

        self._thread = ThreadPoolExecutor(1)
        self._runner = self._thread.submit(asyncio.Runner).result()
        self.wires = Wires(app)
        self.run(self.wires.__aenter__())
        return self

    def __exit__(self, *fault: Any) -> None:
        self.run(self.wires.__aexit__(*fault))
        self._thread.submit(self._runner.close).result()
        self._thread.shutdown()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._thread.submit(self._runner.run, work).result()

    def open(self, path: str = "/", **who: str) -> Client:
        """Open a tab on a page, with a session's token or none."""
        return Client(self, self.run(self.wires.open(path, **who)))

    def clear(self) -> None:
        """Forget every tab and state tree."""
        self.wires.app.state_manager.states.clear()
        self.wires.socket.kept.clear()
        for client_token in list(live.TABS._open):
            live.TABS.gone(client_token)
