"""Asking for a correction and reading what came of it. What is typed is kept on the server as it is typed."""

from typing import Any
from uuid import UUID

import reflex as rx

from portal import clock
from portal.errors import Invalid, NotFound, NotPermitted, Refusal, SignedOut
from portal.i18n import hour, t
from portal.services.records import corrections
from portal.services.records.corrections import (
    Asking,
    CorrectionDetail,
    CorrectionPage,
    CorrectionRow,
    Receipt,
)
from portal.state.base import PortalState
from portal.state.frame import FrameState
from portal.state.opening import PagedState
from portal.state.refusals import NoticeState, on_exception

RECEIPT, ADDED = "correction-receipt", "correction-files"
"""What takes focus once it is sent, and once a file was removed."""
_FIELDS = ("wrong", "wanted")
_KEPT = 20_000


class CorrectionsState(PagedState, rx.State):
    """The list of requests."""

    rows: list[CorrectionRow] = []

    async def _list(self, page: int) -> CorrectionPage:
        return await self._in_chart(corrections.list_corrections, page=page)


class CorrectionState(PortalState, rx.State):
    """One request. `shown_at` is the path it belongs to, so that a page never shows another's."""

    status: str = "loading"
    shown_at: str = ""
    one: CorrectionDetail = CorrectionDetail()
    asking: bool = False
    statement: str = ""
    statement_error: str = ""

    @rx.event
    async def load(self):
        """Show the request that the address names."""
        self.reset()
        return await self._fill()

    @rx.event
    def ask(self):
        """Ask whether to take the request back."""
        self.asking = True

    @rx.event
    def leave(self):
        """Close the question; nothing is changed."""
        self.asking = False

    @rx.event
    async def withdraw(self):
        """Take the request back."""
        self.asking = False
        await self._in_chart(corrections.withdraw, correction_id=self._uuid("correction_id"))
        await self._fill()
        return NoticeState.show(t("The request was taken back. The record stays as it is."), "good")

    @rx.event
    async def disagree(self, form: dict[str, Any]):
        """Add a statement of disagreement; one that is refused stays in the form."""
        self.statement = _typed(form, "statement")
        try:
            await self._in_chart(
                corrections.disagree,
                correction_id=self._uuid("correction_id"),
                statement=self.statement,
            )
        except Invalid as refusal:
            self.statement_error = refusal.fields.get("statement", refusal.message)
            return None
        self.statement_error = ""
        await self._fill()
        return NoticeState.show(t("Your statement is now part of the record."), "good")

    async def _fill(self):
        self.shown_at = self._path()
        try:
            wanted = self._uuid("correction_id")
            self.one = await self._in_chart(corrections.show_correction, correction_id=wanted)
        except NotFound:
            self.status, self.one = "missing", CorrectionDetail()
            return None
        except Exception as fault:
            self.status, self.one = "error", CorrectionDetail()
            return on_exception(fault)
        self.status = "ready"
        return None


class AskState(PortalState, rx.State):
    """The page to ask for a correction. `status` is "sent" once there is a receipt."""

    status: str = "loading"
    shown_at: str = ""
    why: str = ""
    asking: Asking = Asking()
    wrong: str = ""
    wanted: str = ""
    wrong_error: str = ""
    wanted_error: str = ""
    form_error: str = ""
    removed: str = ""
    kept: str = ""
    upload_to: str = ""
    busy: bool = False
    leaving: bool = False
    receipt: Receipt = Receipt()

    @rx.event
    async def load(self):
        """Show the item, and what was typed and added before; a receipt stays while its request is open."""
        path, before = self._path(), self.receipt if self.status == "sent" else Receipt()
        was_here = self.shown_at == path
        self.reset()
        self.shown_at = path
        try:
            self.asking = await self._in_chart(corrections.begin, **self._item())
        except (NotFound, NotPermitted) as refusal:
            self.status = "missing" if isinstance(refusal, NotFound) else "refused"
            self.why = refusal.message
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        if was_here and before.href and before.href == self.asking.open_href:
            self.receipt, self.status = before, "sent"
            return None
        self.wrong, self.wanted, self.status = self.asking.wrong, self.asking.wanted, "ready"
        place = self._item()
        frame = await self.get_state(FrameState)
        self.upload_to = (
            f"/api/corrections/{place['kind']}/{place['record_id']}/files?patient={frame.patient_id}"
        )
        return None

    @rx.event
    async def keep(self, part: str, text: str):
        """Keep what was typed in one of the two fields."""
        if part not in _FIELDS or self.status != "ready" or getattr(self, part) == text:
            return
        setattr(self, part, str(text)[:_KEPT])
        await self._in_chart(
            corrections.keep,
            **self._item(),
            once=self.asking.once,
            wrong=self.wrong,
            wanted=self.wanted,
        )
        self.kept = t("Kept at {time}.", time=hour(clock.now()))

    @rx.event
    async def files_changed(self):
        """Show the files again after one was added."""
        if self.status == "ready":
            self.removed = ""
            self.asking = await self._in_chart(corrections.begin, **self._item())

    @rx.event
    async def drop_file(self, key: str):
        """Take a file away again."""
        wanted = next((file.key for file in self.asking.files if file.key == key), None)
        if wanted is None:
            return
        name = await self._in_chart(corrections.drop_file, file_id=UUID(wanted))
        self.asking = await self._in_chart(corrections.begin, **self._item())
        self.removed = t("{name} was removed.", name=name)
        yield
        yield rx.set_focus(ADDED)

    @rx.event
    async def send(self, form: dict[str, Any]):
        """Send it. A second press while the first is on its way finds it sent."""
        if self.status != "ready":
            return
        self.wrong, self.wanted = _typed(form, "wrong"), _typed(form, "wanted")
        self.wrong_error = self.wanted_error = self.form_error = self.kept = ""
        self.busy = True
        yield
        try:
            self.receipt = await self._in_chart(
                corrections.send,
                **self._item(),
                once=self.asking.once,
                wrong=self.wrong,
                wanted=self.wanted,
            )
        except Invalid as refusal:
            self.wrong_error = refusal.fields.get("wrong", "")
            self.wanted_error = refusal.fields.get("wanted", "")
            self.form_error = "" if refusal.fields else refusal.message
        except SignedOut:
            raise
        except Refusal as refusal:
            self.form_error = refusal.message
        else:
            self.status = "sent"
            yield
            yield rx.set_focus(RECEIPT)
        finally:
            self.busy = False

    @rx.event
    def ask_again(self):
        """Put the receipt away and begin another request about the same item."""
        self.status = "loading"
        return AskState.load

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
        """Throw away what was typed and added, and go back to the item."""
        self.leaving = False
        await self._in_chart(corrections.discard, **self._item())
        return rx.redirect(self.asking.item_href or "/records")

    def _item(self) -> dict[str, Any]:
        """Which record the address names."""
        return {"kind": str(getattr(self, "of_kind", ""))[:40], "record_id": self._uuid("record_id")}


def _typed(form: object, name: str) -> str:
    """What was typed in a field of a form from outside."""
    return str(form.get(name, ""))[:_KEPT] if isinstance(form, dict) else ""
