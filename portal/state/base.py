"""The bridge between a screen's state and the services: every state that reaches data mixes it in."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import reflex as rx
from reflex_base.utils.format import format_event_handler

from portal.access.actor import Duty, Scope
from portal.errors import NotFound, ProofWanted, SignedOut
from portal.services import door
from portal.services.aside import aside
from portal.services.cookie import token_in
from portal.services.guesses import From
from portal.state.held import held
from portal.state.live import TABS

Result = TypeVar("Result")


class PortalState(rx.State, mixin=True):
    """Runs services in a worker thread, each in one unit of work, for whoever holds this connection's cookie.

    Refusals (`portal.errors`) are raised through; `state/refusals.py` turns them into words on the screen.
    """

    async def _in_chart(self, service: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """Run a chart service in the chart this session looks at (staff: in `patient_id`)."""
        return await self._aside(door.in_chart, service, *args, **kwargs)

    async def _in_practice(self, service: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """Run a practice-wide service for the staff member signed in here."""
        return await self._aside(door.in_practice, service, *args, **kwargs)

    async def _in_account(self, service: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """Run a service about the own account of whoever is signed in here."""
        return await self._aside(door.in_account, service, *args, **kwargs)

    async def _follow(self, handler: Any, scope: Scope, *, patient_id: UUID | None = None) -> None:
        """Run `handler` whenever this chart changes in this scope, for as long as this page is open.

        The handler asks its services with `touch=False`: a push is no activity of the person.
        """
        self._follow_topic(handler, await self._aside(door.chart_topic, scope, patient_id=patient_id))

    async def _follow_duty(self, handler: Any, duty: Duty) -> None:
        """Run `handler` whenever something changes among what waits for staff who have this duty."""
        self._follow_topic(handler, await self._aside(door.duty_topic, duty))

    async def _follow_own(self, handler: Any, what: str) -> None:
        """Run `handler` whenever something of this account's own changes, such as its downloads."""
        self._follow_topic(handler, await self._aside(door.own_topic, what))

    def _now(self) -> float:
        """A moment of the loop's time, to be kept before a service is asked; see `_knows`."""
        return asyncio.get_running_loop().time()

    def _knows(self, handler: Any, since: float) -> bool:
        """Whether nothing has rung for `handler` since that moment: what was asked then is all there is."""
        token = self.router.session.client_token
        return not TABS.rung_since(token, format_event_handler(handler), since)

    def _follow_topic(self, handler: Any, *topics: str) -> None:
        TABS.follow(self.router.session.client_token, frozenset(topics), format_event_handler(handler))

    async def _at_front_door(self, service: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """Run a service for someone not signed in; it gets where they come from as `source`."""
        return await aside(service, *args, source=self._source(), **kwargs)

    async def _aside(self, way: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        router = self.router  # Reflex puts it together anew each time it is asked for
        token, address = token_in(router.headers.cookie), router.session.client_ip
        try:
            return await aside(way, token, *args, address=address, **kwargs)
        except SignedOut as refusal:
            raise SignedOut(refusal.message, reason=refusal.reason, at=self._path()) from None
        except ProofWanted:
            raise ProofWanted(held()) from None

    def _source(self) -> From:
        router = self.router
        return From(address=router.session.client_ip, device=router.headers.user_agent)

    def _uuid(self, name: str) -> UUID:
        """A dynamic part of this page's route, as an id. Raises: NotFound for anything else."""
        try:
            return UUID(str(getattr(self, name, "")))
        except ValueError:
            raise NotFound from None

    def _path(self) -> str:
        """The path of the page in the browser, without query; text from outside."""
        return str(self.router.url.path).rstrip("/") or "/"
