"""What someone wants emails about, and the page that stops them from a link in an email."""

from typing import Any

import reflex as rx

from portal.errors import Invalid, NotFound
from portal.i18n import t
from portal.services.notifications import stopping, wishes
from portal.services.notifications.wishes import TopicChoice, Wishes
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception
from portal.state.typed import typed


class NotificationsState(PortalState, rx.State):
    """What is chosen now. Hours are text, as a choice in a form is."""

    status: str = "loading"
    email: str = ""
    topics: list[TopicChoice] = []
    is_quiet: bool = False
    quiet_from: str = "21"
    quiet_until: str = "7"
    came_back: str = ""
    errors: dict[str, str] = {}
    attempt: int = 0
    run: int = 0

    @rx.event
    async def load(self):
        """Show what is chosen."""
        self.errors = {}
        try:
            self._show(await self._in_account(wishes.show_wishes))
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        return None

    @rx.event
    def set_quiet(self, is_quiet: bool):
        """Show the hours, or not."""
        self.is_quiet = bool(is_quiet)

    @rx.event
    async def choose(self, form: dict[str, Any]):
        """Keep what was chosen; what is no form changes nothing."""
        if not isinstance(form, dict):
            return None
        wanted = [one.key for one in self.topics if typed(form, f"topic-{one.key}")]
        self.quiet_from = typed(form, "quiet_from", most=2) or self.quiet_from
        self.quiet_until = typed(form, "quiet_until", most=2) or self.quiet_until
        self.errors = {}
        try:
            found = await self._in_account(
                wishes.choose_wishes,
                wanted=wanted,
                is_quiet=self.is_quiet,
                quiet_from=_hour(self.quiet_from),
                quiet_until=_hour(self.quiet_until),
            )
        except Invalid as refusal:
            self.errors, self.attempt = refusal.fields, self.attempt + 1
            return None
        self._show(found)
        return NoticeState.show(t("Saved. It holds from now on."), "good")

    def _show(self, found: Wishes) -> None:
        self.status, self.email, self.topics = "ready", found.email, found.topics
        self.is_quiet, self.came_back, self.run = found.is_quiet, found.came_back, self.run + 1
        self.quiet_from, self.quiet_until = str(found.quiet_from), str(found.quiet_until)


class EmailsOffState(PortalState, rx.State):
    """The page behind the link of an email. `status` is "ask", "off", "on" or "wrong"."""

    status: str = "ask"

    @rx.event
    def load(self):
        """Ask first."""
        self.status = "ask"

    @rx.event
    async def stop(self):
        """Stop them."""
        await self._put(stopped=True)

    @rx.event
    async def resume(self):
        """Begin them again."""
        await self._put(stopped=False)

    async def _put(self, *, stopped: bool) -> None:
        ticket = str(self.router.url.query_parameters.get("t") or "")[:64]
        try:
            await self._at_front_door(stopping.stop, ticket, stopped=stopped)
        except NotFound:
            self.status = "wrong"
            return
        self.status = "off" if stopped else "on"


def _hour(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else -1
