"""Who turns 18: when, what was sent, and what staff have to see to."""

from typing import Any

import reflex as rx

from portal.components import item, item_list, nt, staff_screen, t
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.state.staff.aging_out import AgingOutState as State


@screen("/staff/aging-out", title="Turning 18", audience="staff", on_load=State.load)
def staff_aging_out() -> rx.Component:
    """What is to do stands first; then the next birthdays."""
    many = nt("{n} thing to do", "{n} things to do", State.found.todo)
    rows = item_list(
        State.found.rows,
        _row,
        title=t("In the next 90 days, or not invited yet"),
        empty=t("Nobody turns 18 in the next 90 days."),
        empty_help=t("Only patients whose parents or guardians have access stand here."),
        empty_icon="people",
        status=State.status,
        aside=rx.cond(State.found.todo > 0, rx.el.small(many, role="status")),
        on_retry=State.load,
    )
    return staff_screen(
        t("Turning 18"),
        rx.cond(State.status == "refused", refused(State.why), rows),
        tab="aging-out",
        line=t("The access of parents and guardians ends by itself on the 18th birthday, at midnight."),
    )


def _row(row: Any) -> rx.Component:
    lines = rx.fragment(
        row.line,
        rx.cond(row.sent != "", rx.fragment(rx.el.br(), row.sent)),
        rx.cond(row.todo != "", rx.fragment(rx.el.br(), rx.el.strong(row.todo))),
    )
    return item(row.title, lines, icon_name=row.icon, tag=row.tag, tone=row.tone, href=row.href)
