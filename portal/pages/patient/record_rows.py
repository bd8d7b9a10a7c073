"""Rows as the record shows them: a mark for what is new, a heading where a new group begins."""

from typing import Any

import reflex as rx

from portal.components import item, tag


def record_row(row: Any) -> rx.Component:
    """A row that leads to a record."""
    return rx.fragment(
        rx.cond(row.heading != "", rx.el.h3(row.heading, class_name="group-head")),
        item(_named(row), row.line, icon_name=row.icon, tag=row.tag, tone=row.tone, href=row.href),
    )


def part_row(row: Any) -> rx.Component:
    """A row within a detail page: some lead on, some do not."""
    still = item(row.title, row.line, icon_name=row.icon, tag=row.tag, tone=row.tone)
    return rx.cond(row.href != "", record_row(row), still)


def _named(row: Any) -> rx.Component:
    """What it is, whether it is new, and for who cannot see what it stands under, that too."""
    under = rx.cond(row.under != "", rx.el.span(", ", row.under, class_name="only-read"))
    return rx.fragment(row.title, rx.cond(row.news != "", rx.fragment(" ", tag(row.news, "new"))), under)
