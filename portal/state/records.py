"""The patient's lists and details: which page, which dates, what came back. The address keeps it all."""

from urllib.parse import urlencode

import reflex as rx

from portal.access.actor import Scope
from portal.errors import NotFound, NotPermitted
from portal.services import records
from portal.services.records import Detail, Row
from portal.state.base import PortalState
from portal.state.dates import as_date, as_typed, day_given, wrong_days
from portal.state.frame import FrameState
from portal.state.refusals import on_exception

_PATHS = {kind.home: kind.key for kind in records.KINDS.values()}
_DIGITS = 6


class RecordListState(PortalState, rx.State):
    """One page of one kind of record. `kind` tells a page whether what is here is its own.

    `wrong` is what to change, beside each of the two dates; while there is any, dates narrow nothing.
    """

    kind: str = ""
    status: str = "loading"
    rows: list[Row] = []
    total: int = 0
    page: int = 1
    pages: int = 1
    since: str = ""
    until: str = ""
    group: str = ""
    may_narrow: bool = False
    wrong: dict[str, str] = {}

    @rx.event
    async def load(self):
        """Show the list that the address names."""
        kind = _PATHS.get(self._path(), "")
        if not kind:
            return None
        query = self.router.url.query_parameters
        self.since, self.until = day_given(query.get("since")), day_given(query.get("until"))
        self.wrong = wrong_days(self.since, self.until)
        self.group = _group(kind, query.get("show"))
        return await self._fill(kind, _number(query.get("page")))

    @rx.event
    async def look(self):
        """The record has changed while this list was open: show it as it is now."""
        return await self._fill(self.kind, self.page, touch=False) if self.kind in records.KINDS else None

    @rx.event
    def retry(self):
        """Try again after something went wrong."""
        self.status = "loading"
        return RecordListState.load

    @rx.event
    def narrow(self, form: dict[str, str]):
        """Show only some: between two dates, of one group."""
        given = form if isinstance(form, dict) else {}
        since, until = as_typed(given.get("from")), as_typed(given.get("to"))
        self.wrong = wrong_days(since, until)
        if self.wrong:
            return None
        return self._to(since=since, until=until, show=_group(self.kind, given.get("show")))

    @rx.event
    def show_all(self):
        """Take every filter away."""
        return self._to()

    @rx.event
    def newer(self):
        """The page before this one."""
        return self._turn(-1)

    @rx.event
    def older(self):
        """The page after this one."""
        return self._turn(1)

    async def _fill(self, kind: str, page: int, *, touch: bool = True):
        wanted = {
            "touch": touch,
            "page": page,
            "since": None if self.wrong else as_date(self.since),
            "until": None if self.wrong else as_date(self.until),
            "group": self.group,
        }
        try:
            if kind == "medications":
                found = await self._in_chart(records.list_medications, **wanted)
            else:
                found = await self._in_chart(records.list_records, kind=kind, **wanted)
            await self._follow(RecordListState.look, _scope(kind))
        except Exception as fault:
            self.kind, self.status, self.rows = kind, "error", []
            return on_exception(fault)
        self.kind, self.status = kind, "ready"
        self.rows, self.total, self.page, self.pages = found.rows, found.total, found.page, found.pages
        self.may_narrow = found.may_narrow
        return None

    def _turn(self, by: int):
        page = min(max(self.page + by, 1), self.pages)
        return self._to(since=self.since, until=self.until, show=self.group, page=page if page > 1 else "")

    def _to(self, **query: object):
        home = records.KINDS[self.kind].home if self.kind in records.KINDS else "/records"
        given = urlencode({name: value for name, value in query.items() if value})
        return rx.redirect(f"{home}?{given}" if given else home)


class RecordDetailState(PortalState, rx.State):
    """One record. `shown_at` is the path it belongs to, so that a page never shows another's."""

    status: str = "loading"
    shown_at: str = ""
    detail: Detail = Detail()

    _opened: bool = False

    @rx.event
    async def load(self):
        """Show the record that the address names."""
        path = self._path()
        self._opened = False
        if self.shown_at != path:
            self.status, self.shown_at, self.detail = "loading", path, Detail()
            yield
        yield await self._fill(path)

    @rx.event
    async def look(self):
        """The record has changed while this was open: show it as it is now, or say that it is gone."""
        return await self._fill(self._path(), touch=False)

    @rx.event
    def retry(self):
        """Try again after something went wrong."""
        self.status = "loading"
        return RecordDetailState.load

    @rx.event
    async def show_it(self):
        """Show a result to someone who wanted to be asked first."""
        self.status, self._opened = "loading", True
        yield
        yield await self._fill(self._path())

    async def _fill(self, path: str, *, touch: bool = True):
        kind = _PATHS.get(path.rpartition("/")[0], "")
        try:
            wanted = {"record_id": self._uuid("record_id"), "touch": touch}
            if kind == "medications":
                found = await self._in_chart(records.show_medication, **wanted)
            else:
                found = await self._in_chart(records.show_record, kind=kind, opened=self._opened, **wanted)
            await self._follow(RecordDetailState.look, _scope(kind))
        except (NotFound, NotPermitted):
            self.status, self.detail = "missing", Detail()
            frame = await self.get_state(FrameState)
            await frame._offer_whose(str(getattr(self, "record_id", "")))
            return None
        except Exception as fault:
            self.status, self.detail = "error", Detail()
            return on_exception(fault)
        self.status, self.detail = "ready", found
        return None


def _scope(kind: str) -> Scope:
    return records.KINDS[kind].scope if kind in records.KINDS else Scope.RECORDS


def _number(given: str | None) -> int:
    """A page number from outside; 1 for anything else."""
    is_number = bool(given) and str(given).isascii() and str(given).isdigit() and len(str(given)) <= _DIGITS
    return max(int(str(given)), 1) if is_number else 1


def _group(kind: str, given: str | None) -> str:
    known = records.KINDS.get(kind)
    return given if known and isinstance(given, str) and given in known.groups else ""
