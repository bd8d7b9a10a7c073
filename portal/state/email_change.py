"""Another email address, in two steps on one page: the address, then the code that was sent there."""

from typing import Any

import reflex as rx

from portal.errors import Conflict, Invalid, TooMany
from portal.i18n import t
from portal.services.account import email_change
from portal.services.account.email_change import EmailStanding
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception

STEP = "email-step"
"""What takes focus when the page goes on to the code, or back."""


class EmailState(PortalState, rx.State):
    """The address there is and the one that waits. `typed` is what was typed, kept over a refusal."""

    status: str = "loading"
    now: EmailStanding = EmailStanding()
    typed: str = ""
    error: str = ""
    code_error: str = ""

    @rx.event
    async def load(self):
        """Show where it stands."""
        self.reset()
        try:
            self.now = await self._in_account(email_change.show_email)
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None

    @rx.event
    async def ask(self, form: dict[str, Any]):
        """Send a code to the address that was typed."""
        self.typed = _typed(form, "email")
        yield await self._send(self.typed)
        if self.now.waiting:
            yield rx.set_focus(STEP)

    @rx.event
    async def again(self):
        """Send another code to the address that waits."""
        said = await self._send(self.now.waiting)
        if said is None and not self.error:
            said = NoticeState.show(t("We have sent a new code. The one before no longer works."), "good")
        return said

    @rx.event
    async def confirm(self, form: dict[str, Any]):
        """Check the code; with the right one the new address is in force."""
        self.code_error = ""
        try:
            is_right = await self._in_account(email_change.confirm_email, code=_typed(form, "code")[:40])
        except Conflict as refusal:
            self.now = await self._in_account(email_change.show_email)
            yield NoticeState.show(refusal.message)
            return
        self.now = await self._in_account(email_change.show_email)
        if is_right:
            self.typed = ""
            yield NoticeState.show(t("Your email address is changed."), "good")
            yield rx.set_focus(STEP)
        elif self.now.waiting:
            self.code_error = t("That is not the code we sent. Check it and try again.")
        else:
            yield NoticeState.show(t("That was not the code five times. Please ask for a new one."))

    @rx.event
    async def cancel(self):
        """Keep the address there is."""
        self.now = await self._in_account(email_change.cancel_email)
        self.error = self.code_error = ""
        yield NoticeState.show(t("Nothing was changed. We keep the address you have."), "good")
        yield rx.set_focus(STEP)

    async def _send(self, email: str):
        self.error = self.code_error = ""
        try:
            self.now = await self._in_account(email_change.ask_email, email=email)
        except Invalid as refusal:
            self.error = refusal.fields.get("email", refusal.message)
        except TooMany as refusal:
            return NoticeState.show(refusal.message)
        return None


def _typed(form: object, name: str) -> str:
    return str(form.get(name, ""))[:300] if isinstance(form, dict) else ""
