"""A search field that finds while one types."""

from typing import Any

import reflex as rx

from portal.components.text import Words
from portal.components.web import local


class SearchBox(rx.Component):
    """Asks a moment after the last key, at once on Enter; Escape clears; arrows lead into the results."""

    library = local("search.jsx")
    tag = "SearchBox"
    label: rx.Var[str]
    help: rx.Var[str]
    name: rx.Var[str]
    value: rx.Var[str]
    wait: rx.Var[int]
    results: rx.Var[str]
    on_search: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def search_box(
    label: Words, *, value: rx.Var[str], results: str, on_search: Any, help: Words = "", wait: int = 200
) -> rx.Component:
    """The field; `results` is the id of the element that holds the rows, `wait` is in milliseconds."""
    return SearchBox.create(
        label=label, help=help, name="search", value=value, results=results, wait=wait, on_search=on_search
    )
