"""The inbox, the number on its tab, and one conversation: all follow what is written elsewhere."""

from dataclasses import replace
from typing import Any

import reflex as rx

from portal.access.actor import Scope
from portal.errors import Invalid
from portal.i18n import t
from portal.services.messages import inbox, thread
from portal.services.messages.drafts import DraftRow
from portal.services.messages.inbox import Wanted
from portal.services.messages.views import InboxPage, ThreadDetail, ThreadRow
from portal.state.around import AroundState
from portal.state.base import PortalState
from portal.state.dates import as_date, as_typed, wrong_days
from portal.state.frame import FrameState
from portal.state.opening import OpenedState
from portal.state.refusals import NoticeState, on_exception
from portal.state.typed import typed

NEWEST = "newest-message"
"""What takes focus once one's own message stands in the thread."""


class BadgeState(PortalState, rx.State):
    """How many conversations have something new, on the tab of every page."""

    unread: int = 0

    @rx.event
    async def load(self):
        """Count, and count again whenever something is written or read."""
        frame = await self.get_state(FrameState)
        if Scope.MESSAGES not in frame.sees or not frame.patient_id:
            self.unread = 0
            return
        self.unread = await self._aside(inbox.count_unread)
        await self._follow(BadgeState.look, Scope.MESSAGES)

    @rx.event
    async def look(self):
        """Count again."""
        self.unread = await self._aside(inbox.count_unread)


class InboxState(PortalState, rx.State):
    """A page of the inbox, with what it was narrowed to."""

    status: str = "loading"
    rows: list[ThreadRow] = []
    drafts: list[DraftRow] = []
    total: int = 0
    page: int = 1
    pages: int = 1
    archived: int = 0
    may_write: bool = False
    topic_choices: list[tuple[str, str]] = []
    search: str = ""
    topic: str = ""
    who: str = ""
    since: str = ""
    until: str = ""
    with_files: bool = False
    is_archive: bool = False
    is_narrowed: bool = False
    until_error: str = ""
    since_error: str = ""
    run: int = 0

    @rx.event
    async def load(self):
        """Fill the inbox anew."""
        self.reset()
        found = await self._show(1)
        if self.status == "ready":
            self.topic_choices = [(one.key, one.name) for one in await self._in_chart(inbox.list_topics)]
            await self._follow(InboxState.look, Scope.MESSAGES)
        return found

    @rx.event
    async def look(self):
        """The same page again, as it is now."""
        return await self._show(self.page, touch=False)

    @rx.event
    async def newer(self):
        """The page before this one."""
        return await self._show(self.page - 1)

    @rx.event
    async def older(self):
        """The page after this one."""
        return await self._show(self.page + 1)

    @rx.event
    async def narrow(self, form: dict[str, Any]):
        """Show what was asked for."""
        form = form if isinstance(form, dict) else {}
        self.search, self.who = typed(form, "search", most=200), typed(form, "who", most=100)
        self.topic = typed(form, "topic", most=40)
        self.since, self.until = as_typed(form.get("since")), as_typed(form.get("until"))
        self.with_files = bool(typed(form, "with_files"))
        wrong = wrong_days(self.since, self.until)
        self.since_error, self.until_error = wrong.get("since", ""), wrong.get("until", "")
        if wrong:
            return None
        return await self._show(1)

    @rx.event
    async def show_all(self):
        """Show everything again."""
        self._widen()
        return await self._show(1)

    @rx.event
    async def show_archive(self, away: bool):
        """Look at what was put away, or at the inbox."""
        self._widen()
        self.is_archive = bool(away)
        return await self._show(1)

    async def _show(self, page: int, *, touch: bool = True):
        try:
            found: InboxPage = await self._in_chart(
                inbox.list_threads, self._wanted(), page=page, touch=touch
            )
        except Invalid as refusal:
            self.until_error = refusal.fields.get("until", refusal.message)
            return None
        except Exception as fault:
            self.status, self.rows, self.drafts = "error", [], []
            return on_exception(fault)
        self.status, self.rows, self.drafts = "ready", found.rows, found.drafts
        self.total, self.page, self.pages = found.total, found.page, found.pages
        self.archived, self.may_write = found.archived, found.may_write
        self.is_narrowed = self._wanted() not in (Wanted(), Wanted(archived=True))
        return None

    def _wanted(self) -> Wanted:
        return Wanted(
            search=self.search,
            topic=self.topic,
            who=self.who,
            since=as_date(self.since),
            until=as_date(self.until),
            with_files=self.with_files,
            archived=self.is_archive,
        )

    def _widen(self) -> None:
        self.search = self.topic = self.who = self.since = self.until = ""
        self.since_error = self.until_error = ""
        self.with_files = False
        self.run += 1


