"""The staff's list of who turns 18."""

import reflex as rx

from portal.errors import NotPermitted
from portal.services.staff import aging_out
from portal.services.staff.aging_out import AgingOut
from portal.state.base import PortalState
from portal.state.refusals import on_exception


class AgingOutState(PortalState, rx.State):
    """Everyone who turns 18 soon, and those who did and wait for an invitation."""

    status: str = "loading"
    why: str = ""
    found: AgingOut = AgingOut()

    @rx.event
    async def load(self):
        """Read the list."""
        try:
            self.found = await self._in_practice(aging_out.show)
        except NotPermitted as refusal:
            self.status, self.why, self.found = "refused", refusal.message, AgingOut()
            return None
        except Exception as fault:
            self.status, self.found = "error", AgingOut()
            return on_exception(fault)
        self.status = "ready"
        return None
