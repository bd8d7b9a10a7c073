"""How someone who works here answers messages: their signature, and the days they are away."""

from typing import Any

import reflex as rx

from portal.errors import Invalid
from portal.i18n import t
from portal.services.staff.messages import mine
from portal.services.staff.messages.mine import Mine
from portal.state.dates import as_date
from portal.state.opening import OpenedState
from portal.state.refusals import NoticeState
from portal.state.typed import typed


class MineState(OpenedState, rx.State):
    """What is set, and what is wrong with what was typed."""

    one: Mine = Mine()
    errors: dict[str, str] = {}
    attempt: int = 0

    @rx.event
    async def load(self):
        """Show what is set."""
        return await self._open(self._fill)

    @rx.event
    async def save_signature(self, form: dict[str, Any]):
        """Keep the words that end one's answers."""
        words = typed(form, "signature", most=5_000)
        return await self._keep(t("Saved."), mine.set_signature, signature=words)

    @rx.event
    async def save_away(self, form: dict[str, Any]):
        """Be away for some days."""
        given = {
            "from_on": as_date(typed(form, "from_on")),
            "until_on": as_date(typed(form, "until_on")),
            "delegate": typed(form, "delegate", most=100),
        }
        return await self._keep(t("Saved. Patients who write to you see it."), mine.set_away, **given)

    @rx.event
    async def end_away(self):
        """Be back, or not go after all."""
        return await self._keep(t("You answer messages again."), mine.end_away)

    async def _keep(self, said: str, service: Any, **given: Any) -> Any:
        self.errors = {}
        try:
            self.one = await self._in_practice(service, **given)
        except Invalid as refusal:
            self.errors, self.attempt = refusal.fields, self.attempt + 1
            return None
        return NoticeState.show(said, "good")

    async def _fill(self) -> None:
        self.one = await self._in_practice(mine.show_mine)
