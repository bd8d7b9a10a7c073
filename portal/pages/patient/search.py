"""Searching the whole record: results while one types."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    card,
    empty_state,
    for_whom,
    item,
    item_list,
    nt,
    patient_screen,
    search_field,
    section_card,
    t,
)
from portal.components.search import search_box
from portal.components.text import Words
from portal.i18n import N_
from portal.pages.patient.record_lists import way_back
from portal.pages.registry import screen
from portal.services.records import Hit, KindFound
from portal.state.search import SearchState as State

RESULTS = "found"


@screen("/records/search", title="Search this record", audience="patient", on_load=State.load)
def search() -> rx.Component:
    """One field, and what it finds."""
    box = search_box(
        t("Search for"),
        help=t("A test, a medicine, a name, a place, a date. For example: cholesterol, or flu shot 2025."),
        value=State.text,
        results=RESULTS,
        on_search=State.search,
    )
    found = rx.cond((State.text == "") & (State.status == "ready"), _start(), _results())
    return patient_screen(
        _name(),
        rx.el.div(
            card(box),
            rx.el.p(State.said, class_name="only-read", role="status"),
            rx.el.div(found, custom_attrs={"id": RESULTS}),
            class_name="stack",
        ),
        tab="records",
        back=way_back(),
        line=t("Everything on file: results, visits, medicines, notes and more."),
    )


def search_entry() -> rx.Component:
    """The search field of another page; what is typed goes along without the address."""
    form = rx.el.form(
        search_field(_name()),
        button(t("Search"), kind="quiet", type="submit", icon_name="search"),
        on_submit=State.begin,
        class_name="search-entry",
        role="search",
    )
    return card(form)


def _name() -> Words:
    return for_whom(t("Search your record"), N_("Search the record of {name}"))


def _start() -> rx.Component:
    help = nt(
        "{n} thing can be found: each record, and each single test within it.",
        "{n} things can be found: each record, and each single test within it.",
        State.searched,
    )
    return section_card("", empty_state(t("What are you looking for?"), help, icon_name="search"))


def _results() -> rx.Component:
    more = nt(
        "{n} more. Type another word to narrow it down.",
        "{n} more. Type another word to narrow it down.",
        State.more,
    )
    return item_list(
        State.hits,
        _hit,
        title=t("What we found"),
        empty=t("Nothing matches “{typed}”.", typed=State.text),
        empty_help=t("Try fewer letters, or another word for it. Names and dates can be searched, too."),
        empty_icon="search",
        status=State.status,
        aside=rx.el.small(t("{n} in all", n=State.total)),
        filters=rx.cond((State.status == "ready") & (State.kinds.length() > 1), _kinds()),
        pager=rx.cond(State.more > 0, rx.el.p(more, class_name="section-end")),
        on_retry=State.retry,
    )


def _kinds() -> rx.Component:
    """What was found by kind; a press shows one kind only."""
    every = _choice(t("All"), State.within == "", State.narrow(""))

    def one(kind: KindFound) -> rx.Component:
        words = t("{kind} {n}", kind=kind.name, n=kind.count)
        return _choice(words, State.within == kind.key, State.narrow(kind.key))

    return rx.el.div(
        every,
        rx.foreach(State.kinds, one),
        class_name="kinds",
        role="group",
        custom_attrs={"aria-label": t("Show only")},
    )


def _choice(words: Words, chosen: Any, on_click: Any) -> rx.Component:
    return rx.el.button(
        words, type="button", class_name="kind", on_click=on_click, custom_attrs={"aria-pressed": chosen}
    )


def _hit(row: Hit) -> rx.Component:
    line = rx.fragment(
        rx.el.strong(row.kind),
        rx.cond(row.line != "", rx.fragment(" · ", row.line)),
        rx.cond(row.excerpt != "", rx.el.span(row.excerpt, class_name="item-excerpt")),
    )
    return item(row.title, line, icon_name=row.icon, tag=row.tag, tone=row.tone, href=row.href)
