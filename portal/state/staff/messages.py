"""Messages as staff work on them: the queues, one conversation, and what waits for whoever is signed in."""

from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

import reflex as rx

from portal.access.actor import Duty, Scope
from portal.errors import Invalid, NotPermitted
from portal.i18n import t
from portal.services.staff.messages import desk, queues
from portal.services.staff.messages.desk import Desk
from portal.services.staff.messages.queues import QueuePage, QueueRow, QueueTab
from portal.state.around import AroundState
from portal.state.base import PortalState
from portal.state.opening import OpenedState
from portal.state.refusals import NoticeState, on_exception
from portal.state.typed import typed

NEWEST = "newest-message"
MOST = 40_000


class DeskBadgeState(PortalState, rx.State):
    """How many threads wait for whoever is signed in, on the tab of every staff page."""

    waiting: int = 0

    @rx.event
    async def load(self):
        """Count, and count again whenever something changes; for those who do not work here, nothing."""
        self.waiting = 0
        with suppress(NotPermitted):
            self._follow_topic(DeskBadgeState.look, *await self._aside(queues.badge_topics))
            self.waiting = await self._aside(queues.count_mine)

    @rx.event
    async def look(self):
        """Count again."""
        self.waiting = await self._aside(queues.count_mine)


class QueueState(PortalState, rx.State):
    """A page of one queue. Which one stands in the address, so that it can be kept and gone back to."""

    status: str = "loading"
    why: str = ""
    key: str = ""
    name: str = ""
    rows: list[QueueRow] = []
    tabs: list[QueueTab] = []
    choices: list[tuple[str, str]] = []
    total: int = 0
    page: int = 1
    pages: int = 1

    @rx.event
    async def load(self):
        """Fill the queue that the address names."""
        self.reset()
        self.key = str(self.router.url.query_parameters.get("queue") or "")[:60]
        found = await self._show(1)
        if self.status == "ready":
            await self._follow_duty(QueueState.look, Duty.MESSAGES)
        return found

    @rx.event
    async def look(self):
        """The same page as it is now."""
        return await self._show(self.page, touch=False)

    @rx.event
    def choose(self, key: str):
        """Go to another queue."""
        known = next((tab.key for tab in self.tabs if tab.key == key), "")
        return rx.redirect(f"{queues.HOME}?queue={known}" if known else queues.HOME)

    @rx.event
    async def earlier(self):
        """The page before this one."""
        return await self._show(self.page - 1)

    @rx.event
    async def later(self):
        """The page after this one."""
        return await self._show(self.page + 1)

    async def _show(self, page: int, *, touch: bool = True):
        try:
            found: QueuePage = await self._in_practice(
                queues.list_queue, queue=self.key, page=page, touch=touch
            )
        except NotPermitted as refusal:
            self.reset()
            self.status, self.why = "refused", refusal.message
            return None
        except Exception as fault:
            self.status, self.rows = "error", []
            return on_exception(fault)
        self.status, self.key, self.name, self.rows, self.tabs = (
            "ready", found.key, found.name, found.rows, found.tabs,
        )  # fmt: skip
        self.choices = [(tab.key, f"{tab.name} ({tab.count})") for tab in found.tabs]
        self.total, self.page, self.pages = found.total, found.page, found.pages
        return None


class DeskState(AroundState, OpenedState, rx.State):
    """One conversation at the desk. `asking` is "assign", "note" or nothing."""

    one: Desk = Desk()
    people: list[tuple[str, str]] = []
    attempt: int = 0
    fresh: str = ""
    asking: str = ""
    asked: int = 0
    to: str = ""
    to_error: str = ""
    note: str = ""
    note_error: str = ""
    queue: str = ""
    _asked: float = 0.0

    @rx.event
    async def load(self):
        """Open the conversation that the address names."""
        found = await self._open(self._fill)
        if self.status == "ready":
            await self._follow(DeskState.look, Scope.MESSAGES, patient_id=UUID(self.one.patient_id))
            self._come(self._uuid("thread_id"), self.one.me)
            self.look_around()
            from portal.state.staff.answering import AnswerState  # it leans on this state

            return AnswerState.load
        return found

    @rx.event
    async def look(self):
        """The same conversation as it is now; what came is read out."""
        if self._knows(DeskState.look, self._asked):
            return
        before = {said.key for said in self.one.said}
        self._asked = self._now()
        found: Desk = await self._in_practice(desk.show, queue=None, touch=False, **self._which())
        self.one = replace(found, next_href=self.one.next_href)
        news = [said for said in self.one.said if said.key not in before and said.side != "mine"]
        if news:
            self.fresh = t("New message from {name}.", name=news[-1].author)

    @rx.event
    async def seen(self):
        """The page is in front of someone: what is in it was read."""
        if self.status == "ready" and self.one.thread_id == str(getattr(self, "thread_id", "")):
            await self._in_practice(desk.mark_read, thread_id=self._uuid("thread_id"))

    @rx.event
    async def take(self):
        """Take it."""
        await self._do(desk.take)
        return NoticeState.show(t("You have this now."), "good")

    @rx.event
    async def complete(self):
        """Close it."""
        await self._do(desk.complete)
        return NoticeState.show(t("Done. It opens again by itself when someone writes."), "good")

    @rx.event
    async def reopen(self):
        """Open it again."""
        await self._do(desk.reopen)
        return NoticeState.show(t("Open again."), "good")

    @rx.event
    def ask(self, what: str):
        """Open a question, or close it."""
        self.asking = what if what in ("assign", "note") else ""
        self.asked += 1
        self.to = self.to_error = self.note = self.note_error = ""

    @rx.event
    async def assign(self, form: dict[str, Any]):
        """Hand it over, with a note."""
        self.to, self.note = typed(form, "to", most=100), typed(form, "for_them", most=MOST)
        try:
            await self._do(desk.assign, to=self.to, note=self.note)
        except Invalid as refusal:
            self.to_error, self.note_error = refusal.fields.get("to", ""), refusal.fields.get("note", "")
            self.attempt += 1
            return None
        self.asking, self.note = "", ""
        return NoticeState.show(t("Handed over."), "good")

    @rx.event
    async def add_note(self, form: dict[str, Any]):
        """Say something to colleagues."""
        self.note = typed(form, "note", most=MOST)
        try:
            await self._do(desk.add_note, note=self.note)
        except Invalid as refusal:
            self.note_error, self.attempt = refusal.fields.get("note", refusal.message), self.attempt + 1
            return None
        self.asking, self.note = "", ""
        return NoticeState.show(t("Noted. The patient does not see this."), "good")

    async def _do(self, service: Any, **more: Any) -> None:
        await self._in_practice(service, **self._which(), **more)
        self._asked = self._now()
        self.one = await self._in_practice(desk.show, queue=self.queue, **self._which())

    def _side(self) -> str:
        return "staff"

    async def _fill(self) -> None:
        self.queue = str(self.router.url.query_parameters.get("queue") or "")[:60]
        self.one = await self._in_practice(desk.show, queue=self.queue, **self._which())
        self.people = await self._in_practice(desk.whom_to)

    async def show_again(self) -> str:
        """Show the conversation as it is now; returns its newest message."""
        self._asked = self._now()
        found: Desk = await self._in_practice(desk.show, queue=None, **self._which())
        self.one = replace(found, next_href=self.one.next_href)
        return self.one.seen

    def _which(self) -> dict[str, Any]:
        return {"thread_id": self._uuid("thread_id")}
