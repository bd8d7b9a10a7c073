"""Settings: the policy for teens."""

from typing import Any

import reflex as rx

from portal.errors import Invalid, NotPermitted
from portal.i18n import t
from portal.services.staff import teen_policy
from portal.services.staff.teen_policy import PolicyView
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception


class TeenPolicyState(PortalState, rx.State):
    """The policy as it is, and what is wrong with what was chosen."""

    status: str = "loading"
    policy: PolicyView = PolicyView()
    errors: dict[str, str] = {}
    saved: int = 0

    @rx.event
    async def load(self):
        """Read the policy."""
        self.reset()
        try:
            self.policy = await self._in_practice(teen_policy.show_policy)
        except NotPermitted:
            self.status = "refused"
            return None
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Keep what was chosen; it counts from the next event on."""
        given = {str(name): str(value)[:20] for name, value in dict(form).items()}
        own_account, self.errors = given.get("own_account") == "yes", {}
        try:
            self.policy = await self._in_practice(teen_policy.set_policy, given, own_account=own_account)
        except Invalid as refusal:
            self.errors = refusal.fields
            return None
        self.saved += 1
        return NoticeState.show(t("Saved. It counts at once, on pages that are open too."), "good")
