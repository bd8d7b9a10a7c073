"""Setting up an account: three steps on one page, with what is typed kept in the browser only.

An offer of access to someone else's record is taken up on the same page: by those who have an account in two
steps, by those who make one in the same three.

The link, the proof and the username stay on the server; passwords and answers pass through as arguments of
the event that needs them and are kept nowhere.
"""

import hmac
import re
import secrets
from functools import partial
from typing import Any

import reflex as rx
from anyio import to_thread

from portal.errors import Conflict, Invalid, NotPermitted, SignedOut, TooMany
from portal.i18n import t
from portal.services import accounts, credentials, enrolment
from portal.services.enrolment import Offering
from portal.settings import get_settings
from portal.state.base import PortalState

TOKEN = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
MEMBER = ("prove", "accept")
_KEY = secrets.token_bytes(32)
PROOF = ("birth_date", "zip", "own_birth_date", "own_number")


def newcomer() -> tuple[str, ...]:
    """The three steps of who makes an account; where no questions are asked, the password is the third."""
    return ("prove", "choose", "questions" if get_settings().security_questions else "password")


def all_steps() -> tuple[str, ...]:
    """The steps that are on the page."""
    return (*newcomer(), "accept")


def _fields() -> dict[str, tuple[str, ...]]:
    """Which step each field is in."""
    answers = tuple(f"{part}_{n}" for n in (1, 2, 3) for part in ("question", "answer"))
    if get_settings().security_questions:
        return {"prove": PROOF, "choose": ("username", "password"), "questions": answers, "accept": ()}
    return {"prove": PROOF, "choose": ("username",), "password": ("password",), "accept": ()}


def _mark(typed: str) -> str:
    """Tells whether a text is the same again, and nothing of it: passwords are kept nowhere."""
    return hmac.new(_KEY, typed.encode("utf-8", "surrogatepass"), "sha256").hexdigest()


