"""The doorkeeper: binds a browser tab's state tree to the session of its cookie.

Reflex's client token is no secret, and whoever sends it is given that tree. So before any event runs, the
session of this connection's cookie is compared with the one the tree belongs to; for those not signed in,
the browser's visit. Another, or one that may do less than when the tree was filled: the tree is emptied
first, and only a hydrate may go on. So what a page shows is never more than what its person may see at that
moment. `state/live.py` has the doorkeeper look at pages that are merely open. A tab that comes back with a
new token of the same session keeps its tree as it was, with what was typed.

A tree is also filled from one record, the one its session looks at. Once the session looks at another one (in
another window), what is pressed here does nothing until the person says which they mean (`elsewhere.py`).

Reflex gives every state a `setvar` that calls whatever setter a client names; ours have none, and no client
gets to look.
"""

import dataclasses
from contextlib import suppress
from typing import Any
from uuid import UUID

import reflex as rx
from anyio import to_thread
from reflex.app import App, EventNamespace
from reflex.istate.data import RouterData
from reflex.state import BaseState, State, StateUpdate
from reflex_base.constants import CompileVars
from reflex_base.event import Event
from reflex_base.utils.format import format_event_handler

from portal.access.sessions import Holding
from portal.errors import SignedOut
from portal.services import door
from portal.services.cookie import token_in, visit_in
from portal.state.elsewhere import ElsewhereState
from portal.state.held import holding
from portal.state.live import TABS
from portal.state.refusals import way_in
from portal.state.tree import changed, empty, load_event, whole
from portal.vault.tokens import token_hash

FRESH, NOBODY = "?", ""


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """Whose events these are: a session's, a visit's, or nobody's.

    `reason` is why there is no session; `token` is the hash of the token they hold, good or not.
    """

    whose: str
    holding: Holding | None = None
    reason: str = "none"
    token: str = ""

    @property
    def is_signed_in(self) -> bool:
        """True while there is a session."""
        return self.holding is not None

    @property
    def may(self) -> frozenset[str]:
        """What may be opened with it."""
        return self.holding.may if self.holding else frozenset()

    @property
    def looks_at(self) -> str:
        """The id of the record that the session looks at, or empty."""
        return str(self.holding.patient_id or "") if self.holding else ""


class GateState(rx.State):
    """Whose tree this is (or fresh), which record it was filled from, and what could be opened with it then.

    Never leaves the server.
    """

    _bound_to: str = FRESH
    _token: str = ""
    _filled_from: str = FRESH
    _could: frozenset[str] = frozenset()
    _session: UUID | None = None


