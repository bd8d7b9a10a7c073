"""Taking the record away: what is chosen, how much that is, and how far each download is."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import reflex as rx

from portal import clock
from portal.errors import Invalid, NotFound, Refusal, SignedOut
from portal.i18n import t
from portal.services.exporting import FORMS, asking, making
from portal.services.exporting.asking import ExportRow, HelperExport, KindCount
from portal.services.two_days import wrong_order
from portal.state.base import PortalState
from portal.state.dates import as_date, as_typed, wrong_days
from portal.state.refusals import on_exception

YEAR = timedelta(days=365)
DOWNLOADS = "downloads"
"""What takes the focus when a download was asked for or removed."""


class DownloadState(PortalState, rx.State):
    """The three steps and the downloads there are. `said` is what became of one, to be read out.

    `wrong` is what to change, beside each of the two dates; until it is, all dates are counted.
    """

    status: str = "loading"
    span: str = "all"
    since: str = ""
    until: str = ""
    wrong: dict[str, str] = {}
    kinds: list[KindCount] = []
    chosen: list[str] = []
    form: str = "pdf"
    total: int = 0
    error: str = ""
    said: str = ""
    exports: list[ExportRow] = []
    theirs: list[HelperExport] = []

    @rx.event
    async def load(self):
        """Count everything, and show what was asked for before."""
        self.said = ""
        try:
            await self._count()
            self.chosen = [kind.key for kind in self.kinds if kind.count]
            self._add_up()
            await self._follow_own(DownloadState.look, making.DOWNLOADS)
            self.exports = await self._in_chart(asking.list_exports)
            self.theirs = await self._in_chart(asking.list_by_helpers)
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None

    @rx.event
    async def choose_span(self, span: str):
        """Everything, the last year, or two dates."""
        self.span = span if span in ("all", "year", "dates") else "all"
        self.since = (clock.today() - YEAR).isoformat() if self.span == "year" else ""
        self.until, self.wrong = "", {}
        await self._recount()

    @rx.event
    async def choose_dates(self, which: str, day: str):
        """One of the two dates."""
        if which == "until":
            self.until = as_typed(day)
        else:
            self.since = as_typed(day)
        order = wrong_order(as_date(self.since), as_date(self.until))
        self.wrong = {"until": order} if order else {}
        await self._recount()

    @rx.event
    def choose_kind(self, key: str, on: bool):
        """Take a kind in or out."""
        known = [kind.key for kind in self.kinds]
        chosen = (set(self.chosen) | {key}) if on else (set(self.chosen) - {key})
        self.chosen = [one for one in known if one in chosen]
        self._add_up()

    @rx.event
    def choose_all(self, on: bool):
        """Take all kinds or none."""
        self.chosen = [kind.key for kind in self.kinds if kind.count] if on else []
        self._add_up()

    @rx.event
    def choose_form(self, form: str):
        """What kind of file."""
        self.form = form if str(form) in FORMS else "pdf"

    @rx.event
    async def ask(self):
        """Have it made, and lead to where it will be."""
        self.error = self.said = ""
        self.wrong = self._wrong_days()
        if self.wrong:
            yield
            yield rx.set_focus(f"field-{next(iter(self.wrong))}")
            return
        try:
            await self._in_chart(asking.ask, form=self.form, kinds=self._kinds(), **self._days())
        except Invalid as refusal:
            self.error = next(iter(refusal.fields.values()), refusal.message)
            return
        except SignedOut:
            raise
        except Refusal as refusal:
            self.error = refusal.message
            return
        self.exports = await self._in_chart(asking.list_exports)
        self.said = t("Your download is being made. You can stay here or come back later.")
        yield
        yield rx.set_focus(DOWNLOADS)

    @rx.event
    async def take_back(self, export_id: str):
        """Remove one download."""
        try:
            which = UUID(str(export_id))
        except ValueError:
            raise NotFound from None
        await self._in_chart(asking.take_back, export_id=which)
        self.exports = await self._in_chart(asking.list_exports)
        self.said = t("The download was removed.")
        yield
        yield rx.set_focus(DOWNLOADS)

    @rx.event
    def look(self):
        """Bring what is being made up to date, whenever the job that makes it says that it got further.

        It looks at what the job of this process says, and asks no service: following is no activity of the
        person, and keeps no session alive.
        """
        rows = [_now(row) for row in self.exports]
        if rows == self.exports:
            return
        ended = [row for row, before in zip(rows, self.exports, strict=True) if row.status != before.status]
        self.said = next((words for row in ended if (words := _outcome(row.status))), self.said)
        self.exports = rows

    def _kinds(self) -> list[str] | None:
        on_file = {kind.key for kind in self.kinds if kind.count}
        return None if set(self.chosen) >= on_file and on_file else list(self.chosen)

    def _wrong_days(self) -> dict[str, str]:
        if self.span == "dates" and not (self.since or self.until):
            return {"since": t("Choose a first or a last day, or both.")}
        return wrong_days(self.since, self.until)

    def _days(self) -> dict[str, Any]:
        return {} if self.wrong else {"since": as_date(self.since), "until": as_date(self.until)}

    async def _recount(self) -> None:
        before = {kind.key for kind in self.kinds if kind.count}
        was_all = set(self.chosen) >= before
        await self._count()
        if was_all:
            self.chosen = [kind.key for kind in self.kinds if kind.count]
        self._add_up()

    async def _count(self) -> None:
        self.kinds = await self._in_chart(asking.count_records, **self._days())

    def _add_up(self) -> None:
        self.error = ""
        self.total = sum(kind.count for kind in self.kinds if kind.key in self.chosen)


def _outcome(status: str) -> str:
    return {
        "ready": t("Your download is ready."),
        "withdrawn": t("The record has changed, so we took your download away. Make a new one."),
        "failed": t("Your download could not be made. Nothing was lost. Try again."),
    }.get(status, "")


def _now(row: ExportRow) -> ExportRow:
    """A download as far as it is now."""
    found = making.standing(UUID(row.id))
    if found is None or found == (row.status, row.percent):
        return row
    return asking.brought_up_to(row, *found)
