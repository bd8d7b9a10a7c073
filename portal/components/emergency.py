"""The band over every staff page while a chart is open to someone in an emergency."""

from typing import Any

import reflex as rx

from portal.components.icons import icon
from portal.components.pieces import button, link
from portal.components.text import t
from portal.components.web import local
from portal.state.staff.emergency import BAND, BandState


class Countdown(rx.Component):
    """Minutes left, and an event when there are none."""

    library = local("countdown.jsx")
    tag = "Countdown"
    seconds: rx.Var[int]
    words: rx.Var[dict[str, str]]
    on_over: rx.EventHandler[rx.event.no_args_event_spec]


def emergency_band() -> rx.Component:
    """Whose chart is open, how long yet, and the way to end it.

    What takes focus once a chart is closed stays while the page around it is emptied and filled anew.
    """
    rows = rx.foreach(BandState.openings, _row)
    band = rx.el.aside(rows, class_name="emergency-band", custom_attrs={"aria-label": t("Emergency access")})
    return rx.el.div(
        rx.cond(BandState.openings.length() > 0, band),
        class_name="emergency-place outline-none",
        id=BAND,
        tab_index=-1,
    )


def _row(one: Any) -> rx.Component:
    words = {"many": t("{n} minutes left"), "one": t("1 minute left"), "over": t("The time is over")}
    left = Countdown.create(seconds=one.seconds, words=words, on_over=BandState.load)
    over = rx.el.span(one.over, ". ", t("The chart is closed again."), role="status")
    whose = rx.el.div(
        rx.el.strong(t("Emergency access: ")),
        link(one.name, one.href, standalone=True),
        rx.el.span(rx.cond(one.over == "", left, over), class_name="emergency-left"),
        class_name="grow",
    )
    end = button(t("End now"), kind="quiet", on_click=BandState.end(one.patient_id))
    return rx.el.div(
        icon("alert"), whose, rx.cond(one.over == "", end), class_name="emergency-row", key=one.patient_id
    )
