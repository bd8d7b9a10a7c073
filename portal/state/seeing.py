"""What a representative sees, before they are invited and later; what is taken out of it and put back."""

from typing import Any
from uuid import UUID

import reflex as rx

from portal.errors import Conflict, NotFound, NotPermitted
from portal.i18n import nt, t
from portal.services import hiding
from portal.services.hiding import Seen, Whom
from portal.state.base import PortalState
from portal.state.frame import FrameState
from portal.state.records import RecordDetailState
from portal.state.refusals import NoticeState, on_exception
from portal.state.representatives import HOME, InviteHelperState

WISH = f"{HOME}/new/preview"
_LONGEST = 100


class SeeingState(PortalState, rx.State):
    """One page of their record as someone would see it. `said` is read out after each change and search."""

    status: str = "loading"
    seen: Seen = Seen()
    text: str = ""
    said: str = ""
    _kind: str = ""
    _page: int = 1

    @rx.event
    async def load(self):
        """Show what whoever the address is about sees, or would see."""
        self.text, self.said, self._kind, self._page = "", "", "", 1
        self.status, self.seen = "loading", Seen()
        if self._is_wish() and not (await self._draft()).given["name"]:
            return rx.redirect(f"{HOME}/new", replace=True)
        return await self._fill()

    @rx.event
    async def show(self, kind: str):
        """Show one kind of record, or all that is hidden."""
        self.text, self.said, self._kind, self._page = "", "", str(kind)[:20], 1
        return await self._fill()

    @rx.event
    async def search(self, text: str):
        """Find what was typed in all they see."""
        self.text, self._page = " ".join(str(text).split())[:_LONGEST], 1
        fault = await self._fill()
        self.said = nt("{n} found", "{n} found", self.seen.total) if self.text else ""
        return fault

    @rx.event
    async def newer(self):
        """The page before this one."""
        return await self._turn(-1)

    @rx.event
    async def older(self):
        """The page after this one."""
        return await self._turn(1)

    @rx.event
    async def hide(self, record_id: str):
        """Take one item out, from now on."""
        item = self._item(record_id)
        if self._is_wish():
            (await self._draft())._hide(item.record_id)
        elif not await self._did(hiding.hide, item.record_id):
            return None
        self.said = t("Hidden: {what}", what=item.title)
        return await self._fill()

    @rx.event
    async def put_back(self, record_id: str):
        """Put one item back; one that was hidden from all, for all."""
        item = self._item(record_id)
        if item.state == "hidden" and self._is_wish():
            (await self._draft())._put_back(item.record_id)
        elif not await self._did(hiding.put_back, item.record_id, for_all=item.state == "all"):
            return None
        self.said = t("Put back: {what}", what=item.title)
        return await self._fill()

    @rx.event
    async def retry(self):
        """Try again after something went wrong."""
        return await self._fill()

    async def _did(self, service: Any, record_id: str, *, for_all: bool = False) -> bool:
        offer_id = None if for_all else self._uuid("offer_id")
        given = {"record_id": UUID(record_id), "offer_id": offer_id}
        try:
            await self._in_chart(service, **given, patient_id=await self._own())
        except Conflict as refusal:
            notice = await self.get_state(NoticeState)
            notice._say(refusal.message, "danger")
            return False
        return True

    async def _turn(self, by: int):
        self._page = min(max(self._page + by, 1), self.seen.pages)
        return await self._fill()

    async def _fill(self):
        try:
            wanted = {"kind": self._kind, "typed": self.text, "page": self._page}
            own = await self._own()
            if self._is_wish():
                draft = await self._draft()
                wish = draft._wish()
                given = {"levels": wish.levels, "hidden": wish.hidden}
                self.seen = await self._in_chart(hiding.preview_wish, **given, **wanted, patient_id=own)
            else:
                offer_id = self._uuid("offer_id")
                self.seen = await self._in_chart(hiding.preview, offer_id=offer_id, **wanted, patient_id=own)
        except (NotFound, NotPermitted, Conflict):
            self.status, self.seen = "missing", Seen()
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status, self._page = "ready", self.seen.page
        return None

    async def _own(self) -> UUID:
        """Their own record, whoever's the session looks at."""
        return _own_of(await self.get_state(FrameState))

    async def _draft(self) -> InviteHelperState:
        return await self.get_state(InviteHelperState)

    def _is_wish(self) -> bool:
        return self._path() == WISH

    def _item(self, record_id: str) -> hiding.Item:
        """An item on this page. Raises: NotFound for any other."""
        found = next((one for one in self.seen.rows if one.record_id == record_id), None)
        if found is None:
            raise NotFound
        return found


class HideItemState(PortalState, rx.State):
    """The question on an item's page: from whom to hide it."""

    open: bool = False
    people: list[Whom] = []
    _record_id: str = ""

    @rx.event
    async def ask(self):
        """Show everyone it can be hidden from."""
        self._record_id = str(self._uuid("record_id"))
        own = _own_of(await self.get_state(FrameState))
        self.people = await self._in_chart(hiding.whom, record_id=UUID(self._record_id), patient_id=own)
        self.open = True

    @rx.event
    def leave(self):
        """Change nothing."""
        self.open = False

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Hide it from those who are ticked and nobody else."""
        given = form if isinstance(form, dict) else {}
        keys = frozenset(str(key) for key, value in given.items() if value == "yes")
        own = _own_of(await self.get_state(FrameState))
        if not self._record_id:
            raise NotFound
        wanted = {"record_id": UUID(self._record_id), "hidden_from": keys}
        self.open = False
        await self._in_chart(hiding.choose, **wanted, patient_id=own)
        said = NoticeState.show(t("Saved. It counts from now on."), "good")
        return [RecordDetailState.look, said]


def _own_of(frame: FrameState) -> UUID:
    try:
        return UUID(frame.own_id)
    except ValueError:
        raise NotPermitted from None
