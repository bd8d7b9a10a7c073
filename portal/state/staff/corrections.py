"""What patients ask to have corrected, as staff work through it."""

from typing import Any
from uuid import UUID

import reflex as rx

from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.i18n import t
from portal.services import records
from portal.services.records import Detail
from portal.services.records.corrections import CorrectionRow
from portal.services.staff import corrections
from portal.services.staff.corrections import Request
from portal.state.base import PortalState
from portal.state.opening import OpenedState
from portal.state.refusals import NoticeState, on_exception

_KEPT = 20_000


class CorrectionQueueState(PortalState, rx.State):
    """The queue, open requests first."""

    status: str = "loading"
    why: str = ""
    rows: list[CorrectionRow] = []
    waiting: str = ""
    page: int = 1
    pages: int = 1

    @rx.event
    async def load(self):
        """Fill the queue anew."""
        return await self._show(1)

    @rx.event
    async def next_page(self):
        """One page on."""
        return await self._show(self.page + 1)

    @rx.event
    async def previous_page(self):
        """One page back."""
        return await self._show(self.page - 1)

    async def _show(self, page: int):
        try:
            found = await self._in_practice(corrections.queue, page=page)
        except NotPermitted as refusal:
            self.reset()
            self.status, self.why = "refused", refusal.message
            return None
        except Exception as fault:
            self.status, self.rows = "error", []
            return on_exception(fault)
        self.status, self.rows, self.waiting = "ready", found.rows, found.waiting
        self.page, self.pages = found.page, found.pages
        return None


class DecideState(OpenedState, rx.State):
    """One request, the item as it stands now, and the decision. `deciding` is "accept", "deny" or nothing."""

    one: Request = Request()
    item: Detail = Detail()
    item_gone: bool = False
    deciding: str = ""
    note: str = ""
    note_error: str = ""
    ground: str = ""
    ground_error: str = ""
    reason: str = ""
    reason_error: str = ""

    @rx.event
    async def load(self):
        """Open the request of this address."""
        return await self._open(self._look)

    async def _look(self) -> None:
        wanted = self._uuid("correction_id")
        self.one = await self._in_practice(corrections.look_into, correction_id=wanted)
        await self._look_at_item()

    @rx.event
    def begin(self, what: str):
        """Open the question before a decision: "accept" or "deny"."""
        self.deciding = what if what in ("accept", "deny") and self.one.is_open else ""

    @rx.event
    def leave(self):
        """Close the question; nothing is decided."""
        self.deciding = ""

    @rx.event
    async def accept(self, form: dict[str, Any]):
        """Accept, with what was done."""
        self.note = _typed(form, "note")
        return await self._decide(
            corrections.accept, t("Accepted. The patient gets an email."), note=self.note
        )

    @rx.event
    async def deny(self, form: dict[str, Any]):
        """Deny, with the ground and the reason."""
        self.ground, self.reason = _typed(form, "ground"), _typed(form, "reason")
        said = t("Denied. The patient gets an email.")
        return await self._decide(corrections.deny, said, ground=self.ground, reason=self.reason)

    async def _decide(self, service: Any, said: str, **words: str):
        wanted = self._uuid("correction_id")
        self.note_error = self.ground_error = self.reason_error = ""
        try:
            self.one = await self._in_practice(service, correction_id=wanted, **words)
        except Invalid as refusal:
            self.note_error = refusal.fields.get("note", "")
            self.ground_error = refusal.fields.get("ground", "")
            self.reason_error = refusal.fields.get("reason", "")
            return None
        except Conflict as refusal:
            self.deciding = ""
            self.one = await self._in_practice(corrections.look_into, correction_id=wanted)
            return on_exception(refusal)
        self.deciding = ""
        return NoticeState.show(said, "good")

    async def _look_at_item(self) -> None:
        """The record as it stands now; it may be gone since it was asked about."""
        place = {"record_id": UUID(self.one.record_id), "patient_id": UUID(self.one.patient_id)}
        try:
            if self.one.kind == "medications":
                self.item = await self._in_chart(records.show_medication, **place)
            else:
                self.item = await self._in_chart(records.show_record, kind=self.one.kind, **place)
        except NotFound:
            self.item_gone = True


def _typed(form: object, name: str) -> str:
    """What was typed in a field of a form from outside."""
    return str(form.get(name, ""))[:_KEPT] if isinstance(form, dict) else ""
