"""What someone has set up to sign in with, and changing it: the app, the passkeys, the recovery codes."""

from typing import Any
from uuid import UUID

import reflex as rx

from portal.errors import Conflict, Invalid, NotFound, Refusal
from portal.i18n import t
from portal.services import second_factor
from portal.services.second_factor import passkeys
from portal.services.second_factor.passkeys import PasskeyRow
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception, say_there

LONGEST = 200


class FactorsState(PortalState, rx.State):
    """What there is, for the pages about it. `home` is the page that leads to them."""

    status: str = "loading"
    home: str = ""
    app: bool = False
    rows: list[PasskeyRow] = []
    codes_left: int = 0
    has_factor: bool = False
    is_required: bool = False

    @rx.event
    async def load(self):
        """Show what there is."""
        self.home = "/staff/profile" if self._path().startswith("/staff") else "/profile/security"
        try:
            await self._fill()
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        return None

    async def _fill(self) -> None:
        found = await self._in_account(second_factor.show_factors)
        self.status, self.app, self.rows = "ready", found.app, found.passkeys
        self.codes_left, self.has_factor = found.codes_left, found.has_factor
        self.is_required = found.is_required


class AppState(PortalState, rx.State):
    """Setting an authenticator app up, and turning it off. `secret` is there only while it is set up."""

    secret: str = ""
    qr: str = ""
    wrong: str = ""
    asking: bool = False

    @rx.event
    def load(self):
        """Begin with nothing under way."""
        self.reset()

    @rx.event
    async def begin(self):
        """Show a key for the app."""
        found = await self._in_account(second_factor.begin_app)
        self.secret, self.qr, self.wrong = second_factor.in_fours(found.secret), found.qr, ""

    @rx.event
    async def confirm(self, form: dict[str, Any]):
        """Take the code that shows the app has the key."""
        try:
            codes = await self._in_account(second_factor.confirm_app, _text(form, "code"))
        except Invalid as refusal:
            self.wrong = refusal.fields.get("code", refusal.message)
            return None
        except Conflict as refusal:
            self.reset()
            return NoticeState.show(refusal.message)
        self.reset()
        factors = await self.get_state(FactorsState)
        await factors._fill()
        done = t("Your authenticator app is set up. We ask for its code from now on.")
        if codes:
            return await _show(self, codes, done)
        return NoticeState.show(done, "good")

    @rx.event
    def cancel(self):
        """Leave everything as it was."""
        self.reset()

    @rx.event
    def ask(self):
        """Ask before turning the app off."""
        self.asking = True

    @rx.event
    def keep(self):
        """Leave it on."""
        self.asking = False

    @rx.event
    async def turn_off(self):
        """Turn the app off."""
        said = NoticeState.show(t("The authenticator app is turned off."), "good")
        try:
            await self._in_account(second_factor.turn_off_app)
        except Refusal as refusal:
            said = NoticeState.show(refusal.message)
        self.asking = False
        factors = await self.get_state(FactorsState)
        await factors._fill()
        return said


class PasskeysState(PortalState, rx.State):
    """Naming passkeys and taking them away. `renaming` and `removing` are a passkey's id, or empty."""

    renaming: str = ""
    removing: str = ""
    name: str = ""
    wrong: str = ""

    @rx.event
    def load(self):
        """Begin with nothing under way."""
        self.reset()

    @rx.event
    async def added(self, words: str):
        """The browser has made one and our route has kept it."""
        factors = await self.get_state(FactorsState)
        await factors._fill()
        is_first = factors.has_factor and not factors.codes_left
        if is_first and (codes := await self._in_account(second_factor.first_codes)):
            return await _show(self, codes, str(words)[:LONGEST])
        return NoticeState.show(str(words), "good")

    @rx.event
    async def begin_renaming(self, passkey_id: str):
        """Show the field for another name."""
        factors = await self.get_state(FactorsState)
        one = next((row for row in factors.rows if row.id == passkey_id), None)
        self.renaming, self.name, self.wrong = (one.id, one.name, "") if one else ("", "", "")

    @rx.event
    async def rename(self, form: dict[str, Any]):
        """Give it the name that was typed."""
        try:
            await self._in_account(
                passkeys.rename_passkey, _text(form, "name"), passkey_id=_id(self.renaming)
            )
        except Invalid as refusal:
            self.wrong = refusal.fields.get("name", refusal.message)
            return None
        self.renaming = ""
        factors = await self.get_state(FactorsState)
        await factors._fill()
        return NoticeState.show(t("The passkey has its new name."), "good")

    @rx.event
    def ask(self, passkey_id: str):
        """Ask before removing one."""
        self.removing, self.renaming = str(passkey_id)[:LONGEST], ""

    @rx.event
    def keep(self):
        """Do neither."""
        self.removing, self.renaming = "", ""

    @rx.event
    async def remove(self):
        """Remove the one that was asked about."""
        words = t("The passkey is removed here. You can delete it from your device too.")
        said = NoticeState.show(words, "good")
        try:
            await self._in_account(passkeys.remove_passkey, passkey_id=_id(self.removing))
        except Refusal as refusal:
            said = NoticeState.show(refusal.message)
        self.removing = ""
        factors = await self.get_state(FactorsState)
        await factors._fill()
        return said


class CodesState(PortalState, rx.State):
    """Recovery codes. `codes` are there once, right after they were made."""

    codes: list[str] = []
    asking: bool = False
    _made: tuple[str, ...] = ()

    @rx.event
    def load(self):
        """Show those just made; the next time they are gone."""
        self.codes, self._made, self.asking = list(self._made), (), False

    @rx.event
    def ask(self):
        """Ask before the codes there are stop working."""
        self.asking = True

    @rx.event
    def keep(self):
        """Leave them as they are."""
        self.asking = False

    @rx.event
    async def make(self):
        """Make ten new ones and show them."""
        self.codes = list(await self._in_account(second_factor.make_codes))
        self.asking = False
        factors = await self.get_state(FactorsState)
        await factors._fill()

    @rx.event
    def done(self):
        """They are kept somewhere."""
        self.codes = []


async def _show(state: PortalState, codes: tuple[str, ...], done: str) -> Any:
    """Lead to the page that shows these codes, and say there what was done."""
    kept, factors = await state.get_state(CodesState), await state.get_state(FactorsState)
    kept._made = codes
    return await say_there(state, done, f"{factors.home}/recovery-codes")


def _text(form: Any, name: str) -> str:
    found = form.get(name) if isinstance(form, dict) else ""
    return found[:LONGEST] if isinstance(found, str) else ""


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise NotFound from None
