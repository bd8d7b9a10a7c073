"""The doorkeeper: binds a browser tab's state tree to the session of its cookie.

Reflex's client token is no secret, and whoever sends it is given that tree. So before any event runs, the
session of this connection's cookie is compared with the one the tree belongs to; for those not signed in,
the browser's visit. Another: the tree is emptied first, and only a hydrate may go on. A tab that comes back
with a new token of the same session keeps its tree as it was, with what was typed. Reflex gives every
state a `setvar` that calls whatever setter a client names; ours have none, and no client gets to look.
"""

import dataclasses
from typing import Any

import reflex as rx
from anyio import to_thread
from reflex.app import App, EventNamespace
from reflex.istate.delta import _resolve_delta
from reflex.state import BaseState, State, StateUpdate
from reflex_base.constants import CompileVars
from reflex_base.event import Event
from reflex_base.utils.format import format_event_handler

from portal.errors import SignedOut
from portal.services import door
from portal.services.cookie import token_in, visit_in
from portal.state.held import holding
from portal.state.refusals import way_in
from portal.vault.tokens import token_hash

FRESH, NOBODY = "?", ""


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """Whose events these are: a session's, a visit's, or nobody's; and why there is no session.

    `token` is the hash of the session's present token.
    """

    whose: str
    is_signed_in: bool = False
    reason: str = "none"
    token: str = ""


class GateState(rx.State):
    """Whose tree this is, or fresh. Never leaves the server."""

    _bound_to: str = FRESH
    _token: str = ""


@dataclasses.dataclass
class Gate(rx.Middleware):
    """Runs before every event. `public` are the routes that need no session."""

    public: frozenset[str] = frozenset()

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        """Let the event through (None), or answer it with an emptied tree and the way to sign in."""
        if event.name.endswith(".setvar"):
            return StateUpdate(delta={})
        holder = await _holder(state)
        gate = await state.get_state(GateState)
        is_hydrate = event.name in _hydrate_names()
        if gate._bound_to not in (FRESH, holder.whose):
            await _empty(state)
            gate._bound_to = holder.whose
            if not is_hydrate:
                return StateUpdate(delta=await _whole(state), events=_leave(state, holder))
        is_renewed = gate._bound_to == holder.whose and gate._token not in ("", holder.token)
        gate._bound_to, gate._token = holder.whose, holder.token
        if is_hydrate and is_renewed and CompileVars.PAYLOAD_HASHES not in event.payload:
            return StateUpdate(delta=await _whole(state))
        holding(event)
        if is_hydrate or holder.is_signed_in or self._is_public(state):
            return None
        return StateUpdate(delta={}, events=_leave(state, holder))

    def _is_public(self, state: BaseState) -> bool:
        return state.router.route_id.strip("/") in self.public


def drop_unknown_events(namespace: EventNamespace) -> None:
    """Let no event in that no state has: Reflex would log each of them and keep it for ever."""
    hear = namespace.on_event
    known = namespace.app._registration_context.event_handlers

    async def on_event(sid: str, data: Any) -> None:
        name = data.get("name") if isinstance(data, dict) else None
        if isinstance(name, str) and name in known:
            await hear(sid, data)

    namespace.on_event = on_event  # type: ignore[method-assign]


async def _holder(state: BaseState) -> Holder:
    """Whoever holds this connection: its live session, or else its browser's visit."""
    cookie = state.router.headers.cookie
    token, visit = token_in(cookie), visit_in(cookie)
    stranger = f"visit {token_hash(visit).hex()}" if visit else NOBODY
    if not token:
        return Holder(stranger)
    try:
        session_id = await to_thread.run_sync(door.live_session, token)
    except SignedOut as refusal:
        return Holder(stranger, reason=refusal.reason)
    return Holder(session_id.hex, is_signed_in=True, token=token_hash(token).hex())


async def _empty(state: BaseState) -> None:
    """Every var of every state back to its default; the route and connection stay."""
    root = state._get_root_state()
    router_data = root.router_data
    root.reset()
    root.router_data = router_data
    root._update_router_vars(router_data, {})


async def _whole(state: BaseState) -> dict[str, Any]:
    root = state._get_root_state()
    root.is_hydrated = True
    delta = await _resolve_delta(root.dict())
    root._clean()
    return delta


def _leave(state: BaseState, holder: Holder) -> list[Event]:
    """To the sign-in page with the reason and the way back; or reload as whoever this is now."""
    path = "/" + str(state.router.url.path).strip("/\\")
    if holder.is_signed_in:
        return Event.from_event_type(rx.redirect(path, replace=True))
    return Event.from_event_type(rx.redirect(way_in(path, holder.reason), replace=True))


def _hydrate_names() -> frozenset[str]:
    names = (CompileVars.HYDRATE, CompileVars.HYDRATE_AND_LOAD)
    return frozenset(format_event_handler(State.event_handlers[name]) for name in names)
