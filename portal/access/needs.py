"""What a service needs opened before it runs, written beside it and read by the door."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal, TypeVar

from portal.access.actor import Duty, Scope


class _Mine(StrEnum):
    OWN = "own"


OWN: Literal[_Mine.OWN] = _Mine.OWN
"""What a service about the account of whoever is signed in needs."""

Service = TypeVar("Service", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Need:
    """The scope of a chart, the duty in the practice or one's own account, and whether anything changes.

    `proof`: only for whoever has just shown again that it is them. `keeps`: it writes down something of the
    reader's own, such as how they like to read, which asks for no more than looking does. `staff`: the duty
    without which nobody who works here gets it, however they came into the chart. `typed` looks by itself at
    what was typed, before a proof is asked for: it takes what the service is given, and raises Invalid.
    """

    scope: Scope | None = None
    duty: Duty | None = None
    acting: bool = False
    action: str = ""
    own: bool = False
    proof: bool = False
    keeps: bool = False
    staff: Duty | None = None
    typed: Callable[..., Any] | None = None

    @property
    def writes(self) -> bool:
        """Whether anything is written beside the trail."""
        return self.acting or self.keeps


def needs(
    what: Scope | Duty | _Mine,
    *,
    acting: bool = False,
    proof: bool = False,
    keeps: bool = False,
    staff: Duty | None = None,
    typed: Callable[..., Any] | None = None,
) -> Callable[[Service], Service]:
    """Say that a service takes a `Chart` (for a Scope), the `Practice` (for a Duty) or one's `Own` first."""

    def mark(service: Service) -> Service:
        action = f"{service.__module__.rpartition('.')[2]}.{service.__name__}"
        scope = what if isinstance(what, Scope) else None
        duty = what if isinstance(what, Duty) else None
        need = Need(scope, duty, acting, action, what is OWN, proof, keeps, staff, typed)
        service.need = need  # type: ignore[attr-defined]
        return service

    return mark


def need_of(service: Callable[..., Any]) -> Need:
    """The need of a service. Raises: TypeError for one that does not say."""
    need = getattr(service, "need", None)
    if need is None:
        raise TypeError(f"{service!r} does not say what it needs: decorate it with @needs(…)")
    return need  # type: ignore[no-any-return]
