"""A patient's parents and guardians, as staff see to them."""

from typing import Any
from uuid import UUID

import reflex as rx

from portal.errors import Conflict, Invalid, NotFound, NotPermitted
from portal.i18n import t
from portal.services.staff import guardians
from portal.services.staff.guardians import Ground, GuardianRow, Guardians, Invitee
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception, say_there

QUESTIONS = ("stop", "allow", "take-back", "say", "ward", "end-ward", "remove-paper")
PEOPLE = "guardians-list"
"""What takes focus when the button that was pressed is no longer there."""
NOBODY = GuardianRow()
_FIELDS = (
    "name", "email", "relationship", "birth_date", "zip", "phone", "ground", "reviewer", "last_day",
    "document",
)  # fmt: skip


class GuardiansState(PortalState, rx.State):
    """The page, and the question that is open (`asking`) about what (`about`, an id or an area)."""

    status: str = "loading"
    why: str = ""
    patient: str = ""
    page: Guardians = Guardians()
    asking: str = ""
    about: str = ""
    about_name: str = ""
    reason: str = ""
    errors: dict[str, str] = {}
    typed: dict[str, str] = {}
    levels: list[tuple[str, str]] = []

    @rx.event
    async def load(self):
        """Open the page of this patient's parents and guardians."""
        self.reset()
        try:
            await self._show()
        except (NotFound, NotPermitted) as refusal:
            self.reset()
            self.status = "missing" if isinstance(refusal, NotFound) else "refused"
            self.why = refusal.message
        except Exception as fault:
            self.reset()
            self.status = "error"
            return on_exception(fault)
        return None

    @rx.event
    async def added(self):
        """A court paper was added: read the page again."""
        await self._show()

    @rx.event
    def ask(self, what: str, about: str, called: str = ""):
        """Open a question about one guardian, area, paper or guardianship; anything else closes it."""
        self.asking = what if what in QUESTIONS else ""
        self.about, self.about_name = str(about)[:60], str(called)[:200]
        self.reason, self.errors, self.typed = "", {}, {}
        self.levels = guardians.levels_to_say(self.about) if self.asking == "say" else []

    @rx.event
    def leave(self):
        """Close the question; nothing is changed."""
        self.asking = ""

    @rx.event
    async def stop(self, form: dict[str, Any]):
        """Stop a guardian's access, now."""
        self.reason = _typed(form, "reason")
        said = t("Stopped. It counts at once, on pages that are open too.")
        more = {"reason": self.reason, "document": _typed(form, "document")}
        return await self._do(guardians.stop, said, grant_id=_id(self.about), **more)

    @rx.event
    async def allow(self, form: dict[str, Any]):
        """Allow it again."""
        self.reason = _typed(form, "reason")
        said = t("Allowed again.")
        return await self._do(guardians.allow, said, grant_id=_id(self.about), reason=self.reason)

    @rx.event
    async def resend(self, offer_id: str):
        """Send an invitation again."""
        said = t("A new invitation is on its way. The earlier link no longer works.")
        return await self._do(guardians.resend, said, offer_id=_id(offer_id))

    @rx.event
    async def take_back(self):
        """Take an invitation back."""
        said = t("The invitation was taken back. Its link no longer works.")
        return await self._do(guardians.take_back, said, offer_id=_id(self.about))

    @rx.event
    async def say(self, form: dict[str, Any]):
        """Open or close one area, for this child."""
        self.reason = _typed(form, "reason")
        more = {"area": self.about, "level": _typed(form, "level"), "reason": self.reason}
        return await self._do(guardians.say, t("Changed. It counts at once."), **more)

    @rx.event
    async def unsay(self, choice_id: str):
        """Let the practice's policy count again."""
        said = t("The practice's policy counts again.")
        return await self._do(guardians.unsay, said, choice_id=_id(choice_id))

    @rx.event
    async def record_ward(self, form: dict[str, Any]):
        """Put a guardianship of an adult on record."""
        self.typed = {name: _typed(form, name) for name in _FIELDS}
        said = t("The guardianship is on record.")
        service = guardians.record_ward
        return await self._do(service, said, _ground(form), grant_id=_id(self.about))

    @rx.event
    async def end_ward(self, form: dict[str, Any]):
        """End a guardianship now."""
        self.reason = _typed(form, "reason")
        said = t("Ended. It counts at once, on pages that are open too.")
        return await self._do(guardians.end_ward, said, ward_id=_id(self.about), reason=self.reason)

    @rx.event
    async def remove_paper(self):
        """Take a court paper off again."""
        said = t("The court paper was removed.")
        return await self._do(guardians.remove_paper, said, document_id=_id(self.about))

    async def _do(self, service: Any, said: str, *args: Any, **more: Any):
        """Do it, close the question, and read the page again; what is wrong stays beside its field."""
        who, self.errors = self._uuid("patient_id"), {}
        try:
            await self._in_practice(service, *args, patient_id=who, **more)
        except Invalid as refusal:
            if refusal.fields and self.asking:
                self.errors = refusal.fields
                return None
            self.asking = ""
            return on_exception(refusal)
        except (Conflict, NotFound) as refusal:
            self.asking = ""
            await self._show()
            return on_exception(refusal)
        self.asking = self.reason = ""
        await self._show()
        return [NoticeState.show(said, "good"), rx.set_focus(PEOPLE)]

    async def _show(self) -> None:
        who = self._uuid("patient_id")
        self.page = await self._in_practice(guardians.show, patient_id=who)
        self.status, self.patient = "ready", str(who)


