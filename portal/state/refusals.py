"""What a person reads when something is refused or fails, wherever it was raised."""

import logging
import secrets
from typing import Any

import reflex as rx
from reflex_base.event import EventSpec

from portal.errors import ProofWanted, Refusal, SignedOut
from portal.i18n import t
from portal.logs import where
from portal.state.held import Held, again

log = logging.getLogger("portal.faults")


class NoticeState(rx.State):
    """The one line at the top of the page: what happened, that nothing was lost, what to do.

    `times` counts what was said, so that the same words are read out again; `there` is the page they are for
    when that is another one.
    """

    words: str = ""
    tone: str = "danger"
    times: int = 0
    there: str = ""
    _explains: bool = False
    """What is said explains whatever else fails on this page, and is not replaced by it."""

    @rx.event
    def show(self, words: str, tone: str = "danger"):
        """Show a line; it stays until it is closed or the page changes."""
        if self._explains and self.words:
            return
        self._say(str(words)[:500], "good" if tone == "good" else "danger")

    @rx.event
    def close(self):
        """Close the line."""
        self.words = ""

    def _page_begins(self, path: str) -> None:
        """A page loads: what was said before is over, but for what was said for this very page."""
        if not self.there or self.there != path:
            self.words = ""
        self.there, self._explains = "", False

    def _say(self, words: str, tone: str, there: str = "") -> None:
        self.words, self.tone, self.there = words, tone, there
        self.times += 1


async def say_there(state: rx.State, words: str, path: str) -> EventSpec:
    """Go to a page and say something there, that all went well.

    The words are set before the browser hears that it is to go. `NoticeState.show` beside a redirect would
    race with the page that begins, which takes away what was said before.
    """
    notice = await state.get_state(NoticeState)
    notice._say(words, "good", path)
    return rx.redirect(path)


class ProofState(rx.State):
    """Asks whoever is signed in to show again that it is them, then lets the event that was held up go on."""

    wanted: bool = False
    _held: Held | None = None
    _at: str = ""

    @rx.event
    def want(self, event: str = "", payload: dict[str, Any] | None = None):
        """Ask, before an event of this name goes on. The browser could as well send that event itself."""
        self._held, self.wanted = Held(str(event), payload if isinstance(payload, dict) else {}), True
        self._at = str(self.router.url.path).rstrip("/") or "/"

    def _page_begins(self, path: str) -> None:
        """A page loads: what another one had asked for is not done any more."""
        if self._at != path:
            self.wanted, self._held = False, None

    @rx.event
    def go_on(self):
        """They have shown it: what was held up runs again, as it was sent."""
        held, self._held, self.wanted = self._held, None, False
        event = again(held) if held else None
        return event or NoticeState.show(t("Thank you. Please press the button once more."), "good")

    @rx.event
    def leave(self):
        """They would rather not: nothing happens."""
        if not self.wanted:
            return None
        self._held, self.wanted = None, False
        return NoticeState.show(t("Nothing was changed."), "good")


def way_in(path: str, reason: str) -> str:
    """The sign-in page for whoever was at `path`, with why they are signed out and the way back."""
    start = "/staff/sign-in" if path.startswith("/staff") else "/"
    hints = ([f"signed-out={reason}"] if reason != "none" else []) + ([f"next={path}"] if path else [])
    return f"{start}#{'&'.join(hints)}"


def on_exception(exception: Exception) -> EventSpec | None:
    """Turn what a handler raised into words, or into the way to sign in again."""
    if isinstance(exception, SignedOut):
        return rx.redirect(way_in(exception.at, exception.reason), replace=True)
    if isinstance(exception, ProofWanted):
        held = exception.event if isinstance(exception.event, Held) else Held()
        return ProofState.want(held.name, held.payload)
    if isinstance(exception, Refusal):
        return NoticeState.show(exception.message, "danger")
    number = secrets.token_hex(4).upper()
    log.error("fault %s: %s", number, where(exception))
    words = t("Something went wrong on our side. Nothing was lost. Please try again. (Number {n})", n=number)
    return NoticeState.show(words, "danger")
