"""What is kept back from patients, for everyone in the practice who may hold or release."""

from typing import Any

import reflex as rx

from portal.components import item, item_list, staff_screen, t
from portal.pages.registry import screen
from portal.pages.staff.refused import refused
from portal.state.staff.holds import HoldsState as State


@screen("/staff/holds", title="On hold", audience="staff", on_load=State.load)
def staff_holds() -> rx.Component:
    """Each item with why and since when; the longest held stands first."""
    rows = item_list(
        State.rows,
        _row,
        title=t("Held items, longest first"),
        empty=t("Nothing is on hold."),
        empty_help=t("Patients see everything as soon as it arrives."),
        empty_icon="lock",
        status=State.status,
        on_retry=State.load,
    )
    return staff_screen(
        t("On hold"),
        rx.cond(State.status == "refused", refused(State.why), rows),
        tab="holds",
        line=t("Single items that patients do not see yet. Release each as soon as you can."),
    )


def _row(row: Any) -> rx.Component:
    why = rx.fragment(row.line, rx.el.br(), t("Why: {reason}", reason=row.reason))
    return item(row.title, why, icon_name=row.icon, tag=row.tag, tone=row.tone, href=row.href)
