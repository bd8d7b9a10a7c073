"""Keeping one's own account safe: where it is signed in, and choosing a password or questions anew."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

import reflex as rx
from anyio import to_thread

from portal.errors import Invalid
from portal.i18n import t
from portal.services import credentials
from portal.services.account import changing, devices, history, overview
from portal.services.account.devices import DeviceRow
from portal.services.account.history import History, HistoryRow
from portal.services.account.overview import Security
from portal.state.base import PortalState
from portal.state.opening import PagedState
from portal.state.refusals import NoticeState, on_exception

DONE = "changed"
"""What takes focus once the password, or the questions, are others."""


class SecurityState(PortalState, rx.State):
    """How the account is signed in to, and where. `asking` is what would be ended: a device, or "all"."""

    status: str = "loading"
    one: Security = Security()
    asking: str = ""

    @rx.event
    async def load(self):
        """Show it as it stands now."""
        self.asking = ""
        try:
            self.one = await self._in_account(overview.show_security)
        except Exception as fault:
            self.status, self.one = "error", Security()
            return on_exception(fault)
        self.status = "ready"
        return None

    @rx.event
    def ask(self, what: str):
        """Ask whether to sign out one device, or all."""
        self.asking = what if what == "all" or self._device(what) else ""

    @rx.event
    def leave(self):
        """Close the question; nothing is ended."""
        self.asking = ""

    @rx.event
    async def end_device(self):
        """Sign out the device that was asked about."""
        row, self.asking = self._device(self.asking), ""
        if row is None:
            return None
        left = await self._in_account(devices.end_device, session_id=UUID(row.key))
        self.one = replace(self.one, devices=left)
        return NoticeState.show(t("Signed out: {device}.", device=row.title), "good")

    def _device(self, key: str) -> DeviceRow | None:
        return next((row for row in self.one.devices if row.key and row.key == key), None)


class HistoryState(PagedState, rx.State):
    """The sign-ins to the account and those refused, a page at a time."""

    rows: list[HistoryRow] = []

    async def _list(self, page: int) -> History:
        return await self._in_account(history.list_history, page=page)


class PasswordState(PortalState, rx.State):
    """Choosing a password: which rules it meets so far. It is sent over HTTP, never through here."""

    status: str = "loading"
    username: str = ""
    changed: bool = False
    length: bool = False
    hard: bool = False
    apart: bool = False
    _about: str = ""

    @rx.event
    async def load(self):
        """Begin anew."""
        self.reset()
        try:
            found = await self._in_account(overview.show_choosing)
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status, self.username, self._about = "ready", found.username, found.about
        return None

    @rx.event
    async def try_password(self, password: str):
        """Which rules a password meets, while it is being typed."""
        typed = str(password)[:1000]
        rules = await to_thread.run_sync(partial(credentials.password_rules, typed, self._about))
        self.length, self.hard, self.apart = rules.length, rules.not_common, rules.not_personal

    @rx.event
    def done(self, _said: str = ""):
        """It is changed: say so in place of the form."""
        self.changed = True
        yield
        yield rx.set_focus(DONE)


class QuestionsState(PortalState, rx.State):
    """Choosing security questions. `chosen` are the keys of those there are; answers are never shown."""

    status: str = "loading"
    changed: bool = False
    chosen: list[str] = ["", "", ""]
    errors: dict[str, str] = {}
    message: str = ""
    busy: bool = False

    @rx.event
    async def load(self):
        """Begin anew, with the questions there are."""
        self.reset()
        try:
            found = await self._in_account(overview.show_choosing)
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status, self.chosen = "ready", [*found.questions, "", "", ""][:3]
        return None

    @rx.event
    async def change(self, form: dict[str, Any]):
        """Put these in place of the ones there are."""
        if self.busy:
            return
        given = form if isinstance(form, dict) else {}
        self.chosen = [_typed(given, f"question_{n}") for n in (1, 2, 3)]
        answers = [(self.chosen[n - 1], _typed(given, f"answer_{n}")) for n in (1, 2, 3)]
        self.busy, self.errors, self.message = True, {}, ""
        yield
        try:
            await self._aside(changing.change_questions, answers)
        except Invalid as refusal:
            self.errors, self.message = refusal.fields, "" if refusal.fields else refusal.message
        else:
            self.changed = True
            yield
            yield rx.set_focus(DONE)
        finally:
            self.busy = False


def _typed(form: dict[str, Any], name: str) -> str:
    return str(form.get(name, ""))[:1000]
