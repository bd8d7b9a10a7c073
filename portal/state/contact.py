"""Contact details on the profile, and asking for other ones."""

from typing import Any
from uuid import UUID

import reflex as rx

from portal.access.actor import Scope
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from portal.i18n import t
from portal.services import contact
from portal.services.account import email_change
from portal.services.account.email_change import EmailStanding
from portal.services.contact import LONGEST, Asking, ContactPage, Receipt
from portal.state.base import PortalState
from portal.state.frame import FrameState
from portal.state.refusals import NoticeState, on_exception
from portal.state.typed import typed

RECEIPT, PENDING = "contact-receipt", "contact-pending"
"""What takes focus once it is sent, and once a request was taken back."""


class ContactState(PortalState, rx.State):
    """How the practice reaches whose record this is. `status` is "apart" where that is not theirs to see.

    `asking` is the id of the request that would be taken back, and `said` what came while the page was open.
    """

    status: str = "loading"
    one: ContactPage = ContactPage()
    email: EmailStanding = EmailStanding()
    asking: str = ""
    said: str = ""

    @rx.event
    async def load(self):
        """Show it as it stands now."""
        self.asking = self.said = ""
        return await self._fill()

    @rx.event
    async def look(self):
        """Something came while the page was open: show it, and say what is new."""
        before = {one.key: one.outcome for one in self.one.asks}
        failed = await self._fill(touch=False)
        new = [one.outcome for one in self.one.asks if before.get(one.key) != one.outcome]
        self.said = " ".join(new) or self.said
        return failed

    @rx.event
    def ask(self, key: str):
        """Ask whether to take a request back."""
        self.asking = next((one.key for one in self.one.asks if one.key == key and one.may_withdraw), "")

    @rx.event
    def leave(self):
        """Close the question; nothing is changed."""
        self.asking = ""

    @rx.event
    async def withdraw(self):
        """Take the request back."""
        wanted, self.asking = self.asking, ""
        if not wanted:
            return
        try:
            await self._in_chart(contact.withdraw, change_id=UUID(wanted))
        except Conflict as refusal:
            await self._fill()
            yield NoticeState.show(refusal.message)
            return
        await self._fill()
        yield NoticeState.show(t("Your request was taken back. Nothing was changed."), "good")
        yield rx.set_focus(PENDING)

    async def _fill(self, *, touch: bool = True):
        frame = await self.get_state(FrameState)
        if not frame.patient_id or Scope.RECORDS not in frame.sees:
            self.reset()
            self.status = "apart"
            return None
        try:
            self.one = await self._in_chart(contact.show, touch=touch)
            await self._follow(ContactState.look, Scope.RECORDS)
            if touch and not frame.helped.patient_id:
                self.email = await self._in_account(email_change.show_email)
        except Exception as fault:
            self.reset()
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None


class ContactAskState(PortalState, rx.State):
    """The form. `typed` is what stands in it, kept over a refusal; "sent" is the status with a receipt."""

    status: str = "loading"
    asking: Asking = Asking()
    typed: dict[str, str] = dict.fromkeys(LONGEST, "")
    errors: dict[str, str] = dict.fromkeys(LONGEST, "")
    message: str = ""
    busy: bool = False
    receipt: Receipt = Receipt()

    @rx.event
    async def load(self):
        """Begin anew, with what is on file."""
        self.reset()
        try:
            self.asking = await self._in_chart(contact.begin)
        except (NotFound, NotPermitted):
            self.status = "refused"
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.typed = self.asking.typed
        self.status = "waits" if self.asking.waiting else "ready"
        return None

    @rx.event
    async def send(self, form: dict[str, Any]):
        """Send it. A second press while the first is on its way finds it sent."""
        if self.status != "ready" or self.busy:
            return
        self.typed = {name: typed(form, name, most=200) for name in LONGEST}
        self.errors, self.message, self.busy = dict.fromkeys(LONGEST, ""), "", True
        yield
        try:
            self.receipt = await self._in_chart(contact.send, once=self.asking.once, details=dict(self.typed))
        except Invalid as refusal:
            self.errors |= refusal.fields
            self.message = "" if refusal.fields else refusal.message
        except (Conflict, TooMany) as refusal:
            self.message = refusal.message
        else:
            self.status = "sent"
            yield
            yield rx.set_focus(RECEIPT)
        finally:
            self.busy = False
