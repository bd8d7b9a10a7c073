"""Every screen, registered where it is written: route, title, audience and what it loads."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from portal import pages

Audience = Literal["public", "patient", "staff"]
Page = Callable[[], rx.Component]


@dataclass(frozen=True, slots=True)
class Screen:
    """One page of the portal."""

    route: str
    title: str
    audience: Audience
    page: Page
    on_load: tuple[Any, ...]


SCREENS: list[Screen] = []


def screen(route: str, *, title: str, audience: Audience, on_load: Any = ()) -> Callable[[Page], Page]:
    """Register a page. `on_load` is one event handler or a list of them, run after the frame's own."""

    def register(page: Page) -> Page:
        loads = on_load if isinstance(on_load, (list, tuple)) else (on_load,)
        SCREENS.append(Screen(route, title, audience, page, tuple(loads)))
        return page

    return register


def load_all() -> None:
    """Import every module under `portal.pages`, which registers its screens."""
    for module in pkgutil.walk_packages(pages.__path__, "portal.pages."):
        importlib.import_module(module.name)


def public_routes() -> frozenset[str]:
    """The routes that need no session, as the gate compares them."""
    return frozenset(screen.route.strip("/") or "index" for screen in SCREENS if screen.audience == "public")
