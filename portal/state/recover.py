"""Getting back in: one page, whose step is read off what this browser has shown so far.

Codes, answers and passwords pass through as arguments of the event that needs them and are kept nowhere.
"""

from functools import partial
from typing import Any

import reflex as rx
from anyio import to_thread

from portal.errors import Conflict, Invalid, TooMany
from portal.services import credentials, recovery
from portal.services.cookie import visit_in
from portal.services.recovery import AccountRow, NewSecrets, Standing
from portal.state.base import PortalState

OPEN = ("email", "desk")
"""The steps that need nothing shown before."""


class RecoverState(PortalState, rx.State):
    """Which step this is, what it shows, and what is wrong in it."""

    step: str = "loading"
    busy: bool = False
    message: str = ""
    told: bool = False
    errors: dict[str, str] = {}
    attempt: int = 0
    email: str = ""
    wait: int = 0
    run: int = 0
    question: str = ""
    username: str = ""
    questions: bool = False
    accounts: list[AccountRow] = []
    password_length: bool = False
    password_hard: bool = False
    password_apart: bool = False
    ticket: str = ""

    @rx.event
    async def load(self):
        """The page was opened, or loaded again: what was begun in this browser goes on."""
        self.ticket = ""
        await self._look()

    @rx.event
    async def go(self, step: str):
        """To where one can always begin, or to a step that can be gone back to; else to where one stands."""
        if step == "email" and self.step not in ("email", "code"):
            self.email = ""  # whoever begins anew may be someone else
        if step in OPEN or (step == "questions" and self.step == "password" and self.questions):
            self._go(step)
        else:
            await self._look()

    @rx.event
    async def submit(self, form: dict[str, Any]):
        """Take what was typed at the step that is shown."""
        if self.busy:
            return
        given = {str(name): str(value)[:1000] for name, value in dict(form).items()}
        self.busy, self.message, self.told, self.errors = True, "", False, {}
        yield
        try:
            await self._take(given)
        except Conflict as refusal:
            await self._look(refusal.message)
        except Invalid as refusal:
            self._wrong(refusal)
        except TooMany as refusal:
            self._say({}, refusal.message)
        finally:
            self.busy = False

    @rx.event
    async def again(self):
        """Send another code."""
        try:
            self._show(await self._ask(recovery.ask_again))
            self.told = True
        except (Conflict, TooMany) as refusal:
            await self._look(refusal.message)

    @rx.event
    async def choose(self, account: str):
        """Say which account it is about."""
        try:
            self._show(await self._ask(recovery.choose, str(account)[:50]))
        except Conflict as refusal:
            await self._look(refusal.message)

    @rx.event
    async def send_username(self):
        """Have only the username sent."""
        try:
            self.email = await self._ask(recovery.send_username)
        except Conflict as refusal:
            await self._look(refusal.message)
            return
        self._go("sent")
        self.username = ""

    @rx.event
    async def try_password(self, password: str):
        """Which rules a password meets, while it is being typed."""
        if self.step != "password":
            return
        rules = await to_thread.run_sync(
            partial(credentials.password_rules, str(password)[:1000], self.username)
        )
        if rules.all:
            self.errors = {}  # else this is what was refused, perhaps heard after the refusal
        self.password_length, self.password_hard = rules.length, rules.not_common
        self.password_apart = rules.not_personal

    async def _take(self, form: dict[str, str]) -> None:
        text = {name: form.get(name, "") for name in ("email", "code", "answer", "birth_date", "factor")}
        if self.step == "email":
            self._show(await self._ask(recovery.ask, text["email"]))
        elif self.step == "code":
            self._show(await self._ask(recovery.prove, text["code"]))
        elif self.step == "desk":
            name, code = form.get("desk_name", ""), form.get("desk_code", "")
            self._show(await self._ask(recovery.enter, name, code))
        elif self.step == "question":
            self._show(await self._ask(recovery.answer, text["answer"]))
        elif self.step == "birth":
            self._show(await self._ask(recovery.birth, text["birth_date"]))
        elif self.step == "factor":
            self._show(await self._ask(recovery.factor, text["factor"]))
        else:
            await self._choose_secrets(form)

    async def _choose_secrets(self, form: dict[str, str]) -> None:
        """A password and, where they are wanted, new questions; with both together it is done."""
        password = form.get("password", "")
        if self.step == "password" and self.questions:
            await self._ask(recovery.check_password, password)
            self._go("questions")
            return
        given = [(form.get(f"question_{n}", ""), form.get(f"answer_{n}", "")) for n in (1, 2, 3)]
        chosen = NewSecrets(password, given if self.questions else [])
        self.ticket = await self._ask(recovery.finish, chosen)
        self._go("in")

    async def _ask(self, service: Any, *args: Any) -> Any:
        """Run a service of getting back in for this browser."""
        visit = visit_in(self.router.headers.cookie)
        return await self._at_front_door(service, *args, visit=visit)

    async def _look(self, message: str = "") -> None:
        """Show where this browser stands, and why if that is not where it was."""
        self._show(await self._ask(recovery.look))
        self._say({}, message)

    def _show(self, found: Standing) -> None:
        self.email = found.email or self.email
        self.wait, self.run = found.wait, self.run + 1
        self.question, self.username, self.questions = found.question, found.username, found.questions
        self.accounts = found.accounts
        self._go(found.step)

    def _wrong(self, refusal: Invalid) -> None:
        """Show what is wrong where it is, which may be the step before."""
        if self.step == "questions" and "password" in refusal.fields:
            self._go("password")
        self._say(refusal.fields, "" if refusal.fields else refusal.message)

    def _say(self, errors: dict[str, str], message: str) -> None:
        self.errors, self.message, self.attempt = errors, message, self.attempt + 1

    def _go(self, step: str) -> None:
        self.step, self.message, self.told, self.errors = step, "", False, {}
