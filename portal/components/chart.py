"""Numbers as pictures: where a value lies, and how it went. The server computes every place.

All places are strings in percent of the picture's width or height ("74%"), from the left and from the top.
"""

from typing import Any

import reflex as rx

from portal.components.lists import table
from portal.components.pieces import tag
from portal.components.text import Words, t


def figure(value: Words, unit: Words = "", *, tag_text: Words = "", tone: Words = "plain") -> rx.Component:
    """A value in large type with its unit and, in words, what it means."""
    return rx.el.div(
        rx.el.span(value, class_name="figure-value"),
        rx.el.span(unit, class_name="figure-unit"),
        tag(tag_text, tone),
        class_name="figure",
    )


def range_bar(bar: Any) -> rx.Component:
    """Where a value lies beside its usual range.

    `bar` has, all strings: `at` (place of the value), `value` (its words), `anchor` ("start", "middle" or
    "end": how the words stand at the place, so that they stay inside), `usual_from` and `usual_width`
    (places), `low` and `high` (the words at both ends), `usual` (the range in words) and `summary` (the whole
    picture in one sentence).
    """
    return rx.el.svg(
        rx.el.svg.rect(x="0", y="30", width="100%", height="12", rx="6", class_name="track"),
        rx.el.svg.rect(
            x=bar.usual_from,
            y="30",
            width=bar.usual_width,
            height="12",
            rx="6",
            class_name="usual",
        ),
        rx.el.svg.rect(
            x=bar.at,
            y="24",
            width="4",
            height="24",
            rx="2",
            class_name="needle",
            custom_attrs={"transform": "translate(-2 0)"},  # as a prop it would become an inline style
        ),
        _words(bar.value, x=bar.at, y="16", anchor=bar.anchor, class_name="here"),
        _words(bar.low, x="0", y="66", anchor="start"),
        _words(bar.usual, x="50%", y="66", anchor="middle"),
        _words(bar.high, x="100%", y="66", anchor="end"),
        class_name="chart range-bar",
        role="img",
        custom_attrs={"aria-label": bar.summary},
    )


def trend(chart: Any) -> rx.Component:
    """A line of how a value went, and the same as a table.

    `chart` has: `title` (what it is of), `line` (an SVG points string in which both axes run from 0 to 100,
    "0,40 50,62 100,30"), `points` (a list of `x`, `y` in percent, `value`, `when`, `tone`, and `note`, the
    tone in words), `ticks` (a list of `x` in percent, `text` and `anchor`), `ends` (the highest and lowest
    value: `x`, `y`, `away`, `text` and `anchor`), `band_top` and `band_height` (places of the usual range;
    "0%" high when there is none), `band_text`, and `summary` (the whole picture in one sentence).
    """
    picture = rx.el.svg(
        rx.el.svg(
            rx.el.svg.rect(
                x="0",
                y=chart.band_top,
                width="100%",
                height=chart.band_height,
                rx="6",
                class_name="usual",
            ),
            _curve(chart.line),
            rx.foreach(chart.points, _dot),
            rx.foreach(chart.ends, _end),
            width="100%",
            height="160",
            class_name="overflow-visible",
        ),
        rx.foreach(chart.ticks, _tick),
        class_name="chart trend",
        role="img",
        custom_attrs={"aria-label": chart.summary},
    )
    rows = table(
        t("Over time: {title}", title=chart.title),
        [t("Date"), t("Value"), t("What it means")],
        chart.points,
        lambda point: [point.when, point.value, point.note],
        hide_caption=True,
    )
    key = rx.cond(chart.band_text != "", rx.el.p(chart.band_text, class_name="chart-key"))
    more = rx.el.details(rx.el.summary(t("Show as a table"), _of(chart.title)), rows, class_name="as-table")
    return rx.el.div(picture, key, more)


def _curve(points: Any) -> rx.Component:
    line = rx.el.svg.polyline(
        points=points,
        class_name="path",
        custom_attrs={"vectorEffect": "non-scaling-stroke"},
    )
    return rx.el.svg(
        line,
        view_box="0 0 100 100",
        width="100%",
        height="100%",
        class_name="overflow-visible",
        custom_attrs={"preserveAspectRatio": "none"},
    )


def _dot(point: Any) -> rx.Component:
    return rx.el.svg.circle(
        cx=point.x,
        cy=point.y,
        r="5.5",
        class_name="dot",
        custom_attrs={"data-tone": point.tone},
    )


def _of(title: Any) -> rx.Component:
    return rx.el.span(": ", title, class_name="only-read")


def _end(end: Any) -> rx.Component:
    attributes = {"textAnchor": end.anchor, "dy": end.away}
    return rx.el.svg.text(end.text, x=end.x, y=end.y, class_name="end", custom_attrs=attributes)


def _tick(tick: Any) -> rx.Component:
    return _words(tick.text, x=tick.x, y="188", anchor=tick.anchor)


def _words(text: Any, *, x: Any, y: Any, anchor: Any, class_name: str = "") -> rx.Component:
    return rx.el.svg.text(text, x=x, y=y, class_name=class_name, custom_attrs={"textAnchor": anchor})
