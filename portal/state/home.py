"""The start page and the overview of the record."""

import reflex as rx

from portal.access.actor import Scope
from portal.services import aging_out, household, records
from portal.services.household import Member
from portal.services.records import Home, Row
from portal.state.base import PortalState
from portal.state.frame import FrameState
from portal.state.refusals import on_exception


class HomeState(PortalState, rx.State):
    """What is new since the person was here before, for them and for everyone they help.

    `status` is "apart" when no record is looked at, and "narrow" when this part of it is not shared; `coming`
    says what ends with an 18th birthday that is near.
    """

    status: str = "loading"
    home: Home = Home()
    others: list[Member] = []
    coming: str = ""

    @rx.event
    async def load(self):
        """Greet the person and show what is new."""
        return await self._fill()

    @rx.event
    async def look(self):
        """Something came while the page was open."""
        return await self._fill(touch=False)

    async def _fill(self, *, touch: bool = True):
        frame = await self.get_state(FrameState)
        try:
            if not frame.patient_id or Scope.RECORDS not in frame.sees:
                self.status, self.home = "narrow" if frame.patient_id else "apart", Home()
            else:
                self.home = await self._in_chart(records.what_is_new, touch=touch)
                await self._follow(HomeState.look, Scope.RECORDS)
                self.status = "ready"
            if touch:
                is_own = frame.helped.patient_id == ""
                self.coming = await self._in_account(aging_out.coming)
                self.others = await self._in_account(household.gather) if is_own and frame.people else []
        except Exception as fault:
            self.status, self.home = "error", Home()
            return on_exception(fault)
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
            self.status, self.rows = "error", []
            return on_exception(fault)
        self.status = "ready"
        return None
