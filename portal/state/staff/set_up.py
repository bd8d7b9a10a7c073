"""Setting up a staff account: the link is read, the password's rules are ticked, the form goes over HTTP."""

import reflex as rx
from anyio import to_thread

from portal.errors import Conflict
from portal.services.second_factor import in_fours
from portal.services.staff import set_up
from portal.state.base import PortalState


class SetUpState(PortalState, rx.State):
    """What the set-up page shows."""

    status: str = "loading"
    why: str = ""
    token: str = ""
    name: str = ""
    username: str = ""
    qr: str = ""
    secret: str = ""
    code_required: bool = True
    long_enough: bool = False
    hard_to_guess: bool = False
    not_personal: bool = False

    @rx.event
    async def read_link(self, token: str):
        """Look up the link the browser came with."""
        self.reset()
        try:
            found = await self._at_front_door(set_up.look, str(token))
        except Conflict as refusal:
            self.status, self.why = "gone", refusal.message
            return
        self.status, self.token = "ready", str(token)
        self.name, self.username, self.qr = found.name, found.username, found.qr
        self.secret, self.code_required = in_fours(found.secret), found.code_required

    @rx.event
    async def check_password(self, password: str):
        """Tick the rules while the password is typed; it is not kept."""
        rules = await to_thread.run_sync(set_up.rules, str(password)[:500], self.username)
        self.long_enough, self.hard_to_guess = rules.length, rules.not_common
        self.not_personal = rules.not_personal
