"""What someone shared by link, for people without an account and without a viewer of their own."""

import reflex as rx

from portal.components import public_screen, t
from portal.components.shared import shared_viewer
from portal.pages.public.words import call_us
from portal.pages.registry import screen


@screen("/shared", title="Shared health information", audience="public")
def shared() -> rx.Component:
    """The viewer; all of it happens in the browser."""
    return public_screen(
        t("Shared health information"),
        rx.el.div(shared_viewer(), class_name="stack"),
        rx.el.div(
            rx.el.p(t("Something is not right? Call the practice."), class_name="quiet"),
            call_us(first=False),
            class_name="print:hidden",
        ),
    )
