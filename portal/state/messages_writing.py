"""Writing a message, new or in a conversation. What is typed is kept on the server as it is typed."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

import reflex as rx

from portal import clock
from portal.errors import Conflict, Invalid, NotFound, NotPermitted, Refusal, SignedOut
from portal.i18n import hour, nt, t
from portal.services.messages import writing
from portal.services.messages.drafts import Place, Typed
from portal.services.messages.files import FileRow
from portal.services.messages.whom import Recipient
from portal.services.messages.writing import Receipt, Writing
from portal.state.base import PortalState
from portal.state.frame import FrameState
from portal.state.messages import ThreadState
from portal.state.refusals import NoticeState, on_exception
from portal.state.typed import typed

RECEIPT, FILES, URGENT = "message-receipt", "message-files", "message-urgent"
"""What takes focus once it is sent, once a file was removed, and when words look urgent."""
ADD_FILES = "add-files"
"""What takes focus once the last file was removed."""
MOST = 40_000
_PARTS = ("to", "topic", "subject", "body")


class WritesState(PortalState, mixin=True):
    """What both forms share. `form` is what the page starts with, `typed` what is in it now."""

    status: str = "loading"
    why: str = ""
    form: Writing = Writing()
    to: str = ""
    topic: str = ""
    subject: str = ""
    body: str = ""
    answers: dict[str, str] = {}
    files: list[FileRow] = []
    room: int = 0
    errors: dict[str, str] = {}
    form_error: str = ""
    attempt: int = 0
    urgent: list[str] = []
    kept: str = ""
    elsewhere: str = ""
    removed: str = ""
    upload_to: str = ""
    busy: bool = False
    leaving: bool = False
    version: int = 0
    backs: int = 0
    _old: str = ""

    @rx.event
    async def load(self):
        """Show the form, with what was typed and added before."""
        self.reset()
        try:
            self._begin(await self._in_chart(writing.begin, place=self._place()))
            frame = await self.get_state(FrameState)
        except (NotFound, NotPermitted) as refusal:
            self.status = "missing" if isinstance(refusal, NotFound) else "refused"
            self.why = refusal.message
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.upload_to = f"/api/messages/files?patient={frame.patient_id}{self._query()}"
        return None

    @rx.event
    async def keep(self, part: str, text: str):
        """Keep what was typed in one field."""
        if self.status != "ready" or part not in _PARTS or getattr(self, part) == text:
            return
        if part == "body" and self._old and text == self._old:
            return  # a browser that says late what was sent
        setattr(self, part, str(text)[:MOST])
        self._put_right(part)
        await self._keep()

    @rx.event
    async def keep_answer(self, question: str, text: str):
        """Keep what was typed to one of the topic's questions."""
        question, text = str(question)[:200], str(text)[:MOST]
        if self.status == "ready" and self.answers.get(question) != text:
            self.answers = {**self.answers, question: text}
            await self._keep()

    @rx.event
    async def keep_mine(self):
        """What is in this window counts, not what another one kept meanwhile."""
        self.elsewhere = ""
        await self._keep(anyway=True)

    @rx.event
    async def files_changed(self):
        """Show the files again after one was added."""
        if self.status == "ready":
            self.removed = ""
            await self._show_files()

    @rx.event
    async def describe_file(self, key: str, alt: str):
        """Keep what a picture shows."""
        if any(file.key == key for file in self.files):
            await self._in_chart(writing.describe_file, file_id=UUID(key), alt=str(alt)[:1000])
            await self._show_files()
            self.kept = t("Saved at {time}.", time=hour(clock.now()))

    @rx.event
    async def drop_file(self, key: str):
        """Take a file away again."""
        if not any(file.key == key for file in self.files):
            return
        name = await self._in_chart(writing.drop_file, file_id=UUID(key))
        await self._show_files()
        self.removed = t("{name} was removed.", name=name)
        yield
        yield rx.set_focus(FILES if self.files else ADD_FILES)

    @rx.event
    async def send(self, form: dict[str, Any]):
        """Send it. A second press while the first is on its way finds it sent."""
        if self.status != "ready" or self.busy:
            return
        self._take(form)
        self.busy, self.errors, self.form_error, self.kept = True, {}, "", ""
        yield
        try:
            yield await self._send(anyway=False)
        finally:
            self.busy = False

    @rx.event
    async def send_anyway(self):
        """Send it although its words look urgent."""
        if not self.urgent or self.busy:
            return
        self.busy = True
        yield
        try:
            yield await self._send(anyway=True)
        finally:
            self.busy = False

    @rx.event
    def write_on(self):
        """Close the page about emergencies; everything typed is still there."""
        self.urgent, self.backs = [], self.backs + 1

    @rx.event
    def ask_to_discard(self):
        """Ask first: it cannot be brought back."""
        self.leaving = True

    @rx.event
    def stay(self):
        """Close the question; everything is kept."""
        self.leaving = False

    @rx.event
    async def discard(self):
        """Throw away what was typed and added."""
        self.leaving = False
        await self._in_chart(writing.discard, once=self.form.once)
        return self._discarded()

    def _put_right(self, part: str) -> None:
        """What was missing is there: it is not called wrong any more."""
        if part in self.errors and getattr(self, part).strip():
            self.errors = {name: words for name, words in self.errors.items() if name != part}

    async def _send(self, *, anyway: bool) -> Any:
        try:
            found: Receipt = await self._in_chart(
                writing.send, self._typed(), place=self._place(), once=self.form.once, anyway=anyway
            )
        except Invalid as refusal:
            self.urgent = []
            self.errors, self.attempt = refusal.fields, self.attempt + 1
            self.form_error = "" if refusal.fields else refusal.message
            return None
        except SignedOut:
            raise
        except Refusal as refusal:
            self.urgent, self.form_error = [], refusal.message
            return None
        if found.urgent:
            self.urgent = found.urgent
            return rx.set_focus(URGENT)
        self.urgent = []
        return await self._sent(found)

    async def _sent(self, receipt: Receipt) -> Any:
        raise NotImplementedError

    def _discarded(self) -> Any:
        raise NotImplementedError

    def _place(self) -> Place:
        raise NotImplementedError

    def _query(self) -> str:
        """Where files go, as the address of the upload says it."""
        return ""

    async def _keep(self, *, anyway: bool = False) -> None:
        try:
            version = await self._in_chart(
                writing.keep,
                self._typed(),
                place=self._place(),
                once=self.form.once,
                version=self.version,
                anyway=anyway,
            )
        except Conflict as refusal:
            self.elsewhere, self.kept = refusal.message, ""
            return
        if version:
            self.version, self.elsewhere = version, ""
            self.kept = t("Saved at {time}.", time=hour(clock.now()))

    async def _show_files(self) -> None:
        self.files = await self._in_chart(writing.list_files, once=self.form.once)
        self.room = writing.MOST_FILES - len(self.files)
        if not self.version and self.files:
            self.version = 1

    def _begin(self, form: Writing) -> None:
        self.form, self.version, self.files, self.room = form, form.version, form.files, form.room
        was = form.typed
        self.to, self.topic, self.subject = was.to, was.topic, was.subject
        self.body, self.answers, self.status = was.body, was.answers, "ready"

    def _take(self, form: object) -> None:
        """What stands in the form, which may be newer than what was kept."""
        if not isinstance(form, dict):
            return
        for part in _PARTS:
            if part in form:
                setattr(self, part, typed(form, part, most=MOST))
        asked = next((one.questions for one in self.form.topics if one.key == self.topic), [])
        given = {
            q: typed(form, f"answer_{n}", most=MOST) for n, q in enumerate(asked) if f"answer_{n}" in form
        }
        self.answers = {**self.answers, **given}

    def _typed(self) -> Typed:
        return Typed(self.to, self.topic, self.subject, self.body, self.answers)


