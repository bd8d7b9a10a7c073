"""What someone sees who may not be here: that it is so, and the way to where they may be."""

import reflex as rx

from portal.components import button, notice, t
from portal.components.text import Words


def refused(why: Words) -> rx.Component:
    """The refusal in words, and a way home."""
    home = button(t("Go to your own page"), kind="quiet", href="/home")
    return rx.el.div(notice(why, tone="danger"), rx.el.div(home, class_name="actions"))
