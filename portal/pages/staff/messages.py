"""The queues of messages, the earliest due first."""

import reflex as rx

from portal.components import (
    button,
    item_list,
    pager,
    row_link,
    select_field,
    staff_screen,
    t,
)
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.state.staff.messages import QueueState as State

HOME = "/staff/messages"
FIRST = 4
"""Queues that are at hand as buttons; all of them are in the list beside."""


@screen(HOME, title="Messages", audience="staff", on_load=State.load)
def staff_messages() -> rx.Component:
    """One queue, and the way to every other."""
    rows = item_list(
        State.rows,
        row_link,
        title=rx.cond(State.name != "", State.name, t("Queue")),
        empty=t("Nothing waits here"),
        empty_help=t("What patients write comes here by itself."),
        empty_icon="messages",
        status=State.status,
        total=State.total,
        pager=pager(
            State.page,
            State.pages,
            on_later=State.earlier,
            on_earlier=State.later,
            later=t("Previous"),
            earlier=t("Next"),
        ),
        on_retry=State.load,
    )
    return staff_screen(
        t("Messages"),
        rx.cond(
            State.status == "refused",
            refused(State.why),
            rx.el.div(_queues(), rows, class_name="stack"),
        ),
        tab="messages",
        line=t("What waits for an answer, by the day it is due."),
        aside=rx.cond(State.status == "ready", button(t("New message"), href=f"{HOME}/new")),
    )


def _queues() -> rx.Component:
    at_hand = rx.foreach(
        State.tabs[:FIRST],
        lambda tab: button(
            rx.fragment(tab.name, " ", rx.el.span(tab.count, class_name="queue-count")),
            kind="quiet",
            href=f"{HOME}?queue=" + tab.key,
            custom_attrs={"aria-current": rx.cond(tab.key == State.key, "page", "false")},
        ),
    )
    every = select_field(t("Queue"), "queue", State.choices, value=State.key, on_change=State.choose)
    return rx.el.div(
        rx.el.nav(at_hand, class_name="actions queues", custom_attrs={"aria-label": t("Queues at hand")}),
        every,
        class_name="stack",
    )
