"""Who looked: everything anyone did with this record, in plain sentences, newest first."""

from typing import Any

import reflex as rx

from portal.components import (
    button,
    field,
    filters,
    for_whom,
    item,
    item_list,
    notice,
    patient_screen,
    row_text,
    select_field,
    t,
)
from portal.i18n import N_
from portal.pages.patient.record_lists import way_back
from portal.pages.patient.record_words import call_link
from portal.pages.registry import screen
from portal.services.activity import kinds, people
from portal.state.activity import ActivityState as State


@screen("/records/activity", title="Who looked at this record", audience="patient", on_load=State.load)
def activity() -> rx.Component:
    """The trail of one's own record."""
    rows = item_list(
        State.rows,
        _row,
        title=t("Who did what"),
        empty=rx.cond(_is_narrowed(), t("Nothing matches what you chose."), t("Nobody has looked yet.")),
        empty_help=rx.cond(_is_narrowed(), t("Choose other dates, or show all."), ""),
        empty_icon="shield",
        status=State.status,
        total=State.total,
        filters=_filters(),
        pager=rx.fragment(_zone(), _pager()),
        on_retry=State.retry,
    )
    return patient_screen(
        for_whom(t("Who looked at your record"), N_("Who looked at the record of {name}")),
        rx.el.div(_something_wrong(), rows, _download(), class_name="stack"),
        tab="records",
        back=way_back(),
        line=t(
            "Everyone who opened, changed or shared it, and everyone who was refused. Nothing can be removed."
        ),
    )


def _something_wrong() -> rx.Component:
    words = call_link(t("Do you see something that should not be here? Call us:"))
    return notice(words, title=t("Is something wrong?"))


def _row(row: Any) -> rx.Component:
    """A row under its day; what is folded in it opens below."""
    tag = rx.cond(row.tag != "", row.tag, "")
    day = rx.cond(row.under != "", rx.el.span(", ", row.under, class_name="only-read"))
    shown = item(rx.fragment(row.title, day), row.line, icon_name=row.icon, tag=tag, tone=row.tone)
    is_open = State.unfolded == row.newest
    words = rx.cond(is_open, t("Show less"), t("Show all {n}", n=row.count))
    unfold = rx.el.div(
        button(
            words,
            kind="quiet",
            on_click=State.unfold(row.newest),
            custom_attrs={
                "aria-expanded": is_open,
                "aria-label": t("{words}: {title}", words=words, title=row.title),
            },
        ),
        class_name="unfold",
    )
    inner = rx.el.ul(rx.foreach(State.inner, lambda one: rx.el.li(row_text(one))), class_name="items inner")
    return rx.fragment(
        rx.cond(row.heading != "", rx.el.h3(row.heading, class_name="group-head")),
        rx.el.div(
            shown,
            rx.cond(row.count > 1, unfold),
            class_name="activity",
            custom_attrs={"data-mine": row.is_mine},
        ),
        rx.cond((row.count > 1) & is_open, inner),
    )


def _is_narrowed() -> rx.Var[bool]:
    return (State.who != "") | (State.what != "") | (State.since != "") | (State.until != "")


def _filters() -> rx.Component:
    """Who, what and when, behind one line unless in use."""
    fields = filters(
        select_field(t("Who"), "who", people(), empty=t("Everyone"), value=State.who),
        select_field(t("What"), "what", kinds(), empty=t("Everything"), value=State.what),
        field(t("From"), "from", type="date", value=State.since, error=State.wrong["since"]),
        field(t("To"), "to", type="date", value=State.until, error=State.wrong["until"]),
        on_submit=State.narrow,
        on_clear=State.show_all,
    )
    name = t("Choose what to show")
    return rx.el.details(rx.el.summary(name), fields, open=_is_narrowed(), class_name="narrowing")


def _zone() -> rx.Component:
    words = t("Times are where the practice is ({zone}).", zone=State.zone)
    return rx.cond(State.zone != "", rx.el.p(words, class_name="section-end quiet"))


def _pager() -> rx.Component:
    newer = button(t("Newer"), kind="quiet", on_click=State.to_newer, disabled=State.newer == "")
    older = button(t("Older"), kind="quiet", on_click=State.to_older, disabled=State.older == "")
    bar = rx.el.nav(newer, older, class_name="pager", custom_attrs={"aria-label": t("Pages of this list")})
    return rx.cond((State.newer != "") | (State.older != ""), bar)


def _download() -> rx.Component:
    words = rx.cond(_is_narrowed(), t("Download what is shown (CSV)"), t("Download everything (CSV)"))
    way = button(words, kind="quiet", icon_name="download", href=State.table, reload_document=True)
    return rx.cond((State.status == "ready") & (State.total > 0), rx.el.div(way, class_name="actions"))
