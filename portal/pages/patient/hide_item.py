"""On an item's page: hiding it from those who represent the patient, and from whom."""

from typing import Any

import reflex as rx

from portal.components import button, checkbox, dialog, link, submit_button, t
from portal.state.representatives import HOME
from portal.state.seeing import HideItemState as State


def hide_item(hiding: Any) -> rx.Component:
    """The quiet way to it, for a patient who has let someone in, and the question it opens."""
    ask = rx.el.button(
        t("Hide from my representatives…"), type="button", on_click=State.ask, class_name="link"
    )
    line = rx.cond(hiding.line != "", rx.el.p(hiding.line, class_name="quiet"))
    return rx.cond(hiding.can, rx.el.div(line, ask, _question()))


def _question() -> rx.Component:
    form = rx.el.form(
        rx.el.p(t("Tick who does not see this. It counts at once, and they are not told.")),
        rx.el.div(rx.foreach(State.people, _person), class_name="choices"),
        rx.el.p(t("What is part of it, such as the results of a panel, goes with it."), class_name="quiet"),
        rx.el.div(
            submit_button(t("Save")),
            button(t("Cancel"), kind="quiet", on_click=State.leave),
            class_name="actions",
        ),
        on_submit=State.save,
        class_name="form",
    )
    nobody = rx.el.div(
        rx.el.p(t("Nobody represents you now, so nobody sees this as your representative.")),
        rx.el.div(
            link(t("Representatives"), HOME, standalone=True),
            button(t("Close"), kind="quiet", on_click=State.leave),
            class_name="actions",
        ),
    )
    return dialog(
        t("Hide from whom?"),
        rx.cond(State.open, rx.cond(State.people.length() > 0, form, nobody)),  # ticks begin anew
        open=State.open,
        on_close=State.leave,
        actions=[],
    )


def _person(one: Any) -> rx.Component:
    said = rx.fragment(one.name, rx.cond(one.line != "", rx.el.small(" · ", one.line)))
    return checkbox(said, one.key, default_checked=one.is_hidden)
