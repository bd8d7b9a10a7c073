"""Who looked at one's record, a page at a time. The address keeps filters and place; neither is a secret."""

from urllib.parse import urlencode

import reflex as rx

from portal.services import activity
from portal.services.activity import ActivityRow, Asked
from portal.state.base import PortalState
from portal.state.dates import as_typed, wrong_days
from portal.state.frame import FrameState
from portal.state.refusals import on_exception

_HOME = "/records/activity"


class ActivityState(PortalState, rx.State):
    """One page of the trail. `unfolded` is the place of the row whose entries are shown under it.

    `wrong` is what to change, beside each of the two dates; while there is any, dates narrow nothing.
    """

    status: str = "loading"
    rows: list[ActivityRow] = []
    total: int = 0
    older: str = ""
    newer: str = ""
    zone: str = ""
    who: str = ""
    what: str = ""
    since: str = ""
    until: str = ""
    unfolded: str = ""
    inner: list[ActivityRow] = []
    table: str = ""
    wrong: dict[str, str] = {}

    @rx.event
    async def load(self):
        """Show what the address asks for."""
        query = self.router.url.query_parameters
        asked = Asked.of(query)
        self.who, self.what = asked.who, asked.what
        self.since, self.until = _iso(asked.since), _iso(asked.until)
        self.wrong = wrong_days(self.since, self.until)
        asked = Asked.of(self._filters())
        frame = await self.get_state(FrameState)
        self.table = _address("/api/activity.csv", self._filters() | {"patient": frame.patient_id})
        self.unfolded, self.inner = "", []
        before, after = str(query.get("before") or ""), str(query.get("after") or "")
        try:
            found = await self._in_chart(activity.list_entries, asked, before=before, after=after)
        except Exception as fault:
            self.status, self.rows = "error", []
            return on_exception(fault)
        self.rows, self.total, self.status = found.rows, found.total, "ready"
        self.older, self.newer, self.zone = found.older, found.newer, found.zone
        return None

    @rx.event
    def retry(self):
        """Try again after something went wrong."""
        self.status = "loading"
        return ActivityState.load

    @rx.event
    def narrow(self, form: dict[str, str]):
        """Show only some entries."""
        given = form if isinstance(form, dict) else {}
        since, until = as_typed(given.get("from")), as_typed(given.get("to"))
        self.wrong = wrong_days(since, until)
        if self.wrong:
            return None
        asked = Asked.of(given)
        query = {"who": asked.who, "what": asked.what, "since": since, "until": until}
        return rx.redirect(_address(_HOME, query))

    @rx.event
    def show_all(self):
        """Take every filter away."""
        return rx.redirect(_HOME)

    @rx.event
    def to_older(self):
        """The page before this one in time."""
        return rx.redirect(_address(_HOME, {**self._filters(), "before": self.older}))

    @rx.event
    def to_newer(self):
        """The page after this one in time."""
        return rx.redirect(_address(_HOME, {**self._filters(), "after": self.newer}))

    @rx.event
    async def unfold(self, newest: str):
        """Show the entries of one row under it, or put them away."""
        row = next((row for row in self.rows if row.newest == newest and row.count > 1), None)
        if row is None or self.unfolded == row.newest:
            self.unfolded, self.inner = "", []
            return None
        asked = Asked.of(self._filters())
        try:
            self.inner = await self._in_chart(
                activity.show_entries, asked, newest=row.newest, oldest=row.oldest
            )
        except Exception as fault:
            return on_exception(fault)
        self.unfolded = row.newest
        return None

    def _filters(self) -> dict[str, str]:
        days = {} if self.wrong else {"since": self.since, "until": self.until}
        return {"who": self.who, "what": self.what, **days}


def _address(path: str, query: dict[str, str]) -> str:
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{given}" if given else path


def _iso(day: object) -> str:
    return "" if day is None else str(day)
