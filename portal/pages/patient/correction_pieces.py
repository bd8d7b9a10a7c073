"""What other pages show of corrections: the way to ask for one, and what came of it."""

from typing import Any

import reflex as rx

from portal.components import link, notice, t


def correction_lines(corrections: Any) -> rx.Component:
    """What came of each request about the item on this page, with the way to read it."""
    return rx.cond(
        corrections.lines.length() > 0,
        rx.el.div(rx.foreach(corrections.lines, _line), class_name="stack"),
    )


def something_wrong(corrections: Any) -> rx.Component:
    """The quiet way to ask for a correction, for those who may."""
    ask = link(t("Something wrong here?"), corrections.ask_href, standalone=True)
    return rx.cond(corrections.ask_href != "", rx.el.p(ask))


def _line(one: Any) -> rx.Component:
    said = rx.fragment(one.text, " ", link(t("Read the request"), one.href))
    return rx.match(
        one.tone,
        ("good", notice(said, tone="good")),
        ("attention", notice(said)),
        notice(said, tone="attention"),
    )
