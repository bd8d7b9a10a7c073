"""A conversation as both sides see it: who said what and when, its pictures, and what is new."""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.inline import A

from portal.components.icons import icon
from portal.components.pieces import link
from portal.components.text import Words, t
from portal.components.web import local


class SeenMark(rx.Component):
    """Fires `on_seen` for the newest message once the page is in front of someone."""

    library = local("seen.jsx")
    tag = "SeenMark"
    latest: rx.Var[str]
    on_seen: rx.EventHandler[rx.event.no_args_event_spec]


def seen_mark(latest: rx.Var[str], on_seen: Any) -> rx.Component:
    """See `SeenMark`."""
    return SeenMark.create(latest=latest, on_seen=on_seen)


class WritingMark(rx.Component):
    """Fires `on_writing` with whether someone types in the field with the id `field`; see `writing.jsx`."""

    library = local("writing.jsx")
    tag = "WritingMark"
    field: rx.Var[str]
    on_writing: rx.EventHandler[rx.event.passthrough_event_spec(bool)]


class FocusOn(rx.Component):
    """Puts focus on the element with the id `place` whenever `when` changes; see `focus_on.jsx`."""

    library = local("focus_on.jsx")
    tag = "FocusOn"
    place: rx.Var[str]
    when: rx.Var[int]


def focus_on(place: str, *, when: rx.Var[int]) -> rx.Component:
    """See `FocusOn`."""
    return FocusOn.create(place=place, when=when)


def around(state: Any, *, field: str) -> rx.Component:
    """Who is writing on the other side, and which colleagues are here too; tells them of typing in `field`.

    It is not read out by itself: whoever listens to a page would be interrupted whenever someone pauses.
    """
    return rx.el.div(
        WritingMark.create(field=field, on_writing=state.types),
        rx.cond(state.around != "", rx.el.p(icon("people"), state.around, class_name="around")),
        rx.cond(state.writing != "", rx.el.p(state.writing, class_name="around writing")),
        class_name="around-lines no-print",
    )


def conversation(said: rx.Var[list[Any]], *, newest: str, label: Words) -> rx.Component:
    """Every message, oldest first. The last one has the id `newest`, so that focus can go there."""
    last = said.length() - 1
    rows = rx.foreach(said, lambda one, n: _message(one, rx.cond(n == last, newest, "")))
    return rx.el.ol(rows, class_name="talk", custom_attrs={"aria-label": label})


def _message(one: Any, key: Any) -> rx.Component:
    who = rx.el.p(
        rx.el.strong(one.author),
        rx.cond(one.role != "", rx.el.span("· ", one.role)),
        rx.el.span("· ", one.when),
        rx.cond(one.is_new, rx.el.span(t("New"), class_name="tag", custom_attrs={"data-tone": "attention"})),
        class_name="said-head",
    )
    about = rx.cond(one.about != "", rx.el.p(t("About: "), link(one.about, one.about_href)))
    receipt = rx.cond(
        one.receipt != "", rx.el.p(t("Receipt number {number}", number=one.receipt), class_name="quiet")
    )
    urgent = rx.cond(
        one.urgent != "",
        rx.el.p(
            icon("alert"),
            t("The page about 911 was shown before this was sent, for: {words}", words=one.urgent),
            class_name="said-urgent",
        ),
    )
    body = [
        who,
        urgent,
        about,
        _answers(one),
        rx.el.p(one.body, class_name="said-body"),
        _files(one.files),
        receipt,
    ]
    article = rx.el.article(
        *body,
        class_name="said",
        tab_index=-1,
        id=key,
        custom_attrs={"data-side": one.side, "data-new": one.is_new},
    )
    return rx.el.li(article)


def _answers(one: Any) -> rx.Component:
    rows = rx.foreach(
        one.answers, lambda pair: rx.el.div(rx.el.dt(pair[0]), rx.el.dd(pair[1]), class_name="said-answer")
    )
    return rx.cond(one.answers.length() > 0, rx.el.dl(rows))


def _files(sent: Any) -> rx.Component:
    def one(file: Any) -> rx.Component:
        words = rx.cond(file.alt != "", file.alt, t("Picture {name}", name=file.name))
        drawn = A.create(
            rx.el.img(
                src=file.preview,
                alt=words,
                loading="lazy",
                custom_attrs={"width": file.width, "height": file.height},
            ),
            href=file.href + "&show=1",
            target="_blank",
            rel="noopener",
            class_name="said-picture",
        )
        named = A.create(
            icon("document"), file.name, " ", rx.el.small(file.line),
            href=file.href + "&show=1", target="_blank", rel="noopener", class_name="link said-file",
        )  # fmt: skip
        save = A.create(
            icon("download"),
            t("Save"),
            rx.el.span(" ", file.name, class_name="only-read"),
            href=file.href,
            class_name="link",
            custom_attrs={"download": file.name},
        )
        caption = rx.cond(file.alt != "", rx.el.figcaption(file.alt, class_name="quiet"))
        return rx.el.li(
            rx.cond(file.preview != "", rx.el.figure(drawn, caption), named),
            rx.el.div(save, class_name="no-print"),
        )

    rows = rx.el.ul(rx.foreach(sent, one), class_name="said-files")
    return rx.cond(sent.length() > 0, rows)
