"""A patient's record as staff read it: the same lists and details, and what only staff can do with them."""

import dataclasses
from typing import Any

import reflex as rx

from portal.errors import Invalid, NotFound, NotPermitted
from portal.i18n import t
from portal.services import records
from portal.services.records import Detail, Row, Whose
from portal.services.staff import holds
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception

_KINDS = {kind.home: key for key, kind in records.KINDS.items()}


class StaffListState(PortalState, rx.State):
    """One page of one kind of one patient's record."""

    status: str = "loading"
    why: str = ""
    whose: Whose = Whose()
    title: str = ""
    patient_page: str = "/staff/patients"
    ask_page: str = ""
    rows: list[Row] = []
    total: int = 0
    page: int = 1
    pages: int = 1

    @rx.event
    async def load(self):
        """Show what the address names."""
        self.reset()
        return await self._fill(1)

    @rx.event
    async def newer(self):
        """The page before this one."""
        return await self._fill(self.page - 1)

    @rx.event
    async def older(self):
        """The page after this one."""
        return await self._fill(self.page + 1)

    async def _fill(self, page: int):
        try:
            who, kind = self._uuid("patient_id"), _kind(getattr(self, "kind", ""))
            found = await _list(self, kind, patient_id=who, page=page)
        except (NotFound, NotPermitted) as refusal:
            _empty(self, refusal)
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status, self.title, self.whose = "ready", records.KINDS[kind].title, found.whose
        self.patient_page = f"/staff/patients/{who}"
        self.rows = [_led(row, self.patient_page) for row in found.rows]
        self.total, self.page, self.pages = found.total, found.page, found.pages
        return None


class StaffDetailState(PortalState, rx.State):
    """One record of one patient, and whether it is on hold."""

    status: str = "loading"
    why: str = ""
    detail: Detail = Detail()
    kind_title: str = ""
    home: str = ""
    patient_page: str = "/staff/patients"
    ask_page: str = ""
    asking: str = ""
    reason: str = ""
    reason_error: str = ""

    @rx.event
    async def load(self):
        """Show the record that the address names."""
        self.reset()
        return await self._fill()

    @rx.event
    def ask(self, what: str):
        """Open the dialog that holds ("hold") or releases ("release"); anything else closes it."""
        self.asking = what if what in ("hold", "release") else ""
        self.reason = self.reason_error = ""

    @rx.event
    async def hold(self, form: dict[str, Any]):
        """Keep this item back."""
        self.reason = str(dict(form).get("reason", ""))[:2000]
        try:
            await self._in_practice(
                holds.hold, kind=_kind(getattr(self, "kind", "")), reason=self.reason, **self._which()
            )
        except Invalid as refusal:
            self.reason_error = refusal.fields.get("reason", refusal.message)
            return
        self.asking = ""
        yield NoticeState.show(t("It is on hold. The patient does not see it until it is released."), "good")
        yield await self._fill()

    @rx.event
    async def release(self):
        """Show it to the patient again."""
        self.asking = ""
        await self._in_practice(holds.release, **self._which())
        yield NoticeState.show(t("Released. The patient can see it now."), "good")
        yield await self._fill()

    def _which(self) -> dict[str, Any]:
        return {"patient_id": self._uuid("patient_id"), "record_id": self._uuid("record_id")}

    async def _fill(self):
        try:
            kind = _kind(getattr(self, "kind", ""))
            found = await _show(self, kind, **self._which())
        except (NotFound, NotPermitted) as refusal:
            _empty(self, refusal)
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        under = self.patient_page = f"/staff/patients/{self._uuid('patient_id')}"
        self.status, self.detail = "ready", _all_led(found, under)
        self.kind_title, self.home = records.KINDS[kind].title, f"{under}/records/{kind}"
        return None


def _empty(state: StaffListState | StaffDetailState, refusal: NotFound | NotPermitted) -> None:
    """Nothing of a chart stays that could not be opened again; in an emergency there is a way."""
    state.reset()
    state.status = "missing" if isinstance(refusal, NotFound) else "refused"
    state.why, state.ask_page = (
        refusal.message,
        f"/staff/patients/{getattr(state, 'patient_id', '')}/emergency",
    )


async def _list(state: PortalState, kind: str, **wanted: Any) -> records.RecordPage:
    if kind == "medications":
        return await state._in_chart(records.list_medications, **wanted)
    return await state._in_chart(records.list_records, kind=kind, **wanted)


async def _show(state: PortalState, kind: str, **wanted: Any) -> Detail:
    if kind == "medications":
        return await state._in_chart(records.show_medication, **wanted)
    return await state._in_chart(records.show_record, kind=kind, **wanted)


def _kind(given: object) -> str:
    """A kind from the address. Raises: NotFound."""
    if not isinstance(given, str) or given not in records.KINDS:
        raise NotFound
    return given


def _led(row: Row, under: str) -> Row:
    """A row that leads to the staff's own page in place of the patient's."""
    home, _, last = row.href.rpartition("/")
    if kind := _KINDS.get(home):
        return dataclasses.replace(row, href=f"{under}/records/{kind}/{last}")
    kind = _KINDS.get(row.href, "")
    return dataclasses.replace(row, href=f"{under}/records/{kind}" if kind else "")


def _all_led(detail: Detail, under: str) -> Detail:
    sections = [
        dataclasses.replace(section, rows=[_led(row, under) for row in section.rows])
        for section in detail.sections
    ]
    parent = _led(Row("", href=detail.parent_href), under).href
    return dataclasses.replace(detail, sections=sections, parent_href=parent)