class NewMessageState(WritesState, rx.State):
    """The page for a new message. `status` is "sent" once there is a receipt.

    `_meant` is whom the topic suggests: until someone else is chosen, it goes along with the topic. `told`
    says what else the topic changed.
    """

    receipt: Receipt = Receipt()
    questions: list[str] = []
    topic_choices: list[tuple[str, str]] = []
    to_choices: list[tuple[str, str]] = []
    told: str = ""
    _meant: str = ""

    @rx.event
    async def choose_topic(self, topic: str):
        """What it is about says what is asked along, and whom it goes to unless someone was chosen."""
        if self.status != "ready":
            return
        found = next((one for one in self.form.topics if one.key == topic), None)
        self.topic, self.questions = (found.key, found.questions) if found else ("", [])
        told = [nt("{n} question was added.", "{n} questions were added.", len(self.questions))]
        if found and found.to and self.to in ("", self._meant) and self.to != found.to:
            self.to = self._meant = found.to
            name = next((one.name for one in self.form.recipients if one.key == found.to), "")
            told.insert(0, t("It goes to {name}.", name=name))
        self.told = " ".join(told if self.questions else told[:-1])
        self._put_right("topic")
        self._put_right("to")
        await self._keep()

    @rx.event
    def another(self):
        """Put the receipt away and begin another message."""
        self.status = "loading"
        return NewMessageState.load

    def _begin(self, form: Writing) -> None:
        WritesState._begin(self, form)
        self.topic_choices = [(one.key, one.name) for one in form.topics]
        self.to_choices = [(one.key, _named(one)) for one in form.recipients]
        self.questions = next((one.questions for one in form.topics if one.key == self.topic), [])

    async def _sent(self, receipt: Receipt) -> Any:
        self.receipt, self.status = receipt, "sent"
        return rx.set_focus(RECEIPT)

    def _discarded(self) -> Any:
        return rx.redirect("/messages")

    def _place(self) -> Place:
        query = self.router.url.query_parameters
        if draft := query.get("draft"):
            return Place(draft_id=_id(draft))
        if follows := query.get("follows"):
            return Place(follows=_id(follows))
        kind, _, record = str(query.get("about") or "").partition("/")
        if not kind:
            return Place()
        return Place(kind=kind[:40], record_id=_id(record))

    def _query(self) -> str:
        place = self._place()
        if place.record_id is not None:
            return f"&kind={quote(place.kind)}&record={place.record_id}"
        return f"&follows={place.follows}" if place.follows else ""


class ReplyState(WritesState, rx.State):
    """The form under a conversation."""

    sent: str = ""
    sends: int = 0

    async def _sent(self, receipt: Receipt) -> Any:
        shown = await self.get_state(ThreadState)
        await shown.show_again()
        upload_to, form = self.upload_to, writing.empty_again(self.form)
        sends, sent = self.sends + 1, self.body
        self.reset()
        self._begin(form)
        self.sends, self._old = sends, sent
        self.upload_to = upload_to
        self.sent = t("Sent. Receipt number {number}.", number=receipt.number)
        return None

    def _discarded(self) -> Any:
        return [ReplyState.load, NoticeState.show(t("Thrown away. Nothing was sent."), "good")]

    def _place(self) -> Place:
        return Place(thread_id=self._uuid("thread_id"))

    def _query(self) -> str:
        return f"&thread={self._uuid('thread_id')}"


def _named(one: Recipient) -> str:
    return f"{one.name}: {one.line}" if one.line else one.name


def _id(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound from None
