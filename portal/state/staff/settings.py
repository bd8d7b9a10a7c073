"""The practice's settings: who works here, and one of them."""

from typing import Any

import reflex as rx

from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.i18n import t
from portal.services.staff import people
from portal.services.staff.people import Person, PersonRow
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception
from portal.state.typed import typed

QUESTIONS = ("disable", "start-over", "end-sessions")
SENT, STANDING = "invitation-sent", "person-standing"
"""What takes focus once an invitation is sent, and when the button that was pressed is no longer there."""


class SettingsState(PortalState, rx.State):
    """Everyone who works here."""

    status: str = "loading"
    why: str = ""
    rows: list[PersonRow] = []
    count: str = ""

    @rx.event
    async def load(self):
        """Read the list."""
        try:
            found = await self._in_practice(people.list_people)
        except NotPermitted as refusal:
            self.reset()
            self.status, self.why = "refused", refusal.message
            return None
        except Exception as fault:
            self.status, self.rows = "error", []
            return on_exception(fault)
        self.status, self.rows, self.count = "ready", found.rows, found.count
        return None


class InviteStaffState(PortalState, rx.State):
    """Inviting someone to the staff: what was typed, what is wrong with it, and where they are once sent."""

    status: str = "loading"
    why: str = ""
    place: str = ""
    name: str = ""
    email: str = ""
    role: str = ""
    name_error: str = ""
    email_error: str = ""
    role_error: str = ""

    @rx.event
    async def load(self):
        """An empty form, for those who may invite."""
        self.reset()
        try:
            await self._in_practice(people.list_people)
        except NotPermitted as refusal:
            self.status, self.why = "refused", refusal.message
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None

    @rx.event
    async def send(self, form: dict[str, Any]):
        """Make the account and send the link."""
        self.name, self.email, self.role = (typed(form, field) for field in ("name", "email", "role"))
        self.name_error = self.email_error = self.role_error = ""
        try:
            self.place = await self._in_practice(
                people.invite, name=self.name, email=self.email, role=self.role
            )
        except Invalid as refusal:
            self.name_error, self.email_error = (refusal.fields.get(part, "") for part in ("name", "email"))
            self.role_error = t("Choose a role.") if "role" in refusal.fields else ""
            return None
        self.status = "sent"
        return rx.set_focus(SENT)


class PersonState(PortalState, rx.State):
    """One of the people who work here. `asking` is the question that is open."""

    status: str = "loading"
    why: str = ""
    one: Person = Person()
    asking: str = ""
    role: str = ""
    role_error: str = ""

    @rx.event
    async def load(self):
        """Open whom the address names."""
        self.reset()
        try:
            self._show(await self._in_practice(people.show_person, person_id=self._uuid("person_id")))
        except (NotFound, NotPermitted) as refusal:
            self.status = "missing" if isinstance(refusal, NotFound) else "refused"
            self.why = refusal.message
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        return None

    @rx.event
    def ask(self, what: str):
        """Open the question before something that signs them out; anything else closes it."""
        self.asking = what if what in QUESTIONS else ""

    @rx.event
    async def change_role(self, form: dict[str, Any]):
        """Give them the role that was chosen."""
        self.role, self.role_error = typed(form, "role"), ""
        if self.role == self.one.role:
            self.role_error = t("That is their role already. Choose another one.")
            return None
        try:
            return await self._do(
                people.change_role, t("Changed. They sign in again to go on."), role=self.role
            )
        except Invalid as refusal:
            self.role_error = refusal.fields.get("role", refusal.message)
            return None

    @rx.event
    async def resend(self):
        """Send the set-up link again."""
        return await self._do(people.resend, t("A new link is on its way. The earlier one no longer works."))

    @rx.event
    async def disable(self):
        """Shut them out."""
        return await self._do(people.disable, t("Disabled. They are signed out and cannot sign in."))

    @rx.event
    async def enable(self):
        """Let them in again."""
        return await self._do(people.enable, t("They can sign in again."))

    @rx.event
    async def start_over(self):
        """Take password and second factor away, and send a link for new ones."""
        return await self._do(people.start_over, t("Reset. A link to set up anew is on its way."))

    @rx.event
    async def end_sessions(self):
        """Sign them out everywhere."""
        return await self._do(people.end_sessions, t("Signed out everywhere."))

    async def _do(self, service: Any, said: str, **more: Any):
        who = self._uuid("person_id")
        try:
            self._show(await self._in_practice(service, person_id=who, **more))
        except Conflict as refusal:
            self.asking = ""
            return on_exception(refusal)
        return [NoticeState.show(said, "good"), rx.set_focus(STANDING)]

    def _show(self, one: Person) -> None:
        self.status, self.one, self.role = "ready", one, one.role
        self.asking = self.role_error = ""
