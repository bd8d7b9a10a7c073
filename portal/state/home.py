"""The start page and the overview of the record."""

import reflex as rx

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
        try:
            self.home = await self._in_chart(records.what_is_new)
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
        try:
            self.rows = await self._in_chart(records.overview)
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None
