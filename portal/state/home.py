"""The start page and the overview of the record."""

import reflex as rx

from portal.access.actor import Scope
from portal.errors import NotFound
from portal.services import records
from portal.services.records import Home, Row
from portal.state.base import PortalState
from portal.state.refusals import on_exception


class HomeState(PortalState, rx.State):
    """What is new since the person was here before; `status` is "apart" for someone without a record here."""

    status: str = "loading"
    home: Home = Home()

    @rx.event
    async def load(self):
        """Greet the person and show what is new."""
        return await self._fill()

    @rx.event
    async def look(self):
        """Something came while the page was open."""
        return await self._fill(touch=False)

    async def _fill(self, *, touch: bool = True):
        try:
            self.home = await self._in_chart(records.what_is_new, touch=touch)
            await self._follow(HomeState.look, Scope.RECORDS)
        except NotFound:
            self.status = "apart"
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None


class OverviewState(PortalState, rx.State):
    """A row for each kind of record."""

    status: str = "loading"
    rows: list[Row] = []

    @rx.event
    async def load(self):
        """Count what is on file."""
        return await self._fill()

    @rx.event
    async def look(self):
        """Something came while the page was open."""
        return await self._fill(touch=False)

    async def _fill(self, *, touch: bool = True):
        try:
            self.rows = await self._in_chart(records.overview, touch=touch)
            await self._follow(OverviewState.look, Scope.RECORDS)
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None
