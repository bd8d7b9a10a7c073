"""Whose record a page shows: on staff's screens and on everything that is printed."""

from typing import Any

import reflex as rx

from portal.components.icons import icon
from portal.components.text import Words, t
from portal.components.web import local
from portal.settings import get_settings


class TitleFor(rx.Component):
    """Puts a name before the page's title in the browser."""

    library = local("screen.jsx")
    tag = "TitleFor"
    name: rx.Var[str]


class TitleNow(rx.Component):
    """Puts `now` in place of `usual` in the page's title, for a page that is about something else by now."""

    library = local("screen.jsx")
    tag = "TitleNow"
    now: rx.Var[str]
    usual: rx.Var[str]


def title_now(now: Words, *, usual: Words) -> rx.Component:
    """What the browser's title says instead of the page's `usual` one, while this is shown and not empty."""
    return TitleNow.create(now=now, usual=usual)


class PrintedOn(rx.Component):
    """The day the page is printed, which only the browser knows."""

    library = local("screen.jsx")
    tag = "PrintedOn"
    words: rx.Var[str]


def whose_band(whose: Any, *, on_screen: bool) -> rx.Component:
    """Name, birth date and MRN of the patient; on paper with the practice and the day, on each sheet.

    `on_screen` is for those who go from one patient to the next; a patient reads them on paper only.
    """
    name = rx.el.span(icon("person"), rx.el.strong(whose.name), class_name="whose-name")
    who = rx.cond(whose.name != "", rx.fragment(name, " ", rx.el.span(whose.line), " "))
    printed = PrintedOn.create(words=t("Printed {day}"))
    made = rx.el.span(get_settings().practice_name, " · ", printed, class_name="whose-made")
    band = rx.el.div(
        rx.el.div(who, made, class_name="whose-inside"),
        class_name="whose" if on_screen else "whose on-paper",
        role="group",
        custom_attrs={"aria-label": t("Patient")},
    )
    return rx.fragment(TitleFor.create(name=whose.name), band) if on_screen else band
