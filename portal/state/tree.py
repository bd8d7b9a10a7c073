"""A tab's whole state tree: emptied when it becomes someone else's, told whole, drawn anew."""

from typing import Any

import reflex as rx
from reflex.istate.delta import _resolve_delta
from reflex.state import BaseState, OnLoadInternalState
from reflex_base.event import Event
from reflex_base.utils.format import format_event_handler

HOME = "/home"


async def empty(state: BaseState) -> None:
    """Every var of every state back to its default; the route and connection stay."""
    root = state._get_root_state()
    router_data = root.router_data
    root.reset()
    root.router_data = router_data
    root._update_router_vars(router_data, {})
    root.is_hydrated = True


async def whole(state: BaseState) -> dict[str, Any]:
    """Everything the browser is to hold from now on."""
    root = state._get_root_state()
    root.is_hydrated = True
    delta = await _resolve_delta(root.dict())
    root._clean()
    return delta


async def changed(state: BaseState) -> dict[str, Any]:
    """What has changed since the browser was last told."""
    root = state._get_root_state()
    delta = await _resolve_delta(root.get_delta())
    root._clean()
    return delta


def onward(state: BaseState, path: str = HOME) -> list[Event]:
    """To a page, which loads; one that is open already loads once more."""
    if "/" + str(state.router.url.path).strip("/\\") != path.partition("?")[0]:
        return Event.from_event_type(rx.redirect(path))
    return [load_event()]


def load_event() -> Event:
    """What has a page load, as following a link to it does."""
    handler = OnLoadInternalState.event_handlers["on_load_internal"]
    return Event(name=format_event_handler(handler), payload={})
