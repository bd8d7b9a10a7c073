"""Open pages hear at once: that a session or an access is over, and what they asked to be told of.

Services ring a bell (`portal/access/bell.py`) once what they did is committed. Each page concerned is then
sent an event, as if its person had pressed something: it passes the doorkeeper, which takes the page away
when the session or an access is over, and what it shows anew it fetches through the same doors as ever. No
data travels with a ring, so a ring too many shows nobody anything.

What ends by itself (idle, age, an access with an end date) or is ended by another process rings no bell
here: every few seconds the sessions that have a page open are looked at, all at once.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import reflex as rx
from anyio import to_thread
from reflex.app import App, EventNamespace
from reflex_base.event import Event
from reflex_base.utils.format import format_event_handler

from portal.access import bell, others, presence
from portal.access.sessions import Holding
from portal.services import door

EVERY_SECONDS = 10
APART, MANY_APART = 0.1, 1.0
"""Seconds between two looks of one page; the second is for what concerns many pages."""
MOST_REMEMBERED = 10_000
log = logging.getLogger("portal.state")


class LiveState(rx.State):
    """What a page is sent so that the doorkeeper looks at it."""

    @rx.event
    def look_again(self):
        """Nothing: whatever must happen has happened at the door."""


LOOK_AGAIN = format_event_handler(LiveState.event_handlers["look_again"])


@dataclass(slots=True)
class Tab:
    """A page open in a browser: what its session gave when last seen, where it is, and what it follows."""

    holding: Holding
    route: str
    follows: dict[str, tuple[frozenset[str], str]] = field(default_factory=dict)
    """By handler: the topics, and the route on which it was asked for."""
    rung: dict[str, float] = field(default_factory=dict)
    """By handler: when what it follows rang last."""

    def topics(self) -> frozenset[str]:
        """All that brings something to this page, wherever in the portal it is."""
        return self._own_topics().union(*(wanted for wanted, _ in self.follows.values()))

    def is_told_of(self, topic: str) -> Iterator[str]:
        """The events that a ring of this topic brings to this page."""
        if topic == bell.EVERYTHING or topic in self._own_topics():
            yield LOOK_AGAIN
        for handler, (wanted, route) in self.follows.items():
            if route == self.route and (topic in wanted or topic == bell.EVERYTHING):
                yield handler

    def _own_topics(self) -> frozenset[str]:
        return frozenset({bell.session(self.holding.session_id), bell.account(self.holding.account_id)})


class Tabs:
    """The pages that signed-in people have open in this process, by client token. For the event loop only."""

    def __init__(self) -> None:
        self._open: dict[str, Tab] = {}
        self._by_topic: dict[str, set[str]] = {}
        """The client tokens of those whom a topic may concern: a ring must not ask every open page."""

    def seen(self, client_token: str, holding: Holding, route: str) -> None:
        """A page of this session is here now."""
        tab = self._open.get(client_token)
        if tab is None or tab.holding.session_id != holding.session_id:
            self._close(client_token)
            self._open[client_token] = tab = Tab(holding, route)
            self._heed(client_token, tab.topics())
        elif tab.route == route:
            tab.holding = holding
            return
        else:
            tab.holding, tab.route = holding, route
        presence.left(client_token)

    def gone(self, client_token: str) -> None:
        """The page is closed, or nobody is signed in on it."""
        self._close(client_token)
        presence.left(client_token)

    def account_of(self, client_token: str) -> UUID | None:
        """Whose page this is."""
        tab = self._open.get(client_token)
        return tab.holding.account_id if tab else None

    def follow(self, client_token: str, topics: frozenset[str], handler: str) -> None:
        """Send the page this event at every ring of one of the topics, while it is where it is now."""
        if tab := self._open.get(client_token):
            before = tab.topics()
            tab.follows[handler] = (topics, tab.route)
            self._heed(client_token, topics)
            self._heed_no_more(client_token, before - tab.topics())

    def rung_since(self, client_token: str, handler: str, when: float) -> bool:
        """Whether what a page follows with this handler rang after a moment of the loop's time."""
        tab = self._open.get(client_token)
        return tab is None or tab.rung.get(handler, when + 1) >= when

    def told_of(self, topics: frozenset[str]) -> dict[tuple[str, str], float]:
        """Which pages are concerned, the event for each, and how many seconds two of these may be apart."""
        found: dict[tuple[str, str], float] = {}
        now = asyncio.get_running_loop().time()
        for topic in topics:
            apart = MANY_APART if bell.is_for_many(topic) else APART
            concerned = self._open if topic == bell.EVERYTHING else self._by_topic.get(topic, ())
            for token in concerned:
                tab = self._open[token]
                for event in tab.is_told_of(topic):
                    tab.rung[event] = now
                    found[token, event] = min(apart, found.get((token, event), apart))
        return found

    def sessions(self) -> set[UUID]:
        """The sessions that have a page open."""
        return {tab.holding.session_id for tab in self._open.values()}

    def changed(self, asked: set[UUID], now: dict[UUID, Holding]) -> list[str]:
        """The pages of the sessions asked about that give something else now, or nothing any more."""
        return [
            token
            for token, tab in self._open.items()
            if tab.holding.session_id in asked and now.get(tab.holding.session_id) != tab.holding
        ]

    def _close(self, client_token: str) -> None:
        if tab := self._open.pop(client_token, None):
            self._heed_no_more(client_token, tab.topics())

    def _heed(self, client_token: str, topics: frozenset[str]) -> None:
        for topic in topics:
            self._by_topic.setdefault(topic, set()).add(client_token)

    def _heed_no_more(self, client_token: str, topics: frozenset[str]) -> None:
        for topic in topics:
            self._by_topic[topic].discard(client_token)
            if not self._by_topic[topic]:
                del self._by_topic[topic]


