"""The staff's list of what is kept back from patients."""

import reflex as rx

from portal.errors import NotPermitted
from portal.services.staff import holds
from portal.services.staff.holds import HoldRow
from portal.state.base import PortalState
from portal.state.refusals import on_exception


class HoldsState(PortalState, rx.State):
    """Everything on hold now."""

    status: str = "loading"
    why: str = ""
    rows: list[HoldRow] = []

    @rx.event
    async def load(self):
        """Read the list."""
        try:
            self.rows = await self._in_practice(holds.list_holds)
        except NotPermitted as refusal:
            self.status, self.why, self.rows = "refused", refusal.message, []
            return None
        except Exception as fault:
            self.status, self.rows = "error", []
            return on_exception(fault)
        self.status = "ready"
        return None
