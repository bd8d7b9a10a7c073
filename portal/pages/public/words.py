"""Words that several public pages share."""

import reflex as rx
from reflex_components_core.el.elements.inline import A

from portal.components import icon, t
from portal.components.document import BROWSERS
from portal.components.text import Words
from portal.settings import get_settings

AS_TYPED = {"autoCapitalize": "none", "spellCheck": "false"}
"""For a field whose text a phone must leave alone."""


def browsers() -> Words:
    """Which browsers this works in."""
    return t("Works in the latest two versions of {browsers}, on computers and phones.", browsers=BROWSERS)


def bullets(*lines: Words) -> rx.Component:
    """A list of short sentences."""
    return rx.el.ul(*[rx.el.li(line) for line in lines], class_name="list-disc ps-5 grid gap-2")


def call_us(*, first: bool = True) -> rx.Component:
    """The practice's phone, big enough to press, and its hours; `first` when calling is the thing to do."""
    settings = get_settings()
    return rx.el.div(
        A.create(
            icon("phone"),
            t("Call {phone}", phone=settings.practice_phone),
            href=f"tel:{settings.practice_phone}",
            class_name="button" if first else "button quiet-button",
        ),
        rx.el.span(settings.practice_hours, class_name="quiet"),
        class_name="actions",
    )