class InviteGuardianState(PortalState, rx.State):
    """Inviting a parent or guardian: what was typed, and what is wrong with it."""

    status: str = "loading"
    why: str = ""
    patient: str = ""
    page: Guardians = Guardians()
    typed: dict[str, str] = {}
    errors: dict[str, str] = {}
    message: str = ""
    see_only: bool = False

    @rx.event
    async def load(self):
        """An empty form, for those who may invite."""
        self.reset()
        try:
            who = self._uuid("patient_id")
            self.page = await self._in_practice(guardians.show, patient_id=who)
        except (NotFound, NotPermitted) as refusal:
            self.status = "missing" if isinstance(refusal, NotFound) else "refused"
            self.why = refusal.message
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status, self.patient = "ready", str(who)
        return None

    @rx.event
    async def send(self, form: dict[str, Any]):
        """Send the invitation, and go back to the list it stands in."""
        self.typed, self.errors, self.message = {name: _typed(form, name) for name in _FIELDS}, {}, ""
        self.see_only = bool(_typed(form, "see_only"))
        facts = {name: self.typed[name] for name in _FIELDS[:6]}
        invitee = Invitee(**facts, ground=_ground(form))
        try:
            await self._in_practice(guardians.invite, invitee, patient_id=self._uuid("patient_id"))
        except Invalid as refusal:
            self.errors, self.message = refusal.fields, "" if refusal.fields else refusal.message
            return None
        except Conflict as refusal:
            self.message = refusal.message
            return None
        said = t("The invitation to {email} is on its way.", email=self.typed["email"])
        return await say_there(self, said, f"/staff/patients/{self.patient}/guardians")


def _ground(form: object) -> Ground:
    return Ground(
        why=_typed(form, "ground"),
        reviewer=_typed(form, "reviewer"),
        until=_typed(form, "last_day"),
        document=_typed(form, "document"),
        see_only=bool(_typed(form, "see_only")),
    )


def _typed(form: object, name: str) -> str:
    """What was typed in a field of a form from outside."""
    return str(form.get(name, ""))[:2000] if isinstance(form, dict) else ""


def _id(text: str) -> UUID:
    """An id that came through the browser. Raises: NotFound for anything else."""
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound from None
