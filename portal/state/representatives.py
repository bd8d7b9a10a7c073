"""Whom a patient lets help them: the list, the invitation, and one person with what can be done about it."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import reflex as rx

from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.i18n import t
from portal.services import accounts, representatives, scopes
from portal.services.representatives import Representative, RepresentativeRow, Wish
from portal.state import tree
from portal.state.base import PortalState
from portal.state.dates import as_date
from portal.state.refusals import NoticeState, on_exception, say_there

HOME = "/profile/representatives"
LEVELS = tuple(f"level_{scope}" for scope in scopes.ORDER)
ASKED = ("name", "email", "relationship", "until", "agreed", *LEVELS)
"""What an invitation asks for, by the fields' names."""


class RepresentativesState(PortalState, rx.State):
    """Everyone invited or let in. `status` is "apart" for an account without a record behind it."""

    status: str = "loading"
    rows: list[RepresentativeRow] = []

    @rx.event
    async def load(self):
        """Show who has access, and who was invited."""
        try:
            self.rows = await self._in_account(representatives.list_representatives)
        except NotPermitted:
            self.status, self.rows = "apart", []
            return None
        except Exception as fault:
            self.status, self.rows = "error", []
            return on_exception(fault)
        self.status = "ready"
        return None


class InviteHelperState(PortalState, rx.State):
    """The invitation: what was entered, what is wrong with it, and what they are not to see.

    It stays as it is until it is sent, so that one can go back and forth between it and what they will see.
    """

    given: dict[str, str] = dict.fromkeys(ASKED, "")
    errors: dict[str, str] = {}
    message: str = ""
    _hidden: list[str] = []
    _refused: bool = False

    @rx.event
    def load(self):
        """Show what was entered so far."""
        if not self._refused:
            self.errors, self.message = {}, ""
        self._refused = False

    @rx.event
    async def go_on(self, form: dict[str, Any]):
        """Look at what they will see, once what was entered will do."""
        given = form if isinstance(form, dict) else {}
        self.given = {name: str(given.get(name) or "")[:300] for name in ASKED}
        self.errors, self.message = {}, ""
        try:
            await self._in_account(representatives.check, self._wish())
        except (Invalid, NotPermitted) as refusal:
            self._say(refusal)
            return None
        return rx.redirect(f"{HOME}/new/preview")

    @rx.event
    async def send(self):
        """Send the invitation, once the person has shown that it is them."""
        self.errors, self.message = {}, ""
        try:
            offer_id = await self._in_account(representatives.invite, self._wish())
        except (Conflict, Invalid, NotPermitted) as refusal:
            self._refused = True
            self._say(refusal)
            return rx.redirect(f"{HOME}/new")
        sent = t("The invitation is sent to {email}.", email=self.given["email"].strip())
        self.reset()
        return await say_there(self, sent, f"{HOME}/{offer_id}")

    @rx.event
    def begin_anew(self):
        """Throw away what was entered."""
        self.reset()
        return rx.redirect(HOME)

    def _say(self, refusal: Conflict | Invalid | NotPermitted) -> None:
        self.errors = refusal.fields if isinstance(refusal, Invalid) else {}
        self.message = "" if self.errors else refusal.message

    def _wish(self) -> Wish:
        return replace(_wish(self.given), hidden=tuple(UUID(one) for one in self._hidden))

    def _hide(self, record_id: str) -> None:
        self._hidden = [*self._hidden, record_id]

    def _put_back(self, record_id: str) -> None:
        self._hidden = [one for one in self._hidden if one != record_id]


class RepresentativeState(PortalState, rx.State):
    """One person. `asks_to_end` while the question is open whether their access really ends."""

    status: str = "loading"
    one: Representative = Representative()
    errors: dict[str, str] = {}
    done: str = ""
    asks_to_end: bool = False

    @rx.event
    async def load(self):
        """Show the person that the address names."""
        self.errors, self.done, self.asks_to_end = {}, "", False
        return await self._fill()

    @rx.event
    async def pause(self):
        """Stop their access for now."""
        return await self._do(representatives.pause, t("Paused. They see nothing from now on."))

    @rx.event
    async def resume(self):
        """Let them in again."""
        return await self._do(representatives.resume, t("They have access again."))

    @rx.event
    def ask_to_end(self):
        """Ask first: this is for good."""
        self.asks_to_end = True

    @rx.event
    def keep(self):
        """Rather not."""
        self.asks_to_end = False

    @rx.event
    async def end(self):
        """End their access for good."""
        self.asks_to_end = False
        return await self._do(representatives.end, t("Ended. They see nothing from now on."))

    @rx.event
    async def take_back(self):
        """Take the invitation back."""
        return await self._do(representatives.take_back, t("Taken back. The link no longer works."))

    @rx.event
    async def resend(self):
        """Send the invitation again, under a new link."""
        try:
            offer_id = await self._in_account(representatives.resend, offer_id=self._uuid("offer_id"))
        except (Conflict, Invalid) as refusal:
            return NoticeState.show(refusal.message)
        sent = t("The invitation is sent again. The link in the email before no longer works.")
        return await say_there(self, sent, f"{HOME}/{offer_id}")

    @rx.event
    async def change(self, form: dict[str, Any]):
        """Change what they may see and do, and until when."""
        self.errors = {}
        try:
            await self._in_account(representatives.change, offer_id=self._uuid("offer_id"), wish=_wish(form))
        except Invalid as refusal:
            self.errors = refusal.fields
            return None
        except Conflict as refusal:
            return NoticeState.show(refusal.message)
        if self.one.standing in ("accepted", "paused"):
            self.done = t("Changed. It counts from now on.")
            return await self._fill()
        sent = t("The invitation is changed and sent again. The link in the email before no longer works.")
        return await say_there(self, sent, HOME)

    async def _do(self, service: Any, done: str):
        try:
            await self._in_account(service, offer_id=self._uuid("offer_id"))
        except Conflict as refusal:
            await self._fill()
            return NoticeState.show(refusal.message)
        self.done = done
        return await self._fill()

    async def _fill(self):
        try:
            self.one = await self._in_account(representatives.show, offer_id=self._uuid("offer_id"))
        except (NotFound, NotPermitted):
            self.status, self.one = "missing", Representative()
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None


class HelpingState(PortalState, rx.State):
    """Leaving: someone who helps stops doing so."""

    leaving: str = ""
    name: str = ""

    @rx.event
    def ask(self, patient_id: str, name: str):
        """Ask first: only the other one can let them in again."""
        self.leaving, self.name = str(patient_id)[:40], str(name)[:200]

    @rx.event
    def stay(self):
        """Rather not."""
        self.leaving = ""

    @rx.event
    async def leave(self):
        """Stop helping this person."""
        try:
            patient_id = UUID(self.leaving)
        except ValueError:
            raise NotFound from None
        said = t("You no longer help {name}. Only they can let you in again.", name=self.name)
        await self._in_account(representatives.leave, patient_id=patient_id)
        await self._in_account(accounts.switch)
        await tree.empty(self)
        return await say_there(self, said, tree.HOME)


def _wish(form: Any) -> Wish:
    given = {str(key): str(value)[:300] for key, value in form.items()} if isinstance(form, dict) else {}
    levels = {scope: given.get(f"level_{scope}", "") for scope in scopes.names()}
    return Wish(
        name=given.get("name", ""),
        email=given.get("email", ""),
        relationship=given.get("relationship", ""),
        levels=levels,
        until=as_date(given.get("until", "")),
        agreed=bool(given.get("agreed")),
    )
