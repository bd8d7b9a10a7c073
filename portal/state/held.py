"""The event that is running now, so that it can run again once the person has shown that it is them."""

import dataclasses
from contextvars import ContextVar
from typing import Any

from reflex_base.event import Event
from reflex_base.registry import RegistrationContext


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """An event by its name, and what it was sent with."""

    name: str = ""
    payload: dict[str, Any] = dataclasses.field(default_factory=dict)


_running: ContextVar[Held | None] = ContextVar("running", default=None)


def holding(event: Event) -> None:
    """Remember the event that begins, for as long as it runs."""
    _running.set(Held(event.name, event.payload))


def held() -> Held | None:
    """The event that is running, if one is."""
    return _running.get()


def again(one: Held) -> Event | None:
    """The same event anew; None for a name that no state has."""
    if one.name not in RegistrationContext.get().event_handlers:
        return None
    return Event(name=one.name, payload=one.payload)
