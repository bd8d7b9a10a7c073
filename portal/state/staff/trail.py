"""A patient's audit trail on the staff's page, read only when it is asked for."""

from typing import Any

import reflex as rx

from portal.services.staff import trail
from portal.services.staff.trail import TrailRow
from portal.state.base import PortalState


class TrailState(PortalState, rx.State):
    """The page of the trail that is shown; nothing until someone asks, for reading it is written down too."""

    is_open: bool = False
    rows: list[TrailRow] = []
    total: int = 0
    page: int = 1
    pages: int = 1
    kind: str = ""
    status: str = "ready"

    @rx.event
    def close(self):
        """Put the trail away; also when another patient's page opens."""
        self.reset()

    @rx.event
    async def open(self):
        """Show the newest entries."""
        await self._show(1)

    @rx.event
    async def narrow(self, form: dict[str, Any]):
        """Show only one kind of entries."""
        self.kind = str(dict(form).get("kind", ""))[:20]
        await self._show(1)

    @rx.event
    async def older(self):
        """One page back in time."""
        await self._show(self.page + 1)

    @rx.event
    async def newer(self):
        """One page on in time."""
        await self._show(self.page - 1)

    async def _show(self, page: int) -> None:
        who = self._uuid("patient_id")
        found = await self._in_practice(trail.list_entries, patient_id=who, kind=self.kind, page=page)
        self.is_open, self.rows, self.total = True, found.rows, found.total
        self.page, self.pages = found.page, found.pages
