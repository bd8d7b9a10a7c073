"""Who looked at one's record, a page at a time. The address keeps filters and place; neither is a secret."""

from urllib.parse import urlencode

import reflex as rx

from portal.services import activity
from portal.services.activity import ActivityRow, Asked
from portal.state.base import PortalState
from portal.state.frame import FrameState
from portal.state.refusals import on_exception

_HOME = "/records/activity"
_DIGITS = 9


class ActivityState(PortalState, rx.State):
    """One page of the trail. `unfolded` is the place of the row whose entries are shown under it."""

    status: str = "loading"
    rows: list[ActivityRow] = []
    total: int = 0
    older: int = 0
    newer: int = 0
    zone: str = ""
    who: str = ""
    what: str = ""
    since: str = ""
    until: str = ""
    unfolded: int = 0
    inner: list[ActivityRow] = []
    table: str = ""

    @rx.event
    async def load(self):
        """Show what the address asks for."""
        query = self.router.url.query_parameters
        asked = Asked.of(query)
        self.who, self.what = asked.who, asked.what
        self.since, self.until = _iso(asked.since), _iso(asked.until)
        frame = await self.get_state(FrameState)
        self.table = _address("/api/activity.csv", self._filters() | {"patient": frame.patient_id})
        self.unfolded, self.inner = 0, []
        before, after = _place(query.get("before")), _place(query.get("after"))
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
        asked = Asked.of({**given, "since": given.get("from"), "until": given.get("to")})
        query = {
            "who": asked.who,
            "what": asked.what,
            "since": _iso(asked.since),
            "until": _iso(asked.until),
        }
        return rx.redirect(_address(_HOME, query))

    @rx.event
    def show_all(self):
        """Take every filter away."""
        return rx.redirect(_HOME)

    @rx.event
    def to_older(self):
        """The page before this one in time."""
        return rx.redirect(_address(_HOME, {**self._filters(), "before": str(self.older or "")}))

    @rx.event
    def to_newer(self):
        """The page after this one in time."""
        return rx.redirect(_address(_HOME, {**self._filters(), "after": str(self.newer or "")}))

    @rx.event
    async def unfold(self, newest: int):
        """Show the entries of one row under it, or put them away."""
        row = next((row for row in self.rows if row.newest == newest and row.count > 1), None)
        if row is None or self.unfolded == row.newest:
            self.unfolded, self.inner = 0, []
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
        return {"who": self.who, "what": self.what, "since": self.since, "until": self.until}


def _address(path: str, query: dict[str, str]) -> str:
    given = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{given}" if given else path


def _iso(day: object) -> str:
    return "" if day is None else str(day)


def _place(given: str | None) -> int:
    """A place in the trail from outside; 0 for anything else."""
    is_number = bool(given) and str(given).isascii() and str(given).isdigit() and len(str(given)) <= _DIGITS
    return int(str(given)) if is_number else 0
