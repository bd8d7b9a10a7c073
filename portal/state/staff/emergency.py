"""Opening a chart in an emergency, the band while it is open, and where emergencies are found."""

import dataclasses
from typing import Any
from uuid import UUID

import reflex as rx

from portal.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from portal.services.staff import emergency, emergency_review, patient, patients
from portal.services.staff.emergency import Ask, OpenNow
from portal.services.staff.emergency_review import OpeningRow
from portal.services.staff.patient import KindRow
from portal.services.staff.patients import PatientRow
from portal.state.base import PortalState
from portal.state.opening import OpenedState
from portal.state.refusals import on_exception
from portal.state.typed import typed

OPENED, BAND = "emergency-open", "emergency-band"
"""What takes focus once a chart is open, and once it was closed."""


class BandState(PortalState, rx.State):
    """What every staff page shows: charts open in an emergency, and how many openings wait for a check.

    A page with a chart whose time is over is emptied by the doorkeeper, at the next event of any kind.
    """

    openings: list[OpenNow] = []
    waiting: int = 0

    @rx.event
    async def load(self):
        """Read what is open now."""
        found = await self._aside(emergency.now)
        self.openings, self.waiting = found.openings, found.waiting

    @rx.event
    async def end(self, patient_id: str):
        """End one now."""
        try:
            who = UUID(str(patient_id))
        except ValueError:
            raise NotFound from None
        await self._in_practice(emergency.end, patient_id=who)
        return [BandState.load, rx.set_focus(BAND)]


class EmergencyState(OpenedState, rx.State):
    """One patient's chart: asked for, or open."""

    ask: Ask = Ask()
    kinds: list[KindRow] = []
    reason: str = ""
    reason_error: str = ""
    anyway_error: str = ""
    wait_error: str = ""

    @rx.event
    async def load(self):
        """Whose chart the address names, and what is on file when it is open."""
        return await self._open(self._look)

    async def _look(self) -> None:
        who = self._uuid("patient_id")
        self.ask = await self._in_practice(emergency.look_before, patient_id=who)
        await self._read(who)

    @rx.event
    async def open(self, form: dict[str, Any]):
        """Open it, with the reason that was written."""
        who = self._uuid("patient_id")
        self.reason, anyway = typed(form, "reason"), typed(form, "anyway") == "yes"
        self.reason_error = self.anyway_error = self.wait_error = ""
        said = {"reason": self.reason, "once": typed(form, "once"), "anyway": anyway}
        try:
            self.ask = await self._in_practice(emergency.open_now, patient_id=who, **said)
        except Invalid as refusal:
            self.reason_error, self.anyway_error = (refusal.fields.get(k, "") for k in ("reason", "anyway"))
            return
        except (TooMany, Conflict) as refusal:
            self.wait_error = refusal.message
            return
        self.reason = ""
        await self._read(who)
        yield BandState.load
        yield rx.set_focus(OPENED)

    async def _read(self, who: UUID) -> None:
        if self.ask.until:
            self.kinds = await self._in_chart(patient.on_file, patient_id=who)


class EmergencyHomeState(PortalState, rx.State):
    """Where emergencies are found: a chart to open, one's own openings, or those of others to check."""

    status: str = "loading"
    why: str = ""
    may_open: bool = False
    may_review: bool = False
    rows: list[OpeningRow] = []
    waiting: str = ""
    page: int = 1
    pages: int = 1
    text: str = ""
    found: list[PatientRow] = []

    @rx.event
    async def load(self):
        """Fill the lists anew."""
        self.text, self.found = "", []
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
    async def search(self, form: dict[str, Any]):
        """Find whose chart is needed."""
        self.text = typed(form, "search", most=200).strip()
        self.found = []
        if self.text:
            found = await self._in_practice(patients.search, self.text)
            self.found = [_led(row) for row in found.rows]

    async def _show(self, page: int):
        try:
            mine = await self._aside(emergency.now)
            self.may_open, self.may_review = mine.may_open, mine.may_review
            listing = emergency_review.list_mine if mine.may_open else emergency_review.list_openings
            found = await self._in_practice(listing, page=page)
        except NotPermitted as refusal:
            self.reset()
            self.status, self.why = "refused", refusal.message
            return None
        except Exception as fault:
            self.status, self.rows = "error", []
            return on_exception(fault)
        self.status, self.rows, self.waiting = "ready", found.rows, found.waiting
        self.page, self.pages = found.page, found.pages
        return None


def _led(row: PatientRow) -> PatientRow:
    """A patient's row that leads to where their chart is opened."""
    return dataclasses.replace(row, href=emergency.page_of(UUID(row.id)), tag="")
