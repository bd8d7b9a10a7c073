"""One opening in an emergency, as the one who checks it sees it."""

from typing import Any

import reflex as rx

from portal.errors import Conflict, Invalid
from portal.i18n import t
from portal.services.staff import emergency_review
from portal.services.staff.emergency_review import Opening
from portal.state.opening import OpenedState
from portal.state.refusals import NoticeState, on_exception
from portal.state.staff.emergency import BandState
from portal.state.typed import typed

CHECKED = "emergency-checked"
"""What takes focus once it was checked or ended."""


class ReviewState(OpenedState, rx.State):
    """One opening, and what is written about it."""

    one: Opening = Opening()
    outcome: str = ""
    outcome_error: str = ""
    note: str = ""
    note_error: str = ""

    @rx.event
    async def load(self):
        """Open the one that the address names."""
        return await self._open(self._look)

    async def _look(self) -> None:
        which = self._uuid("opening_id")
        self.one = await self._in_practice(emergency_review.look_into, opening_id=which)

    @rx.event
    async def end_now(self):
        """End someone's look at once."""
        self.one = await self._in_practice(emergency_review.end_now, opening_id=self._uuid("opening_id"))
        return [NoticeState.show(t("Ended. The chart is closed to them."), "good"), rx.set_focus(CHECKED)]

    @rx.event
    async def decide(self, form: dict[str, Any]):
        """Write down whether it was right."""
        self.outcome, self.note = typed(form, "outcome"), typed(form, "note")
        self.outcome_error = self.note_error = ""
        which = self._uuid("opening_id")
        try:
            self.one = await self._in_practice(
                emergency_review.decide, opening_id=which, outcome=self.outcome, note=self.note
            )
        except Invalid as refusal:
            self.outcome_error = refusal.fields.get("outcome", "")
            self.note_error = refusal.fields.get("note", "")
            return None
        except Conflict as refusal:
            self.one = await self._in_practice(emergency_review.look_into, opening_id=which)
            return on_exception(refusal)
        said = t("Written down. The patient can read that it was checked.")
        return [BandState.load, NoticeState.show(said, "good"), rx.set_focus(CHECKED)]
