"""How a person wants to see results, as the page asks it."""

from typing import Any

import reflex as rx

from portal.i18n import t
from portal.services.records import preferences
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception


class PreferencesState(PortalState, rx.State):
    """What is chosen now, for the record that is open."""

    status: str = "loading"
    show: str = "at-once"
    tell: bool = True

    @rx.event
    async def load(self):
        """Show what is chosen."""
        try:
            wishes = await self._in_chart(preferences.show_wishes)
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status, self.show, self.tell = "ready", wishes.show, wishes.tell
        return None

    @rx.event
    async def choose(self, form: dict[str, Any]):
        """Keep what was chosen."""
        given = form if isinstance(form, dict) else {}
        wishes = await self._in_chart(
            preferences.choose_wishes, show=str(given.get("show", "")), tell=given.get("tell") == "yes"
        )
        self.show, self.tell = wishes.show, wishes.tell
        return NoticeState.show(t("Saved. It holds from now on."), "good")
