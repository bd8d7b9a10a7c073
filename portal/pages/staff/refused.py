"""What someone sees who may not be here: that it is so, and the way to where they may be."""

import reflex as rx

from portal.access.actor import Duty
from portal.components import button, notice, t
from portal.components.roles import role_may
from portal.components.text import Words


def refused(why: Words) -> rx.Component:
    """The refusal in words, and a way home."""
    to = rx.cond(role_may(Duty.PATIENTS), "/staff/patients", "/home")
    home = button(t("Go to your own page"), kind="quiet", href=to)
    return rx.el.div(notice(why, tone="danger"), rx.el.div(home, class_name="actions"))