TABS = Tabs()


@asynccontextmanager
async def lifespan(app: App) -> AsyncIterator[None]:
    """Open pages hear for as long as the server runs."""
    rings: asyncio.Queue[frozenset[str]] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def heard(topics: frozenset[str]) -> None:
        loop.call_soon_threadsafe(rings.put_nowait, topics)

    tasks = [asyncio.create_task(_tell(app, rings)), asyncio.create_task(_go_round(app))]
    bell.answer(heard)
    joined = others.join()
    try:
        yield
    finally:
        bell.hang_up(heard)
        await to_thread.run_sync(joined.leave)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def forget_closed(namespace: EventNamespace) -> None:
    """A page whose connection is gone hears nothing; it comes back through the doorkeeper."""
    leave = namespace.on_disconnect

    def on_disconnect(sid: str) -> Any:
        if client_token := namespace.sid_to_token.get(sid):
            TABS.gone(client_token)
        return leave(sid)

    namespace.on_disconnect = on_disconnect  # type: ignore[method-assign]


class Teller:
    """Sends pages what they are told of: the first ring at once, those right after it together.

    What concerns many pages (a queue, the numbers of everyone who works here) rings often while many are at
    work; a page that looks more than once a second then shows nobody more, and keeps others waiting.
    """

    def __init__(self, send: Callable[[str, str], Awaitable[None]]) -> None:
        self._send = send
        self._sent: dict[tuple[str, str], float] = {}
        self._waiting: dict[tuple[str, str], asyncio.Task[None]] = {}

    async def tell(self, topics: frozenset[str]) -> None:
        """Send each page concerned its event, now or with the next ones."""
        now = asyncio.get_running_loop().time()
        for one, apart in TABS.told_of(topics).items():
            left = self._sent.get(one, -apart) + apart - now
            if left <= 0:
                await self._now(one)
            elif one not in self._waiting:
                self._waiting[one] = asyncio.create_task(self._later(one, left))
        if len(self._sent) > MOST_REMEMBERED:
            self._sent.clear()

    async def _later(self, one: tuple[str, str], seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self._now(one)

    async def _now(self, one: tuple[str, str]) -> None:
        self._waiting.pop(one, None)
        self._sent[one] = asyncio.get_running_loop().time()
        await self._send(*one)


async def _tell(app: App, rings: asyncio.Queue[frozenset[str]]) -> None:
    teller = Teller(partial(_send, app))
    while True:
        await teller.tell(await rings.get())


async def _go_round(app: App) -> None:
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        with suppress(Exception):  # a busy database is asked again in a moment
            presence.look_round()
            await look_round(app)


async def look_round(app: App) -> None:
    """Have the doorkeeper look at every open page whose session gives something else than it did."""
    if not (asked := TABS.sessions()):
        return
    now = await to_thread.run_sync(door.holdings, asked)
    for client_token in TABS.changed(asked, now):
        await _send(app, client_token, LOOK_AGAIN)


async def _send(app: App, client_token: str, event: str) -> None:
    """Queue an event for a page as if it came from there; it brings no address and no data of its own."""
    try:
        await app.event_processor.enqueue(client_token, Event(name=event))
    except Exception as fault:
        log.error("a page was not told (%s)", type(fault).__name__)
