"""What the frame around every signed-in page shows: whose account this is, and on paper whose record."""

import reflex as rx

from portal.services import accounts
from portal.services.records import Whose, whose
from portal.state.base import PortalState
from portal.state.refusals import NoticeState


class FrameState(PortalState, rx.State):
    """The name in the header and the account menu."""

    name: str = ""
    initials: str = ""
    role: str = ""
    whose: Whose = Whose()

    @rx.event
    async def load(self):
        """Fill the frame for whoever is signed in here; the doorkeeper empties it when that changes."""
        notice = await self.get_state(NoticeState)
        notice.words = ""
        if self.name:
            return
        who = await self._aside(accounts.who)
        self.name, self.initials, self.role = who.name, who.initials, who.role
        if who.may_read:
            self.whose = await self._in_chart(whose.look)
