"""Messages as staff work on them: the queues, one conversation, and what waits for whoever is signed in."""

from contextlib import suppress
from typing import Any
from uuid import UUID

import reflex as rx

from portal import clock
from portal.access.actor import Duty, Scope
from portal.errors import Conflict, Invalid, NotPermitted, Refusal, SignedOut
from portal.i18n import hour, t
from portal.services.staff.messages import desk, queues
from portal.services.staff.messages.desk import Desk, ReplyForm
from portal.services.staff.messages.queues import QueuePage, QueueRow, QueueTab
from portal.state.around import AroundState
from portal.state.base import PortalState
from portal.state.opening import OpenedState
from portal.state.refusals import NoticeState, on_exception
from portal.state.typed import typed

NEWEST, REPLY = "newest-message", "field-body"
MOST = 40_000


class DeskBadgeState(PortalState, rx.State):
    """How many threads wait for whoever is signed in, on the tab of every staff page."""

    waiting: int = 0

    @rx.event
    async def load(self):
        """Count, and count again whenever something changes; for those who do not work here, nothing."""
        self.waiting = 0
        with suppress(NotPermitted):
            await self._follow_duty(DeskBadgeState.look, Duty.MESSAGES)
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
    """One conversation at the desk. `asking` is "assign", "note", "discard" or nothing.

    `_answers` is the newest message there was when the answer was begun: what comes later may change it.
    """

    one: Desk = Desk()
    people: list[tuple[str, str]] = []
    form: ReplyForm = ReplyForm()
    body: str = ""
    version: int = 0
    kept: str = ""
    error: str = ""
    form_error: str = ""
    meanwhile: str = ""
    attempt: int = 0
    busy: bool = False
    fresh: str = ""
    asking: str = ""
    asked: int = 0
    to: str = ""
    to_error: str = ""
    note: str = ""
    note_error: str = ""
    queue: str = ""
    _answers: str = ""

    @rx.event
    async def load(self):
        """Open the conversation that the address names."""
        found = await self._open(self._fill)
        if self.status == "ready":
            await self._follow(DeskState.look, Scope.MESSAGES, patient_id=UUID(self.one.patient_id))
            self._come(self._uuid("thread_id"), self.one.me)
            self.look_around()
        return found

    @rx.event
    async def look(self):
        """The same conversation as it is now; what came is read out."""
        before = {said.key for said in self.one.said}
        self.one = await self._in_practice(
            desk.show, thread_id=self._uuid("thread_id"), queue=self.queue, touch=False
        )
        news = [said for said in self.one.said if said.key not in before and said.side != "mine"]
        if news:
            self.fresh = t("New message from {name}.", name=news[-1].author)

    @rx.event
    async def seen(self):
        """The page is in front of someone: what is in it was read."""
        if self.status == "ready":
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
        return NoticeState.show(t("Closed. It opens again by itself when someone writes."), "good")

    @rx.event
    async def reopen(self):
        """Open it again."""
        await self._do(desk.reopen)
        return NoticeState.show(t("Open again."), "good")

    @rx.event
    def ask(self, what: str):
        """Open a question, or close it."""
        self.asking = what if what in ("assign", "note", "discard") else ""
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

    @rx.event
    async def keep(self, text: str):
        """Keep what was typed."""
        if self.status != "ready" or self.body == text:
            return
        self.body = str(text)[:MOST]
        self._answers = self._answers or self.one.seen
        try:
            version = await self._in_practice(
                desk.keep_reply, body=self.body, once=self.form.once, version=self.version, **self._which()
            )
        except Conflict as refusal:
            self.form_error = refusal.message
            return
        if version:
            self.version, self.form_error = version, ""
            self.kept = t("Saved at {time}.", time=hour(clock.now()))

    @rx.event
    async def send(self, form: dict[str, Any]):
        """Answer. A second press while the first is on its way finds it sent."""
        if self.status != "ready" or self.busy:
            return
        self.body = typed(form, "body", most=MOST) if isinstance(form, dict) else ""
        self.busy, self.error, self.form_error, self.kept = True, "", "", ""
        yield
        try:
            yield await self._send(anyway=False)
        finally:
            self.busy = False

    @rx.event
    async def send_anyway(self):
        """Answer although something was written meanwhile."""
        if not self.meanwhile or self.busy:
            return
        self.busy = True
        yield
        try:
            yield await self._send(anyway=True)
        finally:
            self.busy = False

    @rx.event
    async def discard(self):
        """Throw away what was typed."""
        self.asking = ""
        await self._in_practice(desk.discard_reply, once=self.form.once, **self._which())
        await self._begin()
        return NoticeState.show(t("Thrown away. Nothing was sent."), "good")

    async def _send(self, *, anyway: bool) -> Any:
        try:
            await self._in_practice(
                desk.send_reply,
                body=self.body,
                once=self.form.once,
                seen=self._answers or self.one.seen,
                anyway=anyway,
                **self._which(),
            )
        except Invalid as refusal:
            self.error, self.attempt = refusal.fields.get("body", refusal.message), self.attempt + 1
            return None
        except Conflict as refusal:
            self.one = await self._in_practice(desk.show, queue=self.queue, **self._which())
            self.meanwhile, self._answers = refusal.message, self.one.seen
            return rx.set_focus(NEWEST)
        except SignedOut:
            raise
        except Refusal as refusal:
            self.form_error = refusal.message
            return None
        self.meanwhile = ""
        self.one = await self._in_practice(desk.show, queue=self.queue, **self._which())
        await self._begin()
        return [NoticeState.show(t("Sent."), "good"), rx.set_focus(NEWEST)]

    async def _do(self, service: Any, **more: Any) -> None:
        await self._in_practice(service, **self._which(), **more)
        self.one = await self._in_practice(desk.show, queue=self.queue, **self._which())

    def _side(self) -> str:
        return "staff"

    async def _fill(self) -> None:
        self.queue = str(self.router.url.query_parameters.get("queue") or "")[:60]
        self.one = await self._in_practice(desk.show, queue=self.queue, **self._which())
        self.people = await self._in_practice(desk.whom_to)
        await self._begin()

    async def _begin(self) -> None:
        self.form = await self._in_practice(desk.begin_reply, **self._which())
        self.body, self.version, self.kept = self.form.body, self.form.version, ""
        self._answers = self.one.seen if self.body else ""

    def _which(self) -> dict[str, Any]:
        return {"thread_id": self._uuid("thread_id")}
