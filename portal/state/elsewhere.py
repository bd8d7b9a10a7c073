"""Several windows, one choice: whose record is looked at belongs to the session, and each page was drawn for
someone. A page drawn for someone else than the session looks at by now does nothing until the person says
which of the two they mean.
"""

from uuid import UUID

import reflex as rx

from portal.i18n import t
from portal.services import accounts
from portal.services.accounts import Who
from portal.state.base import PortalState
from portal.state.tree import empty, onward


class ElsewhereState(PortalState, rx.State):
    """The question: `here` is whose page this is, `now` whose record the session looks at."""

    open: bool = False
    here: str = ""
    now: str = ""
    _here: str = ""
    _was_loading: bool = False

    @rx.event
    async def go_on(self):
        """Draw this window anew, for whom the session looks at."""
        if self.open:
            await empty(self)
            return onward(self)
        return None

    @rx.event
    async def back(self):
        """Look again at whose page this is; what was typed is still there."""
        if not self.open:
            return None
        patient_id = UUID(self._here) if self._here else None
        await self._in_account(accounts.switch, patient_id=patient_id)
        self.open = False
        return onward(self, self._path()) if self._was_loading else None

    async def _ask(self, here: str, *, is_loading: bool) -> None:
        """Ask which of the two is meant. `here` is whose page this is; one that was loading loads again."""
        who = await self._aside(accounts.who)
        self.open, self._here, self._was_loading = True, here, is_loading
        self.here, self.now = _name(who, here), _name(who, who.patient_id)


def _name(who: Who, patient_id: str) -> str:
    found = next((person.name for person in who.people if person.patient_id == patient_id), "")
    return found or t("your own account")
