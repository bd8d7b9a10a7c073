"""Court papers on a child's page: what they say, until when, and adding one."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    empty_state,
    field,
    item,
    post_form,
    section_body,
    section_card,
    submit_button,
    t,
)
from portal.state.staff.guardians import GuardiansState

ACCEPT = "application/pdf,image/jpeg,image/png,image/webp"


def papers_section() -> rx.Component:
    """Each paper with who may and who may not; a form for one more."""
    papers = GuardiansState.page.papers
    listed = rx.el.ul(rx.foreach(papers, lambda one: rx.el.li(_paper(one))), class_name="items")
    none = empty_state(t("No court paper here"), icon_name="document")
    why = t("For the practice only. Parents and guardians never see them, and no download or link has them.")
    return section_card(
        t("Court papers"),
        section_body(rx.el.p(why, class_name="quiet")),
        rx.cond(papers.length() > 0, listed, none),
        section_body(_add()),
    )


def _paper(one: Any) -> rx.Component:
    get = button(
        t("Open"),
        kind="quiet",
        icon_name="download",
        href=one.href,
        reload_document=True,
        custom_attrs={"aria-label": t("Open {name}", name=one.title)},
    )
    remove = button(
        t("Remove…"),
        kind="quiet",
        on_click=GuardiansState.ask("remove-paper", one.id, one.title),
        custom_attrs={"aria-label": t("Remove {name}", name=one.title)},
    )
    more = rx.el.div(
        rx.cond(one.may != "", rx.el.p(t("May: {who}", who=one.may))),
        rx.cond(one.may_not != "", rx.el.p(t("May not: {who}", who=one.may_not))),
        rx.el.div(get, rx.cond(~one.is_cited, remove), class_name="actions"),
        class_name="item-more",
    )
    return rx.el.div(item(one.title, one.line, icon_name="document", tag=one.tag, tone=one.tone), more)


def _add() -> rx.Component:
    form = post_form(
        f"/api/staff/patients/{GuardiansState.patient}/court-papers",
        field(
            t("What it is"), "title", help=t("For example: custody order"), max_length=120, autocomplete="off"
        ),
        field(t("Who may"), "may", type="textarea", rows=2, required=False),
        field(t("Who may not"), "may_not", type="textarea", rows=2, required=False),
        field(t("Until (empty: no end)"), "until", type="date"),
        field(t("File"), "file", type="file", accept=ACCEPT, help=t("PDF or a picture, up to 10 MB")),
        submit_button(t("Keep it here"), busy_label=t("Adding…"), kind="quiet"),
        on_done=GuardiansState.added,
    )
    return rx.el.details(rx.el.summary(t("Add a court paper")), form, class_name="narrowing")