class ThreadState(AroundState, OpenedState, rx.State):
    """One conversation. `fresh` is what screen readers are told when something comes while it is open."""

    one: ThreadDetail = ThreadDetail()
    fresh: str = ""
    _asked: float = 0.0

    @rx.event
    async def load(self):
        """Show the conversation that the address names, and keep that it was read."""
        found = await self._open(self._fill)
        if self.status != "ready":
            return found
        await self._follow(ThreadState.look, Scope.MESSAGES)
        self._come(self._uuid("thread_id"), self.one.me)
        self.look_around()
        if not self.one.may_write:
            return None
        from portal.state.messages_writing import ReplyState  # it leans on this state

        return ReplyState.load

    @rx.event
    async def look(self):
        """The same conversation as it is now; what is new stands out and is read out."""
        if self._knows(ThreadState.look, self._asked):
            return
        before = {said.key for said in self.one.said}
        wanted = self._uuid("thread_id")
        self._asked = self._now()
        found: ThreadDetail = await self._in_chart(thread.show_thread, thread_id=wanted, touch=False)
        news = [said for said in found.said if said.key not in before and said.side != "mine"]
        known = {said.key: said.is_new for said in self.one.said}
        said = [replace(one, is_new=known.get(one.key, one.is_new)) for one in found.said]
        self.one = replace(found, said=said)
        if news:
            self.fresh = t("New message from {name}.", name=news[-1].author)

    @rx.event
    async def seen(self):
        """The page is in front of someone: what has come meanwhile was read."""
        if self.status == "ready" and self.one.thread_id == str(getattr(self, "thread_id", "")):
            await self._in_chart(thread.read_thread, thread_id=self._uuid("thread_id"))

    @rx.event
    async def archive(self, away: bool):
        """Put it away, or back into the inbox."""
        wanted = self._uuid("thread_id")
        await self._in_chart(inbox.archive, thread_id=wanted, away=bool(away))
        self.one = await self._in_chart(thread.show_thread, thread_id=wanted)
        words = (
            t("Put away. It comes back by itself when someone writes.") if away else t("Back in the inbox.")
        )
        return NoticeState.show(words, "good")

    @rx.event
    async def nudge(self):
        """Ask for the answer that is overdue."""
        wanted = self._uuid("thread_id")
        if not self.one.may_nudge:
            return NoticeState.show(
                t("We have told the care team already. You can ask again tomorrow."), "good"
            )
        await self._in_chart(thread.nudge, thread_id=wanted)
        self.one = await self._in_chart(thread.show_thread, thread_id=wanted)
        return NoticeState.show(t("We have told the care team that this is overdue."), "good")

    def _side(self) -> str:
        return "patient"

    async def show_again(self) -> None:
        """Show the conversation as it is now."""
        self._asked = self._now()
        self.one = await self._in_chart(thread.show_thread, thread_id=self._uuid("thread_id"))

    async def _fill(self) -> None:
        wanted = self._uuid("thread_id")
        self._asked = self._now()
        self.one = await self._in_chart(thread.show_thread, thread_id=wanted)
        await self._in_chart(thread.read_thread, thread_id=wanted)
