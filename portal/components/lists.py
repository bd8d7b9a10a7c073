"""Lists, the backbone of every screen: loading, empty, error and filled, with a count, filters and pages.

A row is a frozen dataclass from a service. `row_link(row)` reads these attributes, all plain strings:
`icon` (a name in icons.py), `title`, `line`, `tag`, `tone` (plain, attention, high, low, good, danger) and
`href`.
"""

from collections.abc import Callable, Sequence
from typing import Any

import reflex as rx
from reflex_components_core.react_router.dom import ReactRouterLink

from portal.components.forms import field
from portal.components.icons import icon
from portal.components.pieces import Child, button, notice, section_card
from portal.components.pieces import tag as tag_of
from portal.components.text import Words, t


def item_list(
    rows: rx.Var[list[Any]],
    row: Callable[[Any], rx.Component],
    *,
    empty: Words,
    title: Words = "",
    empty_help: Child = "",
    empty_icon: str = "document",
    status: rx.Var[str] | str = "ready",
    error: rx.Var[str] | str = "",
    total: rx.Var[int] | None = None,
    aside: Child = None,
    filters: Child = None,
    pager: Child = None,
    on_retry: Any = None,
) -> rx.Component:
    """A card that lists `rows`, each made by `row`, under a heading (or without one) with their count.

    `status` is "loading", "error" or "ready". `error` is what went wrong in plain words, `on_retry` the event
    of its "Try again". `total` is how many there are when `rows` is one page of them. `aside` is shown
    instead of the count. The count is read out when it changes, and so is that there is nothing.
    """
    count = total if total is not None else rows.length()
    counted = rx.el.small(
        rx.cond(
            _is(status, "ready"),
            rx.cond(count > 0, t("{n} in all", n=count), rx.el.span(t("None found"), class_name="only-read")),
        ),
        role="status",
    )
    body = rx.match(
        status,
        ("loading", loading_rows()),
        ("error", list_error(error, on_retry)),
        rx.cond(
            rows.length() > 0,
            rx.el.ul(rx.foreach(rows, lambda one: rx.el.li(row(one))), class_name="items"),
            empty_state(empty, empty_help, icon_name=empty_icon),
        ),
    )
    return section_card(title, filters, body, pager, aside=aside if aside is not None else counted)


def row_link(row: Any) -> rx.Component:
    """One row that leads somewhere, made from the row's own attributes (see the module's words)."""
    return item(
        row.title,
        row.line,
        icon_name=row.icon,
        tag=row.tag,
        tone=row.tone,
        href=row.href,
    )


def row_text(row: Any) -> rx.Component:
    """One row that leads nowhere, from the same attributes without `href`."""
    return item(row.title, row.line, icon_name=row.icon, tag=row.tag, tone=row.tone)


def item(
    title: Words,
    line: Words = "",
    *,
    icon_name: Words = "",
    tag: Words = "",
    tone: Words = "plain",
    href: Words = "",
) -> rx.Component:
    """A row: icon, what it is, one line of why it matters now, a status, and with `href` a way in."""
    drawn = [_item_icon(icon_name, tone)] if _given(icon_name) else []
    words = rx.el.span(
        rx.el.span(title, class_name="item-title"),
        " ",  # between the pieces of the name that is read out, whatever the browser makes of boxes
        rx.el.span(line, class_name="item-line"),
        class_name="grow",
    )
    state = [" ", tag_of(tag, tone)] if _given(tag) else []
    if not _given(href):
        return rx.el.div(*drawn, words, *state, class_name="item")
    way = icon("chevron_right", class_name="icon item-way")
    return ReactRouterLink.create(*drawn, words, *state, way, to=href, class_name="item")


def items(*rows: rx.Component) -> rx.Component:
    """A list of rows written out in Python, within a `section_card`."""
    return rx.el.ul(*[rx.el.li(row) for row in rows], class_name="items")


def loading_rows(count: int = 3) -> rx.Component:
    """Shapes where rows will be, and words for those who cannot see them."""
    shapes = [_skeleton() for _ in range(count)]
    return rx.el.div(
        rx.el.p(t("Loading…"), class_name="only-read", role="status"),
        rx.el.div(*shapes, custom_attrs={"aria-hidden": "true"}),
        class_name="waiting",
    )


def empty_state(
    text: Words, help: Child = "", *, icon_name: str = "document", action: Child = None
) -> rx.Component:
    """What to say where there is nothing, and what a person can do about it."""
    more = [rx.el.p(help)] if _given(help) else []
    return rx.el.div(
        rx.el.span(icon(icon_name), class_name="item-icon"),
        rx.el.p(text, class_name="item-title"),
        *more,
        *([action] if action is not None else []),
        class_name="empty",
    )


def list_error(error: Words, on_retry: Any = None) -> rx.Component:
    """What went wrong, that nothing is lost, and "Try again"."""
    words = error if isinstance(error, rx.Var) or error else t("We could not load this. Nothing is lost.")
    again = [button(t("Try again"), kind="quiet", on_click=on_retry)] if on_retry is not None else []
    return rx.el.div(
        notice(words, tone="danger"),
        *([rx.el.div(*again, class_name="actions")] if again else []),
        class_name="section-body",
    )