class EnrollState(PortalState, rx.State):
    """Which step this is, what is wrong in it, and which rules are met so far."""

    step: str = "loading"
    kind: str = "patient"
    asks_own: list[str] = []
    member: str = ""
    offering: Offering = Offering()
    busy: bool = False
    message: str = ""
    errors: dict[str, str] = {}
    name_length: bool = False
    name_characters: bool = False
    name_free: bool = False
    password_length: bool = False
    password_hard: bool = False
    password_apart: bool = False
    ticket: str = ""
    attempt: int = 0

    _link: str = ""
    _proof: str = ""
    _username: str = ""
    _wrong_with: dict[str, str] = {}
    """What was sent in the fields that are wrong: a pause in typing that ends later changes nothing."""

    @rx.event
    async def opened(self, token: str):
        """The page was opened, with a link's token or with none; then what was begun goes on."""
        if token:
            await self._begin(str(token)[:100])
        elif await self._is_proved():
            await self._proved()
        elif self._link:
            await self._begin(self._link)
        else:
            self._go("start")

    @rx.event
    async def paste(self, form: dict[str, Any]):
        """The person pasted the link from their email."""
        found = TOKEN.search(str(form.get("link", ""))[-300:])
        if found is None:
            self._say({"link": t("This is not the whole link. Copy all of it from your email.")})
            return
        await self._begin(found[0])

    @rx.event
    def start_over(self):
        """Back to where a link can be pasted."""
        self._link = self._proof = ""
        self._go("start")

    @rx.event
    def newcomer(self):
        """Take the offer up with an account to be made now."""
        if self.step == "offered":
            self._go("prove")

    @rx.event
    def sign_in(self):
        """Take the offer up with an account there is: the way back leads here."""
        return rx.redirect(f"/#next=/enroll#{self._link}") if self.step == "offered" else None

    @rx.event
    async def decline(self):
        """Say no to an offer of access."""
        if self.kind == "patient" or not self._link:
            return
        try:
            await self._at_front_door(enrolment.decline, self._link)
        except Conflict as refusal:
            await self._too_late(refusal)
            return
        self._link = self._proof = ""
        self._go("said-no")

    @rx.event
    async def go(self, step: str):
        """Back to an earlier step, or with the browser's own buttons to one that was reached before."""
        if self.step not in self._steps() or step not in self._steps():
            return
        if step == "prove" or await self._is_proved():
            self._go("choose" if (self.step, step) == ("prove", newcomer()[-1]) else step)

    @rx.event
    async def submit(self, form: dict[str, Any]):
        """Check the step that is shown and go on to the next."""
        if self.busy or self.step not in self._steps():
            return
        given = {str(name): str(value)[:1000] for name, value in form.items()}
        self.busy, self.message, self.errors = True, "", {}
        yield
        try:
            await self._take(given)
        except TooMany as refusal:
            self.message = refusal.message
        except Conflict as refusal:
            await self._too_late(refusal)
        except (NotPermitted, SignedOut) as refusal:
            self.message = refusal.message
        except Invalid as refusal:
            self._wrong(refusal)
            self._wrong_with = {name: _mark(given.get(name, "")) for name in refusal.fields}
        finally:
            self.busy = False

    @rx.event
    async def try_username(self, username: str):
        """Which rules a username meets, while it is being typed."""
        self._username = str(username)[:200]
        self._forget("username", self._username)
        try:
            rules = await self._at_front_door(enrolment.username_rules, self._proof, self._username)
        except Conflict:
            return
        self.name_length, self.name_characters, self.name_free = rules.length, rules.characters, rules.free

    @rx.event
    async def try_password(self, password: str):
        """Which rules a password meets, while it is being typed."""
        if "password" not in _fields().get(self.step, ()):
            return
        self._forget("password", str(password)[:1000])
        rules = await to_thread.run_sync(
            partial(credentials.password_rules, str(password)[:1000], self._username)
        )
        self.password_length, self.password_hard = rules.length, rules.not_common
        self.password_apart = rules.not_personal

    async def _begin(self, token: str) -> None:
        """Look at a link: go on with it, or say what became of it."""
        state = await self._at_front_door(enrolment.look, token)
        self._link, self._proof, self.offering = (token if state == "ready" else ""), "", Offering()
        if state != "ready":
            self._go(state)
            return
        self.kind = await self._at_front_door(enrolment.kind_of, token)
        self.asks_own = list(await self._at_front_door(enrolment.asks_own, token))
        self.member = await self._signed_in_as() if self.kind != "patient" else ""
        self._go("prove" if self.kind == "patient" or self.member else "offered")

    async def _take(self, form: dict[str, str]) -> None:
        name, password = form.get("username", ""), form.get("password", "")
        if self.step == "prove":
            facts = [form.get(name, "") for name in PROOF]
            self._proof = await self._at_front_door(enrolment.prove, self._link, *facts)
            await self._proved()
        elif self.step == "choose":
            if get_settings().security_questions:
                await self._at_front_door(enrolment.check_choice, self._proof, name, password)
            else:
                await self._at_front_door(enrolment.check_username, self._proof, name)
            self._go(newcomer()[-1])
        elif self.step == "accept":
            await self._in_account(enrolment.accept, self._proof)
            self._link = self._proof = ""
            self._go("joined")
        else:
            answers = [(form.get(f"question_{n}", ""), form.get(f"answer_{n}", "")) for n in (1, 2, 3)]
            choice = enrolment.Choice(name, password, answers)
            self.ticket = await self._at_front_door(enrolment.activate, self._proof, choice)
            self._link = self._proof = self._username = ""
            self._go("ready")

    async def _proved(self) -> None:
        """On from the proof: to an account of one's own, or to accepting with the one there is."""
        if self.kind != "patient":
            self.offering = await self._at_front_door(enrolment.show_offer, self._proof)
        self._go("accept" if self.member else "choose")

    async def _signed_in_as(self) -> str:
        """The name of whoever is signed in here; empty for nobody and for staff."""
        try:
            who = await self._aside(accounts.who)
        except SignedOut:
            return ""
        return "" if who.role else who.name

    def _steps(self) -> tuple[str, ...]:
        return MEMBER if self.member else newcomer()

    async def _is_proved(self) -> bool:
        return bool(self._proof) and await self._at_front_door(enrolment.check_proof, self._proof)

    async def _too_late(self, refusal: Conflict) -> None:
        """Say what became of the link; when it is still good, it is only the proof that ran out."""
        await self._begin(self._link)
        if self.step in ("prove", "offered"):
            self.message = refusal.message

    def _wrong(self, refusal: Invalid) -> None:
        """Show what is wrong where it is, which may be an earlier step."""
        wrong = set(refusal.fields)
        self._go(next((step for step, names in _fields().items() if wrong & set(names)), self.step))
        self._say(refusal.fields, "" if wrong else refusal.message)

    def _say(self, errors: dict[str, str], message: str = "") -> None:
        self.errors, self.message, self.attempt = errors, message, self.attempt + 1

    def _forget(self, name: str, typed: str) -> None:
        """What was wrong with a field is no longer shown once it is typed in."""
        if name in self.errors and self._wrong_with.get(name) != _mark(typed):
            self.errors = {key: words for key, words in self.errors.items() if key != name}

    def _go(self, step: str) -> None:
        self.step, self.message, self.errors = step, "", {}