@dataclasses.dataclass
class Gate(rx.Middleware):
    """Runs before every event. `public` are the routes that need no session."""

    public: frozenset[str] = frozenset()

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let the event through (None), or answer it with an emptied tree and the way to sign in."""
        if event.name.endswith(".setvar"):
            return StateUpdate(delta={})
        router = state.router  # Reflex puts it together anew each time it is asked for
        cookie, is_public = router.headers.cookie, router.route_id.strip("/") in self.public
        holder = await _holder(cookie)
        gate = await state.get_state(GateState)
        is_hydrate = event.name in _hydrate_names()
        if not is_hydrate and await _is_about_to_come_back(gate, holder):
            return StateUpdate(delta={})
        _keep_in_view(router, holder)
        if not is_hydrate and not is_public and await _is_left_behind(cookie, gate, holder):
            return await _ask_whom(state, gate, event)
        is_theirs = gate._bound_to in (FRESH, holder.whose) and gate._could <= holder.may
        looks_elsewhere = gate._filled_from not in (FRESH, holder.looks_at)
        if not is_theirs or (is_hydrate and looks_elsewhere):
            await empty(state)
        is_renewed = gate._bound_to == holder.whose and gate._token not in ("", holder.token)
        _bind(gate, holder)
        if is_hydrate and is_renewed and CompileVars.PAYLOAD_HASHES not in event.payload:
            return StateUpdate(delta=await whole(state))
        holding(event)
        if holder.holding is not None:
            door.admit(token_in(cookie), holder.holding)
        stays = holder.is_signed_in or is_public
        if is_hydrate or (is_theirs and stays):
            return None
        events = [load_event()] if stays else _leave(state, holder)
        return StateUpdate(delta={} if is_theirs else await whole(state), events=events)


def _bind(gate: GateState, holder: Holder) -> None:
    gate._bound_to, gate._token, gate._could = holder.whose, holder.token, holder.may
    gate._filled_from = holder.looks_at
    gate._session = holder.holding.session_id if holder.holding else None


async def _is_about_to_come_back(gate: GateState, holder: Holder) -> bool:
    """Whether this connection holds the token of before: its session has a new one, the page connects anew.

    Until it has, nothing is shown or done on it; what is on it stays (components/web/renewed.jsx).
    """
    if gate._session is None or holder.reason != "none" or holder.holding or not holder.token:
        return False
    return gate._session in await to_thread.run_sync(door.holdings, {gate._session})


def _keep_in_view(router: RouterData, holder: Holder) -> None:
    if holder.holding is None:
        TABS.gone(router.session.client_token)
    else:
        TABS.seen(router.session.client_token, holder.holding, router.route_id)


def drop_unknown_events(namespace: EventNamespace) -> None:
    """Let no event in that no state has: Reflex would log each of them and keep it for ever."""
    hear = namespace.on_event
    known = namespace.app._registration_context.event_handlers

    async def on_event(sid: str, data: Any) -> None:
        name = data.get("name") if isinstance(data, dict) else None
        if isinstance(name, str) and name in known:
            await hear(sid, data)

    namespace.on_event = on_event  # type: ignore[method-assign]


async def _holder(cookie: str) -> Holder:
    """Whoever holds this connection: its live session, or else its browser's visit."""
    token, visit = token_in(cookie), visit_in(cookie)
    stranger = f"visit {token_hash(visit).hex()}" if visit else NOBODY
    if not token:
        return Holder(stranger)
    try:
        held = await to_thread.run_sync(door.holding, token)
    except SignedOut as refusal:
        return Holder(stranger, reason=refusal.reason, token=token_hash(token).hex())
    return Holder(f"session {held.session_id.hex}", held, token=token_hash(token).hex())


async def _is_left_behind(cookie: str, gate: GateState, holder: Holder) -> bool:
    """Whether the session looks elsewhere by now while the record of this page may still be opened."""
    filled_from = gate._filled_from
    if holder.whose != gate._bound_to or filled_from in (FRESH, holder.looks_at):
        return False
    if not filled_from:
        return True
    could = {word for word in gate._could if word.startswith(filled_from)}
    may = await to_thread.run_sync(door.may_in, token_in(cookie), UUID(filled_from))
    return bool(could) and could <= may


async def _ask_whom(state: BaseState, gate: GateState, event: Event) -> StateUpdate | None:
    """Do nothing but ask whom the person means; the answers themselves are let through."""
    if event.name in _answers():
        return None
    elsewhere = await state.get_state(ElsewhereState)
    await elsewhere._ask(gate._filled_from, is_loading=event.name == load_event().name)
    return StateUpdate(delta=await changed(state))


def _answers() -> frozenset[str]:
    handlers = (ElsewhereState.event_handlers[name] for name in ("go_on", "back"))
    return frozenset(format_event_handler(handler) for handler in handlers)


def _leave(state: BaseState, holder: Holder) -> list[Event]:
    """To the sign-in page, with the reason and the way back; whose record a link is about is kept."""
    path = "/" + str(state.router.url.path).strip("/\\")
    with suppress(ValueError):
        path += f"?for={UUID(str(state.router.url.query_parameters.get('for') or ''))}"
    return Event.from_event_type(rx.redirect(way_in(path, holder.reason), replace=True))


def _hydrate_names() -> frozenset[str]:
    names = (CompileVars.HYDRATE, CompileVars.HYDRATE_AND_LOAD)
    return frozenset(format_event_handler(State.event_handlers[name]) for name in names)
