"""Staff help people back into the accounts that lead to one patient's record."""

from typing import Any

import reflex as rx

from portal.errors import Invalid, NotFound, NotPermitted, Refusal
from portal.i18n import t
from portal.services.staff import recovery
from portal.services.staff.account_cards import AccountCard
from portal.services.staff.identity import Identity
from portal.services.staff.recovery import Slip
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception

QUESTIONS = ("send", "print", "take-back", "lock", "unlock", "email", "second-step")
PLACE, SLIP = "signing-in", "code-slip"
NOBODY = AccountCard(*[""] * 10)


class AccountsState(PortalState, rx.State):
    """The accounts, the question that is open about one of them, and the code that was just made."""

    status: str = "loading"
    cards: list[AccountCard] = []
    asking: str = ""
    one: AccountCard = NOBODY
    errors: dict[str, str] = {}
    message: str = ""
    attempt: int = 0
    slip: Slip = Slip()

    @rx.event
    async def load(self):
        """Read who can sign in to this record."""
        self.reset()
        try:
            self.cards = await self._do(recovery.accounts_of)
        except (NotFound, NotPermitted):
            self.status = "refused"
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None

    @rx.event
    def ask(self, what: str, account: str):
        """Open a question about one account."""
        found = next((card for card in self.cards if card.id == account), None)
        self.asking = what if found is not None and what in QUESTIONS else ""
        self.one, self.errors, self.message = found or NOBODY, {}, ""

    @rx.event
    def leave(self):
        """Close the question; nothing was done."""
        self.asking = ""

    @rx.event
    def put_away(self):
        """The code was handed over: nothing of it stays on this screen."""
        self.slip = Slip()
        return rx.set_focus(PLACE)

    @rx.event
    async def submit(self, form: dict[str, Any]):
        """Do what the open question is about."""
        given = {str(name): str(value)[:1000] for name, value in dict(form).items()}
        self.errors, self.message = {}, ""
        try:
            return await self._take(given)
        except Invalid as refusal:
            self.errors, self.attempt = refusal.fields, self.attempt + 1
            self.message = "" if refusal.fields else refusal.message
            return None
        except Refusal:
            self.asking = ""
            raise

    async def _take(self, form: dict[str, str]) -> Any:
        shown = Identity(form.get("way", ""), form.get("detail", ""))
        which = {"account_id": self.one.id}
        if self.asking == "print":
            self.slip = await self._do(recovery.print_code, shown=shown, **which)
            self.cards = await self._do(recovery.accounts_of)
            self.asking = ""
            return rx.set_focus(SLIP)
        why = form.get("why", "")
        deeds: dict[str, tuple[Any, dict[str, Any], str]] = {
            "send": (recovery.send_code, {"shown": shown}, t("A code is on its way. It works for 24 hours.")),
            "take-back": (recovery.take_back, {}, t("Taken back. The code no longer works.")),
            "lock": (recovery.lock, {"why": why}, t("Locked. Nobody can sign in to this account.")),
            "unlock": (recovery.unlock, {"why": why}, t("Unlocked. They can sign in as before.")),
            "second-step": (
                recovery.turn_off_second_step,
                {"shown": shown},
                t("Turned off. They sign in with their password alone until they set it up again."),
            ),
            "email": (
                recovery.change_email,
                {"shown": shown, "email": form.get("email", "")},
                t("Changed. We have told both addresses."),
            ),
        }
        if self.asking not in deeds:
            return None
        service, more, done = deeds[self.asking]
        self.cards = await self._do(service, **which, **more)
        self.asking = ""
        return [NoticeState.show(done, "good"), rx.set_focus(PLACE)]

    async def _do(self, service: Any, **more: Any) -> Any:
        return await self._in_practice(service, patient_id=self._uuid("patient_id"), **more)
