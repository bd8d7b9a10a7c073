"""The parts of a request for a correction that patients and staff read alike."""

from typing import Any

import reflex as rx

from portal.components import button, card, item, section_card, t


def file_rows(files: Any) -> rx.Component:
    """Files to download, in a card of their own; nothing when there are none."""

    def row(file: Any) -> rx.Component:
        get = button(
            t("Download"),
            kind="quiet",
            icon_name="download",
            href=file.href,
            reload_document=True,
            custom_attrs={"aria-label": t("Download {name}", name=file.name)},
        )
        named = item(file.name, file.line, icon_name="document")
        return rx.el.li(named, rx.el.div(get, class_name="file-way"), class_name="file-row")

    listed = rx.el.ul(rx.foreach(files, row), class_name="items")
    return rx.cond(files.length() > 0, section_card(t("Files sent along"), listed))


def said(title: Any, text: Any) -> rx.Component:
    """What a person wrote, under its own heading."""
    return rx.el.div(rx.el.h3(title), rx.el.p(text, class_name="as-written"))


def asked_card(one: Any) -> rx.Component:
    """What is wrong, and what it should say."""
    return card(
        rx.el.h2(t("What was asked")),
        rx.el.div(
            said(t("What is wrong"), one.wrong),
            said(t("What it should say"), one.wanted),
            class_name="stack",
        ),
    )


def outcome_card(one: Any) -> rx.Component:
    """The decision and why."""
    return card(
        rx.el.h2(t("What came of it")),
        rx.el.p(one.outcome),
        rx.cond(one.ground != "", rx.el.p(one.ground, class_name="mt-2")),
        rx.cond(one.answer != "", rx.el.p(one.answer, class_name="as-written mt-2")),
        accent=True,
    )


def disagreement_card(one: Any) -> rx.Component:
    """What the person wrote after a denial."""
    return card(
        rx.el.h2(t("Statement of disagreement")),
        rx.el.p(one.disagreement, class_name="as-written"),
        rx.el.small(one.disagreement_line),
    )
