"""Writing to one patient or to many, and watching it go."""

from typing import Any
from uuid import UUID

import reflex as rx

from portal.errors import Conflict, Invalid, NotFound, Refusal, SignedOut
from portal.i18n import nt, t
from portal.services.staff import patients
from portal.services.staff.messages import many, sending
from portal.services.staff.messages.many import Check, ManyForm, Sending, ToMany
from portal.services.staff.patients import PatientRow
from portal.state.opening import OpenedState
from portal.state.refusals import NoticeState
from portal.state.typed import typed

MOST = 200_000
CHECKED = "sending-check"
"""What takes focus once it is clear whom it goes to."""


class ManyState(OpenedState, rx.State):
    """The form. `chosen` are patients as (id, name); `step` is "write" or "check"."""

    form: ManyForm = ManyForm()
    step: str = "write"
    topic: str = ""
    group: str = ""
    subject: str = ""
    body: str = ""
    mrns: str = ""
    everyone: bool = False
    chosen: list[tuple[str, str]] = []
    search: str = ""
    found: list[PatientRow] = []
    searched: bool = False
    told: str = ""
    check: Check = Check()
    errors: dict[str, str] = {}
    form_error: str = ""
    attempt: int = 0
    busy: bool = False

    @rx.event
    async def load(self):
        """An empty form, for the patient whom the address names if it names one."""
        return await self._open(self._fill)

    @rx.event
    async def look_for(self, form: dict[str, Any]):
        """Search the practice's patients."""
        self.search = typed(form, "search", most=200)
        self.found, self.searched = [], bool(self.search)
        if self.search:
            self.found = (await self._in_practice(patients.search, self.search)).rows[:10]
        self.told = nt("{n} patient found.", "{n} patients found.", len(self.found)) if self.found else ""

    @rx.event
    async def choose(self, key: str):
        """Have it go to a patient of those found."""
        found = next((row for row in self.found if row.id == key), None)
        if found is not None and key not in {one for one, _ in self.chosen}:
            self.chosen = [*self.chosen, (found.id, found.title)]
            self.told = t("{name} was added.", name=found.title)
            self.errors = {name: words for name, words in self.errors.items() if name != "patients"}

    @rx.event
    def leave_out(self, key: str):
        """Not to this one after all."""
        name = next((name for one, name in self.chosen if one == key), "")
        self.chosen = [one for one in self.chosen if one[0] != key]
        self.told = t("{name} was left out.", name=name) if name else ""

    @rx.event
    async def check_it(self, form: dict[str, Any]):
        """Show whom it goes to, before it does."""
        self._take(form)
        self.errors, self.form_error = {}, ""
        try:
            self.check = await self._in_practice(many.check, self._asked())
        except Invalid as refusal:
            self.errors, self.attempt = refusal.fields, self.attempt + 1
            return None
        self.step = "check"
        return rx.set_focus(CHECKED)

    @rx.event
    def write_on(self):
        """Back to the words."""
        self.step = "write"

    @rx.event
    async def send(self):
        """Have it go. A second press while the first is on its way finds it sent."""
        if self.step != "check" or self.busy:
            return
        self.busy = True
        yield
        try:
            yield await self._send()
        finally:
            self.busy = False

    async def _send(self) -> Any:
        try:
            place = await self._in_practice(many.send, self._asked(), once=self.form.once)
        except Invalid as refusal:
            self.step, self.errors, self.attempt = "write", refusal.fields, self.attempt + 1
            self.form_error = "" if refusal.fields else refusal.message
            return None
        except SignedOut:
            raise
        except Refusal as refusal:
            self.step, self.form_error = "write", refusal.message
            return None
        return rx.redirect(place)

    def _take(self, form: object) -> None:
        if not isinstance(form, dict):
            return
        for part in ("topic", "group", "subject", "body", "mrns"):
            setattr(self, part, typed(form, part, most=MOST))
        self.everyone = bool(form.get("everyone")) and self.form.may_everyone

    def _asked(self) -> ToMany:
        ids = tuple(key for key, _ in self.chosen)
        return ToMany(self.topic, self.group, self.subject, self.body, ids, self.mrns, self.everyone)

    async def _fill(self) -> None:
        self.form = await self._in_practice(many.begin)
        self.group = self.form.groups[0][0] if self.form.groups else ""
        if wanted := self.router.url.query_parameters.get("patient"):
            try:
                patient_id = UUID(str(wanted))
            except ValueError:
                raise NotFound from None
            name = await self._in_practice(many.name_one, patient_id=patient_id)
            self.chosen = [(str(patient_id), name)]


class SendingState(OpenedState, rx.State):
    """One message to many: how far it is, and whom it did not reach."""

    one: Sending = Sending()

    @rx.event
    async def load(self):
        """Show it, and go on showing how far it is."""
        found = await self._open(self._fill)
        if self.status == "ready" and not self.one.is_done:
            await self._follow_own(SendingState.look, sending.SENDINGS)
        return found

    @rx.event
    async def look(self):
        """The same as it is now."""
        self.one = await self._in_practice(many.show, sending_id=self._uuid("sending_id"), touch=False)

    @rx.event
    async def stop(self):
        """Send it to no one more."""
        try:
            self.one = await self._in_practice(many.stop, sending_id=self._uuid("sending_id"))
        except Conflict as refusal:
            await self._fill()
            return NoticeState.show(refusal.message, "attention")
        return NoticeState.show(t("Stopped. Those who have it keep it."), "good")

    async def _fill(self) -> None:
        self.one = await self._in_practice(many.show, sending_id=self._uuid("sending_id"))
