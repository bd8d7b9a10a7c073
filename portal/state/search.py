"""The search over one's own record: what was typed stays here and never goes into an address."""

import reflex as rx

from portal.i18n import nt, t
from portal.services import records
from portal.services.records import Hit, KindFound
from portal.state.base import PortalState
from portal.state.refusals import on_exception

_LONGEST = 100


class SearchState(PortalState, rx.State):
    """What was typed and what was found. `said` is the outcome as it is read out."""

    text: str = ""
    status: str = "loading"
    hits: list[Hit] = []
    kinds: list[KindFound] = []
    within: str = ""
    total: int = 0
    more: int = 0
    searched: int = 0
    said: str = ""

    @rx.event
    async def load(self):
        """Make ready to search, or search again for what was typed before, as after the Back button."""
        try:
            self.searched = await self._in_chart(records.open_search)
        except Exception as fault:
            return self._failed(fault)
        return await self._find()

    @rx.event
    def begin(self, form: dict[str, str]):
        """Search from another page: take what was typed along and go to the search."""
        given = form if isinstance(form, dict) else {}
        self.reset()
        self.text = _typed(given.get("search"))
        return rx.redirect("/records/search")

    @rx.event
    async def search(self, text: str):
        """Find what was typed."""
        self.text, self.within = _typed(text), ""
        return await self._find()

    @rx.event
    async def narrow(self, kind: str):
        """Show only one kind of what was found; all of it for an unknown one."""
        self.within = kind if kind in records.KINDS else ""
        return await self._find()

    @rx.event
    async def retry(self):
        """Try again after something went wrong."""
        return await self._find()

    async def _find(self):
        if not self.text:
            self.hits, self.kinds, self.total, self.more, self.said = [], [], 0, 0, ""
            self.status = "ready"
            return None
        try:
            found = await self._in_chart(records.search, self.text, within=self.within)
        except Exception as fault:
            return self._failed(fault)
        self.hits, self.kinds, self.total, self.more = found.hits, found.kinds, found.total, found.more
        self.said = nt("{n} found", "{n} found", found.total) if found.total else t("Nothing found")
        self.status = "ready"
        return None

    def _failed(self, fault: Exception):
        self.status, self.hits, self.kinds, self.said = "error", [], [], ""
        return on_exception(fault)


def _typed(given: object) -> str:
    """What was typed, on one line and not endless."""
    return " ".join(given.split())[:_LONGEST] if isinstance(given, str) else ""
