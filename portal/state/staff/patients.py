"""The staff's list of patients, and the search over it."""

from typing import Any

import reflex as rx

from portal.errors import NotPermitted
from portal.services.staff import patients
from portal.services.staff.patients import PatientRow
from portal.state.base import PortalState
from portal.state.refusals import on_exception


class PatientsState(PortalState, rx.State):
    """What is searched for, and the page of patients found."""

    rows: list[PatientRow] = []
    count: str = ""
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
        return await self._show(self.page)

    @rx.event
    async def search(self, form: dict[str, Any]):
        """Search for what was typed."""
        self.text = str(dict(form).get("search", ""))[:200]
        return await self._show(1)

    @rx.event
    async def clear(self):
        """Show everyone again."""
        self.text = ""
        return await self._show(1)

    @rx.event
    async def next_page(self):
        """One page on."""
        return await self._show(self.page + 1)

    @rx.event
    async def previous_page(self):
        """One page back."""
        return await self._show(self.page - 1)

    @rx.event
    def show_import(self):
        """Open or close the place to import a file."""
        self.importing = not self.importing

    async def _show(self, page: int):
        try:
            found = await self._in_practice(patients.search, self.text, page=page)
        except NotPermitted as refusal:
            self.reset()
            self.status, self.why = "refused", refusal.message
            return None
        except Exception as fault:
            self.status, self.rows = "error", []
            return on_exception(fault)
        self.rows, self.count, self.may_import = found.rows, found.count, found.may_import
        self.page, self.pages, self.status = found.page, found.pages, "ready"
        return None