def when_ready(
    status: rx.Var[str], *children: Child, error: Words = "", on_retry: Any = None
) -> rx.Component:
    """What a page about one thing shows once it is there.

    `status` is "loading", "error", "missing" (no such thing, or not for this person) or "ready".
    """
    missing = empty_state(
        t("We could not find that"), t("It may have been moved, or the link is wrong. Nothing is lost.")
    )
    return rx.match(
        status,
        ("loading", rx.el.section(loading_rows(), class_name="card section")),
        ("error", rx.el.section(list_error(error, on_retry), class_name="card section")),
        ("missing", rx.el.section(missing, class_name="card section")),
        rx.fragment(*[child for child in children if child is not None]),
    )


def pager(
    page: rx.Var[int],
    pages: rx.Var[int],
    *,
    on_earlier: Any,
    on_later: Any,
    later: Words = "",
    earlier: Words = "",
) -> rx.Component:
    """ "Newer" and "Older" under a list of several pages, newest first; nothing when there is one.

    `page` counts from 1. `on_later` goes towards page 1 (newer), `on_earlier` away from it (older). Lists in
    another order name the two with `later` and `earlier`.
    """
    where = rx.el.p(
        t("Page {page} of {pages}", page=page, pages=pages),
        class_name="quiet",
        role="status",
    )
    newer = button(later or t("Newer"), kind="quiet", on_click=on_later, disabled=page <= 1)
    older = button(earlier or t("Older"), kind="quiet", on_click=on_earlier, disabled=page >= pages)
    bar = rx.el.nav(
        newer,
        where,
        older,
        class_name="pager",
        custom_attrs={"aria-label": t("Pages of this list")},
    )
    return rx.cond(pages > 1, bar)


def filters(*fields: rx.Component, on_submit: Any, on_clear: Any = None) -> rx.Component:
    """Fields over a list, with "Show" and "Show all". `on_submit` gets the form's data by field name."""
    clear = (
        [button(t("Show all"), kind="quiet", type="reset", on_click=on_clear)] if on_clear is not None else []
    )
    return rx.el.form(
        *fields,
        button(t("Show"), kind="quiet", type="submit"),
        *clear,
        on_submit=on_submit,
        class_name="filters",
        role="search",
    )


def date_range(*, name: str = "") -> list[rx.Component]:
    """Two date fields for `filters`, named "from" and "to" (after `name` and "_", if given)."""
    before = f"{name}_" if name else ""
    return [
        field(t("From"), f"{before}from", type="date"),
        field(t("To"), f"{before}to", type="date"),
    ]


def search_field(label: Words, *, name: str = "search") -> rx.Component:
    """A search box for `filters`."""
    return field(label, name, type="search", autocomplete="off")


def table(
    caption: Words,
    columns: Sequence[Words],
    rows: rx.Var[list[Any]] | Sequence[Sequence[Child]],
    cells: Callable[[Any], Sequence[Child]] | None = None,
    *,
    hide_caption: bool = False,
    numbers: Sequence[int] = (),
    named: bool = False,
) -> rx.Component:
    """A table for those who compare. `cells` makes a row's cells from one of `rows`.

    `numbers` are the indexes of columns set to the right; `named` when a row's first cell says what it is of.
    """
    make = cells or (lambda row: row)
    heads = [rx.el.th(text, scope="col", class_name=_number(n, numbers)) for n, text in enumerate(columns)]

    def line(row: Any) -> rx.Component:
        made = list(make(row))
        head = [rx.el.th(made.pop(0), scope="row")] if named else []
        return rx.el.tr(
            *head, *[rx.el.td(cell, class_name=_number(n, numbers)) for n, cell in enumerate(made, len(head))]
        )

    body = rx.foreach(rows, line) if isinstance(rows, rx.Var) else [line(row) for row in rows]
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="only-read" if hide_caption else ""),
            rx.el.thead(rx.el.tr(*heads)),
            rx.el.tbody(*(body if isinstance(body, list) else [body])),
            class_name="table",
        ),
        class_name="table-wrap",
        role="region",
        tab_index=0,
        custom_attrs={"aria-label": caption},
    )


def _is(status: rx.Var[str] | str, value: str) -> rx.Var[bool]:
    return rx.Var.create(status) == value


def _given(value: Child) -> bool:
    return isinstance(value, rx.Var) or bool(value)


def _number(n: int, numbers: Sequence[int]) -> str:
    return "number" if n in numbers else ""


def _item_icon(name: Words, tone: Words) -> rx.Component:
    return rx.el.span(icon(name), class_name="item-icon", custom_attrs={"data-tone": tone})


def _skeleton() -> rx.Component:
    bars = rx.el.span(rx.el.i(class_name="w-2/5 mb-3"), rx.el.i(class_name="w-3/5"), class_name="grow")
    return rx.el.div(rx.el.i(), bars, class_name="skeleton")
