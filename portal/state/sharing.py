"""Sharing by link: the list, the form, one link, and the wallet card."""

from datetime import date
from typing import Any
from uuid import UUID

import reflex as rx

from portal.access.actor import Scope
from portal.errors import Conflict, Invalid, NotFound, TooMany
from portal.i18n import t
from portal.services import sharing
from portal.services.sharing import Card, Choice, LinkDetail, LinkRow, OpeningRow
from portal.state.base import PortalState
from portal.state.refusals import NoticeState, on_exception

_LONGEST = 300


class SharingState(PortalState, rx.State):
    """Every link this person has made."""

    status: str = "loading"
    rows: list[LinkRow] = []

    @rx.event
    async def load(self):
        """Fill the list."""
        try:
            self.rows = await self._in_chart(sharing.list_links)
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None


class NewLinkState(PortalState, rx.State):
    """The form for a new link.

    Making one can take a while, so it is done in two steps: what is shared is packed, and only a page that is
    still there then has it kept. Whoever has cancelled or gone elsewhere meanwhile has made nothing.
    """

    status: str = "loading"
    options: list[tuple[str, str, bool]] = []
    busy: bool = False
    packed: bool = False
    message: str = ""
    errors: dict[str, str] = {}

    _packed: sharing.Packed | None = None

    @rx.event
    async def load(self):
        """What may be shared."""
        self._drop()
        self.message, self.errors = "", {}
        try:
            self.options = await self._in_chart(sharing.options)
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None

    @rx.event
    async def submit(self, form: dict[str, Any]):
        """Pack what is to be shared; the page asks for the rest, if it is still there."""
        if self.busy:
            return
        self.busy, self.message, self.errors = True, "", {}
        yield
        try:
            self._packed = await self._in_chart(sharing.prepare, _choice(form))
        except Invalid as refusal:
            self.errors, self.message = refusal.fields, refusal.message
        self.packed = self.busy = self._packed is not None

    @rx.event
    async def keep(self):
        """Make the link of what was packed, and show it."""
        packed = self._packed
        self._drop()
        if packed is None:
            return None
        try:
            made = await self._in_chart(sharing.create, packed)
        except (Invalid, Conflict) as refusal:
            self.message = refusal.message
            return None
        page = await self.get_state(LinkState)
        page._made, page._passcode = made.id, made.passcode
        return rx.redirect(f"/records/sharing/link?id={made.id}")

    @rx.event
    def leave(self):
        """The page is gone: what was packed for it is thrown away."""
        self._drop()

    def _drop(self) -> None:
        self.busy, self.packed, self._packed = False, False, None


class LinkState(PortalState, rx.State):
    """One link. `passcode` is there right after it was made, and never again."""

    status: str = "loading"
    link: LinkDetail = LinkDetail()
    log: list[OpeningRow] = []
    passcode: str = ""
    asking: bool = False
    sending: bool = False
    errors: dict[str, str] = {}
    sent_to: str = ""

    _made: str = ""
    _passcode: str = ""

    @rx.event
    async def load(self):
        """Show the link that the address names."""
        wanted = self.router.url.query_parameters.get("id") or ""
        if wanted != self.link.id:
            self.status, self.link, self.log = "loading", LinkDetail(), []
            self.sent_to, self.errors = "", {}
            yield
        self.passcode = self._passcode if wanted and wanted == self._made else ""
        self.asking = False
        yield await self._fill(wanted)

    @rx.event
    async def look(self):
        """The record has changed while the page was open: the link may be closed."""
        return await self._fill(self.link.id, touch=False) if self.link.id else None

    @rx.event
    def ask(self):
        """Ask before turning the link off."""
        self.asking = True

    @rx.event
    def leave_on(self):
        """Do not turn it off after all."""
        self.asking = False

    @rx.event
    async def revoke(self):
        """Turn the link off."""
        if not self.link.id:
            return None
        await self._in_chart(sharing.revoke, share_id=UUID(self.link.id))
        self.asking, self.passcode, self._passcode = False, "", ""
        await self._fill(self.link.id)
        return NoticeState.show(t("The link is turned off. Nobody can open it any more."), "good")

    @rx.event
    async def send(self, form: dict[str, Any]):
        """Send the link by email."""
        if self.sending or not self.link.id:
            return
        given = form if isinstance(form, dict) else {}
        self.sending, self.errors, self.sent_to = True, {}, ""
        yield
        try:
            self.sent_to = await self._in_chart(
                sharing.send_link,
                share_id=UUID(self.link.id),
                to=_text(given.get("email")),
                understood=bool(given.get("understood")),
            )
        except Invalid as refusal:
            self.errors = refusal.fields
        except (Conflict, TooMany) as refusal:
            self.errors = {"email": refusal.message}
        finally:
            self.sending = False

    async def _fill(self, wanted: str, *, touch: bool = True):
        try:
            found = await self._in_chart(sharing.show_link, share_id=_uuid(wanted), touch=touch)
            await self._follow(LinkState.look, Scope.RECORDS)
        except NotFound:
            self.status, self.link, self.log = "missing", LinkDetail(), []
            return None
        except Exception as fault:
            self.status, self.link, self.log = "error", LinkDetail(), []
            return on_exception(fault)
        self.status, self.link, self.log = "ready", found, found.log
        self.passcode = self.passcode if found.is_active else ""
        return None


class CardState(PortalState, rx.State):
    """The wallet card."""

    status: str = "loading"
    card: Card = Card()

    @rx.event
    async def load(self):
        """Put the card together from what is on file now."""
        try:
            self.card = await self._in_chart(sharing.show_card)
        except Exception as fault:
            self.status = "error"
            return on_exception(fault)
        self.status = "ready"
        return None


def _choice(form: Any) -> Choice:
    """What the form says. Raises: Invalid."""
    given = form if isinstance(form, dict) else {}
    return Choice(
        kinds=tuple(
            name.removeprefix("kind-") for name in given if str(name).startswith("kind-") and given[name]
        ),
        since=_day(given, "since"),
        until=_day(given, "until"),
        label=_text(given.get("label")),
        passcode=_text(given.get("passcode")),
        days=_number(given.get("days", "7")),
        openings=_number(given.get("openings", "0")),
        paper=bool(given.get("paper")),
    )


def _text(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


def _number(value: Any) -> int:
    """A number as it was chosen; what is none is -1, which no field takes."""
    is_number = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 5
    return int(value) if is_number else -1


def _day(form: dict[str, Any], name: str) -> date | None:
    given = _text(form.get(name))
    try:
        found = date.fromisoformat(given) if given else None
    except ValueError:
        found = date.min
    if found is not None and not 1800 < found.year < 2200:
        raise Invalid(fields={name: t("Choose a day, or leave this empty.")})
    return found


def _uuid(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise NotFound from None
