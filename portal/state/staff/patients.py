"""The staff's list of patients, and the search over it."""

from typing import Any

import reflex as rx

from portal.errors import NotPermitted
from portal.services.staff import patients
from portal.services.staff.patients import PatientRow
from portal.state.base import PortalState


class PatientsState(PortalState, rx.State):
    """What is searched for, and the page of patients found."""

    rows: list[PatientRow] = []
    total: int = 0
    page: int = 1
    pages: int = 1
    text: str = ""
    may_import: bool = False
    importing: bool = False
    status: str = "loading"
    why: str = ""

    @rx.event
    async def load(self):
        """Fill the list anew, for what was searched last."""
        await self._show(self.page)

    @rx.event
    async def search(self, form: dict[str, Any]):
        """Search for what was typed."""
        self.text = str(dict(form).get("search", ""))[:200]
        await self._show(1)

    @rx.event
    async def clear(self):
        """Show everyone again."""
        self.text = ""
        await self._show(1)

    @rx.event
    async def next_page(self):
        """One page on."""
        await self._show(self.page + 1)

    @rx.event
    async def previous_page(self):
        """One page back."""
        await self._show(self.page - 1)

    @rx.event
    def show_import(self):
        """Open or close the place to import a file."""
        self.importing = not self.importing

    async def _show(self, page: int) -> None:
        try:
            found = await self._in_practice(patients.search, self.text, page=page)
        except NotPermitted as refusal:
            self.reset()
            self.status, self.why = "refused", refusal.message
            return
        self.rows, self.total, self.may_import = found.rows, found.total, found.may_import
        self.page, self.pages, self.status = found.page, found.pages, "ready"
