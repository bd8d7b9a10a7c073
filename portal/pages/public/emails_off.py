"""The page behind "Stop these emails": it asks, for whatever opens links must not change anything."""

import reflex as rx

from portal.components import button, card, link, notice, public_screen, t
from portal.pages.registry import screen
from portal.settings import get_settings
from portal.state.notifications import EmailsOffState as State


@screen("/emails-off", title="Stop emails", audience="public", on_load=State.load)
def emails_off() -> rx.Component:
    """One question, and a way back."""
    phone = get_settings().practice_phone
    more = rx.el.p(link(t("Choose which emails you get"), "/profile/notifications"), class_name="mt-4")
    ask = card(
        rx.el.p(t("Stop the emails that say a new message has come for you?")),
        rx.el.p(t("Your messages stay where they are. Emails about your account's safety still come.")),
        rx.el.div(button(t("Stop these emails"), on_click=State.stop), class_name="actions"),
        more,
        class_name="stack",
    )
    off = card(
        notice(t("Stopped. No more emails about new messages."), tone="good"),
        rx.el.div(button(t("Send them again"), kind="quiet", on_click=State.resume), class_name="actions"),
        more,
        class_name="stack",
    )
    on = card(notice(t("We email you again when a message has come."), tone="good"), more, class_name="stack")
    wrong = card(
        notice(t("This link does not work. Nothing was changed."), tone="attention"),
        rx.el.p(
            t("You can choose which emails you get after you sign in, or call us at {phone}.", phone=phone)
        ),
        more,
        class_name="stack",
    )
    return public_screen(
        t("Stop emails"),
        rx.el.div(rx.match(State.status, ("off", off), ("on", on), ("wrong", wrong), ask), role="status"),
    )
