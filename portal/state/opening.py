"""What the states of many pages share: a page that may be missing or refused, and a list in pages."""

from collections.abc import Awaitable, Callable
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from portal.errors import NotFound, NotPermitted
from portal.state.base import PortalState
from portal.state.refusals import on_exception


class OpenedState(PortalState, mixin=True):
    """A page about one thing. `status` is "loading", "ready", "missing", "refused" (`why`) or "error"."""

    status: str = "loading"
    why: str = ""

    async def _open(self, fill: Callable[[], Awaitable[None]]) -> EventSpec | None:
        """Empty the page and fill it anew; what does not come to its end leaves it empty, and says why."""
        self.reset()
        try:
            await fill()
        except (NotFound, NotPermitted) as refusal:
            self.reset()
            self.status = "missing" if isinstance(refusal, NotFound) else "refused"
            self.why = refusal.message
            return None
        except Exception as fault:
            self.reset()
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None


class PagedState(PortalState, mixin=True):
    """A list, a page at a time; the state of a list has `rows` and `_list`, which asks for one page of it."""

    status: str = "loading"
    total: int = 0
    page: int = 1
    pages: int = 1

    @rx.event
    async def load(self):
        """Fill the list anew."""
        return await self._show(1)

    @rx.event
    async def newer(self):
        """The page before this one."""
        return await self._show(self.page - 1)

    @rx.event
    async def older(self):
        """The page after this one."""
        return await self._show(self.page + 1)

    async def _list(self, page: int) -> Any:
        """One page from the service: `rows`, `total`, `page`, `pages`."""
        raise NotImplementedError

    async def _show(self, page: int) -> EventSpec | None:
        try:
            found = await self._list(page)
        except Exception as fault:
            self.status, self.rows = "error", []
            return on_exception(fault)
        self.status, self.rows = "ready", found.rows
        self.total, self.page, self.pages = found.total, found.page, found.pages
        return None
