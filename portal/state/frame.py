"""What the frame around every signed-in page shows: whose account this is, and whose record it looks at."""

from contextlib import suppress
from uuid import UUID

import reflex as rx

from portal.access.actor import Scope
from portal.errors import NotFound
from portal.i18n import t
from portal.services import accounts, household
from portal.services.accounts import Person, Who
from portal.services.records import KINDS, Whose, whose
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, ProofState
from portal.state.tree import HOME, empty, onward

PAGES = frozenset({"/records/corrections", "/profile", *(kind.home for kind in KINDS.values())})
"""Where what is new for someone leads to."""
EVERY = [str(scope) for scope in Scope]
NOBODY = Person("", "", "", "", "", "")


class FrameState(PortalState, rx.State):
    """The name in the header, the account menu, and the band over someone else's record.

    `helped` is the one whose record this is when it is not one's own; `sees` and `acts` are what may be seen
    and done in it. `meant` is whose record a link is about when that is another one, and `whose` stands on
    paper. `at` is the path of the page that was filled last.
    """

    name: str = ""
    initials: str = ""
    role: str = ""
    patient_id: str = ""
    own_id: str = ""
    helped: Person = NOBODY
    people: list[Person] = []
    sees: list[str] = EVERY
    acts: list[str] = EVERY
    meant: Person = NOBODY
    whose: Whose = Whose()
    at: str = ""
    _meant_path: str = ""

    @rx.event
    async def load(self):
        """Fill the frame for whoever is signed in here and whose record the session looks at."""
        notice, proof = await self.get_state(NoticeState), await self.get_state(ProofState)
        notice._page_begins(self._path())
        proof._page_begins(self._path())
        who = await self._aside(accounts.who)
        if who.lost:
            notice._say(_lost(who), "danger")
            notice._explains = not who.own_id
            await self._in_account(accounts.switch)
            if not who.own_id and self._path() != HOME:
                self._fill(who)
                notice.there = HOME
                return rx.redirect(HOME)
        self._fill(who)
        if Scope.RECORDS in who.sees and not self.whose.name:
            self.whose = await self._in_chart(whose.look)
        self._offer_whom_a_link_means()
        return None

    @rx.event
    def arrived(self):
        """All that belongs on this page is there: the last of what runs when it loads."""
        self.at = self._path()

    @rx.event
    async def switch(self, patient_id: str = ""):
        """Look at someone else's record from now on, or at one's own."""
        return await self._switch(str(patient_id))

    @rx.event
    async def open_for(self, patient_id: str, path: str):
        """Look at someone's record from now on, at one of its pages."""
        return await self._switch(str(patient_id), path if path in PAGES else HOME)

    @rx.event
    async def follow(self):
        """Look at whose record the link was about, and go there."""
        return await self._switch(self.meant.patient_id, self._meant_path or HOME)

    @rx.event
    def stay(self):
        """Stay with whose record this is."""
        self.meant, self._meant_path = NOBODY, ""

    async def _switch(self, patient_id: str, path: str = HOME):
        await self._in_account(accounts.switch, patient_id=_id(patient_id))
        await empty(self)
        return onward(self, path)

    def _fill(self, who: Who) -> None:
        self.name, self.initials, self.role = who.name, who.initials, who.role
        self.patient_id, self.own_id = who.patient_id, who.own_id
        self.helped, self.people = who.helped or NOBODY, who.people
        if not who.role:
            self.sees, self.acts = list(who.sees), list(who.acts)

    def _offer_whom_a_link_means(self) -> None:
        """An emailed link says by an id whose record it is about; the page asks when that is another one."""
        wanted = str(self.router.url.query_parameters.get("for") or "")
        if wanted and wanted != self.patient_id:
            self._offer(wanted)

    async def _offer_whose(self, given: str) -> None:
        """An item that is not in this record may be in another one: ask whether to go there."""
        with suppress(NotFound):
            if self.people and (record_id := _id(given)):
                found = await self._in_account(household.find, record_id=record_id)
                if found != self.patient_id:
                    self._offer(found)

    def _offer(self, patient_id: str, path: str = "") -> None:
        """Ask whether to look at this person's record, if it is one of those shared with this account."""
        found = next((one for one in self.people if one.patient_id == patient_id), None)
        if patient_id and patient_id == self.own_id:
            found = Person("", t("your own account"), "", "", "", "")
        if found is not None:
            self.meant, self._meant_path = found, path or self._path()


def _lost(who: Who) -> str:
    own = t("You are back in your own account.")
    return t("A record that was shared with you cannot be opened any more, or not now.") + " " + own


def _id(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None
