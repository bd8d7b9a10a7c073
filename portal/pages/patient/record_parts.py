"""The parts of a record as they are read, by patients and by staff: each takes a `Detail` or a part of it."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    fact,
    figure,
    range_bar,
    section_body,
    section_card,
    t,
    tag,
    trend,
)
from portal.components.text import Words
from portal.pages.patient.record_rows import part_row


def measured(one: Any) -> rx.Component:
    """The value in large type and where it lies beside its usual range."""
    value = rx.cond(
        one.figure.is_long,
        rx.el.div(
            rx.el.p(one.figure.value, class_name="as-written"),
            tag(one.figure.tag, one.figure.tone),
            class_name="stack",
        ),
        figure(one.figure.value, one.figure.unit, tag_text=one.figure.tag, tone=one.figure.tone),
    )
    return rx.cond(one.figure.value != "", card(value, rx.cond(one.bar.at != "", range_bar(one.bar))))


def trends(one: Any) -> rx.Component:
    """How each value went."""
    drawn = rx.foreach(
        one.trends,
        lambda each: section_body(
            rx.cond(one.trends.length() > 1, rx.el.h3(each.title)),
            rx.el.p(each.span, class_name="quiet"),
            trend(each),
        ),
    )
    return rx.cond(one.trends.length() > 0, section_card(t("Over time"), drawn))


def words_card(one: Any) -> rx.Component:
    """Something written, under its own heading."""
    return card(rx.el.h2(one.title), rx.el.p(one.text, class_name="as-written"))


def file_card(one: Any) -> rx.Component:
    """A file: shown where a browser can do so safely, and a download."""
    get = button(t("Download"), kind="quiet", icon_name="download", href=one.href, reload_document=True)
    return card(
        rx.el.h2(one.title),
        rx.el.p(one.line, class_name="quiet"),
        rx.cond(one.text != "", rx.el.div(one.text, class_name="as-written written mt-4", tab_index=0)),
        rx.match(
            one.shows,
            ("picture", rx.el.img(src=one.view, alt=one.alt, class_name="shown-picture", loading="lazy")),
            ("pdf", shown_page(one.view + "#toolbar=0&navpanes=0&view=FitH", one.title)),
            ("page", shown_page(one.view, one.title, sandboxed=True)),
            rx.fragment(),
        ),
        rx.cond(one.href != "", rx.el.div(get, class_name="actions mt-4"), rx.el.p(one.help)),
    )


def shown_page(view: Any, title: Words, *, sandboxed: bool = False) -> rx.Component:
    """A document in a frame of its own. Chromium draws PDF in no sandbox; ours run no scripts either way."""
    more = {"sandbox": ""} if sandboxed else {}
    label = t("{title}, the document itself", title=title)
    attributes = {"title": label, "loading": "lazy", **more}
    elsewhere = t("The document itself is not on this sheet. Download it to print it.")
    return rx.fragment(
        rx.el.iframe(src=view, class_name="shown-page", custom_attrs=attributes),
        rx.el.p(elsewhere, class_name="only-paper"),
    )


def section(one: Any) -> rx.Component:
    """Rows that belong together, with how many there are."""
    rows = rx.el.ul(rx.foreach(one.rows, lambda row: rx.el.li(part_row(row))), class_name="items")
    return section_card(one.title, rows, aside=rx.el.small(t("{n} in all", n=one.rows.length())))


def facts_card(one: Any) -> rx.Component:
    """Names and what they are."""
    rows = rx.el.dl(rx.foreach(one.facts, lambda each: fact(each.name, each.value)), class_name="facts")
    return rx.cond(one.facts.length() > 0, card(rx.el.h2(t("Details")), rows))


def notes_card(detail: Any) -> rx.Component:
    """What clinicians wrote beside it."""

    def note(one: Any) -> rx.Component:
        by = rx.cond(
            (one.author != "") & (one.date != ""), one.author + " · " + one.date, one.author + one.date
        )
        return rx.el.li(
            rx.el.p(one.text, class_name="as-written"), rx.cond(by != "", rx.el.small(by)), class_name="note"
        )

    return card(rx.el.h2(t("From the care team")), rx.el.ul(rx.foreach(detail.notes, note)))
