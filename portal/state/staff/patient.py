"""One patient's page for staff: who they are, what is on file, and whether they have enrolled."""

from typing import Any
from uuid import UUID

import reflex as rx

from portal.errors import Invalid, Refusal
from portal.i18n import t
from portal.services import invitations
from portal.services.staff import patient
from portal.services.staff.patient import KindRow, PatientCard
from portal.settings import get_settings
from portal.state.opening import OpenedState
from portal.state.refusals import NoticeState
from portal.state.staff.standing import UNKNOWN, StandingView, standing_view

NOBODY = PatientCard(*[""] * 9, may_read=False, may_import=False, may_audit=False)


class PatientState(OpenedState, rx.State):
    """The patient whose page is open."""

    patient: str = ""
    card: PatientCard = NOBODY
    kinds: list[KindRow] = []
    standing: StandingView = UNKNOWN
    asking: str = ""
    email: str = ""
    email_error: str = ""
    invite_error: str = ""
    importing: bool = False
    link_days: int = 0

    @rx.event
    async def load(self):
        """Open the patient of this address."""
        return await self._open(self._fill)

    async def _fill(self) -> None:
        who = self._uuid("patient_id")
        self.patient = str(who)
        await self._look(who)
        await self._count(who)
        self.link_days = get_settings().invitation_days

    @rx.event
    async def imported(self):
        """Count again what is on file, and read again who this is."""
        who = self._uuid("patient_id")
        await self._look(who)
        await self._count(who)

    @rx.event
    def ask(self, what: str):
        """Open the dialog that confirms an invitation ("invite") or takes one back ("revoke")."""
        self.asking = what if what in ("invite", "revoke") else ""
        self.email = self.standing.email or self.card.email
        self.email_error = self.invite_error = ""

    @rx.event
    def leave(self):
        """Close the dialog; nothing is sent."""
        self.asking = ""

    @rx.event
    async def invite(self, form: dict[str, Any]):
        """Send an invitation, or the last one again when the address is still the same."""
        self.email = str(dict(form).get("email", ""))[:300].strip()
        is_same = self.email == self.standing.email and self.standing.is_invited
        try:
            if is_same:
                await self._stand(invitations.resend)
            else:
                await self._stand(invitations.invite, email=self.email)
        except Invalid as refusal:
            self.email_error = refusal.fields.get("email", "")
            self.invite_error = "" if refusal.fields else refusal.message
            return None
        except Refusal:
            self.asking = ""
            raise
        self.asking = ""
        return NoticeState.show(t("The invitation to {email} is on its way.", email=self.email), "good")

    @rx.event
    async def revoke(self):
        """Take the invitation back."""
        self.asking = ""
        await self._stand(invitations.revoke)
        return NoticeState.show(t("The invitation was taken back. Its link no longer works."), "good")

    @rx.event
    def show_import(self):
        """Open the place to import a file."""
        self.importing = True

    async def _stand(self, service: Any, **more: Any) -> None:
        status = await self._in_practice(service, patient_id=self._uuid("patient_id"), **more)
        self.standing = standing_view(status, deceased=bool(self.card.deceased))

    async def _look(self, who: UUID) -> None:
        found = await self._in_practice(patient.look_up, patient_id=who)
        self.card = found.card
        self.standing = standing_view(found.standing, deceased=bool(found.card.deceased))

    async def _count(self, who: UUID) -> None:
        if self.card.may_read:
            self.kinds = await self._in_chart(patient.on_file, patient_id=who)
