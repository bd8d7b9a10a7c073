"""The inbox: drafts, what is new, and everything that was said, found again."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    checkbox,
    field,
    for_whom,
    item_list,
    pager,
    patient_screen,
    row_link,
    section_card,
    select_field,
    t,
)
from portal.i18n import N_
from portal.pages.registry import screen
from portal.state.messages import InboxState as State


@screen("/messages", title="Messages", audience="patient", on_load=State.load)
def messages() -> rx.Component:
    """The list, with ways to narrow it, and the way to write."""
    write = rx.cond(State.may_write, button(t("New message"), href="/messages/new"))
    return patient_screen(
        t("Messages"),
        rx.el.div(_drafts(), _threads(), _archive_way(), class_name="stack"),
        tab="messages",
        aside=write,
        line=for_whom(
            t("Write to your care team. For an emergency, call 911."),
            N_("Write to the care team of {name}. For an emergency, call 911."),
        ),
    )


def _drafts() -> rx.Component:
    rows = rx.el.ul(rx.foreach(State.drafts, lambda row: rx.el.li(row_link(row))), class_name="items")
    return rx.cond(State.drafts.length() > 0, section_card(t("Not sent yet"), rows))


def _threads() -> rx.Component:
    state = State
    found_nothing = rx.cond(
        state.is_narrowed,
        t("Nothing here has that."),
        rx.cond(state.is_archive, t("Nothing is put away."), t("No messages yet")),
    )
    help = rx.cond(
        state.is_narrowed | state.is_archive,
        "",
        t("Questions, answers and photos between you and the care team will be here."),
    )
    return item_list(
        state.rows,
        _row,
        title=rx.cond(state.is_archive, t("Put away"), t("Conversations")),
        empty=found_nothing,
        empty_help=help,
        empty_icon="messages",
        status=state.status,
        total=state.total,
        filters=rx.el.details(
            rx.el.summary(t("Search and filter")),
            _narrow(),
            open=state.is_narrowed,
            class_name="narrowing",
        ),
        pager=pager(state.page, state.pages, on_earlier=state.older, on_later=state.newer),
        on_retry=state.load,
    )


def _row(row: Any) -> rx.Component:
    return rx.el.div(row_link(row), class_name="unread-row", custom_attrs={"data-new": row.is_new})


def _narrow() -> rx.Component:
    state = State
    fields = [
        field(t("Words"), "search", type="search", value=state.search, required=False),
        field(t("Name of a person"), "who", type="search", value=state.who, required=False),
        select_field(t("About"), "topic", state.topic_choices, empty=t("Anything"), value=state.topic),
        field(t("From"), "since", type="date", value=state.since, error=state.since_error),
        field(t("To"), "until", type="date", value=state.until, error=state.until_error),
        checkbox(t("With a picture or PDF"), "with_files", default_checked=state.with_files),
    ]
    ways = rx.el.div(
        button(t("Show"), type="submit"),
        button(t("Show all"), kind="quiet", on_click=state.show_all),
        class_name="actions",
    )
    return rx.el.form(
        *fields, ways, on_submit=state.narrow, class_name="filters", role="search", key=state.run
    )


def _archive_way() -> rx.Component:
    back = button(t("Back to the inbox"), kind="quiet", on_click=State.show_archive(False))
    there = button(t("Put away ({n})", n=State.archived), kind="quiet", on_click=State.show_archive(True))
    return rx.el.div(
        rx.cond(State.is_archive, back, rx.cond(State.archived > 0, there)), class_name="actions"
    )
