"""Requests for other contact details, as staff work through them."""

from typing import Any

import reflex as rx

from portal.access.actor import Duty
from portal.errors import Conflict, Invalid, NotPermitted
from portal.i18n import t
from portal.services.staff import contact_changes
from portal.services.staff.contact_changes import ContactRequest, ContactRequestRow
from portal.state.base import PortalState
from portal.state.opening import OpenedState
from portal.state.refusals import NoticeState, on_exception
from portal.state.typed import typed


class ContactQueueState(PortalState, rx.State):
    """The list, open requests first."""

    status: str = "loading"
    why: str = ""
    rows: list[ContactRequestRow] = []
    waiting: str = ""
    page: int = 1
    pages: int = 1

    @rx.event
    async def load(self):
        """Fill the list anew."""
        return await self._show(1)

    @rx.event
    async def look(self):
        """Something came while the page was open."""
        return await self._show(self.page, touch=False)

    @rx.event
    async def next_page(self):
        """One page on."""
        return await self._show(self.page + 1)

    @rx.event
    async def previous_page(self):
        """One page back."""
        return await self._show(self.page - 1)

    async def _show(self, page: int, *, touch: bool = True):
        try:
            found = await self._in_practice(contact_changes.queue, page=page, touch=touch)
            await self._follow_duty(ContactQueueState.look, Duty.CONTACTS)
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


class ContactRequestState(OpenedState, rx.State):
    """One request and its answer. `deciding` is "enter", "deny" or nothing."""

    one: ContactRequest = ContactRequest()
    deciding: str = ""
    reason: str = ""
    reason_error: str = ""

    @rx.event
    async def load(self):
        """Open the request of this address."""
        return await self._open(self._fill)

    @rx.event
    async def look(self):
        """Something came while the page was open; what was typed stays."""
        wanted = self._uuid("change_id")
        self.one = await self._in_practice(contact_changes.look_into, change_id=wanted, touch=False)

    @rx.event
    def begin(self, what: str):
        """Open the question before an answer: "enter" or "deny"."""
        self.deciding = what if what in ("enter", "deny") and self.one.is_open else ""

    @rx.event
    def leave(self):
        """Close the question; nothing is decided."""
        self.deciding = ""

    @rx.event
    async def enter(self):
        """It is in the EHR."""
        return await self._answer(contact_changes.enter, t("Marked as entered. The patient gets an email."))

    @rx.event
    async def deny(self, form: dict[str, Any]):
        """It stays as it is, for this reason."""
        self.reason = typed(form, "reason")
        said = t("Answered. The patient gets an email.")
        return await self._answer(contact_changes.deny, said, reason=self.reason)

    async def _answer(self, service: Any, said: str, **words: str):
        wanted = self._uuid("change_id")
        self.reason_error = ""
        try:
            self.one = await self._in_practice(service, change_id=wanted, **words)
        except Invalid as refusal:
            self.reason_error = refusal.fields.get("reason", refusal.message)
            return None
        except Conflict as refusal:
            self.deciding = ""
            self.one = await self._in_practice(contact_changes.look_into, change_id=wanted)
            return on_exception(refusal)
        self.deciding = ""
        return NoticeState.show(said, "good")

    async def _fill(self) -> None:
        wanted = self._uuid("change_id")
        self.one = await self._in_practice(contact_changes.look_into, change_id=wanted)
        await self._follow_duty(ContactRequestState.look, Duty.CONTACTS)
