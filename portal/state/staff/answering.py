"""The answer under a conversation at the desk: its words, its documents, and in whose name it goes."""

from typing import Any
from uuid import UUID

import reflex as rx

from portal import clock
from portal.errors import Conflict, Invalid, NotFound, Refusal, SignedOut
from portal.i18n import hour, t
from portal.services.messages.files import MOST_FILES, FileRow
from portal.services.staff.messages import answering
from portal.services.staff.messages.answering import ChartDocument, ReplyForm
from portal.services.staff.messages.quick import Reply
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception
from portal.state.staff.messages import MOST, DeskState
from portal.state.typed import typed

FILES = "answer-files"
"""What takes focus once a document was added or removed."""


class AnswerState(PortalState, rx.State):
    """The form. `asking` is "discard", "documents" or nothing; `chosen` is the quick reply to put in.

    `sends` and `puts` count the answers sent and the quick replies put in, for focus to follow. `_old` is
    what was typed before the words were changed here: a browser that says it again is late.
    `_answers` is the newest message there was when the answer was begun: what comes later may change it.
    """

    status: str = "loading"
    form: ReplyForm = ReplyForm()
    body: str = ""
    on_behalf: str = ""
    version: int = 0
    kept: str = ""
    error: str = ""
    form_error: str = ""
    meanwhile: str = ""
    attempt: int = 0
    busy: bool = False
    files: list[FileRow] = []
    room: int = 0
    quick: list[Reply] = []
    chosen: str = ""
    documents: list[ChartDocument] = []
    asking: str = ""
    told: str = ""
    sends: int = 0
    puts: int = 0
    quick_choices: list[tuple[str, str]] = []
    _answers: str = ""
    _old: str = ""

    @rx.event
    async def load(self):
        """Show the form, with what was typed and added before."""
        self.reset()
        try:
            await self._begin()
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None

    @rx.event
    async def keep(self, text: str):
        """Keep what was typed."""
        if self.status != "ready" or self.body == text or (self._old and text == self._old):
            return
        self.body = str(text)[:MOST]
        await self._keep()

    @rx.event
    async def choose_clinician(self, key: str):
        """Answer in a clinician's name, or in one's own."""
        if self.status != "ready":
            return
        known = {one for one, _ in self.form.clinicians}
        self.on_behalf = str(key) if str(key) in known else ""
        self.quick = await self._in_practice(
            answering.list_quick_replies, on_behalf=self.on_behalf, **self._which()
        )
        self.quick_choices = [(one.key, one.name) for one in self.quick]
        await self._keep()

    @rx.event
    def choose_quick(self, key: str):
        """Choose a quick reply, to put it in."""
        self.chosen = str(key)[:100]

    @rx.event
    async def put_in(self):
        """Put the quick reply that was chosen at the end of what was typed."""
        found = next((one for one in self.quick if one.key == self.chosen), None)
        if self.status != "ready" or found is None:
            return
        before = self.body.rstrip()
        self._old = self.body
        self.body = f"{before}\n\n{found.words}" if before else found.words
        await self._keep()
        self.told = t("{name} was put in. You can change it before you send it.", name=found.name)
        self.puts += 1

    @rx.event
    async def ask(self, what: str):
        """Open a question, or close it."""
        self.asking, self.told = what if what in ("discard", "documents") else "", ""
        if self.asking == "documents":
            self.documents = await self._in_practice(answering.list_documents, **self._which())

    @rx.event
    async def attach(self, key: str):
        """Add a document of the chart."""
        self.asking = ""
        try:
            added = await self._in_practice(
                answering.attach_document, once=self.form.once, key=str(key)[:100], **self._which()
            )
        except (Conflict, Invalid, NotFound) as refusal:
            self.form_error = refusal.message
            return
        await self._show_files()
        self.told = t("{name} was added.", name=added.name)
        yield
        yield rx.set_focus(FILES)

    @rx.event
    async def drop(self, key: str):
        """Take a document out again."""
        file = next((one for one in self.files if one.key == key), None)
        if file is None:
            return
        await self._in_practice(answering.drop_document, file_id=UUID(key), **self._which())
        await self._show_files()
        self.told = t("{name} was removed.", name=file.name)
        yield
        yield rx.set_focus(FILES)

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
        """Throw away what was typed and added."""
        self.asking = ""
        await self._in_practice(answering.discard_reply, once=self.form.once, **self._which())
        await self._begin()
        return NoticeState.show(t("Thrown away. Nothing was sent."), "good")

    async def _send(self, *, anyway: bool) -> Any:
        shown = await self.get_state(DeskState)
        try:
            await self._in_practice(
                answering.send_reply,
                body=self.body,
                once=self.form.once,
                seen=self._answers or shown.one.seen,
                anyway=anyway,
                on_behalf=self.on_behalf,
                **self._which(),
            )
        except Invalid as refusal:
            self.error, self.attempt = refusal.fields.get("body", ""), self.attempt + 1
            self.form_error = "" if self.error else next(iter(refusal.fields.values()), refusal.message)
            return None
        except Conflict as refusal:
            self.meanwhile, self._answers = refusal.message, await shown.show_again()
            self.sends += 1
            return None
        except SignedOut:
            raise
        except Refusal as refusal:
            self.form_error = refusal.message
            return None
        await shown.show_again()
        self._start(answering.empty_again(self.form), quick=self.quick)
        self.sends += 1
        return NoticeState.show(t("Sent."), "good")

    async def _keep(self) -> None:
        shown = await self.get_state(DeskState)
        self._answers = self._answers or shown.one.seen
        try:
            version = await self._in_practice(
                answering.keep_reply,
                body=self.body,
                once=self.form.once,
                version=self.version,
                on_behalf=self.on_behalf,
                **self._which(),
            )
        except Conflict as refusal:
            self.form_error = refusal.message
            return
        if version:
            self.version, self.form_error = version, ""
            self.kept = t("Saved at {time}.", time=hour(clock.now()))

    async def _show_files(self) -> None:
        self.form_error = ""
        self.files = await self._in_practice(answering.list_reply_files, once=self.form.once, **self._which())
        self.room = MOST_FILES - len(self.files)
        if not self.version and self.files:
            self.version = 1

    async def _begin(self) -> None:
        shown = await self.get_state(DeskState)
        form = await self._in_practice(answering.begin_reply, **self._which())
        self._start(form, quick=form.quick)
        self._answers = shown.one.seen if self.body else ""

    def _start(self, form: ReplyForm, *, quick: list[Reply]) -> None:
        self.form, self._old = form, self.body
        self.body, self.version, self.on_behalf = self.form.body, self.form.version, self.form.on_behalf
        self.files, self.room, self.quick, self._answers = self.form.files, self.form.room, quick, ""
        self.quick_choices, self.chosen = [(one.key, one.name) for one in quick], ""
        self.kept = self.error = self.form_error = self.meanwhile = self.told = ""

    def _which(self) -> dict[str, Any]:
        return {"thread_id": self._uuid("thread_id")}
